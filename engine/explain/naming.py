"""Facts that speak of elements, with the names that the diagram gives them in place of ids."""

from __future__ import annotations

from typing import Any

from engine.bpmn import Definition, Wait, Workflow


def named(definition: Definition, workflow: Workflow, wait: Wait) -> dict[str, Any]:
    """Facts that name elements, with their names in place of ids."""
    if wait.kind == "ad-hoc":
        choices = [{"element": e, "name": _name(definition, e)} for e in wait.facts["activities"]]
        return {"activities": [c["name"] for c in choices], "choices": choices, "token": wait.token}
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


def _source_name(definition: Definition, flow_id: str) -> str:
    flow = definition.flows.get(flow_id)
    if flow is None:
        return flow_id
    return flow.name or definition.elements[flow.source].name or flow.source
