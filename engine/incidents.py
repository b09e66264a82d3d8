"""Opening an incident: what could not be done, kept for an administrator, with nothing else changed."""

from __future__ import annotations

import traceback
from typing import Any

from sqlalchemy import Connection, insert

from engine.errors import LaurelError
from engine.models import incident
from engine.process_engine import ProcessEngine


def report(pe: ProcessEngine, error: LaurelError, **where: Any) -> None:
    """A command failed and was rolled back: keep its reason in a transaction of its own."""
    with pe.database.transaction() as connection:
        element = error.facts.get("element_id") or error.facts.get("element")
        open_incident(connection, error, pe, element=element, **where)


def open_incident(connection: Connection, error: BaseException, pe: ProcessEngine, **where: Any) -> None:
    """One incident row. `where` are its columns: root_id, instance_id, token, element, job_id, task_id."""
    code = error.code if isinstance(error, LaurelError) else "failure"
    row = {
        "code": code,
        "message": str(error) or type(error).__name__,
        "detail": "".join(traceback.format_exception(error))[-8000:],
        "opened_at": pe.now(),
        **where,
    }
    connection.execute(insert(incident), row)
