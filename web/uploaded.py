"""What has been uploaded: of a task for its page, of a case for whoever may see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from sqlalchemy import Connection, Select, or_, select

from engine.db import Record, record, records
from engine.models import user_task
from web.house import reading
from web.models import upload


def one(connection: Connection, number: int) -> Record | None:
    """A file by its id."""
    return record(connection, _uploads().where(upload.c.id == number))


def of_case(connection: Connection, case: Mapping[str, Any], account: str) -> list[Record]:
    """The files that were submitted in a case: all for staff; for others their own and those of the case's owner."""
    query = _uploads().where(upload.c.root_id == case["id"], user_task.c.status == "completed")
    if not case["staff"]:
        query = query.where(or_(upload.c.account == account, upload.c.account == (case["owner"] or account)))
    return records(connection, query.order_by(upload.c.id))


def of_field(task_id: int, field: str) -> dict[str, Record]:
    """The newest file of each name in a field of the page's task."""
    if "uploads" not in g:
        query = _uploads().where(upload.c.task_id == task_id).order_by(upload.c.id)
        with reading() as connection:
            g.uploads = records(connection, query)
    return {row["name"]: row for row in g.uploads if row["field"] == field}


def _uploads() -> Select[Any]:
    columns = (upload, user_task.c.name.label("task_name"))
    return select(*columns).join(user_task, user_task.c.id == upload.c.task_id)
