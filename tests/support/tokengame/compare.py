"""Kernel and model make the same steps and must agree after each on acts, variables and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import Wait
from tests.support.tokengame.choosing import Chooser, Label
from tests.support.tokengame.kernel import Kernel
from tests.support.tokengame.model import Act
from tests.support.tokengame.runs import Waiting
from tests.support.tokengame.tree import Sub
from tests.support.tokengame.walks import families
from tests.support.tokengame.xml import Diagram

STEPS = 30


@dataclass
class Report:
    """What became of one diagram: `difference` is None where kernel and model agreed to the end.

    `started` is False where the standard decides nothing about its start; `met` counts each element once.
    `states` says how both stood at the end.
    """

    tree: Sub
    seed: object
    started: bool = False
    acts: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)
    states: str = ""
    difference: str | None = None

    def __str__(self) -> str:
        """The diagram, the steps, what differs and both states."""
        diagram = Diagram(self.tree).text().decode()
        return "\n".join([diagram, *self.trace, str(self.difference), self.states])


class Difference(Exception):
    """Kernel and model do not agree."""


def same(kernel: Any, model: Any) -> bool:
    """Equal, with booleans apart from numbers."""
    if isinstance(model, dict):
        alike = isinstance(kernel, Mapping) and kernel.keys() == model.keys()
        return alike and all(same(kernel[key], model[key]) for key in model)
    if isinstance(model, list):
        return isinstance(kernel, list) and len(kernel) == len(model) and all(map(same, kernel, model))
    return isinstance(kernel, bool) == isinstance(model, bool) and bool(kernel == model)


class Match:
    """One diagram in both."""

    def __init__(self, tree: Sub, seed: object) -> None:
        self.tree = tree
        self.chooser = Chooser(tree, seed)
        self.tokens: dict[int, str] = {}
        self.report = Report(tree, seed)

    @property
    def game(self) -> Any:
        """The model as it stands."""
        return self.chooser.game

    def play(self) -> Report:
        """All steps, to the end or to the first difference."""
        if self.game is None:
            return self.report
        self.report.started = True
        try:
            self.compare()
        except Difference as found:
            self.report.difference = str(found)
        self.report.met = Counter(name for node in self.game.met for name in families(node))
        self.report.states = "\n".join(self.states())
        return self.report

    def states(self) -> Iterator[str]:
        """What is awaited, the variables and the outcome, in the kernel and in the model."""
        yield f"kernel: {sorted(map(self.shown, self.kernel.waiting()))} {self.kernel.variables} {self.kernel.outcome}"
        model = f"{self.game.variables} {self.game.state} {self.game.outcome}"
        yield f"model:  {sorted(map(self.chooser.label, self.game.waiting()))} {model}"

    def compare(self) -> None:
        """Start, then step by step. Raises Difference."""
        self.report.trace.append(f"start with {self.chooser.start}")
        self.kernel = Kernel(self.tree, self.chooser.start)
        self.agree()
        while len(self.report.trace) <= STEPS and self.game.waiting():
            chosen = self.chooser.act()
            if chosen is None:
                return
            self.step(*chosen)
            self.agree()

    def step(self, act: Act, waiting: Waiting | None) -> None:
        """The act that the model has made already, in the kernel. Raises Difference."""
        token = self.tokens[act.serial] if waiting else ""
        what = f"{act.how} {act.code} {waiting.element if waiting else ''} (token {token}) {act.values}"
        self.report.trace.append(what)
        self.report.acts[act.how] += 1
        try:
            caught = self.kernel.act(act, token)
        except Exception as error:
            raise Difference(f"the kernel raised {error!r}") from error
        if not caught:
            raise Difference(f"nobody caught {act.how} {act.code}")

    def agree(self) -> None:
        """Hold acts, variables, ends and what tasks see against each other. Raises Difference."""
        waiting, waits = self.game.waiting(), self.kernel.waiting()
        outcome = self.kernel.outcome
        self.equal("acts", map(self.shown, waits), map(self.chooser.label, waiting))
        self.equal("ends reached", self.kernel.ends, self.game.ends)
        self.equal("outcome", (outcome.state, *outcome.ends), (self.game.state, *self.game.outcome))
        self.alike("variables", self.kernel.variables, self.game.variables)
        self.link(waiting, waits)
        for each in waiting:
            if each.kind in ("user-task", "job", "call"):
                seen = self.kernel.sees(self.tokens[each.serial])
                self.alike(f"what {each.element} sees", seen, each.scope.visible())

    def equal(self, what: str, kernel: Iterable[Any], model: Iterable[Any]) -> None:
        """The same in any order. Raises Difference."""
        ours, theirs = Counter(kernel), Counter(model)
        if ours != theirs:
            raise Difference(
                f"{what}: only the kernel {dict(ours - theirs)}, only the model {dict(theirs - ours)}"
            )

    def alike(self, what: str, kernel: dict[str, Any], model: dict[str, Any]) -> None:
        """The same values. Raises Difference."""
        if not same(kernel, model):
            raise Difference(f"{what}: kernel {kernel}, model {model}")

    def shown(self, wait: Wait) -> Label:
        """What an act of the kernel is known by."""
        return wait.kind, wait.element, self.chooser.places(self.kernel.sees(wait.token))

    def link(self, waiting: list[Waiting], waits: list[Wait]) -> None:
        """Acts that go on keep their token; new ones find theirs. Raises Difference."""
        free = {each.token: self.shown(each) for each in waits}
        kept = {each.serial: self.tokens[each.serial] for each in waiting if each.serial in self.tokens}
        for serial, token in kept.items():
            if free.pop(token, None) is None:
                raise Difference(f"token {token} is gone, act {serial} goes on")
        self.tokens = kept
        for each in waiting:
            if each.serial not in kept:
                token = next(
                    (token for token, shown in free.items() if shown == self.chooser.label(each)), ""
                )
                if not token:
                    raise Difference(f"no token for {self.chooser.label(each)}")
                del free[token]
                self.tokens[each.serial] = token


def match(tree: Sub, seed: object) -> Report:
    """Play one diagram in both."""
    return Match(tree, seed).play()
