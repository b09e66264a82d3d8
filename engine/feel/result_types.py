"""The types that built-in functions give, where that depends on what they are given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.feel.builtins.registry import BUILTINS
from engine.feel.known import NULL, element_of, joined
from engine.feel.syntax import tree
from engine.feel.temporal import parse_duration
from engine.feel.types import Type
from engine.feel.values import kind

Arguments = Sequence[Type | None]
SAME_ITEMS = frozenset({"sort", "reverse", "distinct values", "duplicate values", "sublist", "remove"})
ITEMS = {"split": "string", "extract": "string", "index of": "number"}
SUMMED = frozenset({"number", "days and time duration", "years and months duration"})


def result_type(node: tree.Call, name: str, arguments: Arguments) -> Type | None:
    """The type of a call of a built-in function; None when it cannot be known."""
    entry = BUILTINS.get(name)
    if entry is None:
        return None
    if node.names and name in BY_ARGUMENTS:
        return None
    if name in BY_ARGUMENTS:
        return BY_ARGUMENTS[name](node, arguments)
    results = {overload.signature.result for overload in entry.overloads}
    result = results.pop() if len(results) == 1 else None
    if result != "list":
        return None if result is None else Type(result)
    if name in SAME_ITEMS and arguments and not node.names:
        return Type("list", element_of(arguments[0]))
    return Type("list", Type(ITEMS[name]) if name in ITEMS else None)


def _duration(node: tree.Call, arguments: Arguments) -> Type | None:
    """`duration("P1D")` of a literal is known by its text, that of a duration is the same."""
    argument = node.arguments[0] if node.arguments else None
    if isinstance(argument, tree.Literal) and isinstance(argument.value, str):
        length = parse_duration(argument.value)
        return None if length is None else Type(kind(length))
    return _first(node, arguments, SUMMED - {"number"})


def _first(node: tree.Call, arguments: Arguments, wanted: frozenset[str]) -> Type | None:
    found = arguments[0] if arguments else None
    return found if found is not None and found.name in wanted else None


def _absolute(node: tree.Call, arguments: Arguments) -> Type | None:
    return _first(node, arguments, SUMMED)


def _extreme(node: tree.Call, arguments: Arguments) -> Type | None:
    """One of the items: of the list, or of the arguments themselves."""
    found = element_of(arguments[0]) if len(arguments) == 1 else joined(arguments)
    return None if found == NULL or (found is not None and found.name == "list") else found


def _total(node: tree.Call, arguments: Arguments) -> Type | None:
    found = _extreme(node, arguments)
    return found if found is not None and found.name in SUMMED else None


def _either(node: tree.Call, arguments: Arguments) -> Type | None:
    return joined(arguments)


def _itself(node: tree.Call, arguments: Arguments) -> Type | None:
    return arguments[0] if arguments else None


BY_ARGUMENTS: dict[str, Callable[[tree.Call, Arguments], Type | None]] = {
    "duration": _duration,
    "abs": _absolute,
    "max": _extreme,
    "min": _extreme,
    "sum": _total,
    "mean": _total,
    "get or else": _either,
    "assert": _itself,
}
