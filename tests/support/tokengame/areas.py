"""Sub-processes and event sub-processes (13.3.4, 13.5.4): areas with tokens, listeners and a scope of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Handler, Seq, Sub

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


class AreaRun(Run):
    """A process, a sub-process or an event sub-process under way: complete when no token is left in it.

    Event sub-processes can be started while tokens of the area's own flow are left. Once only event sub-processes
    run, the area is completing: 13.3.2 starts no new ones then, Camunda 8 does. Such starts are `doubtful`: the
    model neither asks for them nor forbids them.
    """

    def __init__(self, game: Game, parent: Run | None, node: Sub | Handler, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node
        self.runs: dict[Run, str | None] = {}
        self.handling: set[Run] = set()
        self.armed: list[Waiting] = []
        self.doubtful: list[Waiting] = []
        self.fired: dict[str, int] = {}
        self.arrivals: list[int] = []

    def start(self) -> None:
        self.moves()
        self.scope.take(self.node.inputs)
        heard = ("message", "timer", "signal")
        self.armed = [self.arm(each.event) for each in self.node.handlers if each.event.kind in heard]
        self.spawn(self.node.body, self.scope, f"{self.node.id}-end")

    def children(self) -> list[Run]:
        return [run for run in self.runs if not run.over]

    def own_waits(self) -> list[Waiting]:
        return self.armed

    def spawn(self, path: Seq, scope: Scope, end: str) -> None:
        """One more token in this area."""
        run = self.game.run(self, path, scope)
        self.runs[run] = end
        run.start()

    def adopt(self, run: Run) -> None:
        """A token that a merge left behind, on its way to an end of its own."""
        run.parent = self
        self.runs[run] = None

    def child_done(self, child: Run, alive: bool) -> None:
        end = self.runs.pop(child)
        if alive and end is not None:
            self.game.end(self, end)
        self.arrivals.append(self.game.strands.now)
        if all(run in self.handling for run in self.children()):
            self.doubtful += self.armed
            self.armed = []
        if not self.children():
            self.disarm(self.doubtful)
            self.game.strands.join(self.arrivals)
            self.complete()

    def complete(self) -> None:
        """No token is left."""
        if self.gone():
            return
        self.moves()
        self.scope.hand_out(self.node.outputs, {})
        if self.parent is None:
            self.over = True
        self.finish(True)

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        handler = next(each for each in self.node.handlers if each.event.id == waiting.element)
        if not handler.event.interrupting:
            self.armed.remove(waiting)
            fired = self.fired[waiting.element] = self.fired.get(waiting.element, 0) + 1
            if waiting.kind != "timer" or fired < handler.event.repeat:
                self.armed.append(self.arm(handler.event))
        self.caught(handler, values)

    def caught(self, handler: Handler, values: Mapping[str, Any]) -> None:
        """Start an event sub-process, in place of everything else or beside it."""
        self.moves()
        if handler.event.interrupting:
            self.clear()
        run = AreaRun(self.game, self, handler, Scope(self.scope, self.game.strands))
        self.runs[run] = None
        self.handling.add(run)
        self.receive(handler.event, values, run.scope)
        run.start()

    def clear(self) -> None:
        """Cancel everything inside, also what has been and gone at the same time."""
        self.game.strands.touch(self, writes=True)
        for run in self.children():
            run.cancel()
        self.runs.clear()
        self.disarm(self.armed)
        self.disarm(self.doubtful)

    def terminate(self) -> None:
        """A terminate end event: everything inside ends, the area with it."""
        self.clear()
        self.complete()
