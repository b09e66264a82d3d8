"""What durability costs and gives: a step after a hundred rounds, one task sent twice, a worker killed at its work."""

from __future__ import annotations

import multiprocessing
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from threading import Barrier, Thread
from time import monotonic, perf_counter, process_time, sleep

from sqlalchemy import func, select

import assembly
from benchmarks.completions import CLERK, GROUPS, VARIABLES
from engine import jobs
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.errors import NotOpen
from engine.models import job, user_task
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.worker import Worker
from tests.support import diagrams as d

CASES, ROUNDS, TWICE = 20, 100, 100
CALL = "bench.call"
PATIENCE = 120.0  # seconds
_FILES = {
    "shared/groups.yaml": GROUPS,
    "bench/round.bpmn": d.diagram(
        "bench.round",
        *(
            d.start(),
            d.task("again", groups="bench.staff"),
            d.flow("start", "again"),
            d.flow("again", "again"),
        ),
    ),
    "bench/called.bpmn": d.diagram(
        "bench.called", d.start(), d.service("out", CALL, retries=3), d.end(), d.flows("start out end")
    ),
}
_spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Twice:
    """One task completed by two at once: how often just one won, and how long the other waited (seconds)."""

    trials: int
    one_won: int
    slowest_loser: float


def prepared(url: str) -> ProcessEngine:
    """A process engine on an empty database, with the diagrams of these measurements."""
    pe = assembly.process_engine(url)
    pe.registries.add_handler(JobHandler(CALL, "outside", lambda _: {}))
    deployments.deploy(pe, _FILES, Actor("owner"))
    return pe


def after_rounds(pe: ProcessEngine) -> float:
    """CPU of a completion in rounds 101 to 110 of an instance, of that in its rounds 1 to 10."""
    early, late = [], []
    for root in [_start(pe, "bench.round") for _ in range(CASES)]:
        early.append(_cpu(lambda root=root: _rounds(pe, root, 10)))  # type: ignore[misc]
        _rounds(pe, root, ROUNDS - 10)
        late.append(_cpu(lambda root=root: _rounds(pe, root, 10)))  # type: ignore[misc]
    return statistics.median(late) / statistics.median(early)


def twice(pe: ProcessEngine) -> Twice:
    """Both know the task's number; whoever comes second is told so at once."""
    root, fair, waits = _start(pe, "bench.round"), 0, []
    for _ in range(TWICE):
        outcomes = _both(pe, _open_task(pe, root))
        lost = [seconds for won, seconds in outcomes if not won]
        fair += len(lost) == 1
        waits += lost
    return Twice(TWICE, fair, max(waits))


def recovery(pe: ProcessEngine) -> tuple[float, float]:
    """Seconds from the kill (-9) of a worker in the middle of a call until another has done it; and the lease."""
    begun, ready = _spawn.Event(), _spawn.Event()
    first = _spawn.Process(target=_work, args=(pe.database.url, begun, True), daemon=True)
    first.start()
    _start(pe, "bench.called")
    begun.wait(PATIENCE)
    second = _spawn.Process(target=_work, args=(pe.database.url, ready, False), daemon=True)
    first.kill()
    killed = monotonic()
    first.join()
    second.start()
    try:
        _until_done(pe)
        return monotonic() - killed, jobs.LEASE.total_seconds()
    finally:
        second.kill()
        second.join()


def _work(url: str, begun: Event, stuck: bool) -> None:
    pe = assembly.process_engine(url)

    def call(_: Assignment) -> Variables:
        begun.set()
        while stuck:
            sleep(1)
        return {}

    pe.registries.add_handler(JobHandler(CALL, "outside", call))
    Worker(pe).start()
    while True:
        sleep(1)


def _until_done(pe: ProcessEngine) -> None:
    until = monotonic() + PATIENCE
    waiting = select(func.count()).select_from(job).where(job.c.status.in_(("ready", "leased")))
    while monotonic() < until:
        with pe.database.reading() as connection:
            if connection.execute(waiting).scalar_one() == 0:
                return
        sleep(0.05)
    raise TimeoutError("nobody went on with the killed worker's job")


def _both(pe: ProcessEngine, task: int) -> Sequence[tuple[bool, float]]:
    """Whether each of two won, and its seconds."""
    together, found = Barrier(2), []

    def try_it() -> None:
        together.wait()
        began = perf_counter()
        try:
            tasks.complete(pe, task, {}, CLERK)
            won = True
        except NotOpen:
            won = False
        found.append((won, perf_counter() - began))

    threads = [Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _start(pe: ProcessEngine, process: str) -> int:
    return instances.start(pe, process, business_key=None, variables=VARIABLES, by=CLERK)


def _rounds(pe: ProcessEngine, root: int, count: int) -> None:
    for _ in range(count):
        tasks.complete(pe, _open_task(pe, root), {}, CLERK)


def _open_task(pe: ProcessEngine, root: int) -> int:
    query = select(user_task.c.id).where(user_task.c.root_id == root, user_task.c.status == "open")
    with pe.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def _cpu(work: Callable[[], None]) -> float:
    began = process_time()
    work()
    return process_time() - began
