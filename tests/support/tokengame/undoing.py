"""Compensation under way (13.5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.tokengame.blocks import Single
from tests.support.tokengame.runs import Run
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Task

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game

Undo = tuple[Task, Scope]


class UndoRun(Single):
    """One compensation handler after the other, in the scopes of what they undo."""

    def __init__(self, game: Game, parent: Run, undoing: list[Undo]) -> None:
        super().__init__(game, parent, parent.scope)
        self.undoing = undoing

    def start(self) -> None:
        self.moves()
        self.child_done(self, True)

    def child_done(self, child: Run, alive: bool) -> None:
        if not self.undoing:
            self.finish(True)
            return
        task, scope = self.undoing.pop(0)
        self.child = self.game.inner(self, task, Scope(scope, self.game.strands))
        self.child.start()
