"""The independent model: which acts a diagram allows, step by step, and what they do to its variables.

Sources: BPMN 2.0.2 clause 13 and the dialect. Where the standard is silent, or Camunda 8 differs from it, the model
follows Camunda 8, as the dialect does:

- variables of an event go to the scope of the event: for a boundary event the one around its activity, for an event
  sub-process the event sub-process, behind its input mappings; from there upward by name;
- conditions of flows that leave an activity are read where the flow is, outside the activity's own scope;
- an output collection has a place for every item from the start, so instances that never completed leave null;
- a completion condition and an output element are read in the scope of the instance that completed;
- event sub-processes can be started until their area completes (13.3.2 starts none while only others run);
- a terminate end event in a sub-process ends that instance of the sub-process, whose flow then goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.tokengame.activities import ActivityRun, TaskRun
from tests.support.tokengame.areas import AreaRun
from tests.support.tokengame.blocks import BackRun, ChoiceRun, SeqRun, SplitRun
from tests.support.tokengame.events import CatchRun, ThrowRun, occur, throw
from tests.support.tokengame.loops import LoopRun
from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope
from tests.support.tokengame.strands import Strands
from tests.support.tokengame.tree import (
    Activity,
    Back,
    Catch,
    Choice,
    Handler,
    Node,
    Seq,
    Split,
    Stop,
    Sub,
    Task,
    Throw,
)

RUNS: dict[type[Node], Any] = {
    Seq: SeqRun,
    Split: SplitRun,
    Choice: ChoiceRun,
    Back: BackRun,
    Catch: CatchRun,
    Throw: ThrowRun,
    Stop: ThrowRun,
    Task: ActivityRun,
    Sub: ActivityRun,
}

MOVES = 5_000


@dataclass(frozen=True)
class Act:
    """One step: what waits under `serial` happens, with what it brings.

    With `error` or `escalation` for `how`, `code` is thrown from there instead; with "set", variables of the
    instance are changed from outside.
    """

    how: str
    serial: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""


class TooLong(Exception):
    """An act that does not come to rest within `MOVES` moves."""


class Game:
    """One instance of a diagram."""

    def __init__(self, tree: Sub, variables: Mapping[str, Any]) -> None:
        self.strands = Strands()
        self.ends: list[str] = []
        self.outcome: list[str] = []
        self.met: set[Node] = set()
        self.serials = 0
        self.moves = 0
        scope = Scope(None, self.strands)
        scope.own.update(variables)
        self.root = AreaRun(self, None, tree, scope)
        self.rest(self.root.start)

    def act(self, act: Act) -> None:
        """Let an enabled act happen. Raises TooLong."""
        self.moves = 0
        self.strands.begin()
        if act.how == "set":
            self.rest(lambda: self.set(act.values))
            return
        waiting = next(each for each in self.waiting() if each.serial == act.serial)
        if act.code:
            self.rest(lambda: throw(waiting.run, act.how, act.code, act.values))
        else:
            self.rest(lambda: waiting.run.trigger(waiting, act.values))

    def set(self, values: Mapping[str, Any]) -> None:
        """Change variables of the instance; conditions that become true by it occur (13.5.1)."""
        for name, value in values.items():
            self.root.scope.write(name, value)
        occur(self, [each for each in self.waiting() if each.comes_true()])

    def rest(self, begin: Callable[[], object]) -> None:
        """Let tokens move until all wait."""
        try:
            begin()
            self.settle()
        except RecursionError as deep:
            raise TooLong from deep

    def waiting(self) -> list[Waiting]:
        """All enabled acts."""
        return [] if self.root.over else list(self.root.waits())

    @property
    def variables(self) -> dict[str, Any]:
        """The instance's variables."""
        return self.root.scope.own

    @property
    def state(self) -> str:
        """How the instance stands: "active" or "completed"."""
        return "completed" if self.root.over else "active"

    def settle(self) -> None:
        """Inclusive merges that nothing more can reach go on."""
        while any(run.settle() for run in list(self.root.everything()) if isinstance(run, SplitRun)):
            pass

    def serial(self) -> int:
        """A number for a new act."""
        self.serials += 1
        return self.serials

    def count(self) -> None:
        """One move more."""
        self.moves += 1
        if self.moves > MOVES:
            raise TooLong

    def end(self, run: Run, element: str) -> None:
        """An end event was reached; the outcome names those of the process and of its event sub-processes."""
        self.ends.append(element)
        areas = [around for around in run.lineage() if isinstance(around, AreaRun)]
        if all(isinstance(around.node, Handler) for around in areas[:-1]):
            self.outcome.append(element)

    def run(self, parent: Run, node: Node, scope: Scope) -> Run:
        """A run for any block."""
        self.met.add(node)
        made = RUNS[type(node)](self, parent, node, scope)
        assert isinstance(made, Run)
        return made

    def core(self, parent: Run, node: Activity, scope: Scope) -> Run:
        """What an activity's boundary events surround: its loop, or the task or sub-process itself."""
        if node.loop is not None:
            return LoopRun(self, parent, node, scope)
        return self.inner(parent, node, Scope(scope, self.strands))

    def inner(self, parent: Run, node: Activity, scope: Scope) -> Run:
        """One instance of an activity, with its own scope."""
        if isinstance(node, Sub):
            return AreaRun(self, parent, node, scope)
        assert isinstance(node, Task)
        return TaskRun(self, parent, node, scope)

    def area(self, run: Run) -> AreaRun:
        """The process, sub-process or event sub-process around a run."""
        return next(around for around in run.lineage() if isinstance(around, AreaRun) and around is not run)
