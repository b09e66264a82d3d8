"""Calls: of built-in, lent and user-defined functions, with positional or named arguments."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import BUILTINS, call_builtin, call_builtin_named
from engine.feel.compiler.core import Run, build, compiles
from engine.feel.compiler.frames import MISSING, Frame, Scope
from engine.feel.functions import arrange, call_function, lent_value, not_callable, unknown_function
from engine.feel.properties import has_property
from engine.feel.syntax.tree import Call, Name, Node, Path
from engine.feel.values import Function


@compiles(Call)
def call(node: Call, scope: Scope) -> Run:
    if not isinstance(node.function, Name):
        return _call_value(node, scope)
    name = node.function.name
    if scope.binds(name):
        return _call_value(node, scope)
    if name in SPECIAL and len(node.arguments) >= 1 and not node.names:
        return SPECIAL[name](node, scope)
    return _call_named(node, name, scope)


def _call_named(node: Call, name: str, scope: Scope) -> Run:
    """The context's own function first, then a lent one, then the built-in one."""
    arguments = [build(argument, scope) for argument in node.arguments]
    entry, names = BUILTINS.get(name), node.names

    def run(frame: Frame) -> Any:
        env = frame.env
        values = [argument(frame) for argument in arguments]
        own = frame.find(name)
        if isinstance(own, Function):
            return _apply(own, names, values, frame)
        if name in env.functions:
            return _apply(lent_value(env.functions[name]), names, values, frame)
        if entry is not None:
            if names:
                return call_builtin_named(entry, env, dict(zip(names, values, strict=True)))
            return call_builtin(entry, env, values)
        unknown_function(name, env)
        return None

    return run


def _call_value(node: Call, scope: Scope) -> Run:
    function = build(node.function, scope)
    arguments = [build(argument, scope) for argument in node.arguments]
    names = node.names

    def run(frame: Frame) -> Any:
        found = function(frame)
        values = [argument(frame) for argument in arguments]
        if isinstance(found, Function):
            return _apply(found, names, values, frame)
        if type(found) is list and len(found) == 1 and isinstance(found[0], Function):
            return _apply(found[0], names, values, frame)
        not_callable(found, frame.env)
        return None

    return run


def _apply(function: Function, names: tuple[str, ...], values: list[Any], frame: Frame) -> Any:
    if names and function.varied:
        return call_builtin_named(BUILTINS[function.name], frame.env, dict(zip(names, values, strict=True)))
    if names:
        arranged = arrange(function, names, values, frame.env)
        return None if arranged is None else call_function(function, arranged, frame.env)
    return call_function(function, values, frame.env)


def _is_defined(node: Call, scope: Scope) -> Run:
    """`is defined(x)`: whether the variable or entry exists, be it null."""
    return _exists(node.arguments[0], scope)


def _exists(node: Node, scope: Scope) -> Run:
    if isinstance(node, Name):
        name = node.name
        return lambda frame: frame.find(name) is not MISSING
    if isinstance(node, Path):
        source, there, entry = build(node.source, scope), _exists(node.source, scope), node.name
        return lambda frame: there(frame) and has_property(source(frame), entry)
    value = build(node, scope)
    return lambda frame: value(frame) is not None


def _get_or_else(node: Call, scope: Scope) -> Run:
    """`get or else(x, default)`: what made x null is no problem here."""
    arguments = [build(argument, scope) for argument in node.arguments]

    def run(frame: Frame) -> Any:
        if len(arguments) != 2:
            return call_builtin(BUILTINS["get or else"], frame.env, [None] * len(arguments))
        noted = len(frame.env.problems)
        value = arguments[0](frame)
        if value is not None:
            return value
        del frame.env.problems[noted:]
        return arguments[1](frame)

    return run


SPECIAL = {"is defined": _is_defined, "get or else": _get_or_else}
