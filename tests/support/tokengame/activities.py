"""Activities (13.3): the boundary events around them, and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.areas import AreaRun
from tests.support.tokengame.blocks import Single
from tests.support.tokengame.listening import Listening
from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Activity, Boundary, Task

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


class ActivityRun(Single, Listening):
    """An activity with its boundary events, armed once for all its instances (13.5.3)."""

    def __init__(self, game: Game, parent: Run, node: Activity, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node
        self.taken: Boundary | None = None

    def start(self) -> None:
        self.moves()
        self.listen(self.node.boundaries)
        self.child = self.game.core(self, self.node, self.scope)
        self.child.start()

    def caught(self, place: Any, values: Mapping[str, Any]) -> None:
        """Cancel the activity or go on beside it, and follow the event's own flow."""
        self.moves()
        self.game.met.add(place)
        if place.event.interrupting:
            assert self.child is not None
            self.child.cancel()
            self.disarm(self.armed)
            self.taken = place
        self.receive(place.event, values, self.scope)
        if place.event.interrupting:
            self.enter(place.path)
        else:
            self.game.area(self).spawn(place.path, self.scope, f"{place.event.id}-end")

    def child_done(self, child: Run, alive: bool) -> None:
        if self.gone():
            return
        self.moves()
        self.disarm(self.armed)
        if self.taken is None:
            self.remember(child)
        elif alive and not self.taken.rejoins:
            self.game.end(self, f"{self.taken.event.id}-end")
            alive = False
        self.finish(alive)

    def remember(self, child: Run) -> None:
        """What was completed can be compensated: a task by its own handler, a sub-process by those inside it."""
        if isinstance(self.node, Task) and self.node.undo is not None:
            self.game.area(self).done.append((self.node.undo, self.scope))
        elif isinstance(child, AreaRun):
            self.game.area(self).done.append(child)

    def can_leave(self) -> bool:
        return self.taken is None or (self.taken.rejoins and super().can_leave())


class TaskRun(Run):
    """A task: waits for a person, a job or a message, or is a script and waits for nothing."""

    def __init__(self, game: Game, parent: Run, node: Task, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node
        self.waiting: list[Waiting] = []

    def start(self) -> None:
        self.moves()
        self.scope.take(self.node.inputs)
        if self.node.result is None:
            self.waiting = [Waiting(self.game.serial(), self.node.kind, self.node.id, self, self.scope)]
        else:
            source, target = self.node.result
            self.complete({target: self.scope.value(source)})

    def own_waits(self) -> list[Waiting]:
        return self.waiting

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        self.moves()
        self.complete(values)

    def complete(self, values: Mapping[str, Any]) -> None:
        """Its results go out."""
        self.scope.hand_out(self.node.outputs, values)
        self.finish(True)
