"""What has been uploaded: at a place for its page, in a case for whoever may see it, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from awards.reviews.rounds import undeclared
from engine.db import Record, record, records
from engine.models import user_task
from web.files import states
from web.files.places import Place
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
    by_task = and_(user_task.c.status == "completed", upload.c.account == user_task.c.ended_by)
    submitted = or_(upload.c.task_id.is_(None), by_task)
    query = _uploads().where(upload.c.root_id == case_row["id"], submitted)
    if undeclared(connection, case_row["id"], account):
        query = query.where(upload.c.account == account)
    elif not case_row["staff"]:
        query = query.where(
            or_(upload.c.account == account, upload.c.account == (case_row["owner"] or account))
        )
    return records(connection, query.order_by(upload.c.id))


def of(connection: Connection, place: Place) -> list[Record]:
    """The files that one person has at a place, oldest first."""
    return records(connection, _uploads().where(place.holds(upload)).order_by(upload.c.id))


def names(connection: Connection, place: Place) -> dict[str, list[str]]:
    """What these are called, by field."""
    found: dict[str, list[str]] = {}
    for file in of(connection, place):
        found.setdefault(file["field"], []).append(file["name"])
    return found


def coming(connection: Connection, place: Place) -> list[Record]:
    """The files of a place that have not come whole yet, oldest first."""
    mine = place.holds(incoming_file)
    return records(connection, select(incoming_file).where(mine).order_by(incoming_file.c.touched_at))


def count(connection: Connection, place: Place) -> int:
    """How many files one person has in the case of a place, else on all pages not submitted; papers left out."""
    mine = (upload.c.root_id == place.root_id) & (upload.c.account == place.account)
    there = (place.beside(upload) if place.root_id is None else mine) & (upload.c.sha256 != "")
    return connection.execute(select(func.count()).select_from(upload).where(there)).scalar_one()


def _uploads() -> Select[Any]:
    return (
        select(
            upload,
            func.coalesce(user_task.c.name, upload.c.title).label("task_name"),
            user_task.c.status.label("task_status"),
            _STATE.label("state"),
            stored_file.c.finding,
        )
        .outerjoin(user_task, user_task.c.id == upload.c.task_id)
        .outerjoin(stored_file, stored_file.c.sha256 == upload.c.sha256)
    )
