"""What is known about types at one place of an expression, and how types are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from engine.feel.types import ANY, Type

Lent = Mapping[str, str | None]
NULL = Type("Null")
ANYTHING = ANY
"""The type of an entry of which nothing is known."""
MANY = frozenset({"list", "range"})


@dataclass(frozen=True, slots=True)
class Known:
    """Results of lent functions by name, and the types of the names in sight; None where a name's type is not known."""

    lent: Lent = field(default_factory=dict)
    names: Mapping[str, Type | None] = field(default_factory=dict)

    def bind(self, names: Mapping[str, Type | None]) -> Known:
        """The same with further names, which hide others."""
        return replace(self, names={**self.names, **names})

    def within(self, item: Type | None) -> Known:
        """As a filter's condition sees it: an item's entries hide every name, so only certain ones are left."""
        if item is None or item.name == "list":
            return replace(self, names={"item": item})
        if item.name == "context":
            entries = {key: None if kind == ANYTHING else kind for key, kind in item.fields or ()}
            return replace(self, names={"item": item, **entries})
        return self.bind({"item": item})


def joined(found: Iterable[Type | None]) -> Type | None:
    """One type for values of several: nulls fit everything, what differs inside is left out."""
    result: Type | None = NULL
    for kind in found:
        if kind is None or result is None:
            return None
        if result == NULL or kind == NULL:
            result = kind if result == NULL else result
        elif result != kind:
            result = _common(result, kind)
    return result


def _common(a: Type, b: Type) -> Type | None:
    if a.name != b.name:
        return None
    if a.name != "context" or a.fields is None or b.fields is None:
        return Type(a.name, joined((a.element, b.element)) if a.name in MANY else None)
    mine, others = dict(a.fields), dict(b.fields)
    fields = {}
    for key in mine.keys() | others.keys():
        both = joined((mine.get(key, NULL), others.get(key, NULL)))
        fields[key] = ANYTHING if both is None or both == NULL else both
    return Type("context", fields=tuple(sorted(fields.items(), key=lambda entry: entry[0])))


def element_of(source: Type | None) -> Type | None:
    """What going through a value gives: a list's or a range's items; a single value counts as a list of one."""
    if source is None or source == NULL:
        return None
    if source.name not in MANY:
        return source
    return None if source.element is None or source.element == NULL else source.element
