"""FEEL's types, and whether a value or another type conforms to one (DMN 1.5 §10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.feel.values import Function, Range, kind

SIMPLE = {
    "Any",
    "Null",
    "boolean",
    "context",
    "date",
    "date and time",
    "days and time duration",
    "function",
    "list",
    "number",
    "range",
    "string",
    "time",
    "years and months duration",
}
SYNONYMS = {
    "any": "Any",
    "null": "Null",
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "days and time duration": "days and time duration",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A type; `element` is that of a list's or range's items, `fields` of a context, `parameters` of a function.

    `allowed` decides, beyond the structure, which values belong to the type.
    """

    name: str
    element: Type | None = None
    fields: tuple[tuple[str, Type], ...] | None = None
    parameters: tuple[Type, ...] | None = None
    result: Type | None = None
    allowed: Callable[[Any], bool] | None = None


ANY = Type("Any")


def conforms(value: Any, wanted: Type) -> bool:
    """Whether a value is an instance of a type; null is an instance of Null only."""
    return has_structure(value, wanted) and (wanted.allowed is None or wanted.allowed(value))


def has_structure(value: Any, wanted: Type) -> bool:
    """As `conforms`, whatever values the type allows: what `instance of` asks."""
    name = wanted.name
    if value is None:
        return name == "Null"
    if name == "Any":
        return True
    if kind(value) != name:
        return False
    if name == "list":
        return wanted.element is None or all(fits(item, wanted.element) for item in value)
    if name == "context":
        return _context_conforms(value, wanted)
    if name == "range":
        return wanted.element is None or _range_conforms(value, wanted.element)
    return name != "function" or _function_conforms(value, wanted)


def fits(value: Any, wanted: Type) -> bool:
    """Whether a value may stand where the type is asked: as `conforms`, and null fits everything."""
    return value is None or conforms(value, wanted)


def _context_conforms(value: dict[str, Any], wanted: Type) -> bool:
    return all(name in value and fits(value[name], field) for name, field in wanted.fields or ())


def _range_conforms(value: Range, element: Type) -> bool:
    return fits(value.start, element) and fits(value.end, element)


def _function_conforms(value: Function, wanted: Type) -> bool:
    if wanted.parameters is not None:
        if len(wanted.parameters) != len(value.parameters):
            return False
        own = value.parameter_types or (ANY,) * len(value.parameters)
        if not all(narrower(p, q) for p, q in zip(wanted.parameters, own, strict=True)):
            return False
    return wanted.result is None or value.result_type is None or narrower(value.result_type, wanted.result)


def narrower(a: Type, b: Type) -> bool:
    """Whether every value of type a is one of type b."""
    if b.name == "Any" or a.name == "Null":
        return True
    if a.name != b.name:
        return False
    if a.name in ("list", "range"):
        return b.element is None or narrower(a.element or ANY, b.element)
    if a.name == "context":
        have = dict(a.fields or ())
        return all(name in have and narrower(have[name], field) for name, field in b.fields or ())
    return a.name != "function" or _narrower_function(a, b)


def _narrower_function(a: Type, b: Type) -> bool:
    if b.parameters is not None:
        mine = a.parameters or ()
        if len(mine) != len(b.parameters) or not all(
            narrower(q, p) for p, q in zip(mine, b.parameters, strict=True)
        ):
            return False
    return b.result is None or narrower(a.result or ANY, b.result)


def type_name(value: Any) -> str:
    """The name of a value's type, with Null for null."""
    name = kind(value)
    return "Null" if name == "null" else name
