"""Take a guard away, and the proof fails.

Two nodes share a database and do, one after the other, what chance would let them do at the same time. Each play
is proved sound with all guards on, and must be found out once the guards that it needs are off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select, update

import assembly
from engine import instance_rows, jobs, runtime, tree
from engine.clock import LentClock
from engine.commands import tasks
from engine.errors import Conflict
from engine.jobs import claiming
from engine.models import instance
from engine.prepared import Prepared
from engine.process_engine import LiveInstances, ProcessEngine
from tests.crash import guards
from tests.crash.ledger import Claims
from tests.crash.proof import faults
from tests.integration.house import STAFF, deploy, open_elements, open_task, start
from tests.support import diagrams as d
from tests.support.databases import fresh_sqlite

# Two ways at once, so that one node can move the case while the other holds an older picture of it. Behind the
# timer nothing opens a row of its own, whose unique key (instance and token) would be one more guard.
TWO_WAYS = d.diagram(
    "test.main",
    d.start(),
    d.gateway("fork", "parallel"),
    d.task("a"),
    d.service("number", "awards.number", inputs={"series": '"test"', "year": "2026"}),
    d.task("b"),
    d.catch("pause", d.timer("timeDuration", "PT1H")),
    d.gateway("join", "parallel"),
    d.end(),
    d.flows("start fork a join end"),
    d.flows("fork number b pause join"),
)


@dataclass
class TwoNodes:
    """`slow` started the case and remembers it; `quick` is another process on the same database."""

    slow: ProcessEngine
    quick: ProcessEngine
    clock: LentClock
    root: int
    claims: Claims

    def complete(self, node: ProcessEngine, element: str) -> None:
        task = open_task(node, self.root, element)
        self.claims.meant["complete", task] += 1
        tasks.complete(node, task, {}, STAFF)
        self.claims.acknowledged["complete", task] += 1

    def complete_what_is_open(self) -> None:
        for element in open_elements(self.quick, self.root):
            self.complete(self.quick, element)

    def work(self, node: ProcessEngine) -> None:
        """Do what is due."""
        while jobs.run_due(node, "worker"):
            pass

    def later(self, by: timedelta = timedelta(hours=1)) -> None:
        self.clock.set(self.clock.now() + by)

    def faults(self) -> list[str]:
        return [fault.what for fault in faults(self.quick, self.claims, [], {})]


@pytest.fixture
def nodes(tmp_path: Path) -> TwoNodes:
    clock = LentClock(datetime.fromisoformat("2026-03-02T09:00:00+08:00"))
    url = fresh_sqlite(tmp_path)
    slow, quick = (assembly.process_engine(url, clock) for _ in range(2))
    deploy(slow, main=TWO_WAYS)
    begun = Counter({("start", 0): 1})
    return TwoNodes(slow, quick, clock, start(slow, "test.main", n=0), Claims(begun.copy(), begun.copy()))


# The guards that can be taken away.


def fence_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "fence", guards.ends_anyway)


def memory_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LiveInstances, "take", guards.take_unasked)


def version_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A root is overwritten whatever version the database holds."""
    table = instance.c
    blind = update(instance).where(table.id == bindparam("_id"))
    blind = blind.values({**instance_rows._STATE, "version": bindparam("_version") + 1})
    monkeypatch.setattr(tree, "SAVE_ROOT", Prepared(blind))


Guard = Callable[[pytest.MonkeyPatch], None]
Play = Callable[[TwoNodes, pytest.MonkeyPatch], None]


# The plays.


def late_worker(nodes: TwoNodes, _monkeypatch: pytest.MonkeyPatch) -> None:
    """Two claims of one timer: the first worker sleeps over its lease and comes after the second."""
    nodes.work(nodes.slow)
    nodes.complete(nodes.slow, "b")
    nodes.later()
    (stale,) = jobs.claim(nodes.slow, "slow", 8)
    nodes.later(jobs.LEASE)
    (fresh,) = jobs.claim(nodes.quick, "quick", 8)
    assert (fresh.id, fresh.version) == (stale.id, stale.version + 1)
    jobs.run(nodes.quick, fresh)
    jobs.run(nodes.slow, stale)
    nodes.complete(nodes.quick, "a")


def old_picture(nodes: TwoNodes, _monkeypatch: pytest.MonkeyPatch) -> None:
    """One node moves the case; then the other, which remembers it as it was before, moves it too."""
    _move_the_second_way(nodes)
    nodes.complete(nodes.slow, "a")


def unlocked_read(nodes: TwoNodes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command acts on a root that it read, without a lock, before the other node moved it."""
    with nodes.slow.database.reading() as connection:
        old = connection.execute(select(instance).where(instance.c.id == nodes.root)).one()._asdict()
    _move_the_second_way(nodes)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "moving_locked", lambda work, _root: runtime.moving_locked(work, old))
        with suppress(Conflict):  # as it should be: the person tries again
            nodes.complete(nodes.slow, "a")
    nodes.complete_what_is_open()


def _move_the_second_way(nodes: TwoNodes) -> None:
    nodes.work(nodes.quick)
    nodes.complete(nodes.quick, "b")
    nodes.later()
    nodes.work(nodes.quick)


@pytest.mark.parametrize(
    ("play", "off"),
    [
        (late_worker, []),
        (late_worker, [fence_off]),  # the token is spent: the second guard holds
        (late_worker, [memory_off]),  # the first guard holds
        (late_worker, [version_off]),
        (old_picture, []),
        (old_picture, [fence_off]),
        (unlocked_read, []),
        (unlocked_read, [fence_off, memory_off]),
    ],
)
def test_sound(nodes: TwoNodes, monkeypatch: pytest.MonkeyPatch, play: Play, off: Collection[Guard]) -> None:
    for guard in off:
        guard(monkeypatch)
    play(nodes, monkeypatch)
    assert nodes.faults() == []


@pytest.mark.parametrize(
    ("play", "off", "sentence"),
    [
        (late_worker, [fence_off, memory_off], "timers fired twice"),
        (old_picture, [memory_off], "cases have not ended"),
        (unlocked_read, [version_off], "cases have not ended"),
    ],
)
def test_found_out(
    nodes: TwoNodes, monkeypatch: pytest.MonkeyPatch, play: Play, off: Collection[Guard], sentence: str
) -> None:
    for guard in off:
        guard(monkeypatch)
    play(nodes, monkeypatch)
    assert sentence in " ".join(nodes.faults())
