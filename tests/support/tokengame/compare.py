"""Kernel and model make the same steps, the kernel saved and reloaded before each, and must agree after each."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import Services, Wait, Workflow, parse
from tests.support.tokengame.events import catcher
from tests.support.tokengame.generate import FLAGS, NUMBERS, Generator
from tests.support.tokengame.model import Game, TooLong
from tests.support.tokengame.runs import Waiting
from tests.support.tokengame.tree import Boundary, Handler, Loop, Sub, parts
from tests.support.tokengame.xml import Diagram

SERVICES = Services(now=datetime(2027, 3, 1, 1, tzinfo=UTC), hold=True)
STEPS = 30
TRIES = 6
UNSAID = ("loopCounter", "numberOf", "out_")

Step = tuple[int, dict[str, Any], str]


@dataclass
class Report:
    """What became of one diagram: `difference` is None where kernel and model agreed to the end."""

    steps: int = 0
    difference: str | None = None
    raced: bool = False
    state: str = "active"
    acts: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)


class Difference(Exception):
    """Kernel and model do not agree."""


def same(kernel: Any, model: Any) -> bool:
    """Equal, with booleans apart from numbers."""
    if isinstance(model, dict):
        return isinstance(kernel, Mapping) and kernel.keys() == model.keys() and all(
            same(kernel[key], model[key]) for key in model
        )  # fmt: skip
    if isinstance(model, list):
        return isinstance(kernel, list) and len(kernel) == len(model) and all(map(same, kernel, model))
    return isinstance(kernel, bool) == isinstance(model, bool) and bool(kernel == model)


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a task sees, what standard and dialect speak of."""
    return {key: value for key, value in values.items() if not key.startswith(UNSAID)}


def items(values: Mapping[str, Any], own: set[str]) -> tuple[tuple[str, int], ...]:
    """The multi-instance children that an act belongs to."""
    return tuple(sorted((key, int(value)) for key, value in values.items() if key in own))


