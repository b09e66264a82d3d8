"""A job that failed: tried again after a pause, or dead with an incident that says why."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Row, Update, select, update

from engine.actor import SYSTEM
from engine.history import Story
from engine.incidents import open_incident
from engine.jobs.errors import HOPELESS, LeaseExpired, StillProvisional
from engine.models import instance, job
from engine.process_engine import ProcessEngine

BACKOFF_FIRST, BACKOFF_MOST = timedelta(seconds=5), timedelta(hours=1)


def this_claim(row: Row[Any]) -> Update:
    """An update of the job that touches it only while this claim of it counts."""
    return update(job).where(job.c.id == row.id, job.c.version == row.version, job.c.status == "leased")


def put_back(pe: ProcessEngine, row: Row[Any]) -> None:
    """Losing a race costs no attempt."""
    statement = this_claim(row)
    with pe.database.transaction() as connection:
        connection.execute(statement.values(status="ready", attempts=job.c.attempts - 1, lease_until=None))


def failed(pe: ProcessEngine, row: Row[Any], error: Exception) -> None:
    with pe.database.transaction() as connection:
        if row.attempts >= row.retries or isinstance(error, HOPELESS):
            bury(connection, pe, row, error)
            return
        statement = this_claim(row)
        due = pe.now() + backoff(row.attempts, row.id)
        connection.execute(
            statement.values(status="ready", due_at=due, last_error=str(error)[:2000], lease_until=None)
        )


def bury(connection: Connection, pe: ProcessEngine, row: Row[Any], error: BaseException) -> None:
    """No more attempts: the job is dead and an incident says so, in one commit."""
    statement = this_claim(row)
    dead = connection.execute(statement.values(status="dead", last_error=str(error)[:2000]))
    if dead.rowcount != 1:
        return
    where = {name: getattr(row, name) for name in ("root_id", "instance_id", "token", "element")}
    open_incident(connection, error, pe, job_id=row.id, **where)
    if isinstance(error, StillProvisional) and row.root_id is not None:
        told = {name: error.facts[name] for name in ("day", "reason")}
        story = Story(pe.now(), SYSTEM.name)
        story.note("timer-held", row.root_id, row.instance_id, element=row.element, **told)
        story.write(connection)


def bury_expired(connection: Connection, pe: ProcessEngine, now: datetime) -> None:
    """A lease that ran out at the last attempt: the job kills its workers, people must look at it."""
    query = select(job).where(
        job.c.status == "leased", job.c.lease_until <= now, job.c.attempts >= job.c.retries
    )
    for row in connection.execute(query.with_for_update(skip_locked=True)).all():
        name = name_of(pe, connection, row)
        bury(connection, pe, row, LeaseExpired(element=name, attempts=row.attempts))


def name_of(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> str:
    """What the diagram calls the element that a job belongs to; without a name its id, without one nothing."""
    query = select(instance.c.definition_id).where(instance.c.id == row.instance_id)
    number = connection.execute(query).scalar() or row.payload.get("definition")
    elements = pe.definitions.get(connection, number).definition.elements if number is not None else {}
    found = elements.get(row.element)
    return (found.name if found else "") or row.element or ""


def backoff(attempts: int, seed: int) -> timedelta:
    """Exponential, with jitter of half to one and a half, at most an hour; the same job waits the same."""
    whole = min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** max(0, attempts - 1))
    return whole * (0.5 + Random(seed * 31 + attempts).random())  # noqa: S311 (jitter, no secret)
