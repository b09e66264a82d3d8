"""One life: its dice, its story, what is still to happen, and the comparison of house and model."""

from __future__ import annotations

import heapq
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from awards.models import award
from engine.actor import Actor
from engine.commands import instances, messages
from engine.errors import LaurelError
from engine.rehearsal.yaml_values import as_json
from tests.lives import robot
from tests.lives.house import House
from tests.lives.reckoning import DAY, SHANGHAI, at
from tests.lives.rest_days import OFF, WORKED
from tests.lives.rules import Rules

# Days around which counting is not plain: days off, and weekends that are worked.
NOTABLE = tuple(sorted({day + n * DAY for day in days for n in range(-6, 3)}) for days in (OFF, WORKED))
Question = tuple[str, tuple[Any, ...], Any]  # method of the rules, what it is asked, what the house says


class Disagreement(AssertionError):
    """House and model differ; the text is the whole life."""


class Life(ABC):
    """What every scheme's life has; a scheme's class tells it in `live`."""

    scheme: str
    habits: Mapping[str, Mapping[str, Any]] = {}  # how the decisive fields of an element are filled in

    def __init__(self, house: House, rules: Rules, seed: int) -> None:
        self.house, self.rules, self.seed = house, rules, seed
        self.dice = Random(f"{self.scheme}:{seed}")
        self.story: list[str] = []
        self.asked: list[Question] = []
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = 0
        self.everybody = Actor("lives", frozenset(house.bundle.groups), admin=True)

    @abstractmethod
    def live(self) -> None:
        """Play the life from its first to its last day."""

    def play(self) -> None:
        """Live on a swept stage. Raises Disagreement, also for what the house refuses."""
        try:
            self.live()
        except LaurelError as error:
            self.differ(f"the house refused: {error} ({error.code})")
        except (IndexError, KeyError, TypeError) as error:
            self.differ(f"the house was not where the model has it: {error!r}")

    # time

    def begin(self, day: date) -> None:
        """An empty house on the morning of a day."""
        self.house.sweep(at(day, self.dice.randint(7, 18)))

    @property
    def today(self) -> date:
        return self.house.today

    def go(self, target: datetime) -> None:
        """Let time pass; what is on the agenda happens on the way. The past is now."""
        while self._agenda and self._agenda[0][0] <= target:
            when, _, act = heapq.heappop(self._agenda)
            self.house.move_to(max(when, self.house.now))
            act()
        self.house.move_to(max(target, self.house.now))

    def go_on(self, day: date) -> None:
        """Some hour of a day, but not before now."""
        self.go(datetime(day.year, day.month, day.day, self.dice.randint(0, 23), tzinfo=SHANGHAI))

    def plan(self, when: datetime, act: Callable[[], None]) -> None:
        """Something that will happen."""
        self._number += 1
        heapq.heappush(self._agenda, (when, self._number, act))

    def finish(self) -> None:
        """Whatever is still planned happens."""
        while self._agenda:
            self.next()

    def next(self) -> None:
        """What is planned next happens."""
        self.go(self._agenda[0][0])

    def day_in(self, first: date, last: date) -> date:
        """A day from first to last, more often than not near days off."""
        days = self.dice.choice(NOTABLE)
        low, high = bisect_left(days, first), bisect_right(days, last)
        if low < high and self.dice.random() < 0.6:
            return days[self.dice.randrange(low, high)]
        return first + timedelta(days=self.dice.randint(0, (last - first).days))

    def soon(self, most: int = 20) -> date:
        """A day in the next time."""
        return self.day_in(self.today, self.today + timedelta(days=most))

    def perhaps(self, chance: float) -> bool:
        return self.dice.random() < chance

    # acts

    def start(self, process: str, key: str, **variables: Any) -> int:
        """Begin a case."""
        self.tell(f"{process} {key} begins")
        root = instances.start(
            self.house.pe, process, business_key=key, variables=as_json(variables), by=self.everybody
        )
        self.house.settle()
        return root

    def say(self, message: str, key: str, **payload: Any) -> None:
        """Publish a message."""
        self.tell(f"message {message} to {key}: {payload}")
        messages.publish(self.house.pe, message, key, as_json(payload), self.everybody)
        self.house.settle()

    def do(self, root: int, element: str, **said: Any) -> None:
        """Complete the oldest open task of an element."""
        found = self.house.tasks(root, element)
        if not found:
            self.differ(f"“{element}” is not open in case {root}, but {self.house.open(root)}")
        self.tell(f"{element}" + (f": {said}" if said else ""))
        robot.complete(self.house, found[0], {**self.habits.get(element, {}), **said})

    # comparison

    def agree(self, question: str, house_says: Any, *about: Any) -> None:
        """The house's answer is the model's. Raises Disagreement."""
        self.asked.append((question, about, house_says))
        expected = getattr(self.rules, question)(*about)
        self.tell(f"  {question}{about}: {_shown(expected)}")
        if house_says != expected:
            self.differ(f"{question}: the house says {_shown(house_says)}, the rule {_shown(expected)}")

    def same(self, what: str, house_says: Any, expected: Any) -> None:
        """Where the life is, by the diagram in words. Raises Disagreement."""
        if house_says != expected:
            self.differ(f"{what}: the house says {_shown(house_says)}, expected {_shown(expected)}")

    def is_at(self, root: int, *elements: str) -> None:
        """Exactly these tasks are open."""
        self.same("open tasks", self.house.open(root), sorted(elements))

    def ended(self, root: int, *ends: str) -> datetime:
        """The case ended so; when. Raises Disagreement."""
        row = self.house.case(root)
        self.same(f"the end of case {root}", row.ends if row.status != "active" else "active", list(ends))
        self.tell(f"  case {root} ended: {ends}")
        return row.ended_at

    def awards(self) -> list[tuple[Any, ...]]:
        """The awards in the register: slot, day, revoked on."""
        columns = (award.c.level, award.c.category, award.c.document_date, award.c.revoked_on)
        return [tuple(row) for row in self.house.rows(select(*columns).order_by(award.c.id))]

    def tell(self, sentence: str) -> None:
        self.story.append(f"{self.house.now:%Y-%m-%d %a %H:%M:%S}  {sentence}")

    def differ(self, reason: str) -> None:
        """Give up with the whole story."""
        head = f"life {self.scheme} {self.seed} (python -m tests.lives {self.scheme} {self.seed})"
        stands = [f"stands still: {told}" for told in self.house.standing_still()]
        raise Disagreement("\n".join([head, *self.story, *stands, f"DIFFERS: {reason}"]))


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %a %H:%M:%S}"
    return str(value)
