"""Job types of the yearly duty: the calendar's commands for service tasks, each in a transaction of its own.

They stand outside of the job's transaction and are safe to be called again: an edition knows how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.calendar.text_entry import typed
from engine.clock import SHANGHAI
from engine.commands import calendar as commands
from engine.db import Record
from engine.errors import LaurelError, NotFound, Refused
from engine.models import instance, user_task, variable
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from engine.registries import Assignment, JobHandler, Variables
from engine.retiming import Move
from engine.sentence import Sentence

SHOWN = 50  # dates of a preview that a form lists


def calendar_handlers(pe: ProcessEngine) -> Iterator[JobHandler]:
    """The handlers of this process engine."""
    for call in (_status, _enter, _confirm, _withdraw, _preview, _publish):
        yield JobHandler(f"calendar{call.__name__.replace('_', '-')}", "outside", _bound(pe, call))


def refusal(error: LaurelError) -> str:
    """What was wrong with an entry, a line each, for whoever typed it."""
    if not isinstance(error, Refused):
        return str(error)
    fields = {"rest": "放假", "work": "调休上班"}
    lines = []
    for finding in error.findings:
        field = fields.get((finding.element or "").partition("[")[0], "")
        place = f"{field}第 {finding.line} 行：" if field and finding.line else ""
        lines.append(f"{place}{finding.message}")
    return "\n".join(lines)


def _bound(
    pe: ProcessEngine, call: Callable[[ProcessEngine, Assignment], Variables]
) -> Callable[[Assignment], Variables]:
    return lambda assignment: call(pe, assignment)


def _status(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: year. Result: published, or asked for by an older case of the same process that still runs."""
    year = int(assignment.variables["year"])
    older = (
        select(instance.c.id)
        .join(variable, variable.c.instance_id == instance.c.id)
        .where(
            instance.c.process_id == assignment.process_id,
            instance.c.status == "active",
            instance.c.id < assignment.root_id,
            variable.c.name == "year",
            variable.c.number == year,
        )
    )
    with pe.database.reading() as connection:
        known = year in pe.calendar(connection).years
        asked = connection.execute(older.limit(1)).first() is not None
    return {"published": known, "asked": asked}


def _enter(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Inputs: year, title, number, issued_on, link, rest_text, work_text. Result: edition, or refusal (a text)."""
    notice, lines = _notice(assignment.variables)
    by = _who(pe, assignment)
    before = _mine(pe, str(notice["year"]), by)
    if before is not None and before["title"] == notice["notice"]:
        return {
            "edition": before["id"],
            "refusal": None,
        }  # entered by an attempt that was not heard to the end
    try:
        return {"edition": commands.enter(pe, notice, by, lines=lines), "refusal": None}
    except LaurelError as error:
        return {"edition": None, "refusal": refusal(error)}


def _confirm(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Inputs: edition, year, title and so on of the second entry. Result: refusal, a text or null."""
    notice, lines = _notice(assignment.variables)
    number = int(assignment.variables["edition"])
    if _edition(pe, number)["status"] == "entered":
        try:
            commands.confirm(pe, number, _who(pe, assignment), notice, lines=lines)
        except LaurelError as error:
            return {"refusal": refusal(error)}
    return {"refusal": None}


def _withdraw(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: edition. The first entry was the wrong one: it is given up."""
    number = int(assignment.variables["edition"])
    if _edition(pe, number)["status"] in queries.PENDING:
        commands.withdraw(pe, number, _who(pe, assignment))
    return {"edition": None}


def _preview(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: edition. Result: preview (rows of a table) and preview_text (one sentence)."""
    number = int(assignment.variables["edition"])
    if _edition(pe, number)["status"] == "published":
        return {"preview": [], "preview_text": "已经发布。"}
    found = commands.preview(pe, number, _keeper("laurel"))
    moved, kept = sum(m.moved for m in found), sum(m.kept for m in found)
    sentence = f"发布后有 {moved} 个日期要改，{kept} 个已经告知的日期不提前，共涉及 {len(found)} 个日期。"
    return {"preview": [_row(m) for m in found[:SHOWN]], "preview_text": sentence}


def _publish(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: edition. Result: outcome {moved, kept, certain}."""
    number = int(assignment.variables["edition"])
    if _edition(pe, number)["status"] != "published":
        commands.publish(pe, number, _who(pe, assignment))
    return {"outcome": _edition(pe, number)["outcome"]}


def _notice(given: Variables) -> tuple[dict[str, Any], Mapping[str, int]]:
    fields, lines = typed(str(given.get("rest_text") or ""), str(given.get("work_text") or ""))
    told = {"year": int(given["year"]), "notice": str(given.get("title") or "")}
    told |= {"number": str(given.get("number") or ""), "link": str(given.get("link") or "")}
    issued = given.get("issued_on")
    return {**told, **({"published": issued} if issued else {}), **fields}, lines


def _who(pe: ProcessEngine, assignment: Assignment) -> Actor:
    """Whoever completed the user task that the header `task` names: its candidates were keepers."""
    query = select(user_task.c.ended_by).where(
        user_task.c.instance_id == assignment.instance_id,
        user_task.c.element == assignment.headers["task"],
        user_task.c.status == "completed",
    )
    with pe.database.reading() as connection:
        name = connection.execute(query.order_by(user_task.c.id.desc()).limit(1)).scalar()
    if name is None:
        raise NotFound(what=Sentence("办结的任务“{task}”", task=assignment.headers["task"]))
    return _keeper(str(name))


def _keeper(name: str) -> Actor:
    return Actor(name, frozenset({f"shared.{commands.KEEPER}"}))


def _mine(pe: ProcessEngine, subject: str, by: Actor) -> Record | None:
    with pe.database.reading() as connection:
        found = queries.pending(connection, subject)
    return found if found is not None and found["entered_by"] == by.name else None


def _edition(pe: ProcessEngine, number: int) -> Record:
    with pe.database.reading() as connection:
        found = queries.edition(connection, number)
    if found is None:
        raise NotFound(what=Sentence("日历第 {number} 版", number=number))
    return found


def _row(move: Move) -> dict[str, Any]:
    dates = {"old": move.old, "new": move.new}
    told = {name: date.astimezone(SHANGHAI).date().isoformat() for name, date in dates.items()}
    return {"case": move.root_id, "step": move.element, **told, "kept": "不提前" if move.kept else ""}
