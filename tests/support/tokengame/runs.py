"""A run is one passage through one block: nested runs are the whole state of the model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.tree import Event

if TYPE_CHECKING:
    from tests.support.tokengame.model import Game


@dataclass(eq=False)
class Waiting:
    """An enabled act: complete the task, fire the timer, deliver the message or the signal named by `element`.

    A condition waits to become true; `true` says how it stands.
    """

    serial: int
    kind: str
    element: str
    run: Run
    scope: Scope
    event: Event | None = None
    true: bool = False

    def hears(self, signal: str) -> bool:
        """Whether it waits for this signal."""
        return self.event is not None and (self.event.kind, self.event.name) == ("signal", signal)

    def comes_true(self) -> bool:
        """Whether its condition is true now and was not before."""
        condition = self.event.condition if self.event is not None else None
        before, self.true = self.true, condition is not None and bool(self.scope.value(condition))
        return self.true and not before


class Run(ABC):
    """What all runs share. `over` once it finished or was cancelled."""

    def __init__(self, game: Game, parent: Run | None, scope: Scope) -> None:
        self.game = game
        self.parent = parent
        self.scope = scope
        self.over = False

    @abstractmethod
    def start(self) -> None:
        """A token enters."""

    def trigger(self, waiting: Waiting, values: Mapping[str, Any]) -> None:
        """One of its acts happens: only to runs that have acts of their own."""
        raise AssertionError(f"{type(self).__name__} waits for nothing itself: {waiting}, {values}")

    def child_done(self, child: Run, alive: bool) -> None:
        """A child finished; `alive` if its token came out behind the block and did not end inside."""
        raise AssertionError(f"{type(self).__name__} has no runs inside: {child}, {alive}")

    def children(self) -> list[Run]:
        """The runs inside that are under way."""
        return []

    def own_waits(self) -> list[Waiting]:
        """The acts enabled by this run itself."""
        return []

    def can_leave(self) -> bool:
        """Whether one of its tokens has a way to the end of the block."""
        return True

    def lineage(self) -> Iterator[Run]:
        """The run and those around it, inmost first."""
        run: Run | None = self
        while run is not None:
            yield run
            run = run.parent

    def gone(self) -> bool:
        """Whether it or something around it is over."""
        return any(run.over for run in self.lineage())

    def everything(self) -> Iterator[Run]:
        """The run and all under way inside it."""
        yield self
        for child in self.children():
            yield from child.everything()

    def waits(self) -> Iterator[Waiting]:
        """All acts enabled in here."""
        for run in self.everything():
            yield from run.own_waits()

    def moves(self) -> None:
        """A token moves here: that must not be concurrent with the cancelling of anything around it."""
        self.game.count()
        for run in self.lineage():
            self.game.strands.touch(run, writes=False)

    def arm(self, event: Event) -> Waiting:
        """Begin to listen for an event. Whether a condition that is true already occurs at once is left open."""
        waiting = Waiting(self.game.serial(), event.kind, event.id, self, self.scope, event)
        self.listens(waiting)
        self.game.strands.undecided |= waiting.comes_true()
        return waiting

    def listens(self, waiting: Waiting, cancelled: bool = False) -> None:
        """It begins or ceases to listen: a signal thrown at the same time may or may not reach it."""
        if waiting.event is not None and waiting.kind == "signal":
            self.game.strands.touch(("signal", waiting.event.name), writes=cancelled)

    def disarm(self, waits: list[Waiting]) -> None:
        """No longer listen."""
        for waiting in waits:
            self.listens(waiting)
        waits.clear()

    def cancel(self) -> None:
        """End it from outside, with everything inside."""
        if self.over:
            return
        for waiting in self.waits():
            self.listens(waiting, cancelled=True)
        self.game.strands.touch(self, writes=True)
        self.over = True

    def finish(self, alive: bool) -> None:
        """The token leaves the block, or ended inside it."""
        if self.gone() or self.parent is None:
            return
        self.over = True
        self.parent.child_done(self, alive)

    def receive(self, event: Event, values: Mapping[str, Any], scope: Scope) -> None:
        """The payload of an event, by the event's output mappings or by name."""
        local = Scope(scope, self.game.strands) if event.outputs else scope
        local.hand_out(event.outputs, values)
