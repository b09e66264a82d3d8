"""Events caught and thrown in the flow, and end events (13.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.activities import ActivityRun
from tests.support.tokengame.areas import AreaRun, HandlerRun
from tests.support.tokengame.blocks import Single
from tests.support.tokengame.listening import Listening
from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Boundary, Catch, Handler, Stop, Throw
from tests.support.tokengame.undoing import UndoRun

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


def catcher(thrower: Run, kind: str, code: str) -> tuple[Boundary | Handler, Listening] | None:
    """The nearest event that catches an error or escalation: sub-process by sub-process outward (10.5.6, 13.5).

    What an event sub-process throws is for others than itself.
    """
    below = thrower
    for run in list(thrower.lineage())[1:]:
        if isinstance(run, Listening) and not (isinstance(run, ActivityRun) and run.taken):
            for place in run.places.values():
                itself = isinstance(below, HandlerRun) and below.node is place
                if (place.event.kind, place.event.name) == (kind, code) and not itself:
                    return place, run
        below = run
    return None


def throw(thrower: Run, kind: str, code: str, values: Mapping[str, Any]) -> bool:
    """Throw an error or escalation; whether the thrower's token goes on. Raises LookupError: nobody catches an error.

    An escalation that nobody catches is no harm (10.5.6). Whether an area that was interrupted by one of its event
    sub-processes still catches what this one throws is left open.
    """
    found = catcher(thrower, kind, code)
    if found is None and kind == "error":
        raise LookupError(code)
    if found is None:
        return True
    thrower.moves()
    place, run = found
    thrower.game.strands.undecided |= isinstance(run, AreaRun) and run.interrupted
    if place.event.interrupting:
        run.caught(place, values)
        return False
    beside, onward = thrower.game.strands.fork(2)
    thrower.game.strands.now = beside
    run.caught(place, values)
    return went_on(thrower, onward)


def went_on(thrower: Run, strand: int) -> bool:
    """Who threw goes on at the same time, unless what it threw came back upon it: that is a race."""
    thrower.game.strands.now = strand
    thrower.game.strands.undecided |= thrower.gone()
    return not thrower.gone()


def occur(game: Game, events: list[Waiting]) -> int:
    """Several awaited events occur at the same time; the strand in which everything else goes on."""
    *strands, onward = game.strands.fork(len(events) + 1)
    for waiting, strand in zip(events, strands, strict=True):
        if waiting.run.gone() or waiting not in waiting.run.own_waits():
            game.strands.undecided = True
            break
        game.strands.now = strand
        waiting.run.trigger(waiting, {})
    return onward


def broadcast(thrower: Run, name: str) -> bool:
    """Throw a signal to all that listen in the instance now; whether the thrower's token goes on."""
    game = thrower.game
    game.strands.touch(("signal", name), writes=True)
    return went_on(thrower, occur(game, [each for each in game.waiting() if each.hears(name)]))


class CatchRun(Run):
    """An intermediate event that waits (13.5.2). A condition that is true already does not wait."""

    def __init__(self, game: Game, parent: Run, node: Catch, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.event = node.event
        self.armed: list[Waiting] = []

    def start(self) -> None:
        self.moves()
        if self.event.condition is not None and self.scope.value(self.event.condition):
            self.finish(True)
        else:
            self.armed = [self.arm(self.event)]

    def own_waits(self) -> list[Waiting]:
        return self.armed

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        self.moves()
        self.disarm(self.armed)
        self.receive(self.event, values, self.scope)
        self.finish(True)


class ThrowRun(Single):
    """An intermediate or end event that throws (13.5.2, 13.5.6)."""

    def __init__(self, game: Game, parent: Run, node: Throw | Stop, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node

    def start(self) -> None:
        self.moves()
        if isinstance(self.node, Stop) and self.node.kind not in ("compensate", "cancel"):
            self.game.end(self, self.node.id)
        match self.node.kind:
            case "terminate":
                self.game.area(self).terminate()
            case "cancel":
                self.game.area(self).abort(self.node.id)
            case "compensate":
                self.child = UndoRun(self.game, self, self.game.area(self).compensations())
                self.child.start()
            case "signal":
                self.go_on(broadcast(self, self.node.name))
            case "error" | "escalation":
                self.go_on(throw(self, self.node.kind, self.node.name, {}))
            case _:
                self.go_on(True)

    def go_on(self, going: bool) -> None:
        """The token leaves, or ends here."""
        if going:
            self.finish(isinstance(self.node, Throw))

    def child_done(self, child: Run, alive: bool) -> None:
        if isinstance(self.node, Stop):
            self.game.end(self, self.node.id)
        self.go_on(True)

    def can_leave(self) -> bool:
        return isinstance(self.node, Throw)
