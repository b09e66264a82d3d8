"""Which jobs are claimed, by whom, in which order; and that slow receivers keep nobody else waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select, update

from engine import jobs
from engine import worker as workers
from engine.clock import LentClock
from engine.commands import messages
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.worker import Worker
from tests.integration.house import STAFF, deploy, open_elements, open_incidents, settle, start
from tests.support import diagrams as d
from tests.support.interleaving import interleave
from tests.unit.bpmn.diagrams import properties

PATIENCE = 30  # seconds
HOUR = timedelta(hours=1)


def handle(pe: ProcessEngine, kind: str, call: Callable[[Assignment], Variables], name: str = "work") -> None:
    pe.registries.add_handler(JobHandler(f"test.{name}", kind, call))  # type: ignore[arg-type]


def done(_: Assignment) -> Variables:
    return {}


def served(process: str = "test.p", *names: str) -> bytes:
    """Service tasks side by side, each followed by a user task."""
    works = names or ("work",)
    parts = [d.start(), d.gateway("fork", "parallel")]
    flows = d.flow("start", "fork")
    for name in works:
        parts += [
            d.service(name, f"test.{name.partition('-')[0]}"),
            d.task(f"after-{name}"),
            d.end(f"e-{name}"),
        ]
        flows += d.flows(f"fork {name} after-{name} e-{name}")
    return d.diagram(process, *parts, flows)


def elements(found: object) -> list[str]:
    return [row.element for row in found]  # type: ignore[attr-defined]


def test_two_workers_never_hold_jobs_of_one_case(pe: ProcessEngine) -> None:
    handle(pe, "inside", done)
    deploy(pe, p=served("test.p", "work-1", "work-2"))
    one, two = start(pe), start(pe)
    first, second = interleave(pe, lambda: jobs.claim(pe, "a", 3), lambda: jobs.claim(pe, "b", 8))
    assert [row.root_id for row in first] == [one, one, two]
    assert second == []
    for claimed in first:
        jobs.run(pe, claimed)
    assert [row.root_id for row in jobs.claim(pe, "b", 8)] == [two]


def test_a_case_is_free_again_when_its_lease_runs_out(pe: ProcessEngine, clock: LentClock) -> None:
    handle(pe, "inside", done)
    deploy(pe, p=served("test.p", "work-1", "work-2"))
    start(pe)
    (lost,) = jobs.claim(pe, "a", 1)
    assert jobs.claim(pe, "b", 8) == []
    clock.set(clock.now() + jobs.LEASE)
    (again,) = jobs.claim(pe, "b", 8)  # what was begun before is taken alone
    assert (again.id, again.version, again.attempts) == (lost.id, lost.version + 1, 2)
    jobs.run(pe, lost)  # the first comes back too late
    assert jobs.claim(pe, "c", 8) == []
    jobs.run(pe, again)
    assert elements(jobs.claim(pe, "c", 8)) == ["work-2"]


def test_urgent_jobs_are_done_first(pe: ProcessEngine) -> None:
    def urgent(name: str, priority: str, own: str = "") -> bytes:
        inside = (
            f"<bpmn:extensionElements>{properties(job_priority=own)}</bpmn:extensionElements>" if own else ""
        )
        wait = d.catch(name, inside + d.timer("timeDuration", "PT0S"))
        head = {"job-priority": priority} if priority else None
        parts = (d.start(), wait, d.end(), d.flows(f"start {name} end"))
        return d.diagram(f"test.{name}", *parts, properties=head)

    deploy(
        pe,
        plain=urgent("plain", ""),
        low=urgent("low", "10"),
        high=urgent("high", "90"),
        own=urgent("own", "10", "70"),
    )
    for name in ("plain", "low", "high", "own"):
        start(pe, f"test.{name}")
    assert elements(jobs.claim(pe, "worker", 8)) == ["high", "own", "plain", "low"]


def test_what_was_tried_before_is_not_put_off_for_ever(pe: ProcessEngine, clock: LentClock) -> None:
    """However much comes new, the oldest has its turn: alone, and at once."""
    handle(pe, "inside", done)
    deploy(pe, p=served())
    roots = [start(pe)]
    (lost,) = jobs.claim(pe, "doomed", 1)
    roots += [start(pe) for _ in range(3)]
    clock.set(clock.now() + jobs.LEASE)
    roots += [start(pe) for _ in range(3)]
    (again,) = jobs.claim(pe, "worker", 8)
    assert again.id == lost.id
    assert [row.root_id for row in jobs.claim(pe, "worker", 8)] == roots[1:]


def test_a_call_that_is_out_keeps_no_clock_of_its_case_from_firing(
    pe: ProcessEngine, clock: LentClock
) -> None:
    handle(pe, "outside", done)
    late = d.boundary("late", "work", d.timer("timeDuration", "PT1H"))
    parts = (d.start(), d.service("work", "test.work"), late, d.task("after"), d.task("gave-up"))
    flows = d.flows("start work after end") + d.flows("late gave-up e2")
    deploy(pe, p=d.diagram("test.p", *parts, d.end(), d.end("e2"), flows))
    root = start(pe)
    (out,) = jobs.claim(pe, "worker", 8, lane="outside")
    clock.set(clock.now() + HOUR - timedelta(seconds=1))
    jobs.heartbeat(pe, {out.id: out.version})
    clock.set(clock.now() + timedelta(seconds=1))
    assert jobs.claim(pe, "other", 8, lane="outside") == []
    (due,) = jobs.claim(pe, "other", 8, lane="inside")
    jobs.run(pe, due)
    assert open_elements(pe, root) == ["gave-up"]
    jobs.run(pe, out)
    assert (open_elements(pe, root), open_incidents(pe)) == (["gave-up"], [])


def test_calls_are_claimed_one_a_receiver_and_one_a_case(pe: ProcessEngine) -> None:
    for name in ("slow", "quick"):
        handle(pe, "outside", done, name)
    handle(pe, "inside", done)
    deploy(pe, p=served("test.p", "slow", "quick", "work"))
    one, two = start(pe), start(pe)
    claimed = jobs.claim(pe, "worker", 8, lane="outside")
    assert [(row.root_id, row.element) for row in claimed] == [(one, "slow"), (two, "quick")]
    for row in claimed:
        jobs.run(pe, row)
    again = jobs.claim(pe, "worker", 8, lane="outside", busy={"test.slow"})
    assert [(row.root_id, row.element) for row in again] == [(one, "quick")]
    assert elements(jobs.claim(pe, "worker", 8, lane="inside")) == ["work", "work"]


def test_a_header_names_the_receiver(pe: ProcessEngine) -> None:
    handle(pe, "outside", done)

    def to(receiver: str) -> bytes:
        headers = f'<zeebe:taskHeaders><zeebe:header key="receiver" value="{receiver}"/></zeebe:taskHeaders>'
        work = d.service("work", "test.work").replace("</bpmn:extension", f"{headers}</bpmn:extension")
        return d.diagram(f"test.{receiver}", d.start(), work, d.end(), d.flows("start work end"))

    deploy(pe, a=to("a"), b=to("b"))
    first, _, other = start(pe, "test.a"), start(pe, "test.a"), start(pe, "test.b")
    claimed = jobs.claim(pe, "worker", 8, lane="outside")
    assert [row.root_id for row in claimed] == [first, other]


def test_a_receiver_that_never_answers_keeps_no_other_waiting(
    pe: ProcessEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "TICK", 0.02)
    hung, quick, inside, answer = Event(), Event(), Event(), Event()

    def never(_: Assignment) -> Variables:
        hung.set()
        assert answer.wait(PATIENCE)
        return {}

    def ring(bell: Event) -> Callable[[Assignment], Variables]:
        def call(_: Assignment) -> Variables:
            bell.set()
            return {}

        return call

    handle(pe, "outside", never, "slow")
    handle(pe, "outside", ring(quick), "quick")
    handle(pe, "inside", ring(inside), "work")
    deploy(pe, p=served("test.p", "slow"), q=served("test.q", "quick"), r=served("test.r", "work"))
    worker = Worker(pe)
    worker.start()
    roots = [start(pe)]
    try:
        assert hung.wait(PATIENCE)
        roots += [start(pe, "test.p"), start(pe, "test.q"), start(pe, "test.r")]
        assert quick.wait(PATIENCE)
        assert inside.wait(PATIENCE)
    finally:
        answer.set()
        worker.stop()
    settle(pe)
    after = [open_elements(pe, root) for root in roots]
    assert after == [["after-slow"], ["after-slow"], ["after-quick"], ["after-work"]]


def test_a_worker_sleeps_until_the_next_job_and_no_longer_than_a_tick(
    pe: ProcessEngine, clock: LentClock
) -> None:
    worker = Worker(pe)
    assert worker._look() == workers.TICK
    deploy(
        pe,
        p=d.diagram(
            "test.p",
            d.start(),
            d.catch("w", d.timer("timeDuration", "PT1H")),
            d.end(),
            d.flows("start w end"),
        ),
    )
    start(pe)
    assert worker._look() == workers.TICK
    clock.set(clock.now() + HOUR - timedelta(seconds=0.125))
    assert worker._look() == 0.125
    messages.publish(pe, "nobody", "K", {}, STAFF)
    assert worker._look() == 0.125
    with pe.database.transaction() as connection:
        connection.execute(
            update(job).where(job.c.kind == "timer").values(status="leased", lease_until=clock.now())
        )
    clock.set(clock.now() + timedelta(seconds=1))
    assert worker._look() == workers.TICK
    with pe.database.reading() as connection:
        assert connection.execute(select(job.c.status)).scalars().all() == ["done", "done"]
