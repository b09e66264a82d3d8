"""Sub-processes and event sub-processes (13.3.4, 13.5.4): areas with tokens, listeners and a scope of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.listening import Listening
from tests.support.tokengame.runs import Run
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Handler, Seq, Sub
from tests.support.tokengame.undoing import Undo, UndoRun

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


class AreaRun(Listening):
    """A process, a sub-process or an event sub-process under way: complete when no token is left in it.

    Its event sub-processes can be started until then, also while only event sub-processes run.
    """

    def __init__(self, game: Game, parent: Run | None, node: Sub | Handler, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node
        self.runs: dict[Run, str | None] = {}
        self.arrivals: list[int] = []
        self.done: list[Undo | AreaRun] = []
        self.interrupted = False
        self.aborted: tuple[UndoRun, str] | None = None

    def start(self) -> None:
        self.moves()
        self.scope.take(self.node.inputs)
        self.listen(self.node.handlers)
        self.receive_start()
        self.spawn(self.node.body, self.scope, f"{self.node.id}-end")

    def receive_start(self) -> None:
        """What the event that started it brings; a sub-process is started by none."""

    def children(self) -> list[Run]:
        return [run for run in self.runs if not run.over]

    def spawn(self, path: Seq, scope: Scope, end: str) -> None:
        """One more token in this area."""
        run = self.game.run(self, path, scope)
        self.runs[run] = end
        run.start()

    def adopt(self, run: Run) -> None:
        """A token that no merge waits for, on its way to an end of its own."""
        run.parent = self
        self.runs[run] = None

    def child_done(self, child: Run, alive: bool) -> None:
        end = self.runs.pop(child)
        if alive and end is not None:
            self.game.end(self, end)
        self.arrivals.append(self.game.strands.now)
        if self.aborted is not None and child is self.aborted[0]:
            self.leave_cancelled(self.aborted[1])
        elif not self.children():
            self.disarm(self.armed)
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

    def caught(self, place: Any, values: Mapping[str, Any]) -> None:
        """Start an event sub-process, in place of everything else or beside it."""
        self.moves()
        self.game.met.add(place)
        if place.event.interrupting:
            self.clear()
        run = HandlerRun(self.game, self, place, values)
        self.runs[run] = None
        run.start()

    def clear(self) -> None:
        """Cancel everything inside, also what has been and gone at the same time."""
        self.game.strands.touch(self, writes=True)
        for run in self.children():
            run.cancel()
        self.runs.clear()
        self.disarm(self.armed)
        self.interrupted = True

    def terminate(self) -> None:
        """A terminate end event: everything inside ends, the area with it."""
        self.clear()
        self.complete()

    def abort(self, end: str) -> None:
        """A cancel end event of a transaction: everything inside ends and what was done is compensated (13.3.4).

        What becomes of a compensation that was under way already is left open.
        """
        self.game.strands.undecided |= any(isinstance(run, UndoRun) for run in self.everything())
        undoing = self.compensations()
        self.clear()
        run = UndoRun(self.game, self, undoing)
        self.aborted = run, end
        self.runs[run] = None
        run.start()

    def leave_cancelled(self, end: str) -> None:
        """All is compensated: the flow goes on at the cancel event of the transaction."""
        self.game.end(self, end)
        assert isinstance(self.parent, Listening)
        cancel = next(place for place in self.parent.places.values() if place.event.kind == "cancel")
        self.parent.caught(cancel, {})

    def compensations(self) -> list[Undo]:
        """The handlers of what was completed here and inside, the latest first (13.5.5); each only once.

        Whether what was interrupted later on can be compensated is left open.
        """
        found: list[Undo] = []
        self.game.strands.undecided |= self.interrupted and bool(self.done)
        for each in reversed(self.done):
            found += each.compensations() if isinstance(each, AreaRun) else [each]
        self.done = []
        return found


class HandlerRun(AreaRun):
    """An event sub-process: the payload of its event comes behind its input mappings."""

    def __init__(self, game: Game, parent: AreaRun, node: Handler, values: Mapping[str, Any]) -> None:
        super().__init__(game, parent, node, Scope(parent.scope, game.strands))
        self.event = node.event
        self.values = values

    def receive_start(self) -> None:
        self.receive(self.event, self.values, self.scope)
