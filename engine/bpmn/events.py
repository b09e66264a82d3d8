"""Event definitions: what an event waits for or throws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.timers import Timer
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value, shown, whole
from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Message:
    """A message by name; `key` chooses the instance that it is for (None where a message starts one)."""

    name: Value
    key: Value | None = None

    def facts(self, token: Token) -> dict[str, Any]:
        evaluation = Evaluation(token)
        name = str(evaluation.needed(self.name))
        key = None if self.key is None else _key(evaluation.needed(self.key), token)
        return {"name": name, "correlation_key": key}


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal by name: all that listen for it hear it."""

    name: Value

    def facts(self, token: Token) -> dict[str, Any]:
        return {"name": str(Evaluation(token).needed(self.name))}


@dataclass(frozen=True, slots=True)
class Condition:
    """Comes when variables make its expression true."""

    expression: Expression

    @property
    def reads(self) -> frozenset[str]:
        """The names of the variables that can change its value."""
        return frozenset(path[0] for path in self.expression.variables)

    def facts(self, token: Token) -> dict[str, Any]:
        """Nothing that only the arrival knows."""
        return {}

    def said(self) -> dict[str, Any]:
        return {"condition": self.expression.source, "variables": sorted(self.reads)}


@dataclass(frozen=True, slots=True)
class Coded:
    """An error or an escalation: `kind` says which; a catcher without code takes every code."""

    kind: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Compensate:
    """Undoes one completed activity, or all in the scope; `wait`: the thrower goes on when that is done."""

    activity: str | None = None
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancels the transaction around it."""


@dataclass(frozen=True, slots=True)
class Terminate:
    """Ends its scope at once."""


@dataclass(frozen=True, slots=True)
class Link:
    """A jump to the catch event of the same name in the same scope."""

    name: str


Definition = Message | Signal | Timer | Condition | Coded | Compensate | Cancel | Terminate | Link
Heard = Message | Signal | Timer | Condition
_WAITS: dict[type[Heard], str] = {
    Message: "message",
    Signal: "signal",
    Timer: "timer",
    Condition: "condition",
}


def wait_kind(definition: Definition | None) -> str | None:
    """The kind of wait that an ear for this definition opens; None if it is found by search instead."""
    return _WAITS.get(type(definition))  # type: ignore[arg-type]


def _key(value: Any, token: Token) -> str:
    try:
        return value if isinstance(value, str) else str(whole(value))
    except ValueError as error:
        raise token.failed(f"关联键须是文字或整数，得到的是{shown(value)}") from error