class Match:
    """One diagram in both."""

    def __init__(self, tree: Sub, seed: object) -> None:
        self.tree = tree
        self.random = random.Random(f"steps of {seed}")
        self.items = {loop.item for loop in parts(tree) if isinstance(loop, Loop)}
        events = [part.event for part in parts(tree) if isinstance(part, Boundary | Handler)]
        self.cutting = {event.id for event in events if event.interrupting}
        self.start = {each: self.random.randint(0, 6) for each in NUMBERS}
        self.start |= {each: self.random.random() < 0.5 for each in FLAGS}
        self.made: list[Step] = []
        self.tokens: dict[int, str] = {}
        self.ends: list[str] = []
        self.report = Report()

    def play(self) -> Report:
        """All steps, to the end or to the first difference."""
        try:
            self.game = Game(self.tree, self.start)
        except TooLong:
            self.game = None
        if self.game is None or self.game.strands.raced:
            self.report.raced = True
            return self.report
        try:
            self.compare()
        except Difference as found:
            self.report.difference = str(found)
        self.report.state = self.game.state if self.game else "active"
        return self.report

    def compare(self) -> None:
        """Start, then step by step. Raises Difference."""
        (self.definition,) = parse(Diagram(self.tree).text(), "drawn.bpmn", house_rules=False)
        self.workflow = Workflow.start(self.definition, dict(self.start), SERVICES)
        self.report.trace.append(f"start with {self.start}")
        self.agree()
        while self.report.steps < STEPS and self.game.waiting():
            chosen = self.choose()
            if chosen is None:
                self.report.raced = True
                return
            self.workflow = Workflow.decode(self.definition, self.workflow.encode())
            self.step(*chosen)
            self.report.steps += 1
            self.agree()

    def choose(self) -> tuple[Waiting, dict[str, Any], str] | None:
        """A random act whose result does not hang on the order of concurrent tokens; the model has made it."""
        for _ in range(TRIES):
            waiting = self.pick(self.game.waiting())
            values = self.values(waiting)
            error = self.error(waiting)
            self.made.append((waiting.serial, values, error))
            try:
                self.game.act(waiting, values, error)
            except TooLong:
                self.game.strands.raced = True
            if not self.game.strands.raced:
                return waiting, values, error
            self.made.pop()
            self.game = self.replayed()
        return None

    def pick(self, waiting: list[Waiting]) -> Waiting:
        """Mostly work, seldom what cancels everything around it: the stories shall not be over at once."""
        weights = [1 if each.element in self.cutting else 4 for each in waiting]
        return self.random.choices(waiting, weights)[0]

    def replayed(self) -> Game:
        """The model as it was before the last act."""
        game = Game(self.tree, self.start)
        for serial, values, error in self.made:
            game.act(next(each for each in game.waiting() if each.serial == serial), values, error)
        return game

    def values(self, waiting: Waiting) -> dict[str, Any]:
        """Random answers; a timer brings none."""
        if waiting.kind == "timer":
            return {}
        chosen: dict[str, Any] = {each: self.random.randint(0, 6) for each in NUMBERS if self.random.random() < 0.3}
        chosen |= {each: self.random.random() < 0.5 for each in FLAGS if self.random.random() < 0.3}
        if self.random.random() < 0.1:
            chosen[f"v_{self.random.randint(1, 3)}"] = self.random.randint(0, 6)
        return chosen

    def error(self, waiting: Waiting) -> str:
        """Sometimes a job ends with an error that somebody catches."""
        if waiting.kind != "job" or self.random.random() < 0.5:
            return ""
        codes = [code for code in ("red", "blue", "green") if catcher(waiting.run, "error", code)]
        return self.random.choice(codes) if codes else ""

    def step(self, waiting: Waiting, values: dict[str, Any], error: str) -> None:
        """The same act in the kernel."""
        token = self.tokens.pop(waiting.serial)
        told = f"{waiting.kind} {waiting.element} (token {token})"
        self.report.trace.append(f"{told}: {f'error {error} ' if error else ''}{values}")
        self.report.acts["error" if error else waiting.kind] += 1
        try:
            if error:
                if not self.workflow.throw_error(token, error, values, SERVICES):
                    raise Difference(f"nobody caught error {error}")
            elif waiting.kind == "timer":
                self.workflow.fire(token, SERVICES)
            elif waiting.kind == "signal":
                self.workflow.signal(token, values, SERVICES)
            elif waiting.kind == "message":
                self.workflow.deliver(token, values, SERVICES)
            else:
                self.workflow.complete(token, values, SERVICES)
        except Difference:
            raise
        except Exception as error:
            raise Difference(f"{told} raised {error!r}") from error

    def agree(self) -> None:
        """Hold acts, variables and outcome against each other. Raises Difference."""
        waiting = self.game.waiting()
        doubtful = [self.label(each) for each in self.game.doubtful()]
        waits = [each for each in self.workflow.waiting() if each.kind != "join" and self.shown(each) not in doubtful]
        model = Counter(self.label(each) for each in waiting)
        kernel = Counter(self.shown(each) for each in waits)
        if model != kernel:
            raise Difference(f"acts: only the kernel {dict(kernel - model)}, only the model {dict(model - kernel)}")
        if not same(self.workflow.variables(), self.game.variables):
            raise Difference(f"variables: kernel {self.workflow.variables()}, model {self.game.variables}")
        happened = self.workflow.drain().happened
        self.ends += [each.element for each in happened if each.kind == "element-completed" and "end" in each.element]
        if Counter(self.ends) != Counter(self.game.ends):
            raise Difference(f"ends reached: kernel {self.ends}, model {self.game.ends}")
        outcome = self.workflow.outcome
        if (outcome.state, Counter(outcome.ends)) != (self.game.state, Counter(self.game.outcome)):
            raise Difference(f"outcome: kernel {outcome}, model {self.game.state} {self.game.outcome}")
        self.link(waiting, waits)

    def label(self, waiting: Waiting) -> tuple[Any, ...]:
        """What an act of the model is known by."""
        return waiting.kind, waiting.element, items(waiting.scope.visible(), self.items)

    def shown(self, wait: Wait) -> tuple[Any, ...]:
        """What an act of the kernel is known by."""
        return wait.kind, wait.element, items(self.workflow.context(wait.token), self.items)

    def link(self, waiting: list[Waiting], waits: list[Wait]) -> None:
        """Acts that go on keep their token; new ones find theirs, oldest first. What tasks see must be the same."""
        known = {each.serial for each in waiting}
        self.tokens = {serial: token for serial, token in self.tokens.items() if serial in known}
        free = {each.token: self.shown(each) for each in waits}
        for serial, token in self.tokens.items():
            if free.pop(token, None) is None:
                raise Difference(f"token {token} is gone, act {serial} goes on")
        for each in waiting:
            if each.serial not in self.tokens:
                token = next((token for token, shown in free.items() if shown == self.label(each)), None)
                if token is None:
                    raise Difference(f"no token for {self.label(each)}")
                free.pop(token)
                self.tokens[each.serial] = token
            if each.kind in ("user-task", "job"):
                kernel, model = told(self.workflow.context(self.tokens[each.serial])), told(each.scope.visible())
                if not same(kernel, model):
                    raise Difference(f"{each.element} sees: kernel {kernel}, model {model}")


def match(tree: Sub, seed: object) -> Report:
    """Play one diagram in both."""
    return Match(tree, seed).play()


def drawn(seed: object, limit: int = 25) -> Sub:
    """The diagram of a seed."""
    return Generator(seed, limit).tree()
