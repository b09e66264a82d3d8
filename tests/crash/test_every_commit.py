"""A node dies, or stands still, before and after each of its commits: nothing is lost and nothing done twice.

Every one of the house's guards, taken away, is found out at one of these points.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.crash import guards, proof, receiver, tale
from tests.crash.ledger import read
from tests.crash.lives import Guard, Halt, Side, World, commits_of, lives_on
from tests.support.databases import fresh_postgres, fresh_sqlite


@dataclass
class Stage:
    """Fresh worlds on one kind of database, each with a ledger of its own; one receiver for all."""

    url: str
    fresh: Callable[[], str]
    folder: Path
    receiver: str
    calls: Path
    numbers: Iterator[int]

    def world(self, process: str = "test.main") -> World:
        self.fresh()
        self.calls.write_text("")
        pe = tale.node(self.url, self.receiver)
        tale.deploy_tale(pe)
        pe.database.dispose()
        return World(self.url, self.folder / f"ledger-{next(self.numbers)}", self.receiver, process)

    def faults(self, world: World, undisturbed: proof.Stories) -> list[proof.Fault]:
        pe = tale.node(self.url, self.receiver)
        try:
            return proof.faults(pe, read([world.ledger]), receiver.calls(self.calls), undisturbed)
        finally:
            pe.database.dispose()

    def calm(self) -> tuple[int, proof.Stories]:
        """How many commits a life makes that nobody disturbs, and what its cases tell."""
        world = self.world()
        assert lives_on(world.life(0)) == 0
        pe = tale.node(self.url, self.receiver)
        told = proof.calm(pe)
        pe.database.dispose()
        assert self.faults(world, told) == []
        return commits_of(world), told


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("ledger")

    def fresh() -> str:
        if request.param == "postgresql":
            return fresh_postgres()
        for old in folder.glob("laurel.db*"):
            old.unlink()
        return fresh_sqlite(folder)

    url, calls = fresh(), folder / "calls"
    with receiver.receiving(url, calls) as address:
        yield Stage(url, fresh, folder, address, calls, count())


BOTH: tuple[Side, ...] = ("before", "after")
Undo = Callable[[World, Halt, Guard | None], None]


def killed(world: World, halt: Halt, guard_off: Guard | None = None) -> None:
    """A life that dies at a commit, and the life after it."""
    assert lives_on(world.life(0, halt, guard_off)) == signal.SIGKILL
    assert lives_on(world.life(1, guard_off=guard_off)) == 0


def slept(world: World, halt: Halt, guard_off: Guard | None = None) -> None:
    """A life that stands still after a commit until another has done everything, and then goes on."""
    _sleep(world, halt, guard_off, errand=False)


def dozed(world: World, halt: Halt, guard_off: Guard | None = None) -> None:
    """A life that stands still after a commit until another has done one job that is due, and then goes on."""
    _sleep(world, halt, guard_off, errand=True)
    assert lives_on(world.life(2, guard_off=guard_off)) == 0


def _sleep(world: World, halt: Halt, guard_off: Guard | None, *, errand: bool) -> None:
    sleeper = world.life(0, halt, guard_off)
    assert lives_on(sleeper) == signal.SIGSTOP
    assert lives_on(world.life(1, guard_off=guard_off, errand=errand)) == 0
    os.kill(sleeper, signal.SIGCONT)
    assert lives_on(sleeper) == 0


def test_killed_at_every_commit(stage: Stage) -> None:
    commits, undisturbed = stage.calm()
    assert commits >= 15
    for number in range(commits):
        for side in BOTH:
            world = stage.world()
            killed(world, (number, side, signal.SIGKILL))
            assert stage.faults(world, undisturbed) == [], f"killed {side} commit {number}"


@pytest.mark.parametrize("sleep", [slept, dozed])
def test_asleep_longer_than_a_lease_after_every_commit(stage: Stage, sleep: Undo) -> None:
    commits, undisturbed = stage.calm()
    for number in range(commits):
        world = stage.world()
        sleep(world, (number, "after", signal.SIGSTOP), None)
        assert stage.faults(world, undisturbed) == [], f"asleep after commit {number}"


@dataclass(frozen=True)
class Mutant:
    """A house without one of its guards, and the fault that gives it away."""

    guard: Callable[[Stage], Guard]
    undo: Undo
    sides: tuple[Side, ...]
    fault: str


MUTANTS = {
    "fence and memory off": Mutant(
        lambda _: guards.fence_and_memory_off, dozed, ("after",), "timers fired twice"
    ),
    "outbox before commit": Mutant(
        lambda stage: guards.outbox_off(stage.receiver),
        killed,
        ("before",),
        "calls went out before their commit",
    ),
    "once off": Mutant(lambda _: guards.once_off, killed, ("after",), "cases were started twice"),
    "story apart": Mutant(lambda _: guards.story_apart, killed, ("after",), "tells another story"),
    "acknowledged too early": Mutant(
        lambda _: guards.acknowledged_early, killed, ("before",), "acknowledged starts are missing"
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_house_without_a_guard_is_found_out(stage: Stage, name: str) -> None:
    mutant = MUTANTS[name]
    guard = mutant.guard(stage)
    commits, undisturbed = stage.calm()
    found: list[proof.Fault] = []
    for number in range(commits):
        for side in mutant.sides:
            world = stage.world()
            halt = (number, side, signal.SIGSTOP if mutant.undo is dozed else signal.SIGKILL)
            mutant.undo(world, halt, guard)
            found = stage.faults(world, undisturbed)
            if any(mutant.fault in fault.what for fault in found):
                return
    raise AssertionError(f"at no commit did {name} show: {found}")


def test_a_job_that_kills_its_workers_is_given_up(stage: Stage) -> None:
    """Attempts count when they begin: after three deaths an incident says so, and other work goes on."""
    assert deaths(stage, None) == 3


def test_attempts_counted_at_failure_are_found_out(stage: Stage) -> None:
    assert deaths(stage, guards.attempts_at_failure) == ENOUGH


ENOUGH = 6


def deaths(stage: Stage, guard_off: Guard | None) -> int:
    """How many lives die of the poisonous job until one comes to its end."""
    world = stage.world("test.poison")
    for number in range(ENOUGH):
        if lives_on(world.life(number, guard_off=guard_off)) == 0:
            assert stage.faults(world, {}) == []
            return number
    return ENOUGH
