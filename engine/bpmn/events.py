"""Event definitions: what an event waits for or throws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.timers import Timer
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value
from engine.feel import to_json


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
class Coded:
    """An error or an escalation: `kind` says which; a catcher without code takes every code."""

    kind: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Terminate:
    """Ends its scope at once."""


@dataclass(frozen=True, slots=True)
class Link:
    """A jump to the catch event of the same name in the same scope."""

    name: str


Definition = Message | Timer | Coded | Terminate | Link
Heard = Message | Timer


def wait_kind(definition: Definition | None) -> str | None:
    """The kind of wait that an ear for this definition opens; None if it is found by search instead."""
    if isinstance(definition, Message):
        return "message"
    return "timer" if isinstance(definition, Timer) else None


def _key(value: Any, token: Token) -> str:
    key = to_json(value)
    if isinstance(key, str | int) and not isinstance(key, bool):
        return str(key)
    raise token.failed(f"关联键“{key}”须是文字或整数")
