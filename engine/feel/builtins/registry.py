"""The table of built-in functions: signatures, checking of arguments, the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.feel import limits
from engine.feel.coercion import implicit
from engine.feel.environment import Environment
from engine.feel.values import adopt, kind, kind_name

Implementation = Callable[..., Any]
UNFIT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `types` are the kinds it takes; an optional one may be left out, a nullable one be null."""

    name: str
    types: tuple[str, ...]
    optional: bool = False
    nullable: bool = False
    repeated: bool = False

    def adapt(self, value: Any) -> Any:
        """The argument as the parameter wants it, or UNFIT."""
        if value is None:
            return None if self.nullable else UNFIT
        if "any" in self.types or kind(value) in self.types:
            return adopt(value)
        for wanted in self.types:
            changed = implicit(value, wanted)
            if changed is not None and kind(changed) == wanted:
                return changed
        return UNFIT


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of one form of a function, and the type of its result if it is always the same."""

    parameters: tuple[Parameter, ...]
    result: str | None

    def takes(self, count: int) -> bool:
        """Whether so many positional arguments may be given."""
        required = sum(not parameter.optional for parameter in self.parameters)
        repeated = bool(self.parameters) and self.parameters[-1].repeated
        return required <= count and (repeated or count <= len(self.parameters))

    def bind(self, arguments: Sequence[Any]) -> list[Any] | None:
        """The adapted arguments; None when one does not fit."""
        bound = []
        for place, value in enumerate(arguments):
            adapted = self.parameters[min(place, len(self.parameters) - 1)].adapt(value)
            if adapted is UNFIT:
                return None
            bound.append(adapted)
        return bound

    def arrange(self, given: dict[str, Any]) -> list[Any] | None:
        """Named arguments in order; None when a name is unknown or a required one is missing."""
        known = [parameter.name for parameter in self.parameters]
        if any(name not in known for name in given):
            return None
        values: list[Any] = []
        for parameter in self.parameters:
            if parameter.name not in given and not parameter.optional and not parameter.nullable:
                return None
            values.append(given.get(parameter.name))
        while values and self.parameters[len(values) - 1].optional and known[len(values) - 1] not in given:
            values.pop()
        return values


@dataclass(frozen=True, slots=True)
class Overload:
    """One form of a function."""

    signature: Signature
    implementation: Implementation


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function with all its forms."""

    name: str
    overloads: list[Overload]


BUILTINS: dict[str, Builtin] = {}


def builtin(
    name: str, parameters: str = "", result: str | None = None
) -> Callable[[Implementation], Implementation]:
    """Register a form of a function.

    Parameters are written `name: type|type`, separated by commas; `name?` may be left out, `type?` may be
    null, `name...` repeats.
    """

    def register(implementation: Implementation) -> Implementation:
        entry = BUILTINS.setdefault(name, Builtin(name, []))
        entry.overloads.append(Overload(_signature(parameters, result), implementation))
        return implementation

    return register


def _signature(text: str, result: str | None) -> Signature:
    return Signature(tuple(_parameter(part) for part in text.split(",") if part.strip()), result)


def _parameter(text: str) -> Parameter:
    name, _, types = (part.strip() for part in text.partition(":"))
    repeated = name.endswith("...")
    optional = name.endswith("?")
    nullable = types.endswith("?") or types == "any"
    kinds = tuple(ALIASES.get(word, word) for word in types.rstrip("?").split("|"))
    return Parameter(name.rstrip("?."), kinds, optional, nullable, repeated)


ALIASES = {
    "days": "days and time duration",
    "months": "years and months duration",
    "instant": "date and time",
}


def call_builtin(entry: Builtin, env: Environment, arguments: Sequence[Any]) -> Any:
    """Call with positional arguments; the arguments' sizes are paid for. Null, with a reason, if none fits."""
    for overload in entry.overloads:
        if overload.signature.takes(len(arguments)):
            bound = overload.signature.bind(arguments)
            if bound is not None:
                env.spend(1 + sum(map(_weight, bound)))
                return overload.implementation(env, *bound)
    env.null(_misfit(entry, arguments))
    return None


def call_builtin_named(entry: Builtin, env: Environment, given: dict[str, Any]) -> Any:
    """Call with named arguments."""
    for overload in entry.overloads:
        arguments = overload.signature.arrange(given)
        if arguments is not None:
            bound = overload.signature.bind(arguments)
            if bound is not None:
                env.spend(1 + sum(map(_weight, bound)))
                return overload.implementation(env, *bound)
    env.null(f"函数“{entry.name}”的参数名称或类型不对：{'、'.join(given)}")
    return None


def _weight(value: Any) -> int:
    if type(value) in (list, dict):
        return len(value)
    return len(value) // limits.CHARACTERS_PER_STEP if type(value) is str else 0


def _misfit(entry: Builtin, arguments: Sequence[Any]) -> str:
    if not any(overload.signature.takes(len(arguments)) for overload in entry.overloads):
        return f"函数“{entry.name}”不接受 {len(arguments)} 个参数"
    found = "、".join(kind_name(value) for value in arguments)
    return f"函数“{entry.name}”不接受这样的参数：{found}"
