"""The variables that are seen at a place, scope by scope, and which scope takes a variable that is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn import Definition, Source
from engine.bundle.shapes import Types, merged
from engine.feel.known import ANYTHING, NULL

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Names:
    """Variables with their types. In what is open anything else may be too; in doubt, results of jobs may."""

    types: Types = field(default_factory=dict)
    is_open: bool = False
    in_doubt: bool = False

    def __or__(self, other: Names) -> Names:
        """Both together, as of two writers."""
        types = merged(self.types, other.types)
        return Names(types, self.is_open or other.is_open, self.in_doubt or other.in_doubt)

    def under(self, inner: Names) -> Names:
        """As seen from inside: inner names hide outer ones."""
        return Names(
            {**self.types, **inner.types}, self.is_open or inner.is_open, self.in_doubt or inner.in_doubt
        )

    @property
    def known(self) -> Types:
        """The types that can be relied on."""
        return {name: kind for name, kind in self.types.items() if kind not in (ANYTHING, NULL)}

    @property
    def shape(self) -> tuple[frozenset[str], bool, bool]:
        """What has to stand still before types are worked out."""
        return frozenset(self.types), self.is_open, self.in_doubt


NOTHING, ANY_NAMES = Names(), Names(is_open=True)


@dataclass(slots=True)
class Scopes:
    """One process: its root, what each element has of its own, and what it has once its work is done."""

    root: Names = NOTHING
    own: dict[str, Names] = field(default_factory=dict)
    done: dict[str, Names] = field(default_factory=dict)


def declared(properties: Mapping[str, str]) -> Names | None:
    """The names that the property `given` says come in; None if it is not written."""
    if GIVEN not in properties:
        return None
    names = [name for name in re.split(r"[,;，；、\s]+", properties[GIVEN]) if name]
    return Names(dict.fromkeys(names, ANYTHING))


def hearers(definition: Definition, message: str) -> list[str]:
    """The elements that wait for a message, by the id of its element in the file."""
    return [element for element, flow in definition.dataflow.items() if flow.heard == message]


def chain_of(definition: Definition, element: str, *, inside: bool) -> list[str]:
    """The scopes around an element, nearest first, itself among them where it counts; a boundary event's host too."""
    chain = [element] if inside else []
    host = definition.dataflow[element].attached_to
    if host in definition.elements and inside:
        chain.append(str(host))
    parent = definition.elements[element].parent
    while parent is not None:
        chain.append(parent)
        parent = definition.elements[parent].parent
    return chain


def write(scopes: Scopes, chain: list[str], names: Names) -> None:
    """Each name goes to the nearest scope that has it, else to the root."""
    for name, kind in names.types.items():
        one = Names({name: kind})
        holder = next((scope for scope in chain if name in scopes.own[scope].types), None)
        if holder is None:
            scopes.root |= one
        else:
            scopes.own[holder] |= one
    scopes.root |= Names(is_open=names.is_open, in_doubt=names.in_doubt)


def union(found: Iterable[Names]) -> Names:
    names = NOTHING
    for one in found:
        names |= one
    return names


def is_free_task(definition: Definition, element: str) -> bool:
    """A task without a form takes whatever it is completed with."""
    return definition.elements[element].type == "userTask" and definition.dataflow[element].form is None


def starts_event(definition: Definition, element: str) -> bool:
    """What starts an event sub-process brings its variables into that, not around it."""
    parent = definition.elements[element].parent
    starts = definition.elements[element].type == "startEvent"
    return starts and parent is not None and definition.dataflow[parent].of_event


def by_target(sources: Iterable[Source]) -> Iterator[tuple[str, Source]]:
    return ((source.target, source) for source in sources)


def fixed_text(source: Source | None) -> str | None:
    """A text that is the same every time."""
    if source is None or source.expression is None:
        return None if source is None else source.text
    value = source.expression.constant()
    return value if isinstance(value, str) else None
