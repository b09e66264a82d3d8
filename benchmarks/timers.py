"""Timers: ten thousand due in one second, drained by two workers; and how late one fires, idle and under load."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from resource import RUSAGE_CHILDREN, getrusage
from time import monotonic, sleep

from sqlalchemy import func, select, update

import assembly
import web.models  # noqa: F401
from benchmarks.completions import GROUPS
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.models import job, user_task
from engine.process_engine import ProcessEngine
from engine.worker import Worker
from tests.support import diagrams as d

MANY = 10_000
SPREAD = 200  # timers one after the other, to see how late each is
APART = timedelta(milliseconds=100)
PATIENCE = 300.0  # seconds
CLERK = Actor("clerk", frozenset({"bench.staff"}))
_WAITS = d.diagram(
    "bench.wait",
    *(d.start(), d.catch("until", d.timer("timeDate", "=due")), d.end()),
    d.flows("start until end"),
)
_LOOP = d.diagram(
    "bench.loop",
    *(d.start(), d.task("again", groups="bench.staff"), d.flow("start", "again"), d.flow("again", "again")),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds. `drained` for all of them, `cpu` of both workers with their start; lateness is the 99th of a hundred."""

    drained: float
    cpu: float
    idle: float
    loaded: float
    completions: float  # per second, beside the timers under load


def measure(url: str, many: int = MANY) -> Figures:
    """All figures on one empty database."""
    pe = assembly.process_engine(url)
    files = {"shared/groups.yaml": GROUPS, "bench/wait.bpmn": _WAITS, "bench/loop.bpmn": _LOOP}
    deployments.deploy(pe, files, Actor("owner"))
    drained, cpu = _drain(pe, many)
    with _workers(url, 1):
        idle, _ = _lateness(pe, load=False)
        loaded, completions = _lateness(pe, load=True)
    pe.database.dispose()
    return Figures(drained, cpu, idle, loaded, completions)


def _drain(pe: ProcessEngine, many: int) -> tuple[float, float]:
    """Timers that all fell due in one second, while nobody worked: wall and CPU seconds of two workers."""
    _wait_for(pe, [_now() + timedelta(days=1)] * many)
    with pe.database.transaction() as connection:
        connection.execute(update(job).values(due_at=_now()))
    before = _cpu_of_children()
    with _workers(pe.database.url, 2):
        began = monotonic()
        _until_none_waits(pe)
        wall = monotonic() - began
    return wall, _cpu_of_children() - before


def _cpu_of_children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _lateness(pe: ProcessEngine, *, load: bool) -> tuple[float, float]:
    """The 99th percentile over timers a tenth of a second apart, and completions per second beside them."""
    with pe.database.reading() as connection:
        last = connection.execute(select(func.max(job.c.id))).scalar_one()
    first = _now() + timedelta(seconds=10)
    _wait_for(pe, [first + n * APART for n in range(SPREAD)])
    rate = _complete_until(pe, first + SPREAD * APART) if load else 0.0
    _until_none_waits(pe)
    query = select(job.c.ended_at, job.c.due_at).where(job.c.id > last)
    with pe.database.reading() as connection:
        late = sorted((row.ended_at - row.due_at).total_seconds() for row in connection.execute(query))
    return late[len(late) * 99 // 100], rate


def _complete_until(pe: ProcessEngine, end: datetime) -> float:
    root = instances.start(pe, "bench.loop", business_key=None, variables={}, by=CLERK)
    mine = select(user_task.c.id).where(user_task.c.root_id == root, user_task.c.status == "open")
    began, count = monotonic(), 0
    while _now() < end:
        with pe.database.reading() as connection:
            task = connection.execute(mine).scalar_one()
        tasks.complete(pe, task, {}, CLERK)
        count += 1
    return count / (monotonic() - began)


def _wait_for(pe: ProcessEngine, dues: list[datetime]) -> None:
    for due in dues:
        variables = {"due": due.isoformat()}
        instances.start(pe, "bench.wait", business_key=None, variables=variables, by=CLERK)


def _until_none_waits(pe: ProcessEngine) -> None:
    open_jobs = select(job.c.id).where(job.c.status.in_(("ready", "leased"))).limit(1)
    until = monotonic() + PATIENCE
    while monotonic() < until:
        with pe.database.reading() as connection:
            if connection.execute(open_jobs).first() is None:
                return
        sleep(0.05)
    raise TimeoutError("the timers were not drained")


@contextmanager
def _workers(url: str, count: int) -> Iterator[None]:
    """So many worker processes, ready to work."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    ready = [context.Event() for _ in range(count)]
    made = [context.Process(target=_work, args=(url, event, stop)) for event in ready]
    for process in made:
        process.start()
    for event in ready:
        event.wait(PATIENCE)
    yield
    stop.set()
    for process in made:
        process.join(PATIENCE)


def _work(url: str, ready: Event, stop: Event) -> None:
    pe = assembly.process_engine(url)
    worker = Worker(pe)
    ready.set()
    worker.start()
    stop.wait()
    worker.stop()
    pe.database.dispose()


def _now() -> datetime:
    return datetime.now(UTC)
