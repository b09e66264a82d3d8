"""A deployed diagram as the house sees it: immutable, shared between threads and instances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node. `type` is its BPMN tag, `parent` the id of the sub-process around it."""

    id: str
    type: str
    name: str
    articles: tuple[str, ...]
    properties: Mapping[str, str]
    parent: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow."""

    id: str
    source: str
    target: str
    name: str
    line: int | None


@dataclass(frozen=True)
class Definition:
    """One executable process of one file, parsed once. `_spec` and `_parts` are SpiffWorkflow's specs."""

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
    starts: tuple[str, ...]
    expressions: tuple[tuple[str, str, Expression], ...]
    _spec: Any = field(repr=False, compare=False, default=None)
    _parts: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)
