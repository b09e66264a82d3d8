"""Sequences, gateways and loops drawn with gateways (13.4: exclusive, parallel, inclusive, event-based)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Back, Choice, Node, Seq, Split
from tests.support.tokengame.walks import leaves

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


class Single(Run):
    """A run with at most one child under way."""

    child: Run | None = None

    def children(self) -> list[Run]:
        return [self.child] if self.child is not None and not self.child.over else []

    def enter(self, node: Node) -> None:
        """The token goes into a block inside."""
        self.child = self.game.run(self, node, self.scope)
        self.child.start()

    def child_done(self, child: Run, alive: bool) -> None:
        self.finish(alive)

    def can_leave(self) -> bool:
        return any(child.can_leave() for child in self.children())


class SeqRun(Single):
    """One after the other."""

    def __init__(self, game: Game, parent: Run, node: Seq, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.left = list(node.items)

    def start(self) -> None:
        self.moves()
        self.child_done(self, True)

    def child_done(self, child: Run, alive: bool) -> None:
        if self.gone():
            return
        if alive and self.left:
            self.enter(self.left.pop(0))
        else:
            self.finish(alive)

    def can_leave(self) -> bool:
        return super().can_leave() and all(leaves(item) for item in self.left)


class SplitRun(Run):
    """A gateway that splits and the one that merges (13.4.1 parallel, 13.4.2 exclusive, 13.4.3 inclusive)."""

    def __init__(self, game: Game, parent: Run, node: Split, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node
        self.pending: list[Run] = []
        self.arrived: list[int] = []
        self.ended: list[int] = []

    def chosen(self) -> list[Seq]:
        """The branches that get a token: the conditions in the order of the flows, else the default."""
        if self.node.kind == "and":
            return [branch.block for branch in self.node.branches]
        true = [
            branch.block
            for branch in self.node.branches
            if branch.condition and self.scope.value(branch.condition)
        ]
        if not true:
            return [branch.block for branch in self.node.branches if branch.condition is None]
        return true[:1] if self.node.kind == "xor" else true

    def start(self) -> None:
        self.moves()
        chosen = [self.game.run(self, block, self.scope) for block in self.chosen()]
        self.pending = list(chosen)
        if self.node.kind == "and":
            branches = zip(chosen, self.node.branches, strict=True)
            self.release([run for run, branch in branches if not leaves(branch.block)])
        for run, strand in zip(chosen, self.game.strands.fork(len(chosen)), strict=True):
            if run.gone():
                self.game.strands.undecided = True
                return
            self.game.strands.now = strand
            run.start()

    def release(self, runs: list[Run]) -> None:
        """Tokens for which no merge waits: they are on their way to ends of their own."""
        area = self.game.area(self)
        for run in runs:
            self.pending.remove(run)
            area.adopt(run)

    def children(self) -> list[Run]:
        return [run for run in self.pending if not run.over]

    def child_done(self, child: Run, alive: bool) -> None:
        self.pending.remove(child)
        (self.arrived if alive else self.ended).append(self.game.strands.now)
        if not self.pending:
            self.game.strands.join(self.arrived + self.ended)
            self.finish(bool(self.arrived))

    def can_leave(self) -> bool:
        return bool(self.arrived) or any(run.can_leave() for run in self.pending)

    def settle(self) -> bool:
        """Let an inclusive merge go on that no other token can reach; True if it did (13.4.3)."""
        if self.node.kind != "or" or not self.arrived or any(run.can_leave() for run in self.pending):
            return False
        self.release(list(self.pending))
        self.game.strands.join(self.arrived)
        self.finish(True)
        return True


class ChoiceRun(Single):
    """An event-based gateway: the first event takes the token, the others are no longer awaited (13.4.4)."""

    def __init__(self, game: Game, parent: Run, node: Choice, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.options = {option.event.id: option for option in node.options}
        self.armed: list[Waiting] = []

    def start(self) -> None:
        self.moves()
        self.armed = [self.arm(option.event) for option in self.options.values()]

    def own_waits(self) -> list[Waiting]:
        return self.armed

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        self.moves()
        self.disarm(self.armed)
        option = self.options[waiting.element]
        self.receive(option.event, values, self.scope)
        self.enter(option.block)

    def can_leave(self) -> bool:
        if self.armed:
            return any(leaves(option.block) for option in self.options.values())
        return super().can_leave()


class BackRun(Single):
    """A loop drawn as a merge, a body that counts, and a split with a flow back."""

    def __init__(self, game: Game, parent: Run, node: Back, scope: Scope) -> None:
        super().__init__(game, parent, scope)
        self.node = node

    def start(self) -> None:
        self.moves()
        self.scope.write(self.node.counter, 0)
        if self.node.before:
            self.ask()
        else:
            self.enter(self.node.body)

    def ask(self) -> None:
        """Go round once more, or leave."""
        if self.scope.value(self.node.again):
            self.enter(self.node.body)
        else:
            self.finish(True)

    def child_done(self, child: Run, alive: bool) -> None:
        if not alive:
            self.finish(False)
            return
        self.moves()
        self.scope.write(self.node.counter, self.scope.read(self.node.counter) + 1)
        self.ask()
