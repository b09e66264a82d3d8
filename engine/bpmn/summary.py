"""What a definition says about itself to the rest of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.bpmn.dataflow import dataflow
from engine.bpmn.elements.call_activity import CallDetails
from engine.bpmn.elements.decision_task import DecisionDetails
from engine.bpmn.elements.job import JobDetails
from engine.bpmn.elements.user_task import UserTaskDetails
from engine.bpmn.events import Message, Signal
from engine.bpmn.lint import listed
from engine.bpmn.model import Element, Flow
from engine.bpmn.reading.extensions import properties
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.timers import Timer
from engine.bpmn.values import Value
from engine.feel import Expression
from engine.xml import line_of


def summarise(process: ScopePart, expressions: list[tuple[str, str, Expression]]) -> dict[str, Any]:
    """The public fields of a Definition except file and digest."""
    scopes = list(process.all())
    nodes = [node for scope in scopes for node in scope.nodes.values()]
    details = [node.details for node in nodes]
    forms = {d.form_id for d in details if isinstance(d, UserTaskDetails) and d.form_id}
    groups = {g for d in details if isinstance(d, UserTaskDetails) for g in _groups(d.candidate_groups)}
    decisions = [d.decision for d in details if isinstance(d, DecisionDetails)]
    calls = [d.process for d in details if isinstance(d, CallDetails)]
    jobs = [d.job.type for d in details if isinstance(d, JobDetails) and d.job is not None]
    dynamic = {kind for kind, values in (("decision", decisions), ("call", calls)) if _computed(values)}
    starts = [n for n in process.nodes.values() if n.tag == "startEvent"]
    elements = {n.id: _element(n) for n in nodes}
    flows = {
        f.id: Flow(f.id, f.source, f.target, f.name, line_of(f.xml)) for s in scopes for f in s.flows.values()
    }
    return {
        "process_id": process.id,
        "name": process.xml.get("name") or process.id,
        "elements": elements,
        "flows": flows,
        "properties": properties(process.xml),
        "forms": frozenset(forms),
        "decisions": _fixed(decisions),
        "calls": _fixed(calls),
        "dynamic": frozenset(dynamic),
        "job_types": _fixed(jobs),
        "groups": frozenset(groups),
        "message_starts": {_event(n).name.text: n.id for n in starts if isinstance(_event(n), Message)},
        "signal_starts": {_event(n).name.text: n.id for n in starts if isinstance(_event(n), Signal)},
        "timer_starts": {n.id: _event(n) for n in starts if isinstance(_event(n), Timer)},
        "starts": tuple(n.id for n in starts),
        "dataflow": {n.id: dataflow(n) for n in nodes},
        "expressions": tuple(dict.fromkeys(expressions)),
    }


def _element(node: NodePart) -> Element:
    said = node.details.properties
    parent = node.scope.id if node.scope.parent is not None else None
    return Element(
        id=node.id,
        type=node.tag,
        name=node.name,
        articles=listed(said.get("articles")),
        properties=said,
        parent=parent,
        line=line_of(node.xml),
    )


def _groups(value: Value | None) -> list[str]:
    if value is None or value.expression is not None:
        return []
    return [name.strip() for name in value.text.split(",") if name.strip()]


def _fixed(values: Sequence[Value | None]) -> frozenset[str]:
    return frozenset(v.text for v in values if v is not None and v.expression is None)


def _computed(values: Sequence[Value | None]) -> bool:
    return any(v is not None and v.expression is not None for v in values)


def _event(node: NodePart) -> Any:
    return getattr(node.details, "event", None)
