"""Random acts whose result the standard decides, and which leave no two acts that cannot be told apart."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from tests.support.tokengame.chance import FLAGS, LEVEL, LEVELS, NUMBERS
from tests.support.tokengame.events import catcher
from tests.support.tokengame.generate_activities import CODES, THROWERS
from tests.support.tokengame.model import Act, Game, TooLong
from tests.support.tokengame.runs import Waiting
from tests.support.tokengame.tree import Boundary, Handler, Loop, Sub
from tests.support.tokengame.walks import parts

Label = tuple[str, str, tuple[tuple[str, int], ...]]
TRIES = 8


class Chooser:
    """Plays the model of a tree. `game` is None if the standard decides nothing about its start."""

    def __init__(self, tree: Sub, seed: object) -> None:
        self.tree = tree
        self.random = random.Random(f"steps of {seed}")
        events = [part.event for part in parts(tree) if isinstance(part, Boundary | Handler)]
        self.cutting = {event.id for event in events if event.interrupting}
        self.items = {loop.item for loop in parts(tree) if isinstance(loop, Loop)}
        self.made: list[Act] = []
        self.start: dict[str, Any] = {}
        self.game = self.begun()

    def begun(self) -> Game | None:
        """The model at rest after a start with random variables."""
        for _ in range(TRIES):
            self.start = {LEVEL: 0} | {each: self.random.randint(0, 6) for each in NUMBERS}
            self.start |= {each: self.random.random() < 0.5 for each in FLAGS}
            try:
                game = Game(self.tree, self.start)
            except TooLong:
                continue
            if self.decided(game, 0):
                return game
        return None

    def act(self) -> tuple[Act, Waiting | None] | None:
        """A random act, made in the model already; None if all that were tried are undecided."""
        for _ in range(TRIES):
            assert self.game is not None
            act, waiting = self.drawn(self.game)
            serial = self.game.serials
            try:
                self.game.act(act)
                if self.decided(self.game, serial):
                    self.made.append(act)
                    return act, waiting
            except TooLong:
                pass
            self.game = self.replayed()
        return None

    def decided(self, game: Game, serial: int) -> bool:
        """Whether the model is where the kernel must be, and the acts that are new since `serial` all differ."""
        new = [self.label(each) for each in game.waiting() if each.serial > serial]
        return not game.strands.undecided and len(new) == len(set(new))

    def label(self, waiting: Waiting) -> Label:
        """What an act is known by."""
        return waiting.kind, waiting.element, self.places(waiting.scope.visible())

    def places(self, values: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
        """The multi-instance children that something belongs to, by their items."""
        return tuple(sorted((key, int(value)) for key, value in values.items() if key in self.items))

    def replayed(self) -> Game:
        """The model as it was before the last act."""
        game = Game(self.tree, self.start)
        for act in self.made:
            game.act(act)
        return game

    def drawn(self, game: Game) -> tuple[Act, Waiting | None]:
        """Mostly work, seldom what cancels everything around it: the stories shall not be over at once."""
        waiting = [each for each in game.waiting() if each.kind != "condition"]
        often = 0.03 if len(waiting) == len(game.waiting()) else 0.4
        if not waiting or self.random.random() < often:
            levels = [each for each in range(LEVELS) if each != game.variables[LEVEL]]
            return Act("set", values={LEVEL: self.random.choice(levels)} | self.numbers()), None
        weights = [3 if each.element in self.cutting else 4 for each in waiting]
        chosen = self.random.choices(waiting, weights)[0]
        how, code = self.thrown(chosen)
        return Act(how, chosen.serial, self.values(chosen), code), chosen

    def values(self, waiting: Waiting) -> Mapping[str, Any]:
        """Random answers; a timer brings none."""
        if waiting.kind == "timer":
            return {}
        chosen: dict[str, Any] = self.numbers()
        chosen |= {each: self.random.random() < 0.5 for each in FLAGS if self.random.random() < 0.3}
        if self.random.random() < 0.1:
            chosen[f"v_{self.random.randint(1, 3)}"] = self.random.randint(0, 6)
        return chosen

    def numbers(self) -> dict[str, int]:
        """Some numbers anew."""
        return {each: self.random.randint(0, 6) for each in NUMBERS if self.random.random() < 0.3}

    def thrown(self, waiting: Waiting) -> tuple[str, str]:
        """Sometimes a job ends with an error, or goes on and escalates, where somebody catches it."""
        kinds = ("error", "escalation") if waiting.kind in THROWERS else ()
        caught = [
            (kind, code) for kind in kinds for code in sorted(set(CODES)) if catcher(waiting.run, kind, code)
        ]
        if not caught or self.random.random() < 0.4:
            return waiting.kind, ""
        return self.random.choice(caught)
