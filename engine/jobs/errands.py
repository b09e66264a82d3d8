"""Errands: work outside that a commit leaves behind and no token waits for; the case has gone on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from engine.feel import from_json, to_json
from engine.job_rows import job_row
from engine.jobs import claiming
from engine.jobs.errors import NoHandler
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.registries import Assignment

RETRIES = 10  # over an hour and a half: nobody waits, and a mail server may be away for a while


def leave(
    connection: Connection,
    kind: str,
    now: datetime,
    variables: Mapping[str, Any],
    *,
    receiver: str | None = None,
    **where: Any,
) -> None:
    """Leave an errand for the *outside* handler of a job type, in the caller's transaction.

    `receiver` as for calls: one at a time to each. `where` are columns of the job: root_id, instance_id, element.
    """
    payload = {"variables": to_json(dict(variables)), "headers": {"receiver": receiver} if receiver else {}}
    connection.execute(insert(job), job_row("errand", now, payload, type=kind, retries=RETRIES, **where))


def carry_out(pe: ProcessEngine, row: Row[Any]) -> None:
    """Call the handler with no transaction open, then end the job. The handler keeps what came of it by itself."""
    handler = pe.registries.handlers.get(row.type)
    if handler is None:
        raise NoHandler(type=row.type)
    with pe.database.reading() as connection:
        claiming.check(connection, row)
    call = handler.twin if pe.rehearsing and handler.twin else handler.call
    call(_assignment(pe, row))
    with pe.database.transaction() as connection:
        claiming.fence(connection, row, pe.now())


def _assignment(pe: ProcessEngine, row: Row[Any]) -> Assignment:
    return Assignment(
        type=row.type,
        key=f"laurel-job-{row.id}",
        variables=from_json(row.payload["variables"]),
        headers=row.payload["headers"],
        root_id=row.root_id or 0,
        instance_id=row.instance_id or 0,
        process_id="",
        business_key=None,
        now=pe.now(),
        connection=None,
    )
