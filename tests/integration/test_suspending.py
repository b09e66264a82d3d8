"""A suspended case stands still; when it goes on, what fell due or came meanwhile happens once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import jobs
from engine.clock import LentClock
from engine.commands import interventions, messages, tasks
from engine.errors import Invalid, NotAllowed, NotFound, NotOpen
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.tree import Suspended
from tests.integration.house import (
    ADMIN,
    STAFF,
    STRANGER,
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

DAY = timedelta(days=1)
WHICH = d.diagram(
    "test.p",
    *(d.start(), d.gateway("which", "eventBased"), d.catch("told", d.message("ready"))),
    *(d.catch("late", d.timer("timeDuration", "P1D")), d.task("yes"), d.task("no"), d.end(), d.end("e2")),
    d.flows("start which told yes end") + d.flows("which late no e2"),
    head=d.messages(ready='"K-1"'),
)
ONE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))


def suspend(pe: ProcessEngine, root: int) -> None:
    interventions.suspend(pe, root, "等候核查", ADMIN)


def resume(pe: ProcessEngine, root: int) -> None:
    interventions.resume(pe, root, "核查完毕", ADMIN)


def test_nobody_completes_a_task_of_a_suspended_case(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE)
    root = start(pe)
    suspend(pe, root)
    with pytest.raises(Suspended):
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert (open_elements(pe, root), row(pe, root).status) == (["a"], "active")
    resume(pe, root)
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert row(pe, root).status == "completed"
    assert [k for k in kinds(pe, root) if k in ("suspended", "resumed")] == ["suspended", "resumed"]


def test_a_timer_that_fell_due_meanwhile_fires_at_once_afterwards(
    pe: ProcessEngine, clock: LentClock
) -> None:
    deploy(pe, p=WHICH)
    root = start(pe)
    suspend(pe, root)
    clock.set(clock.now() + 3 * DAY)
    settle(pe)
    assert open_elements(pe, root) == []
    with pe.database.reading() as connection:
        assert jobs.next_due(connection) is None  # a worker does not wake for it
    resume(pe, root)
    settle(pe)
    assert (open_elements(pe, root), open_incidents(pe)) == (["no"], [])


def test_a_message_waits_for_its_receiver_longer_than_it_lives(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=WHICH)
    root = start(pe)
    suspend(pe, root)
    messages.publish(pe, "ready", "K-1", {}, STAFF, ttl=timedelta(hours=1))
    settle(pe)
    clock.set(clock.now() + timedelta(hours=2))
    assert jobs.expire_messages(pe) == 0
    assert open_elements(pe, root) == []
    resume(pe, root)
    settle(pe)
    assert open_elements(pe, root) == ["yes"]


def test_work_outside_that_has_begun_is_done_once_the_case_goes_on(pe: ProcessEngine) -> None:
    """The call is out when the case is suspended: its answer is asked for again, under the same key."""
    keys: list[str] = []

    def call_out(assignment: Assignment) -> Variables:
        keys.append(assignment.key)
        if len(keys) == 1:
            suspend(pe, assignment.root_id)
        return {}

    pe.registries.add_handler(JobHandler("test.work", "outside", call_out))
    parts = (d.start(), d.service("work", "test.work"), d.task("after"), d.end())
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start work after end")))
    root = start(pe)
    settle(pe)
    assert (open_elements(pe, root), len(keys), open_incidents(pe)) == ([], 1, [])
    resume(pe, root)
    settle(pe)
    assert (open_elements(pe, root), len(keys), len(set(keys))) == (["after"], 2, 1)


def test_a_suspended_case_can_be_cancelled(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE)
    root = start(pe)
    suspend(pe, root)
    interventions.cancel(pe, root, "申请人撤回", ADMIN)
    assert (row(pe, root).status, open_elements(pe, root)) == ("cancelled", [])


def test_who_may_suspend_and_when(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE)
    root = start(pe)
    with pytest.raises(NotAllowed):
        interventions.suspend(pe, root, "等候核查", STAFF)
    with pytest.raises(NotFound):
        interventions.suspend(pe, root, "等候核查", STRANGER)
    with pytest.raises(Invalid):
        interventions.suspend(pe, root, "  ", ADMIN)
    with pytest.raises(NotOpen):
        resume(pe, root)
    suspend(pe, root)
    with pytest.raises(NotOpen):
        suspend(pe, root)
    resume(pe, root)
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    with pytest.raises(NotOpen):
        suspend(pe, root)
