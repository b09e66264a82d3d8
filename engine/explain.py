"""Why each token of a case waits, as facts; a screen turns them into one sentence a token."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from engine.bpmn import Definition, Element, Wait, Workflow
from engine.models import incident, instance, job, user_task
from engine.process_engine import ProcessEngine
from engine.timers import planned

MOST_FOLLOWING = 3
_FAR = datetime.max.replace(tzinfo=UTC)
Key = tuple[int, str]  # instance, token


@dataclass(frozen=True, slots=True)
class Waiting:
    """One token that waits.

    `kind` is that of the wait (user-task, timer, message, signal, condition, job, join, incident, call,
    ad-hoc); `facts` are the wait's own and those of its row: `task_id`, `assignee`, `groups`, `due_at` (aware),
    `attempts`, `last_error`, `opened_at`. Of a join `missing` are the names of what it still lacks, and
    `branches` the same with where they stand now: `name`, `at` (names of elements; none: nothing can come).
    Of an ad-hoc sub-process `activities` are names of what may be begun.
    `aside` marks what may happen meanwhile (boundary events, event sub-processes) but moves nothing by itself.
    `outer` is the element of the root's diagram inside which the token stands.
    """

    kind: str
    instance_id: int
    process_id: str
    process_name: str
    element: str
    name: str
    articles: tuple[str, ...]
    outer: str
    following: tuple[str, ...]
    either: bool = True  # of several that follow only one is taken
    aside: bool = False
    attached_to: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def due_at(self) -> datetime | None:
        """When the clock or the people's time limit runs out."""
        return self.facts.get("due_at")


def explain(pe: ProcessEngine, connection: Connection, root_id: int) -> list[Waiting]:
    """Everything a call tree waits for: what moves it first, by due instant; what may happen meanwhile last."""
    parts = connection.execute(
        select(instance).where(instance.c.root_id == root_id, instance.c.status == "active")
    ).all()
    known = _Known(connection, root_id, parts)
    found = [waiting for part in parts for waiting in _of_part(pe, connection, part, known)]
    return sorted(found, key=lambda w: (w.aside, w.due_at or _FAR, w.element))


class _Known:
    """The rows beside the workflows, read once."""

    def __init__(self, connection: Connection, root_id: int, parts: Sequence[Row[Any]]) -> None:
        self.parts = {part.id: part for part in parts}
        self.callers: dict[Key, int] = {(p.parent_id, p.parent_token): p.id for p in parts if p.parent_id}
        self.tasks = _by_token(connection, user_task, root_id, user_task.c.status == "open")
        self.jobs = _by_token(connection, job, root_id, job.c.status.in_(("ready", "leased", "dead")))
        self.incidents = _by_token(connection, incident, root_id, incident.c.resolved_at.is_(None))
        self.waits: dict[int, list[Wait]] = {}

    def clocks(self, instance_id: int) -> set[str]:
        """The elements of an instance whose timers run."""
        return {wait.element for wait in self.waits[instance_id] if wait.kind == "timer"}

    def outer(self, part: Row[Any], element: str) -> str:
        """The element of the root's diagram that stands for an element of a called instance."""
        while part.parent_id in self.parts:
            waits = self.waits.get(part.parent_id, [])
            element = next((w.element for w in waits if w.token == part.parent_token), element)
            part = self.parts[part.parent_id]
        return element


def _by_token(connection: Connection, table: Table, root_id: int, condition: Any) -> dict[Key, Row[Any]]:
    rows = connection.execute(select(table).where(table.c.root_id == root_id, condition).order_by(table.c.id))
    return {(row.instance_id, row.token): row for row in rows}


def _of_part(pe: ProcessEngine, connection: Connection, part: Row[Any], known: _Known) -> list[Waiting]:
    definition = pe.definitions.get(connection, part.definition_id).definition
    workflow = Workflow.decode(definition, part.state)
    waits = known.waits[part.id] = workflow.waiting()
    shown = [wait for wait in waits if (part.id, wait.token) not in known.callers]
    return [
        _waiting(
            definition,
            part,
            replace(wait, facts={**wait.facts, **_named(definition, workflow, wait)}),
            known,
            _following(pe, connection, part, wait.element, known),
        )
        for wait in shown
    ]


def _named(definition: Definition, workflow: Workflow, wait: Wait) -> dict[str, Any]:
    """Facts that name elements, with their names in place of ids."""
    if wait.kind == "ad-hoc":
        return {"activities": [_name(definition, element) for element in wait.facts["activities"]]}
    if wait.kind != "join":
        return {}
    branches = [
        {
            "name": _source_name(definition, branch.flow),
            "at": list(dict.fromkeys(_name(definition, place.element) for place in branch.coming)),
        }
        for branch in workflow.explain(wait.token).branches
    ]
    return {"branches": branches, "missing": [branch["name"] for branch in branches]}


def _name(definition: Definition, element: str) -> str:
    found = definition.elements.get(element)
    return (found.name if found else "") or element


