"""Activities (13.3): boundary events around them, loops and multi-instances of them, and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.blocks import Single
from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Activity, Boundary, Loop, Task

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


class ActivityRun(Single):
    """An activity with its boundary events, armed once for all its instances (13.5.3)."""

    def __init__(self, game: Game, parent: Run, node: Activity, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node
        self.armed: list[Waiting] = []
        self.fired: dict[str, int] = {}
        self.taken: Boundary | None = None

    def start(self) -> None:
        self.moves()
        heard = ("message", "timer", "signal")
        self.armed = [self.arm(each.event) for each in self.node.boundaries if each.event.kind in heard]
        self.child = self.game.core(self, self.node, self.scope)
        self.child.start()

    def own_waits(self) -> list[Waiting]:
        return self.armed

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        boundary = next(each for each in self.node.boundaries if each.event.id == waiting.element)
        if not boundary.event.interrupting:
            self.armed.remove(waiting)
            fired = self.fired[waiting.element] = self.fired.get(waiting.element, 0) + 1
            if waiting.kind != "timer" or fired < boundary.event.repeat:
                self.armed.append(self.arm(boundary.event))
        self.caught(boundary, values)

    def caught(self, boundary: Boundary, values: Mapping[str, Any]) -> None:
        """The event occurred: cancel the activity or go on beside it, and follow the event's own flow."""
        self.moves()
        if boundary.event.interrupting:
            assert self.child is not None
            self.child.cancel()
            self.disarm(self.armed)
            self.taken = boundary
        self.receive(boundary.event, values, self.scope)
        if boundary.event.interrupting:
            self.enter(boundary.path)
        else:
            self.game.area(self).spawn(boundary.path, self.scope, f"{boundary.event.id}-end")

    def child_done(self, child: Run, alive: bool) -> None:
        if self.gone():
            return
        self.moves()
        self.disarm(self.armed)
        if self.taken is not None and alive and not self.taken.rejoins:
            self.game.end(self, f"{self.taken.event.id}-end")
            alive = False
        self.finish(alive)

    def can_leave(self) -> bool:
        return self.taken is None or (self.taken.rejoins and super().can_leave())


class LoopRun(Run):
    """Multi-instance activities and standard loops (13.3.6, 13.3.7)."""

    def __init__(self, game: Game, parent: Run, node: Activity, scope: Scope) -> None:
        super().__init__(game, parent, Scope(scope, game.strands))
        assert node.loop is not None
        self.node = node
        self.loop: Loop = node.loop
        self.outer = scope
        self.items: list[Any] = []
        self.results: list[Any] = []
        self.places: dict[Run, int] = {}
        self.done: list[int] = []
        self.rounds = 0

    def children(self) -> list[Run]:
        return [run for run in self.places if not run.over]

    def start(self) -> None:
        self.moves()
        if self.loop.collection is None:
            self.round(asked=self.loop.before)
            return
        self.items = self.outer.value(self.loop.collection)
        self.results = [None] * len(self.items)
        self.scope.own[self.loop.collected] = self.results
        if not self.items:
            self.complete()
        elif self.loop.kind == "sequential":
            self.begin(0)
        else:
            for place, strand in enumerate(self.game.strands.fork(len(self.items))):
                if self.over or self.gone():
                    self.game.strands.raced = True
                    return
                self.game.strands.now = strand
                self.begin(place)

    def begin(self, place: int) -> None:
        """One more instance, in a scope of its own."""
        scope = Scope(self.scope, self.game.strands, instance=bool(self.items))
        if self.items:
            scope.own.update({self.loop.item: self.items[place], "loopCounter": place + 1})
        run = self.game.inner(self, self.node, scope)
        self.places[run] = place
        run.start()

    def round(self, asked: bool) -> None:
        """The next round of a standard loop, if there is one."""
        again = self.rounds < self.loop.maximum and (not asked or self.outer.value(self.loop.condition))
        if not again:
            self.finish(True)
            return
        self.rounds += 1
        self.begin(0)

    def child_done(self, child: Run, alive: bool) -> None:
        if self.gone():
            return
        place = self.places.pop(child)
        if self.loop.collection is None:
            self.round(asked=True)
            return
        assert self.loop.element is not None
        self.results[place] = child.scope.value(self.loop.element)
        self.done.append(self.game.strands.now)
        if self.satisfied(child):
            for run in self.children():
                run.cancel()
            self.complete()
        elif len(self.done) == len(self.items):
            self.game.strands.join(self.done)
            self.complete()
        elif self.loop.kind == "sequential":
            self.begin(place + 1)

    def satisfied(self, child: Run) -> bool:
        """The completion condition, asked each time an instance completes."""
        if not self.loop.stops:
            return False
        self.game.strands.touch((self, "counted"), writes=True)
        counted = Scope(child.scope, self.game.strands)
        counted.own = {"numberOfInstances": len(self.items), "numberOfCompletedInstances": len(self.done)}
        return bool(counted.value(self.loop.condition))

    def complete(self) -> None:
        """All instances are done, or enough of them."""
        if not self.gone():
            self.outer.write(self.loop.collected, self.results)
            self.finish(True)


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
