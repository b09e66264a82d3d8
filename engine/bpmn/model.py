"""A deployed diagram as the house sees it: immutable, shared between threads and instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.bpmn.dataflow import Dataflow
from engine.bpmn.timers import Timer
from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node. `type` is its BPMN tag, `parent` the id of the sub-process around it.

    `trigger` is the event definition it carries (message, timer, …; empty for none), `repeats` how an activity is
    done several times (parallel, sequential, loop; empty for once), `undoes` says that it only undoes another one,
    `of_event` that it is an event sub-process. `documentation` is the sentence written beside it.
    """

    id: str
    type: str
    name: str
    articles: tuple[str, ...]
    properties: Mapping[str, str]
    parent: str | None
    line: int | None
    trigger: str = ""
    repeats: str = ""
    undoes: bool = False
    of_event: bool = False
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow."""

    id: str
    source: str
    target: str
    name: str
    line: int | None


class Need(NamedTuple):
    """What an element asks for by a fixed name: a form, a decision, a process, a handler or a group."""

    kind: str
    name: str
    element: str


@dataclass(frozen=True)
class Definition:
    """One executable process of one file, parsed once. `_spec` and `_parts` are SpiffWorkflow's specs.

    `message_starts` and `signal_starts` lead from the name to the start event's id, `timer_starts` from the
    start event's id to its timer: the runtime counts `timer.first(services)` and then `following(facts)`.
    """

    process_id: str
    name: str
    file: str
    digest: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    properties: Mapping[str, str]
    forms: frozenset[str]
    decisions: frozenset[str]
    calls: frozenset[str]
    dynamic: frozenset[str]
    job_types: frozenset[str]
    groups: frozenset[str]
    message_starts: Mapping[str, str]
    signal_starts: Mapping[str, str]
    timer_starts: Mapping[str, Timer]
    starts: tuple[str, ...]
    expressions: tuple[tuple[str, str, Expression], ...]
    needs: tuple[Need, ...] = ()
    dataflow: Mapping[str, Dataflow] = field(repr=False, compare=False, default_factory=dict)
    _spec: Any = field(repr=False, compare=False, default=None)
    _parts: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)
