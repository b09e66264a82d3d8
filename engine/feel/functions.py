"""Functions as values: defined in FEEL, built in, lent by the host; and how they are called."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine.feel.builtins.registry import BUILTINS, Builtin, call_builtin
from engine.feel.coercion import implicit
from engine.feel.environment import Environment, LentFunction
from engine.feel.measure import weigh
from engine.feel.types import ANY, Type, conforms
from engine.feel.values import Function, kind, kind_name

if TYPE_CHECKING:
    from engine.feel.compiler.frames import Frame


def user_function(
    parameters: tuple[str, ...],
    types: tuple[Type, ...],
    body: Callable[[Frame], Any],
    cost: int,
    depth: int,
    frame: Frame,
    result: Type | None = None,
) -> Function:
    """A function that closes over a frame. Each call costs its body and counts towards the depth."""

    def call(env: Environment, *arguments: Any) -> Any:
        env.spend(cost)
        env.enter(depth)
        try:
            return body(frame.inner(dict(zip(parameters, arguments, strict=True))))
        finally:
            env.leave(depth)

    return Function("", parameters, call, types, result)


def builtin_value(builtin: Builtin) -> Function:
    """A built-in function as a value, with the parameters of its first signature."""
    names = tuple(parameter.name for parameter in builtin.overloads[0].signature.parameters)

    def call(env: Environment, *arguments: Any) -> Any:
        return call_builtin(builtin, env, arguments)

    results = {overload.signature.result for overload in builtin.overloads}
    result = results.pop() if len(results) == 1 else None
    return Function(builtin.name, names, call, result_type=Type(result) if result else None, varied=True)


def lent_value(lent: LentFunction) -> Function:
    """A lent function as a value."""
    return Function(lent.name, lent.parameters, lent.call)


def call_function(function: Function, arguments: list[Any], env: Environment) -> Any:
    """Call with positional arguments; null, with a reason, when number or types do not fit."""
    if function.varied:
        return function.call(env, *arguments)
    label = f"函数“{function.name}”" if function.name else "函数"
    if len(arguments) != len(function.parameters):
        env.null(f"{label}需要 {len(function.parameters)} 个参数，却给了 {len(arguments)} 个")
        return None
    checked = list(arguments)
    for place, wanted in enumerate(function.parameter_types):
        value, fits = coerce(checked[place], wanted, env)
        if not fits:
            name = function.parameters[place]
            env.null(f"{label}的参数“{name}”不能是{kind_name(checked[place])}")
            return None
        checked[place] = value
    return function.call(env, *checked)


def arrange(
    function: Function, names: tuple[str, ...], values: list[Any], env: Environment
) -> list[Any] | None:
    """Named arguments in the order of the parameters; missing ones are null."""
    unknown = [name for name in names if name not in function.parameters]
    if unknown:
        env.null(f"函数没有名为“{unknown[0]}”的参数")
        return None
    given = dict(zip(names, values, strict=True))
    return [given.get(parameter) for parameter in function.parameters]


def coerce(value: Any, wanted: Type, env: Environment) -> tuple[Any, bool]:
    """The value as the wanted type (DMN 1.5 §10.3.2.9.4: singleton lists, dates to instants), and whether it fits."""
    if value is None or wanted is ANY:
        return value, True
    weigh(value, wanted, env)
    if conforms(value, wanted):
        return value, True
    changed = implicit(value, wanted.name)
    if changed is not None and conforms(changed, wanted):
        return changed, True
    return None, False


def closest(name: str, known: list[str]) -> str | None:
    """The known name that a misspelt one most resembles."""
    found = get_close_matches(name, known, n=1, cutoff=0.75)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def _closest_builtin(name: str) -> str | None:
    """Kept, because a loop may call what does not exist in every turn, and looking takes a millisecond."""
    return closest(name, sorted(BUILTINS))


def unknown_function(name: str, env: Environment) -> None:
    """Record that nothing of that name can be called."""
    suggestion = closest(name, sorted(env.functions)) or _closest_builtin(name)
    hint = f"；是否想写“{suggestion}”？" if suggestion else ""
    env.null(f"没有名为“{name}”的函数{hint}")


def not_callable(value: Any, env: Environment) -> None:
    """Record that something else than a function was called."""
    env.null(f"{kind_name(value)}不是函数，不能调用" if kind(value) != "null" else "空值不是函数，不能调用")
