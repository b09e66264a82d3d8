"""Where something stands in the diagram that people look at."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from engine.bpmn import Definition, Element, Workflow
from engine.models import instance
from engine.process_engine import ProcessEngine


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
