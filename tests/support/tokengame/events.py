"""Events caught and thrown in the flow, and end events (13.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.activities import ActivityRun
from tests.support.tokengame.areas import AreaRun
from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Boundary, Catch, Handler, Stop, Throw

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game

Caught = Callable[[Mapping[str, Any]], None]


def catcher(thrower: Run, kind: str, code: str) -> tuple[Boundary | Handler, Caught] | None:
    """The nearest event that catches an error or escalation: sub-process by sub-process outward (10.5.6, 13.5).

    An event sub-process does not catch what was thrown inside an event sub-process of the same area.
    """
    below = thrower
    for run in list(thrower.lineage())[1:]:
        if isinstance(run, AreaRun) and below not in run.handling:
            for handler in run.node.handlers:
                if (handler.event.kind, handler.event.name) == (kind, code):
                    return handler, _catch(run, handler)
        if isinstance(run, ActivityRun) and run.taken is None:
            for boundary in run.node.boundaries:
                if (boundary.event.kind, boundary.event.name) == (kind, code):
                    return boundary, _catch(run, boundary)
        below = run
    return None


def _catch(run: Any, place: Boundary | Handler) -> Caught:
    return lambda values: run.caught(place, values)


def throw(thrower: Run, kind: str, code: str, values: Mapping[str, Any]) -> bool:
    """Throw an error or escalation; whether the thrower's token goes on (never after an error)."""
    found = catcher(thrower, kind, code)
    if found is None:
        return True
    thrower.moves()
    place, catch = found
    if place.event.interrupting:
        catch(values)
        return False
    beside, onward = thrower.game.strands.fork(2)
    thrower.game.strands.now = beside
    catch(values)
    if thrower.gone():
        thrower.game.strands.raced = True
    thrower.game.strands.now = onward
    return not thrower.gone()


def broadcast(thrower: Run, name: str) -> bool:
    """Throw a signal to all that listen in the instance now; whether the thrower's token goes on."""
    game = thrower.game
    game.strands.touch(("signal", name), writes=True)
    heard = [each for each in game.waiting() if each.kind == "signal" and each.name == name]
    if any(each.name == name and each.kind == "signal" for each in game.doubtful()):
        game.strands.raced = True
    *strands, onward = game.strands.fork(len(heard) + 1)
    for waiting, strand in zip(heard, strands, strict=True):
        if waiting.run.gone() or waiting not in waiting.run.own_waits():
            game.strands.raced = True
            return False
        game.strands.now = strand
        waiting.run.trigger(waiting, {})
    game.strands.now = onward
    return not thrower.gone()


class CatchRun(Run):
    """An intermediate event that waits (13.5.2)."""

    def __init__(self, game: Game, parent: Run, node: Catch, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.event = node.event
        self.armed: list[Waiting] = []

    def start(self) -> None:
        self.moves()
        self.armed = [self.arm(self.event)]

    def own_waits(self) -> list[Waiting]:
        return self.armed

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        self.moves()
        self.disarm(self.armed)
        self.receive(self.event, values, self.scope)
        self.finish(True)


class ThrowRun(Run):
    """An intermediate event that throws and goes on."""

    def __init__(self, game: Game, parent: Run, node: Throw, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node

    def start(self) -> None:
        self.moves()
        signal = self.node.kind == "signal"
        if broadcast(self, self.node.name) if signal else throw(self, self.node.kind, self.node.name, {}):
            self.finish(True)


class StopRun(Run):
    """An end event (13.5.6)."""

    def __init__(self, game: Game, parent: Run, node: Stop, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node

    def start(self) -> None:
        self.moves()
        self.game.end(self, self.node.id, thrown=self.node.kind == "error")
        going = True
        match self.node.kind:
            case "terminate":
                self.game.area(self).terminate()
                going = False
            case "signal":
                going = broadcast(self, self.node.name)
            case "error" | "escalation":
                going = throw(self, self.node.kind, self.node.name, {})
        if going:
            self.finish(False)

    def can_leave(self) -> bool:
        return False