def _waiting(
    definition: Definition, part: Row[Any], wait: Wait, known: _Known, ahead: Sequence[str]
) -> Waiting:
    element = definition.elements[wait.element]
    key = (part.id, wait.token)
    trouble = known.incidents.get(key)
    attached = str(wait.facts.get("attached_to") or "")
    return Waiting(
        kind="incident" if trouble is not None else wait.kind,
        instance_id=part.id,
        process_id=definition.process_id,
        process_name=definition.name,
        element=element.id,
        name=element.name or element.id,
        articles=element.articles,
        outer=known.outer(part, element.id),
        following=tuple(dict.fromkeys(ahead))[:MOST_FOLLOWING],
        either=not _splits(definition, element.id),
        aside=meanwhile(definition, element, wait.kind, known.clocks(part.id)),
        attached_to=definition.elements[attached].name if attached in definition.elements else "",
        facts={
            **wait.facts,
            **_row_facts(wait, known.tasks.get(key), known.jobs.get(key), trouble),
        },
    )


def meanwhile(definition: Definition, element: Element, kind: str, clocks: Collection[str]) -> bool:
    """Whether this may happen while a case waits, but is not what it waits for.

    So it is with boundary events, event sub-processes, and a message, signal or condition that an event gateway
    awaits beside a clock: it may come, but the clock goes on without it. `clocks` are the elements of the same instance whose
    timers run.
    """
    if element.type in ("boundaryEvent", "startEvent"):
        return True
    gateways = {
        f.source
        for f in definition.flows.values()
        if f.target == element.id and definition.elements[f.source].type == "eventBasedGateway"
    }
    beside = {f.target for f in definition.flows.values() if f.source in gateways}
    return kind in ("message", "signal", "condition") and not beside.isdisjoint(clocks)


def _row_facts(
    wait: Wait,
    task: Row[Any] | None,
    job_row: Row[Any] | None,
    trouble: Row[Any] | None,
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if task is not None:
        facts |= {"task_id": task.id, "assignee": task.assignee, "groups": task.candidates["groups"]}
        facts |= {"due_at": task.due_at, "since": task.created_at, "derivations": task.derivations}
    if job_row is not None:
        timer = wait.kind == "timer"
        due = planned(job_row.payload, job_row.due_at) if timer else job_row.due_at
        facts |= {"due_at": due, "attempts": job_row.attempts, "retries": job_row.retries}
        facts |= {"last_error": job_row.last_error, "provisional": job_row.provisional}
        facts |= {"derivations": job_row.derivations, "since": job_row.created_at}
    if trouble is not None:
        facts |= {"code": trouble.code, "message": trouble.message, "opened_at": trouble.opened_at}
    return facts


def _source_name(definition: Definition, flow_id: str) -> str:
    flow = definition.flows.get(flow_id)
    if flow is None:
        return flow_id
    return flow.name or definition.elements[flow.source].name or flow.source


def standing(pe: ProcessEngine, connection: Connection, root_id: int, instance_id: int, element: str) -> str:
    """The top-level element of the root's diagram inside which an element of a (called) instance lies."""
    rows = connection.execute(select(instance).where(instance.c.root_id == root_id)).all()
    parts = {row.id: row for row in rows}
    part = parts[instance_id]
    while part.parent_id in parts:
        caller = parts[part.parent_id]
        definition = pe.definitions.get(connection, caller.definition_id).definition
        waits = Workflow.decode(definition, caller.state).waiting()
        element = next((w.element for w in waits if w.token == part.parent_token), element)
        part = caller
    elements = pe.definitions.get(connection, part.definition_id).definition.elements
    while element in elements and (above := elements[element].parent) is not None:
        element = above
    return element


def _following(
    pe: ProcessEngine, connection: Connection, part: Row[Any], element: str, known: _Known
) -> list[str]:
    """The names of what comes next, looking through gateways and out of what ends: sub-processes and calls."""
    definition = pe.definitions.get(connection, part.definition_id).definition
    ahead = _ahead(definition, element)
    names = [e.name for e in ahead if e.name and e.type != "endEvent"]
    ends = [e for e in ahead if e.type == "endEvent"]
    around = definition.elements[element].parent
    if ends and around is not None:
        names += _following(pe, connection, part, around, known)
    elif ends and part.parent_id in known.parts:
        caller = known.parts[part.parent_id]
        calls = (w.element for w in known.waits.get(caller.id, []) if w.token == part.parent_token)
        names += [name for call in calls for name in _following(pe, connection, caller, call, known)]
    return names or [e.name for e in ends if e.name]


def _splits(definition: Definition, element_id: str) -> bool:
    """Whether the way forks behind an element, all branches being taken."""
    targets = [flow.target for flow in definition.flows.values() if flow.source == element_id]
    return len(targets) > 1 or any(definition.elements[t].type == "parallelGateway" for t in targets)


def _ahead(definition: Definition, element_id: str) -> list[Element]:
    """The first elements behind an element's outgoing flows that are no gateways."""
    found: list[Element] = []
    seen, todo = {element_id}, [element_id]
    while todo:
        here = todo.pop(0)
        for target in [flow.target for flow in definition.flows.values() if flow.source == here]:
            if target in seen:
                continue
            seen.add(target)
            element = definition.elements[target]
            if element.type.endswith("Gateway"):
                todo.append(target)
            else:
                found.append(element)
    return found
