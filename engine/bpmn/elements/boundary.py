"""Boundary events: listen while an activity is at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.catching import Armed, EventDetails
from engine.bpmn.timers import Timer, upcoming
from engine.bpmn.token import WAITING, Token


@dataclass(frozen=True, slots=True)
class BoundaryDetails(EventDetails):
    """The activity it is attached to, and whether it ends that."""

    attached_to: str = ""
    interrupting: bool = True


class Boundary(Armed):
    """An event at the boundary of an activity; its token belongs to the activity's token."""

    def fire(self, token: Token, values: dict[str, Any]) -> None:
        host = token.parent
        if self.details.interrupting:
            self.interrupt(host, values)
        else:
            root = token.scope_root
            listen_on(self, token)
            self.go(root, values)

    def interrupt(self, host: Token, values: dict[str, Any]) -> None:
        """Cancel the activity and go on from here."""
        root = host.scope_root
        host.kill()
        self.go(root, values)

    def attachment(self, token: Token) -> dict[str, Any]:
        return {"attached_to": self.details.attached_to, "interrupting": self.details.interrupting}


def listen_on(spec: Armed, token: Token) -> None:
    """After a non-interrupting event: messages go on being heard, timers only if they repeat.

    The property `missed` says whether each repetition missed in a standstill is made up for (`each`), or all of
    them by the one that fires late.
    """
    if not isinstance(spec.details.event, Timer):
        return
    each = spec.details.properties.get("missed") == "each"
    again = upcoming(token.internal_data["wait"], token.top.services.now, each=each)
    if again is not None:
        token.parent.place(spec, WAITING).open_wait(again)
    token.kill()
