"""What comes behind an element, for people: the next steps by name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from engine.bpmn import Definition, Element
from engine.explain.known import Known
from engine.process_engine import ProcessEngine


def following(
    pe: ProcessEngine, connection: Connection, part: Row[Any], element: str, known: Known
) -> list[str]:
    """The names of what comes next, looking through gateways and out of what ends: sub-processes and calls."""
    definition = pe.definitions.get(connection, part.definition_id).definition
    ahead = _ahead(definition, element)
    names = [e.name for e in ahead if e.name and e.type != "endEvent"]
    ends = [e for e in ahead if e.type == "endEvent"]
    around = definition.elements[element].parent
    if ends and around is not None:
        names += following(pe, connection, part, around, known)
    elif ends and part.parent_id in known.parts:
        caller = known.parts[part.parent_id]
        calls = (w.element for w in known.waits.get(caller.id, []) if w.token == part.parent_token)
        names += [name for call in calls for name in following(pe, connection, caller, call, known)]
    return names or [e.name for e in ends if e.name]


def splits(definition: Definition, element_id: str) -> bool:
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
