"""Calls that no form of a function can take: how many arguments, which names, which types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.feel.builtins.registry import BUILTINS, Builtin, Parameter, Signature
from engine.feel.environment import LentFunction
from engine.feel.functions import closest
from engine.feel.known import NULL
from engine.feel.syntax import tree
from engine.feel.types import Type
from engine.feel.values import KIND_NAMES

Functions = Mapping[str, LentFunction]
Arguments = Sequence[Type | None]


def misfit(node: tree.Call, name: str, arguments: Arguments, lent: Functions) -> str | None:
    """Why a call of a lent or built-in function gives nothing; None if it may, or if there is no such function."""
    if name in lent:
        return _lent(lent[name], node)
    entry = BUILTINS.get(name)
    if entry is None:
        return None
    return _named(entry, node) if node.names else _positional(entry, arguments)


def _lent(function: LentFunction, node: tree.Call) -> str | None:
    wanted = function.parameters
    unknown = [name for name in node.names if name not in wanted]
    if unknown:
        return _unknown(function.name, unknown[0], list(wanted))
    if node.names or len(node.arguments) == len(wanted):
        return None
    count = len(node.arguments)
    return f"函数“{function.name}”需要 {len(wanted)} 个参数（{'、'.join(wanted)}），却给了 {count} 个"


def _named(entry: Builtin, node: tree.Call) -> str | None:
    forms = [_names(overload.signature) for overload in entry.overloads]
    every = list(dict.fromkeys(name for form in forms for name in form))
    for name in node.names:
        if name not in every:
            return _unknown(entry.name, name, every)
    given = dict.fromkeys(node.names)
    if any(overload.signature.arrange(dict(given)) is not None for overload in entry.overloads):
        return None
    ways = "；或 ".join(dict.fromkeys("、".join(form) for form in forms))
    return f"函数“{entry.name}”的参数不齐；要写：{ways}"


def _names(signature: Signature) -> list[str]:
    return [parameter.name for parameter in signature.parameters]


def _unknown(function: str, name: str, known: list[str]) -> str:
    meant = closest(name, known)
    cure = f"您是不是要写“{meant}”？" if meant else f"可用的参数：{'、'.join(known)}"
    return f"函数“{function}”没有名为“{name}”的参数；{cure}"


def _positional(entry: Builtin, arguments: Arguments) -> str | None:
    forms = [o.signature for o in entry.overloads if o.signature.takes(len(arguments))]
    if not forms:
        ways = "；或 ".join(dict.fromkeys(_written(overload.signature) for overload in entry.overloads))
        return f"函数“{entry.name}”不接受 {len(arguments)} 个参数；要写：{ways}"
    if any(_takes(form, arguments) for form in forms):
        return None
    found = "、".join("任意值" if kind is None else _chinese(kind) for kind in arguments)
    return f"函数“{entry.name}”不接受这样的参数：{found}"


def _written(signature: Signature) -> str:
    shown = [f"{p.name}（可省）" if p.optional else p.name for p in signature.parameters]
    repeated = bool(signature.parameters) and signature.parameters[-1].repeated
    return "、".join(shown) + ("…" if repeated else "") or "不写参数"


def _takes(signature: Signature, arguments: Arguments) -> bool:
    last = len(signature.parameters) - 1
    return all(_fits(signature.parameters[min(n, last)], kind) for n, kind in enumerate(arguments))


def _fits(parameter: Parameter, kind: Type | None) -> bool:
    """Whether a value of the type may be taken, the conversions that FEEL makes by itself included."""
    if kind is None or "any" in parameter.types or kind.name in parameter.types:
        return True
    if kind == NULL:
        return parameter.nullable
    if kind.name == "list" or "list" in parameter.types:
        return True
    return kind.name == "date" and "date and time" in parameter.types


def _chinese(kind: Type) -> str:
    return "空值" if kind == NULL else KIND_NAMES.get(kind.name, kind.name)
