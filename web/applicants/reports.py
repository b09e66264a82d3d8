"""The yearly reports that a winner owes: when each is due, which are in, which are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.actor import Actor
from engine.bpmn import Workflow
from engine.clock import business_date
from engine.models import instance, job, user_task
from engine.process_engine import ProcessEngine
from engine.queries.visibility import visible_roots
from web.language import gettext as _

KIND = "annual-report"  # the last part of the id of the process that asks for one report


@dataclass(frozen=True, slots=True)
class Report:
    """One report: `task` is where it is filed now; `opens` the day from which it can be, before that."""

    root_id: int
    title: str
    state: str  # filed | late | due | ahead
    due: date | None
    opens: date | None
    task: int | None


def owed(pe: ProcessEngine, connection: Connection, actor: Actor) -> list[Report]:
    """The reports in the cases that the actor may see, soonest first."""
    mine = select(instance.c.id).where(instance.c.parent_id.is_(None), visible_roots(actor))
    roots = connection.execute(mine).scalars().all()
    query = (
        select(instance)
        .where(instance.c.root_id.in_(roots), instance.c.process_id.endswith(f".{KIND}", autoescape=True))
        .order_by(instance.c.id)
    )
    found = [_report(pe, connection, row) for row in connection.execute(query)]
    return sorted(found, key=lambda report: (report.due or report.opens or date.max, report.title))


def _report(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> Report:
    deployed = pe.definitions.get(connection, row.definition_id)
    known = Workflow.decode(deployed.definition, row.state).variables()
    due = known.get("report_due_on")
    number = known.get("report_number")
    title = _("第 %(n)s 份年度报告", n=number) if number is not None else deployed.definition.name
    task = connection.execute(
        select(user_task.c.id).where(user_task.c.instance_id == row.id, user_task.c.status == "open")
    ).scalar()
    opens = connection.execute(
        select(job.c.due_at)
        .where(job.c.instance_id == row.id, job.c.kind == "timer", job.c.status == "ready")
        .order_by(job.c.due_at)
        .limit(1)
    ).scalar()
    state = _state(row.status, known.get("report_late"), task)
    begins = business_date(opens) if opens is not None and task is None else None
    return Report(row.root_id, title, state, due if isinstance(due, date) else None, begins, task)


def _state(status: str, late: object, task: int | None) -> str:
    if status == "completed":
        return "late" if late is True else "filed"
    return "due" if task is not None else "ahead"
