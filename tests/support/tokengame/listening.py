"""What activities and areas have in common: events attached to them, armed as long as they run (13.5.3, 13.5.4)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Boundary, Event, Handler

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game

AWAITED = ("message", "timer", "signal", "condition")


class Listening(Run):
    """A run around which events are awaited, or thrown from inside."""

    def __init__(self, game: Game, parent: Run | None, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.places: dict[str, Boundary | Handler] = {}
        self.armed: list[Waiting] = []
        self.fired: dict[str, int] = {}

    def listen(self, places: Sequence[Boundary | Handler]) -> None:
        """Arm the events that come from outside; errors and escalations are found by who throws them."""
        self.places = {each.event.id: each for each in places}
        self.armed = [self.arm(each.event) for each in places if each.event.kind in AWAITED]

    def own_waits(self) -> list[Waiting]:
        return self.armed

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        place = self.places[waiting.element]
        if waiting.kind == "timer" and not place.event.interrupting:
            self.rearm(waiting, place.event)
        self.caught(place, values)

    def rearm(self, waiting: Waiting, event: Event) -> None:
        """A timer fires as often as its cycle says; everything else is awaited until it interrupts."""
        self.armed.remove(waiting)
        fired = self.fired[waiting.element] = self.fired.get(waiting.element, 0) + 1
        if fired < event.repeat:
            self.armed.append(self.arm(event))

    @abstractmethod
    def caught(self, place: Any, values: Mapping[str, Any]) -> None:
        """One of the events occurred."""
