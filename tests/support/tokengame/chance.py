"""Random names, numbers, conditions and mappings; and what may stand where."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.support.tokengame.expressions import Expr, name, op, value
from tests.support.tokengame.tree import Event, Mapping

NUMBERS = ("a", "b", "c", "d")
FLAGS = ("p", "q")
LEVEL = "level"
LEVELS = 4


@dataclass(frozen=True)
class Place:
    """What may stand at a place: how deep it is, whether a token may end here, and what catches things around it.

    `may_cancel` stands inside a transaction. `errors` and `heard` are codes of errors and escalations that are caught, `unheard` those that must not be thrown.

    Where several tokens may run through the same elements no parallel or inclusive merge stands (`may_join`): it
    would take tokens of different splits together (13.4.1), which is not well-structured. Where things happen at
    the same time or over and over, the order in which they are compensated is open, so nothing is (`may_undo`).
    """

    depth: int = 0
    may_end: bool = True
    may_terminate: bool = True
    may_stop: bool = True
    may_join: bool = True
    may_undo: bool = True
    may_cancel: bool = False
    errors: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    unheard: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = NUMBERS

    def inside(self) -> Place:
        """One level deeper."""
        return replace(self, depth=self.depth + 1)

    def area(self) -> Place:
        """Inside a sub-process: its tokens are its own."""
        return replace(self, may_end=True, may_stop=True, may_join=True, may_cancel=False)

    def catching(self, events: Sequence[Event]) -> Place:
        """Inside of what these events are attached to."""
        return replace(
            self, errors=self.errors | codes("error", events), heard=self.heard | codes("escalation", events)
        )

    def beside(self, event: Event, others: Sequence[Event]) -> Place:
        """Inside an event sub-process: the other ones of its area catch what it throws unless it interrupted them."""
        inner = replace(self, may_terminate=False, may_undo=False)
        if not event.interrupting:
            return inner.catching(others)
        errors, escalations = codes("error", others), codes("escalation", others)
        return replace(
            inner,
            errors=self.errors - errors,
            heard=self.heard - escalations,
            unheard=self.unheard | escalations,
        )

    def many(self) -> Place:
        """Where several tokens may pass at the same time."""
        return replace(self, may_join=False, may_undo=False)


def codes(kind: str, events: Sequence[Event]) -> frozenset[str]:
    """The codes that these events catch."""
    return frozenset(each.name for each in events if each.kind == kind)


class Chance:
    """Seeded draws of small things."""

    def __init__(self, seed: object) -> None:
        self.random = random.Random(f"{seed}")
        self.ids = 0

    def id(self, kind: str) -> str:
        """A new id."""
        self.ids += 1
        return f"{kind}-{self.ids}"

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random.random() < probability

    def number(self, place: Place, depth: int = 0) -> Expr:
        """An expression from 0 to 6."""
        roll = self.random.random()
        if depth > 1 or roll < 0.3:
            return name(self.random.choice(place.numbers))
        if roll < 0.4:
            return value(self.random.randint(0, 6))
        if roll < 0.8:
            return op("wrap", self.number(place, depth + 1), self.number(place, depth + 1))
        return op(
            "if", self.flag(place, depth + 1), self.number(place, depth + 1), self.number(place, depth + 1)
        )

    def flag(self, place: Place, depth: int = 0) -> Expr:
        """A condition."""
        roll = self.random.random()
        if depth > 1 or roll < 0.3:
            return name(self.random.choice(FLAGS))
        if roll < 0.7:
            first, second = self.number(place, depth + 1), self.number(place, depth + 1)
            return op(self.random.choice(("less", "equal")), first, second)
        if roll < 0.8:
            return op("not", self.flag(place, depth + 1))
        return op(self.random.choice(("and", "or")), self.flag(place, depth + 1), self.flag(place, depth + 1))

    def level(self) -> Expr:
        """The condition of an event, over a variable that is set from outside only."""
        return op(
            self.random.choice(("less", "less", "equal")),
            value(self.random.randint(1, LEVELS - 2)),
            name(LEVEL),
        )

    def assignment(self, place: Place, fresh: str) -> Mapping:
        """An expression and the variable that takes it, sometimes a new one."""
        if self.chance(0.3):
            return self.flag(place), self.random.choice(FLAGS)
        return self.number(place), self.random.choice((*NUMBERS, fresh))

    def mappings(self, place: Place, fresh: str, probability: float) -> tuple[Mapping, ...]:
        """Some mappings with targets of their own, none of which reads the target of another."""
        made: list[Mapping] = []
        while len(made) < 3 and self.chance(probability):
            source, target = self.assignment(place, fresh)
            taken = {each for _, each in made} | {each for expr, _ in made for each in expr.names()}
            if target not in taken and not source.names() & {each for _, each in made}:
                made.append((source, target))
        return tuple(made)
