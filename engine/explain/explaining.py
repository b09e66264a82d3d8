"""Why each token of a case waits, as facts; a screen turns them into one sentence a token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.bpmn import Definition, Wait, Workflow
from engine.explain.ahead import following, splits
from engine.explain.known import Known
from engine.explain.naming import named
from engine.explain.standing import meanwhile
from engine.explain.waiting import Waiting
from engine.models import instance
from engine.process_engine import ProcessEngine

MOST_FOLLOWING = 3
_FAR = datetime.max.replace(tzinfo=UTC)


def explain(pe: ProcessEngine, connection: Connection, root_id: int) -> list[Waiting]:
    """Everything a call tree waits for: what moves it first, by due instant; what may happen meanwhile last."""
    active = select(instance).where(instance.c.root_id == root_id, instance.c.status == "active")
    parts = connection.execute(active.order_by(instance.c.id)).all()
    known = Known(connection, root_id, parts)
    found = [waiting for part in parts for waiting in _of_part(pe, connection, part, known)]
    return sorted(found, key=lambda w: (w.aside, w.due_at or _FAR, w.element))


def _of_part(pe: ProcessEngine, connection: Connection, part: Row[Any], known: Known) -> list[Waiting]:
    definition = pe.definitions.get(connection, part.definition_id).definition
    workflow = Workflow.decode(definition, part.state)
    waits = workflow.waiting()
    known.read(part.id, waits)
    shown = [wait for wait in waits if (part.id, wait.token) not in known.callers]
    return [
        _waiting(
            definition,
            part,
            replace(wait, facts={**wait.facts, **named(definition, workflow, wait)}),
            known,
            following(pe, connection, part, wait.element, known),
        )
        for wait in shown
    ]


def _waiting(
    definition: Definition, part: Row[Any], wait: Wait, known: Known, ahead: Sequence[str]
) -> Waiting:
    element = definition.elements[wait.element]
    key = (part.id, wait.token)
    attached = str(wait.facts.get("attached_to") or "")
    return Waiting(
        kind="incident" if key in known.incidents else wait.kind,
        instance_id=part.id,
        process_id=definition.process_id,
        process_name=definition.name,
        element=element.id,
        name=element.name or element.id,
        articles=element.articles,
        outer=known.outer(part, element.id),
        following=tuple(dict.fromkeys(ahead))[:MOST_FOLLOWING],
        either=not splits(definition, element.id),
        aside=meanwhile(definition, element, wait.kind, known.clocks[part.id]),
        attached_to=definition.elements[attached].name if attached in definition.elements else "",
        facts={**wait.facts, **known.facts(key, wait.kind)},
    )
