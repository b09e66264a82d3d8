"""The errand `file.scan`: a content is shown to the scanner outside of any transaction, and its state written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from engine.errors import NotFound
from engine.feel import from_json
from engine.jobs import errands
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from web.files import clamd, states, stores, telling
from web.language import noop as N_
from web.models import stored_file

SCAN: Final = "file.scan"
OPEN: Final = (states.WAITING, states.STUCK)


def ask(connection: Connection, digest: str, now: datetime, root_id: int | None, name: str) -> None:
    """Leave the errand for a content that nobody has scanned, if there is a scanner; in the caller's transaction.

    One that was given up is asked for again, since somebody sends it again.
    """
    if not clamd.address():
        return
    fresh = (stored_file.c.sha256 == digest) & stored_file.c.state.in_((states.UNSCANNED, states.STUCK))
    if connection.execute(update(stored_file).where(fresh).values(state=states.WAITING)).rowcount:
        where: dict[str, Any] = {"root_id": root_id} if root_id is not None else {}
        errands.leave(connection, SCAN, now, {"sha256": digest}, element=f"查毒 {name}"[:200], **where)


def handlers(pe: ProcessEngine) -> tuple[JobHandler, ...]:
    """The job type of the errand, made for one process engine."""

    def call(assignment: Assignment) -> Variables:
        return scan(pe, str(assignment.variables["sha256"]))

    return (JobHandler(SCAN, "outside", call),)


def scan(pe: ProcessEngine, digest: str) -> Variables:
    """Scan a content that waits, or was given up and is tried again; twice does no harm. Raises ScannerAway, StoreAway, NotFound."""
    mine = stored_file.c.sha256 == digest
    with pe.database.reading() as connection:
        state = connection.execute(select(stored_file.c.state).where(mine)).scalar_one_or_none()
    if state not in OPEN:
        return {}
    content = stores.chosen().open(digest)
    if content is None:
        raise NotFound(what=N_("这个文件的内容"))
    with content:
        verdict = clamd.scan(clamd.address(), content)
    found = {"state": verdict.state, "finding": verdict.finding, "scanned_at": pe.now()}
    with pe.database.transaction() as connection:
        still = mine & stored_file.c.state.in_(OPEN)
        told = connection.execute(update(stored_file).where(still).values(found)).rowcount
        if told and verdict.state in states.BAD:
            telling.tell(connection, digest, verdict.finding or "", pe.now())
    return {}


def under_way(connection: Connection) -> set[str]:
    """The contents for which an errand still waits or runs."""
    query = select(job.c.payload).where(job.c.type == SCAN, job.c.status.in_(("ready", "leased")))
    found = (from_json(row.payload["variables"]) for row in connection.execute(query))
    return {str(variables["sha256"]) for variables in found}
