"""What has been uploaded: of a task for its page, of a case for whoever may see it, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from awards.reviews.rounds import undeclared
from engine.db import Record, record, records
from engine.models import user_task
from web.files import states
from web.models import incoming_file, stored_file, upload

# A paper has no content and nothing to be scanned.
_STATE = case((upload.c.sha256 == "", ""), else_=func.coalesce(stored_file.c.state, states.UNSCANNED))


def one(connection: Connection, number: int) -> Record | None:
    """A file by its id."""
    return record(connection, _uploads().where(upload.c.id == number))


def of_case(connection: Connection, case_row: Mapping[str, Any], account: str) -> list[Record]:
    """The files that were submitted in a case: all for staff; for others their own and those of the case's owner.

    What somebody sent who did not complete the task in the end was never submitted. Before a reviewer has
    declared what ties them to the applicant, no material opens, whatever else they are (J-29.3, A-18.1).
    """
    query = _uploads().where(
        upload.c.root_id == case_row["id"],
        user_task.c.status == "completed",
        upload.c.account == user_task.c.ended_by,
    )
    if undeclared(connection, case_row["id"], account):
        query = query.where(upload.c.account == account)
    elif not case_row["staff"]:
        query = query.where(
            or_(upload.c.account == account, upload.c.account == (case_row["owner"] or account))
        )
    return records(connection, query.order_by(upload.c.id))


def of_task(connection: Connection, task_id: int, account: str | None = None) -> list[Record]:
    """The files of a task, oldest first: one person's, or everybody's."""
    query = _uploads().where(upload.c.task_id == task_id).order_by(upload.c.id)
    return records(connection, query if account is None else query.where(upload.c.account == account))


def coming(connection: Connection, task_id: int, account: str) -> list[Record]:
    """One person's files of a task that have not come whole yet, oldest first."""
    mine = (incoming_file.c.task_id == task_id) & (incoming_file.c.account == account)
    return records(connection, select(incoming_file).where(mine).order_by(incoming_file.c.touched_at))


def count(connection: Connection, root_id: int, account: str) -> int:
    """How many files one person has in a case, papers left out."""
    mine = (upload.c.root_id == root_id) & (upload.c.account == account) & (upload.c.sha256 != "")
    return connection.execute(select(func.count()).select_from(upload).where(mine)).scalar_one()


def _uploads() -> Select[Any]:
    return (
        select(
            upload,
            user_task.c.name.label("task_name"),
            user_task.c.status.label("task_status"),
            _STATE.label("state"),
            stored_file.c.finding,
        )
        .join(user_task, user_task.c.id == upload.c.task_id)
        .outerjoin(stored_file, stored_file.c.sha256 == upload.c.sha256)
    )
