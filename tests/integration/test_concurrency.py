"""Two commands at one moment: one of them counts, the other is told, and the case goes on unharmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import jobs
from engine.clock import LentClock
from engine.commands import deployments, incidents, interventions, messages, tasks
from engine.commands.instances import KeyTaken
from engine.errors import NotOpen
from engine.models import history, instance, job, user_task
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from tests.integration.house import (
    ADMIN,
    GROUPS,
    OTHER,
    STAFF,
    deploy,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    row,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave

DAY = timedelta(days=1)
TWO_STEPS = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a b end"))
SPLIT = d.diagram(
    "test.p",
    *(d.start(), d.gateway("split", "parallel"), d.task("a"), d.task("b"), d.gateway("join", "parallel")),
    *(d.task("after"), d.end()),
    d.flows("start split a join after end") + d.flows("split b join"),
)


def worked(pe: ProcessEngine, kind: str = "inside") -> list[str]:
    """A process with one service task; the list grows by each run of its handler."""
    runs: list[str] = []

    def work(assignment: Assignment) -> Variables:
        runs.append(assignment.key)
        return {}

    pe.registries.add_handler(JobHandler("test.work", kind, work))  # type: ignore[arg-type]
    parts = (d.start(), d.service("work", "test.work"), d.task("after"), d.end())
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start work after end")))
    return runs


def job_states(pe: ProcessEngine) -> list[str]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(job.c.status).order_by(job.c.id)).scalars())


def do_due(pe: ProcessEngine) -> Callable[[], None]:
    return lambda: settle(pe)


def test_complete_against_complete(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    task = open_task(pe, root, "a")
    won, lost = interleave(
        pe, lambda: tasks.complete(pe, task, {}, STAFF), lambda: tasks.complete(pe, task, {}, OTHER)
    )
    assert (won, type(lost)) == (root, NotOpen)
    assert (open_elements(pe, root), row(pe, root).version) == (["b"], 2)
    assert kinds(pe, root).count("task-completed") == 1
    tasks.complete(pe, open_task(pe, root, "b"), {}, STAFF)
    assert row(pe, root).status == "completed"


def timed(pe: ProcessEngine, clock: LentClock) -> tuple[int, int]:
    """A task with an interrupting timer that is due now; (root, task)."""
    late = d.boundary("late", "a", d.timer("timeDuration", "P1D"), interrupting=True)
    parts = (d.start(), d.task("a"), late, d.task("b"), d.task("remind"), d.end(), d.end("end-late"))
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start a b end"), d.flows("late remind end-late")))
    root = start(pe)
    clock.set(clock.now() + DAY)
    return root, open_task(pe, root, "a")


def test_complete_before_its_interrupting_timer(pe: ProcessEngine, clock: LentClock) -> None:
    root, task = timed(pe, clock)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interleave(pe, lambda: tasks.complete(pe, task, {}, STAFF), lambda: jobs.run(pe, claimed))
    assert (open_elements(pe, root), job_states(pe), open_incidents(pe)) == (["b"], ["cancelled"], [])


def test_complete_after_its_interrupting_timer(pe: ProcessEngine, clock: LentClock) -> None:
    root, task = timed(pe, clock)
    (claimed,) = jobs.claim(pe, "worker", 8)
    _, lost = interleave(pe, lambda: jobs.run(pe, claimed), lambda: tasks.complete(pe, task, {}, STAFF))
    assert isinstance(lost, NotOpen)
    assert (open_elements(pe, root), job_states(pe)) == (["remind"], ["done"])


def raced(pe: ProcessEngine, clock: LentClock) -> tuple[int, Callable[[], None], Callable[[], None]]:
    """An event-based gateway with a message and a timeout at one instant; (root, message, timeout)."""
    gateway = d.gateway("which", "eventBased")
    told = d.catch("told", d.message("ready"))
    late = d.catch("late", d.timer("timeDuration", "P1D"))
    parts = (d.start(), gateway, told, late, d.task("yes"), d.task("no"), d.end(), d.end("end-no"))
    flows = d.flows("start which told yes end") + d.flows("which late no end-no")
    deploy(pe, p=d.diagram("test.p", *parts, flows, head=d.messages(ready='"K-1"')))
    root = start(pe)
    clock.set(clock.now() + DAY)
    messages.publish(pe, "ready", "K-1", {}, STAFF)
    claimed = {row.kind: row for row in jobs.claim(pe, "worker", 8)}
    return (
        root,
        lambda: jobs.run(pe, claimed["correlate"]),
        lambda: jobs.run(pe, claimed["timer"]),
    )


@pytest.mark.parametrize("message_first", [True, False])
def test_message_against_timeout(pe: ProcessEngine, clock: LentClock, message_first: bool) -> None:
    root, message, timeout = raced(pe, clock)
    pair = (message, timeout) if message_first else (timeout, message)
    assert interleave(pe, *pair) == (None, None)
    settle(pe)
    assert open_elements(pe, root) == (["yes"] if message_first else ["no"])
    assert open_incidents(pe) == []


def test_cancel_against_a_claimed_job(pe: ProcessEngine) -> None:
    runs = worked(pe)
    root = start(pe)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interleave(pe, lambda: interventions.cancel(pe, root, "taken back", ADMIN), lambda: jobs.run(pe, claimed))
    assert (row(pe, root).status, job_states(pe), runs, open_incidents(pe)) == (
        "cancelled",
        ["cancelled"],
        [],
        [],
    )


def test_a_claimed_job_against_cancel(pe: ProcessEngine) -> None:
    runs = worked(pe)
    root = start(pe)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interleave(pe, lambda: jobs.run(pe, claimed), lambda: interventions.cancel(pe, root, "taken back", ADMIN))
    assert (row(pe, root).status, job_states(pe), len(runs)) == ("cancelled", ["done"], 1)
    assert open_elements(pe, root) == []


def test_work_outside_is_not_begun_for_a_cancelled_case(pe: ProcessEngine) -> None:
    runs = worked(pe, "outside")
    root = start(pe)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interventions.cancel(pe, root, "taken back", ADMIN)
    jobs.run(pe, claimed)
    assert (runs, job_states(pe)) == ([], ["cancelled"])


def test_deploy_against_start(pe: ProcessEngine) -> None:
    one = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
    deploy(pe, p=one)
    _, old = interleave(pe, lambda: deploy(pe, p=TWO_STEPS), lambda: start(pe))
    new = start(pe)
    for root in (old, new):
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    # PostgreSQL lets the start go by on the old version; SQLite lets it wait and take the new one.
    assert row(pe, old).status == ("active" if pe.database.is_sqlite else "completed")
    assert open_elements(pe, new) == ["b"]


def test_deploy_against_deploy(pe: ProcessEngine) -> None:
    one = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
    files = {"shared/groups.yaml": GROUPS}

    def bring(diagram: bytes) -> Callable[[], list[tuple[int, bool]]]:
        def act() -> list[tuple[int, bool]]:
            done = deployments.deploy(pe, {**files, "test/p.bpmn": diagram}, STAFF)
            return [(x["version"], x["changed"]) for x in done.definitions]

        return act

    assert interleave(pe, bring(one), bring(TWO_STEPS)) == ([(1, True)], [(2, True)])
    assert open_elements(pe, start(pe)) == ["a"]


def test_two_starts_with_one_key(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    won, lost = interleave(pe, lambda: start(pe, key="K-1"), lambda: start(pe, key="K-1"))
    assert (type(won), type(lost)) == (int, KeyTaken)
    with pe.database.reading() as connection:
        assert connection.execute(select(instance.c.id)).scalars().all() == [won]


def test_join_against_join(pe: ProcessEngine) -> None:
    deploy(pe, p=SPLIT)
    root = start(pe)
    a, b = open_task(pe, root, "a"), open_task(pe, root, "b")
    both = interleave(pe, lambda: tasks.complete(pe, a, {}, STAFF), lambda: tasks.complete(pe, b, {}, OTHER))
    assert both == (root, root)
    assert (open_elements(pe, root), row(pe, root).version) == (["after"], 3)
    tasks.complete(pe, open_task(pe, root, "after"), {}, STAFF)
    assert row(pe, root).status == "completed"


def test_claim_against_complete_do_not_wait_for_each_other(pe: ProcessEngine) -> None:
    """The one who claims is stopped between the task's row and the story, which points at the root's row."""
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    task = open_task(pe, root, "a")
    answers = interleave(
        pe,
        lambda: tasks.claim(pe, task, OTHER),
        lambda: tasks.complete(pe, task, {}, STAFF),
        before="INSERT INTO history",
    )
    assert [type(answer).__name__ for answer in answers] == ["NoneType", "HeldByOther"]
    assert open_elements(pe, root) == ["a"]


def test_a_task_claimed_meanwhile_is_not_completed_by_another(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    task = open_task(pe, root, "a")
    lost, won = interleave(
        pe,
        lambda: tasks.complete(pe, task, {}, STAFF),
        lambda: tasks.claim(pe, task, OTHER),
        before="UPDATE user_task",
    )
    # Whoever came first has it: on both databases the claim finds the completion before it.
    assert (lost, type(won)) == (root, NotOpen)
    with pe.database.reading() as connection:
        assert (
            connection.execute(select(user_task.c.ended_by).where(user_task.c.id == task)).scalar() == "clerk"
        )


def test_a_job_that_dies_while_its_case_moves(pe: ProcessEngine, clock: LentClock) -> None:
    """Burying is stopped between the job's row and the incident, which points at the root's row."""
    root, task = timed(pe, clock)
    for _ in range(3):
        assert len(jobs.claim(pe, "doomed", 8)) == 1
        clock.set(clock.now() + jobs.LEASE)
    answers = interleave(
        pe,
        lambda: jobs.claim(pe, "next", 8),
        lambda: tasks.complete(pe, task, {}, STAFF),
        before="INSERT INTO incident",
    )
    assert answers == ([], root)
    assert (open_elements(pe, root), job_states(pe), open_incidents(pe)) == (["b"], ["cancelled"], [])


def test_two_retries_of_one_incident(pe: ProcessEngine) -> None:
    deploy(pe, p=d.diagram("test.p", d.start(), d.service("w", "letter"), d.end(), d.flows("start w end")))
    root = start(pe)
    settle_all_attempts(pe)
    (held,) = open_incidents(pe)
    won, lost = interleave(
        pe, lambda: incidents.retry(pe, held.id, ADMIN), lambda: incidents.retry(pe, held.id, ADMIN)
    )
    assert (won, type(lost)) == (None, NotOpen)
    assert kinds(pe, root).count("incident-retried") == 1
    with pe.database.reading() as connection:
        told = connection.execute(select(history.c.actor).where(history.c.kind == "incident-retried"))
        assert told.scalars().all() == ["admin"]


def settle_all_attempts(pe: ProcessEngine) -> None:
    """Fail a job (it lacks its inputs) until it is dead."""
    clock = pe.clock
    assert isinstance(clock, LentClock)
    for _ in range(3):
        settle(pe)
        clock.set(clock.now() + jobs.BACKOFF_MOST * 2)
