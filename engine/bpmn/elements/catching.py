"""Events that are waited for: a message, a signal, an instant, a condition."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.base import Details, Node
from engine.bpmn.events import Condition, Definition, Heard, wait_kind
from engine.bpmn.names import is_true
from engine.bpmn.timers import Timer
from engine.bpmn.token import WAITING, Token
from engine.errors import ExpressionFailed


@dataclass(frozen=True, slots=True)
class EventDetails(Details):
    """An event with its definition; None for a none event. `form_id`: what people fill in who begin or send it."""

    event: Definition | None = None
    form_id: str | None = None


class Listening(Node):
    """Opens a timer or a subscription."""

    def __init__(self, wf_spec: Any, name: str, details: EventDetails) -> None:
        super().__init__(wf_spec, name, details)
        self.kind = wait_kind(details.event)

    def listen(self, token: Token) -> None:
        """Open the wait, if the definition is one that something outside must answer."""
        if self.kind is not None:
            heard: Heard = self.details.event
            token.open_wait(heard.facts(token))

    def facts(self, token: Token) -> dict[str, Any]:
        facts = super().facts(token)
        if isinstance(self.details.event, Timer):
            irreversible = is_true(self.details.properties.get("irreversible"))
            facts |= {"irreversible": irreversible, **self.attachment(token)}
        if isinstance(self.details.event, Condition):
            facts |= self.details.event.said()
        return facts

    def attachment(self, token: Token) -> dict[str, Any]:
        """The element that a timer is attached to, and whether it interrupts that."""
        return {"attached_to": None, "interrupting": False}


class Armed(Listening, ABC):
    """An event that listens beside the tokens of its scope; what it hears lets a new token go on from it."""

    def arm(self, owner: Token) -> None:
        """Start to listen for `owner`. Events that are found by search need no token."""
        if self.kind is not None:
            self.listen(owner.place(self, WAITING))

    def armed(self, token: Token) -> bool:
        """Is it only an ear? One that is held by an incident is told from an event that came by `true`."""
        data = token.internal_data
        return token.state == WAITING and ("incident" not in data or "true" in data)

    def again(self, token: Token) -> None:
        """An ear listens anew; anything else tries its step again."""
        if not self.armed(token):
            super().again(token)
            return
        del token.internal_data["incident"]
        token.internal_data["true"] = None
        self.listen(token)

    @abstractmethod
    def fire(self, token: Token, values: dict[str, Any]) -> None:
        """What was listened for has come. `values` are a message's variables."""

    def go(self, root: Token, values: dict[str, Any]) -> Token:
        """A new token goes on from this event in the scope with this root."""
        token = root.place(self)
        self.accept(token, values)
        self._update(token)
        return token


class CatchEvent(Armed):
    """An intermediate catch event. Behind an event-based gateway it is armed; else its token waits."""

    def act(self, token: Token) -> bool | None:
        if token.internal_data.pop("heard", False):
            return True
        self.listen(token)
        return None

    def fire(self, token: Token, values: dict[str, Any]) -> None:
        gateway, root = token.parent, token.scope_root
        gateway.task_spec.decided(gateway, self.name)
        self.go(root, values)

    def go(self, root: Token, values: dict[str, Any]) -> Token:
        token = super().go(root, values)
        token.internal_data["heard"] = True
        return token


def hold_ear(token: Token, error: ExpressionFailed) -> None:
    """Keep an ear that cannot listen, for an administrator; it does not keep its scope open."""
    token.internal_data.setdefault("true", None)
    token.hold(error.code, error.sentence())


def hear(token: Token, values: dict[str, Any]) -> None:
    """What a token waits for has come while others move: an ear fires, a token goes on when its turn comes."""
    spec: Armed = token.task_spec
    if spec.armed(token):
        spec.fire(token, values)
        return
    if values:
        spec.accept(token, values)
    token.internal_data.pop("true", None)
    token.close_wait()
    token.finish()
