"""The worker of a node: awake when there is work, quiet while it works, and it finishes what it has begun."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Event, Semaphore, Thread
from typing import Any

import pytest

from engine import worker as workers
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.worker import Worker
from tests.integration.house import deploy, open_elements, start
from tests.support import diagrams as d

PATIENCE = 60  # seconds; only a broken test waits so long
TICK = 0.02


@pytest.fixture
def worker(pe: ProcessEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setattr(workers, "TICK", TICK)
    made = Worker(pe)
    yield made
    if made._running:
        made.stop()


def handle(pe: ProcessEngine, kind: str, call: Callable[[Assignment], Variables]) -> None:
    """Deploy a process with one service task that this does."""
    pe.registries.add_handler(JobHandler("test.work", kind, call))  # type: ignore[arg-type]
    work = d.service("work", "test.work")
    parts = (d.start(), work, d.task("after"), d.end(), d.flows("start work after end"))
    deploy(pe, p=d.diagram("test.p", *parts))


def test_a_long_job_makes_no_noise_and_is_finished_before_the_worker_stops(
    pe: ProcessEngine, worker: Worker, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, ticks = Event(), Event(), Semaphore(0)
    shutdown, asked = worker._scheduler.shutdown, Event()

    def shutting_down(**options: Any) -> None:
        asked.set()
        shutdown(**options)

    monkeypatch.setattr(worker._scheduler, "shutdown", shutting_down)

    def slow(_: Assignment) -> Variables:
        begun.set()
        assert go.wait(PATIENCE)
        return {}

    handle(pe, "outside", slow)
    root = start(pe)
    worker._scheduler.add_job(ticks.release, "interval", seconds=TICK, max_instances=100)  # may run late
    with caplog.at_level(logging.WARNING):
        worker.start()
        assert begun.wait(PATIENCE)
        assert all(ticks.acquire(timeout=PATIENCE) for _ in range(5))
        stopping = Thread(target=worker.stop)
        stopping.start()
        assert asked.wait(PATIENCE)
        go.set()
        stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert caplog.messages == []
    assert open_elements(pe, root) == ["after"]


def test_a_commit_wakes_the_worker(
    pe: ProcessEngine, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Semaphore(0)

    def count(_: Assignment) -> Variables:
        monkeypatch.setattr(workers, "TICK", 10 * PATIENCE)  # from now on nothing but waking helps
        done.release()
        return {}

    handle(pe, "inside", count)
    worker.start()
    for _ in range(3):
        start(pe)
        assert done.acquire(timeout=PATIENCE)


def test_a_worker_goes_on_after_a_broken_turn(
    pe: ProcessEngine, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    calls = Semaphore(0)
    broken = iter([True])

    def break_once(_: Assignment) -> Variables:
        calls.release()
        if next(broken, False):
            raise SystemExit  # what no job may answer for: the turn ends
        return {}

    handle(pe, "inside", break_once)
    worker.start()
    for _ in range(2):
        start(pe)
        assert calls.acquire(timeout=PATIENCE)
    worker.stop()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
