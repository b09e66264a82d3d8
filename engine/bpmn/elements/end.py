"""End events: a token is consumed; some ends throw or clear their scope."""

from __future__ import annotations

from engine.bpmn.contract import Outcome
from engine.bpmn.elements.base import Node
from engine.bpmn.elements.catching import EventDetails
from engine.bpmn.elements.job import MessageThrow
from engine.bpmn.elements.sub_process import EventSubProcess
from engine.bpmn.token import Token


class EndEvent(Node):
    """A none end: the token ends here."""

    details: EventDetails

    def leave(self, token: Token) -> None:
        super().leave(token)
        note_end(token)


class MessageEnd(MessageThrow, EndEvent):
    """An end that sends a message by a job first."""


class TerminateEnd(EndEvent):
    """An end that cancels everything else in its scope."""

    def leave(self, token: Token) -> None:
        super().leave(token)
        token.scope_root.clear(keep=token)


def note_end(token: Token) -> None:
    """Remember an end event of the instance itself, or of an event sub-process directly in it."""
    host = token.host
    while host is not None and isinstance(host.task_spec, EventSubProcess):
        host = host.host
    if host is None:
        top = token.top
        top.outcome = Outcome(top.outcome.state, (*top.outcome.ends, token.element))
