"""Whoever sent a file in which the scanner found something reads it in the inbox, and who completed the task."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from awards.models import reminder
from engine.db import insert_or_skip
from engine.models import user_task
from web.models import upload

_MANY = 500  # files of one content: more of them would be a flood of entries


def tell(connection: Connection, digest: str, finding: str, now: datetime) -> None:
    """An entry for each person and file, once; `finding` is what the scanner called it."""
    query = (
        select(
            upload.c.id,
            upload.c.name,
            upload.c.account,
            upload.c.root_id,
            user_task.c.ended_by,
            user_task.c.status,
            user_task.c.name.label("task"),
        )
        .join(user_task, user_task.c.id == upload.c.task_id)
        .where(upload.c.sha256 == digest)
        .limit(_MANY)
    )
    for row in connection.execute(query).all():
        cure = (
            "这项任务已经提交；请与审定办联系，改送一份干净的文件。"
            if row.status == "completed"
            else "请在任务里移除它，在干净的电脑上重新制作后再传。"
        )
        text = f"“{row.name}”（{row.task}）查出 {finding}，不提供下载。{cure}"
        for account in sorted({row.account, row.ended_by or row.account}):
            entry = {
                "key": f"upload-{row.id}-infected",
                "account": account,
                "root_id": row.root_id,
                "subject": f"文件查出问题：{row.name}"[:200],
                "text": text,
                "created_at": now,
            }
            connection.execute(insert_or_skip(connection, reminder, ["key", "account"]), entry)
