"""What an element does with variables: which it takes, which it brings, and whence; for checks before deployment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.bpmn.elements.call_activity import CallDetails
from engine.bpmn.elements.decision_task import DecisionDetails
from engine.bpmn.elements.job import JobDetails
from engine.bpmn.elements.multi_instance import MultiInstanceDetails
from engine.bpmn.elements.script_task import ScriptDetails
from engine.bpmn.elements.standard_loop import LoopDetails
from engine.bpmn.events import Cancel, Compensate, Condition, Link, Message
from engine.bpmn.names import BPMN
from engine.bpmn.reading.parts import NodePart
from engine.bpmn.timers import Timer
from engine.bpmn.values import Value
from engine.feel import Expression

_CATCHERS = ("boundaryEvent", "startEvent", "intermediateCatchEvent")
_TELLING_NOTHING = (
    Message,
    Timer,
    Condition,
    Link,
    Compensate,
    Cancel,
)  # a message's variables are named by its senders


@dataclass(frozen=True, slots=True)
class Source:
    """What a variable is set to: an expression, or a fixed text."""

    target: str
    text: str
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """The variables of a multi-instance activity."""

    collection: Expression | None
    item: str | None
    results: str | None
    result: Expression | None


@dataclass(frozen=True, slots=True)
class Called:
    """Another process; `process` is None where it is computed."""

    process: str | None
    all_to_child: bool
    all_from_child: bool


@dataclass(frozen=True, slots=True)
class Dataflow:
    """One element. `result` is the variable that takes a script's or a decision's value.

    `heard` is the id of the message element that an event waits for, `message` its name (None where computed);
    `job` is the type of a job (empty where computed); `catches` says that what is caught, an error for one,
    may bring variables that nobody has named.
    """

    inputs: tuple[Source, ...] = ()
    outputs: tuple[Source, ...] = ()
    result: str = ""
    script: Expression | None = None
    decision: str | None = None
    form: str | None = None
    job: str | None = None
    call: Called | None = None
    loop: Loop | None = None
    heard: str | None = None
    message: str | None = None
    catches: bool = False
    attached_to: str | None = None
    of_event: bool = False


def dataflow(node: NodePart) -> Dataflow:
    """The facts of one flow node."""
    details: Any = node.details
    event: Any = getattr(details, "event", None)
    listens = isinstance(event, Message) and not isinstance(details, JobDetails)
    return Dataflow(
        inputs=_sources(details.inputs),
        outputs=_sources(details.outputs),
        result=details.result if isinstance(details, ScriptDetails | DecisionDetails) else "",
        script=_expression(details.script) if isinstance(details, ScriptDetails) else None,
        decision=_fixed(details.decision) if isinstance(details, DecisionDetails) else None,
        form=getattr(details, "form_id", None),
        job=_job(details),
        call=_call(details),
        loop=_loop(node.loop),
        heard=_message_id(node.xml) if listens else None,
        message=_fixed(event.name) if listens else None,
        catches=node.tag in _CATCHERS and event is not None and not isinstance(event, _TELLING_NOTHING),
        attached_to=getattr(details, "attached_to", None) or None,
        of_event=node.is_event_sub_process,
    )


def _sources(mappings: tuple[tuple[str, Value], ...]) -> tuple[Source, ...]:
    return tuple(Source(target, value.text, value.expression) for target, value in mappings)


def _expression(value: Value | None) -> Expression | None:
    return None if value is None else value.expression


def _fixed(value: Value | None) -> str | None:
    return None if value is None or value.expression is not None else value.text


def _job(details: Any) -> str | None:
    if not isinstance(details, JobDetails) or details.job is None:
        return None
    return _fixed(details.job.type) or ""


def _call(details: Any) -> Called | None:
    if not isinstance(details, CallDetails):
        return None
    return Called(_fixed(details.process), details.all_to_child, details.all_from_child)


def _loop(details: MultiInstanceDetails | LoopDetails | None) -> Loop | None:
    if not isinstance(details, MultiInstanceDetails):
        return None
    return Loop(_expression(details.collection), details.item, details.results, details.result)


def _message_id(xml: etree._Element) -> str | None:
    definition = xml.find(f"{BPMN}messageEventDefinition")
    found = (xml if definition is None else definition).get("messageRef")
    return None if found is None else str(found)
