"""Tries every way through a net, as far as the budget allows."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from engine.bpmn.soundness.budget import Budget, Exhausted
from engine.bpmn.soundness.game import Game
from engine.bpmn.soundness.marking import ENDED, LEFT, SPINNING, Marking, Place
from engine.bpmn.soundness.net import Act, Net

CROWD = 4  # of more tokens in one place it is not asked what becomes of them


@dataclass(slots=True)
class Step:
    """How a marking was first come to, and whether two tokens had already met before."""

    before: Marking | None
    acts: tuple[Act, ...]
    met: bool = False


@dataclass(slots=True)
class Explored:
    """All markings that were come to, and what they show."""

    game: Game
    steps: dict[Marking, Step] = field(default_factory=dict)
    after: dict[Marking, list[Marking]] = field(default_factory=dict)
    outside: set[Marking] = field(default_factory=set)  # in which something from outside can move a token
    stuck: list[Marking] = field(default_factory=list)
    met: list[tuple[Marking, Place]] = field(default_factory=list)
    endless: list[Marking] = field(default_factory=list)
    crowded: bool = False
    gave_up: bool = False

    @property
    def can_end(self) -> bool:
        return ENDED in self.steps

    @property
    def complete(self) -> bool:
        """Was every marking looked at?"""
        return not (self.crowded or self.gave_up)

    def path(self, marking: Marking) -> list[Act]:
        """The steps of a shortest way to a marking."""
        found: list[tuple[Act, ...]] = []
        step = self.steps[marking]
        while step.before is not None:
            found.append(step.acts)
            step = self.steps[step.before]
        found.append(step.acts)
        return [act for acts in reversed(found) for act in acts]


def explore(net: Net, budget: Budget) -> Explored:
    """Every marking of a net; those without way out are asked again with every order of moves."""
    budget.begin()
    found = Explored(Game(net, budget))
    try:
        _begin(found, net, budget)
        _ask_again(found, budget)
    except Exhausted:
        found.gave_up = True
    budget.states += len(found.after)
    return found


def _begin(found: Explored, net: Net, budget: Budget) -> None:
    todo: deque[Marking] = deque()
    for start in net.starts:
        acts, marking = found.game.begin(start)
        if marking not in found.steps:
            found.steps[marking] = Step(None, acts)
            todo.append(marking)
    _follow(found, todo, every=False)


def _ask_again(found: Explored, budget: Budget) -> None:
    asked: set[Marking] = set()
    while found.complete:
        budget.spend(len(found.steps))
        found.endless = _without_end(found)
        again = [m for m in found.endless if m not in asked]
        if not again:
            return
        asked.update(again)
        _follow(found, deque(again), every=True)


def _follow(found: Explored, todo: deque[Marking], *, every: bool) -> None:
    while todo:
        marking = todo.popleft()
        if _crowd(found, marking):
            continue
        following = found.after[marking] = []
        met = found.steps[marking].met
        for move in found.game.moves(marking, every=every):
            following.append(move.after)
            if move.outside:
                found.outside.add(marking)
            if move.after not in found.steps:
                found.steps[move.after] = Step(marking, move.acts, met)
                todo.append(move.after)
        if not following and marking not in (ENDED, LEFT, SPINNING):
            found.stuck.append(marking)


def _crowd(found: Explored, marking: Marking) -> bool:
    """Note where two tokens have met; True if there are too many to go on with."""
    step = found.steps[marking]
    times = Counter(p[:2] for p in marking)
    crowds = [Place(*place) for place, count in times.items() if count > 1]
    if any(times[place[:2]] > CROWD for place in crowds):
        found.crowded = True
        return True
    fresh = [(marking, place) for place in crowds if found.game.effect(place) is not None]
    if fresh and not step.met:
        found.met += fresh
        step.met = True
    return False


def _without_end(found: Explored) -> list[Marking]:
    """The markings from which neither an end nor a standstill can be come to."""
    before: dict[Marking, list[Marking]] = {}
    for marking, following in found.after.items():
        for after in following:
            before.setdefault(after, []).append(marking)
    todo = [m for m in (ENDED, LEFT) if m in found.steps] + found.stuck
    ends = set(todo)
    while todo:
        for marking in before.get(todo.pop(), ()):
            if marking not in ends:
                ends.add(marking)
                todo.append(marking)
    return [marking for marking in found.steps if marking not in ends]
