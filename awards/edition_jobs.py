"""Job types with which owners prolong a rule or let another follow it, and what had stopped goes on (H-33, AMB-24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from awards.assignments import connection_of, day_of, day_or_none
from awards.editions import TRANSITIONS, Rule, base_rule, prolonged, schemes_with_rules, successor_of
from awards.models import rule_edition
from engine.actor import Actor
from engine.commands import incidents
from engine.errors import NotOpen
from engine.models import incident, instance, user_task
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables

STOPPED = ("rule-lapsed", "rule-stopped")  # incidents that an edition may cure
VALIDITY = "shared.rule-validity"


def edition_handlers(pe: ProcessEngine) -> Iterator[JobHandler]:
    """The handlers that need the process engine itself."""
    yield JobHandler("awards.resume-lapsed", "outside", lambda assignment: _resume(pe, assignment))


def _validity(assignment: Assignment) -> Variables:
    """Input: scheme. Result: rule {number, title, valid_from, valid_to, successor}, with what was entered so far.

    `successor` is the number of the rule that follows, or null.
    """
    connection = connection_of(assignment)
    rule = prolonged(connection, base_rule(connection, str(assignment.variables["scheme"])))
    told: dict[str, Any] = {
        name: getattr(rule, name) for name in ("number", "title", "valid_from", "valid_to")
    }
    follows = successor_of(connection, rule)
    return {"rule": {**told, "successor": follows.number if follows else None}}


def _unwatched(assignment: Assignment) -> Variables:
    """Result: schemes whose rule ends some day without a successor, and whose validity no running case watches."""
    connection = connection_of(assignment)
    watched = select(instance.c.business_key).where(
        instance.c.process_id == VALIDITY, instance.c.status == "active", instance.c.parent_id.is_(None)
    )
    busy = set(connection.execute(watched).scalars())
    rules = [prolonged(connection, base_rule(connection, s)) for s in schemes_with_rules(connection)]
    ending = [r for r in rules if r.valid_to is not None and successor_of(connection, r) is None]
    return {"schemes": [rule.scheme for rule in ending if rule.scheme not in busy]}


def _check(assignment: Assignment) -> Variables:
    """Inputs: scheme, edition {kind, number, title, valid_from, valid_to, transition, reason}. Result: refusal.

    `refusal` is a text of what must be corrected, or null.
    """
    connection = connection_of(assignment)
    rule = prolonged(connection, base_rule(connection, str(assignment.variables["scheme"])))
    return {"refusal": "\n".join(_faults(rule, assignment)) or None}


def _faults(rule: Rule, assignment: Assignment) -> Iterator[str]:
    given: Any = assignment.variables["edition"]
    ends, begins = (
        day_or_none(given.get("valid_to"), assignment),
        day_or_none(given.get("valid_from"), assignment),
    )
    if given.get("kind") == "extension":
        if ends is None:
            yield "延期须写明新的失效日期"
        elif rule.valid_to is not None and ends <= rule.valid_to:
            yield f"延期后的失效日期须晚于现在的 {rule.valid_to}"
        return
    if not str(given.get("number") or "").strip():
        yield "新办法须写明文号"
    elif given["number"] == rule.number:
        yield "新办法的文号与现行办法相同；只是延长有效期的，请选择延期"
    if begins is None:
        yield "新办法须写明施行日期"
    elif ends is not None and ends < begins:
        yield "新办法的失效日期早于施行日期"
    if given.get("transition") not in TRANSITIONS:
        yield "请选择在办案件怎么办"


def _enter(assignment: Assignment) -> Variables:
    """Inputs: scheme, edition. Headers: entered, confirmed (ids of tasks). Result: edition_number.

    Who entered and who confirmed are whoever completed these tasks last.
    """
    connection = connection_of(assignment)
    given: Any = assignment.variables["edition"]
    rule = prolonged(connection, base_rule(connection, str(assignment.variables["scheme"])))
    longer = given["kind"] == "extension"
    begins = rule.valid_to + timedelta(days=1) if longer and rule.valid_to else given.get("valid_from")
    row = {
        "scheme": rule.scheme,
        "kind": str(given["kind"]),
        "follows": rule.number or "",
        "number": (rule.number or "") if longer else str(given["number"]).strip(),
        "title": rule.title if longer else str(given.get("title") or ""),
        "valid_from": day_of(begins, assignment),
        "valid_to": day_or_none(given.get("valid_to"), assignment),
        "transition": "goes-on" if longer else str(given["transition"]),
        "reason": str(given.get("reason") or ""),
        "entered_by": _who(assignment, "entered"),
        "confirmed_by": _who(assignment, "confirmed"),
        "entered_at": assignment.now,
        "case_key": assignment.business_key,
    }
    connection.execute(insert(rule_edition), row)
    told = {"scheme": rule.scheme, "number": row["number"], "by": row["entered_by"]}
    assignment.notes.append(("rule-edition-entered", told))
    return {"edition_number": row["number"]}


def _who(assignment: Assignment, header: str) -> str:
    named = [name.strip() for name in assignment.headers[header].split(",")]
    query = select(user_task.c.ended_by).where(
        user_task.c.root_id == assignment.root_id,
        user_task.c.element.in_(named),
        user_task.c.status == "completed",
    )
    found = connection_of(assignment).execute(query.order_by(user_task.c.id.desc()).limit(1))
    return str(found.scalar_one())


def _resume(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: scheme. Result: resumed, how many steps that had stopped for want of a rule are tried again.

    A step that nobody may do even now stops again, with a sentence that says why.
    """
    scheme = str(assignment.variables["scheme"])
    root = instance.c.process_id.startswith(f"{scheme}.", autoescape=True)
    query = (
        select(incident.c.id)
        .join(instance, instance.c.id == incident.c.root_id)
        .where(incident.c.code.in_(STOPPED), incident.c.resolved_at.is_(None), root)
    )
    with pe.database.reading() as connection:
        waiting = list(connection.execute(query.order_by(incident.c.id)).scalars())
    resumed = 0
    for number in waiting:
        try:
            incidents.retry(pe, number, Actor("rule-owner"))
            resumed += 1
        except (NotOpen, incidents.NotRetryable):
            continue  # somebody retried it or ended its case meanwhile
    return {"resumed": resumed}


RULE_VALIDITY = JobHandler("awards.rule-validity", "inside", _validity)
UNWATCHED_RULES = JobHandler("awards.unwatched-rules", "inside", _unwatched)
CHECK_EDITION = JobHandler("awards.check-edition", "inside", _check)
ENTER_EDITION = JobHandler("awards.enter-edition", "inside", _enter)
