"""What a definition says about itself to the rest of the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.bpmn import people
from engine.bpmn.dataflow import dataflow
from engine.bpmn.elements.base import Details
from engine.bpmn.elements.call_activity import CallDetails
from engine.bpmn.elements.catching import EventDetails
from engine.bpmn.elements.decision_task import DecisionDetails
from engine.bpmn.elements.job import JobDetails
from engine.bpmn.elements.multi_instance import MultiInstanceDetails
from engine.bpmn.elements.user_task import UserTaskDetails
from engine.bpmn.events import Message, Signal
from engine.bpmn.lint import listed
from engine.bpmn.model import Element, Flow, Need
from engine.bpmn.names import BPMN, local
from engine.bpmn.reading.extensions import properties
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.timers import Timer
from engine.bpmn.values import Value
from engine.feel import Expression
from engine.xml import line_of

_DEFINITION = "EventDefinition"
KINDS = ("form", "decision", "callee", "handler", "group")


def summarise(process: ScopePart, expressions: list[tuple[str, str, Expression]]) -> dict[str, Any]:
    """The public fields of a Definition except file and digest."""
    scopes = list(process.all())
    nodes = [node for scope in scopes for node in scope.nodes.values()]
    details = [node.details for node in nodes]
    decisions = [d.decision for d in details if isinstance(d, DecisionDetails)]
    calls = [d.process for d in details if isinstance(d, CallDetails)]
    dynamic = {kind for kind, values in (("decision", decisions), ("call", calls)) if _computed(values)}
    whole = properties(process.xml)
    asked = ((kind, name, node.id) for node in nodes for kind, name in _needs(node.details, whole) if name)
    needs = tuple(Need(*need) for need in dict.fromkeys(asked))
    named = {kind: frozenset(n.name for n in needs if n.kind == kind) for kind in KINDS}
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
        "properties": whole,
        "forms": named["form"],
        "decisions": named["decision"],
        "calls": named["callee"],
        "dynamic": frozenset(dynamic),
        "job_types": named["handler"],
        "groups": named["group"],
        "needs": needs,
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
        trigger=_trigger(node),
        repeats=_repeats(node),
        undoes=node.for_compensation,
        of_event=node.is_event_sub_process,
        documentation=" ".join((node.xml.findtext(f"{BPMN}documentation") or "").split()),
    )


def _trigger(node: NodePart) -> str:
    tags = (local(child) for child in node.xml.iterchildren(f"{BPMN}*"))
    return next((tag.removesuffix(_DEFINITION) for tag in tags if tag.endswith(_DEFINITION)), "")


def _repeats(node: NodePart) -> str:
    if isinstance(node.loop, MultiInstanceDetails):
        return "sequential" if node.loop.sequential else "parallel"
    return "" if node.loop is None else "loop"


def _needs(details: Details, whole: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The kind and the name of what an element asks for, as far as the name is fixed."""
    form = getattr(details, "form_id", None)
    if form:
        yield "form", form
    if isinstance(details, EventDetails):
        starters = people.starter_groups(details.properties, whole if form else {})
        senders = people.names(people.fixed(details.properties.get(people.SENDERS, "")))
        yield from (("group", name) for name in sorted(starters | senders))
    if isinstance(details, UserTaskDetails):
        groups = _fixed(details.candidate_groups).split(",")
        yield from (("group", name.strip()) for name in groups if name.strip())
    elif isinstance(details, DecisionDetails):
        yield "decision", _fixed(details.decision)
    elif isinstance(details, CallDetails):
        yield "callee", _fixed(details.process)
    if isinstance(details, JobDetails) and details.job is not None:
        yield "handler", _fixed(details.job.type)


def _fixed(value: Value | None) -> str:
    return value.text if value is not None and value.expression is None else ""


def _computed(values: Sequence[Value | None]) -> bool:
    return any(v is not None and v.expression is not None for v in values)


def _event(node: NodePart) -> Any:
    return getattr(node.details, "event", None)
