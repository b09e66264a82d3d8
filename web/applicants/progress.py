"""How far a case has come, for who filed it: the main steps of its diagram with days, and what its owner must do now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.bpmn import Definition, Workflow
from engine.clock import business_date, last_day
from engine.forms import present
from engine.forms.nodes import every
from engine.models import history, instance, user_task
from engine.process_engine import ProcessEngine
from web import clauses
from web.cases import stages
from web.cases.waiting import WaitSentence


@dataclass(frozen=True, slots=True)
class Step:
    """One main step. `day` is when it was done, or when the clock that holds it runs out; `provisional` says of a day
    to come that its days off are not announced yet; `earliest` is the first day on which it can begin."""

    name: str
    about: str
    clause: str
    state: str  # done | here | ahead | passed-by
    day: date | None = None
    provisional: bool = False
    earliest: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that waits for the owner, with what its form tells them before it asks anything."""

    id: int
    name: str
    due_at: datetime | None
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A task that the owner has completed: there is a receipt of it."""

    id: int
    name: str
    at: datetime


def steps(
    connection: Connection, definition: Definition, case: Mapping[str, Any], sentences: Sequence[WaitSentence]
) -> list[Step]:
    """The main steps in the order of walking, with the one beside the main way where the case stands now."""
    moving = [s for s in sentences if not s.source.aside]
    here = {_above(definition, s.source.outer): s for s in reversed(moving)}
    done = _done(connection, case["id"])
    order = list(stages.main_steps(definition))
    for place in here:
        if place not in order and definition.elements[place].type in stages.STEPS:
            order = stages.inserted(definition, order, place)
    following = _next_day(moving)
    found: list[Step] = []
    for identity in order:
        step = _step(definition, identity, here, done, case["status"] == "active")
        if step.state == "ahead" and found and found[-1].state == "here":
            step = _step(definition, identity, here, done, active=True, earliest=following)
        found.append(step)
    return found


def duties(
    pe: ProcessEngine, connection: Connection, cases: Collection[int], account: str
) -> dict[int, list[Duty]]:
    """What each of these cases waits for from this account, soonest first; asked in one statement."""
    mine = user_task.c.root_id.in_(cases) & (user_task.c.status == "open")
    query = select(user_task, instance.c.definition_id, instance.c.state).join(
        instance, instance.c.id == user_task.c.instance_id
    )
    query = query.where(mine, user_task.c.assignee == account)
    soonest = query.order_by(user_task.c.due_at.is_(None), user_task.c.due_at, user_task.c.id)
    found: dict[int, list[Duty]] = {case: [] for case in cases}
    for row in connection.execute(soonest):
        found[row.root_id].append(Duty(row.id, row.name, row.due_at, _told(pe, connection, row)))
    return found


def completed(connection: Connection, case_id: int, account: str) -> list[Done]:
    """What this account has completed in the case, oldest first."""
    mine = (user_task.c.root_id == case_id) & (user_task.c.status == "completed")
    query = select(user_task.c.id, user_task.c.name, user_task.c.ended_at).where(
        mine, user_task.c.ended_by == account
    )
    return [
        Done(row.id, row.name, row.ended_at)
        for row in connection.execute(query.order_by(user_task.c.ended_at))
    ]


def now(
    definition: Definition, case_id: int, sentences: Sequence[WaitSentence], account: str
) -> tuple[list[WaitSentence], list[str]]:
    """What moves the case, for its owner: sentences, and the main steps inside which others work.

    How many reviewers there are, and at which of their own steps each of them is, is their business.
    """
    told: list[WaitSentence] = []
    inside: dict[str, None] = {}
    for sentence in sentences:
        source = sentence.source
        theirs = source.kind == "user-task" and source.facts.get("assignee") != account
        if not source.aside and theirs and source.instance_id != case_id:
            inside[definition.elements[_above(definition, source.outer)].name] = None
        elif not source.aside:
            told.append(sentence)
    return told, list(inside)


def _step(
    definition: Definition,
    identity: str,
    here: Mapping[str, WaitSentence],
    done: Mapping[str, date],
    active: bool,
    earliest: date | None = None,
) -> Step:
    element = definition.elements[identity]
    told = element.name, clauses.plain(element.documentation), clauses.label(element.articles)
    if identity in here:
        sentence = here[identity]
        end = last_day(sentence.limit) if sentence.limit else None
        counted = sentence.counted
        return Step(*told, "here", end, provisional=counted is not None and counted.provisional)
    if identity in done:
        return Step(*told, "done", done[identity])
    return Step(*told, "ahead" if active else "passed-by", earliest=earliest)


def _next_day(moving: Collection[WaitSentence]) -> date | None:
    """The first day on which what follows can begin, if one clock alone holds the case."""
    clocks = [s.counted.following for s in moving if s.source.kind == "timer" and s.counted]
    return clocks[0] if len(clocks) == 1 and len(moving) == 1 else None


def _above(definition: Definition, element: str) -> str:
    """The top-level element that an element stands in."""
    while element in definition.elements and (parent := definition.elements[element].parent) is not None:
        element = parent
    return element


def _done(connection: Connection, instance_id: int) -> dict[str, date]:
    """The day on which each element of an instance was last completed."""
    query = select(history.c.at, history.c.facts).where(history.c.instance_id == instance_id)
    found: dict[str, date] = {}
    for row in connection.execute(query.order_by(history.c.id)):
        day = business_date(row.at)
        found |= {identity: day for letter, identity in row.facts.get("trail", []) if letter == "c"}
    return found


def _told(pe: ProcessEngine, connection: Connection, row: Any) -> tuple[str, ...]:
    """The texts of a task's form, filled in: what a notice of correction lists stands there."""
    if not row.form_id:
        return ()
    deployed = pe.definitions.get(connection, row.definition_id)
    context = Workflow.decode(deployed.definition, row.state).context(row.token)
    nodes = present(deployed.form(row.form_id), context, pe.environment(connection))
    return tuple(node.text for node in every(nodes) if node.shown and node.component.type == "text")
