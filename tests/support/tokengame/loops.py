"""Multi-instance activities and standard loops (13.3.6, 13.3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.tokengame.runs import Run
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Activity, Loop

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


class LoopRun(Run):
    """All instances of one activity, one after the other or at the same time."""

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
                    self.game.strands.undecided = True
                    return
                self.game.strands.now = strand
                self.begin(place)

    def begin(self, place: int) -> None:
        """One more instance, in a scope of its own."""
        scope = Scope(self.scope, self.game.strands, instance=bool(self.items))
        scope.own["loopCounter"] = place + 1 if self.items else self.rounds
        if self.items:
            scope.own[self.loop.item] = self.items[place]
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
