"""Signals that are thrown: everything that listens for the name hears them (BPMN 2.0.2, 10.5.1 and 10.5.5)."""

from __future__ import annotations

from typing import Any

from engine.bpmn.contract import Signal as Thrown
from engine.bpmn.elements.base import Node
from engine.bpmn.elements.catching import hear
from engine.bpmn.elements.end import EndEvent
from engine.bpmn.events import Signal
from engine.bpmn.token import Token


class SignalThrow(Node):
    """An intermediate signal. Its input mappings are what the signal carries.

    The token goes on first, so that nothing can fail any more once somebody has heard.
    """

    def leave(self, token: Token) -> None:
        event: Signal = self.details.event
        name, variables = event.facts(token)["name"], token.top.variables
        payload = dict(variables.local(token))
        thrown = Thrown(name, variables.saved(token), token.element, token.name)
        super().leave(token)
        token.tell("signal-thrown", name=name)
        token.top.ledger.signal(thrown)
        broadcast(token, name, payload)


class SignalEnd(SignalThrow, EndEvent):
    """An end that signals. What hears it may cancel the scope that it ended."""


def broadcast(token: Token, name: str, payload: dict[str, Any]) -> None:
    """All that listen in the instance at this moment hear the signal, oldest first.

    What an earlier one cancels hears nothing; what begins to listen because of it was not there in time.
    """
    ears = [t for t in token.top.tokens.values() if _listens(t, name)]
    for ear in sorted(ears, key=lambda t: t.id):
        if _listens(ear, name):
            hear(ear, payload)


def _listens(token: Token, name: str) -> bool:
    data = token.internal_data
    waits = "wait" in data and "incident" not in data and token.task_spec.kind == "signal"
    return waits and data["wait"]["name"] == name
