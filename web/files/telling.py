"""Whoever sent a file in which the scanner found something reads it in the inbox, and who completed the task."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from awards.models import reminder
from engine.db import insert_or_skip
from engine.models import user_task
from web.models import upload

_MANY = 500  # files of one content: more of them would be a flood of entries


def tell(connection: Connection, digest: str, finding: str, now: datetime) -> None:
    """An entry for each person and file of a case, once; `finding` is what the scanner called it.

    A file of a page that was not submitted has no case: the page says it, and does not let it go.
    """
    query = (
        select(
            upload.c.id,
            upload.c.name,
            upload.c.account,
            upload.c.root_id,
            upload.c.task_id,
            user_task.c.ended_by,
            user_task.c.status,
            func.coalesce(user_task.c.name, upload.c.title).label("task"),
        )
        .outerjoin(user_task, user_task.c.id == upload.c.task_id)
        .where(upload.c.sha256 == digest, upload.c.root_id.is_not(None))
        .limit(_MANY)
    )
    for row in connection.execute(query).all():
        where = f"（{row.task}）" if row.task else ""
        text = f"“{row.name}”{where}查出 {finding}，不提供下载。{_cure(row.task_id, row.status)}"
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


def _cure(task_id: int | None, status: str | None) -> str:
    if task_id is None:
        return "它已经随案件提交；请与审定办联系，改送一份干净的文件。"
    if status == "completed":
        return "这项任务已经提交；请与审定办联系，改送一份干净的文件。"
    return "请在任务里移除它，在干净的电脑上重新制作后再传。"
