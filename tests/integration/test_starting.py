"""What begins a process by itself: clocks, messages; and that asking twice begins it once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine import jobs
from engine.clock import LentClock
from engine.commands import incidents, instances, messages, tasks
from engine.errors import Refused
from engine.models import instance, job, message
from engine.process_engine import ProcessEngine
from engine.queries.messages import untaken
from tests.integration.house import (
    ADMIN,
    STAFF,
    deploy,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    peek_variables,
    row,
    settle,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave

DAY = timedelta(days=1)


def daily(plan: str = "R/P1D", task: str = "a", kind: str = "timeCycle") -> bytes:
    begin = d.start("start", d.timer(kind, plan))
    return d.diagram("test.p", begin, d.task(task), d.end(), d.flows(f"start {task} end"))


def roots(pe: ProcessEngine) -> list[int]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(instance.c.id).order_by(instance.c.id)).scalars())


def clocks(pe: ProcessEngine) -> list[tuple[str, datetime]]:
    with pe.database.reading() as connection:
        query = select(job.c.status, job.c.due_at).where(job.c.kind == "timer-start").order_by(job.c.id)
        return [(row.status, row.due_at) for row in connection.execute(query)]


def test_a_process_begins_by_the_clock_again_and_again(pe: ProcessEngine, clock: LentClock) -> None:
    began = clock.now()
    deploy(pe, p=daily())
    settle(pe)
    assert roots(pe) == []
    for day in (1, 2):
        clock.set(began + day * DAY)
        settle(pe)
    one, two = roots(pe)
    assert open_elements(pe, one) == open_elements(pe, two) == ["a"]
    assert kinds(pe, one).count("timer-fired") == 1
    assert clocks(pe) == [("done", began + DAY), ("done", began + 2 * DAY), ("ready", began + 3 * DAY)]


def test_firing_late_does_not_shift_the_plan_and_a_standstill_begins_one(
    pe: ProcessEngine, clock: LentClock
) -> None:
    began = clock.now()
    deploy(pe, p=daily())
    clock.set(began + 5 * DAY + timedelta(hours=7))
    settle(pe)
    assert len(roots(pe)) == 1
    assert clocks(pe)[-1] == ("ready", began + 6 * DAY)


def test_a_short_period_after_a_long_standstill_begins_one(pe: ProcessEngine, clock: LentClock) -> None:
    began = clock.now()
    deploy(pe, p=daily("R/PT1S"))
    clock.set(began + 400 * DAY + timedelta(milliseconds=300))
    settle(pe)
    assert len(roots(pe)) == 1
    assert clocks(pe)[-1] == ("ready", began + 400 * DAY + timedelta(seconds=1))


def test_a_plan_that_is_over_begins_no_more(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=daily("R2/P1D"))
    for _ in range(5):
        clock.set(clock.now() + DAY)
        settle(pe)
    assert len(roots(pe)) == 2
    deploy(pe, p=daily("2026-03-20T09:00:00+08:00", "b", "timeDate"))
    clock.set(datetime.fromisoformat("2026-03-20T09:00:00+08:00"))
    settle(pe)
    settle(pe)
    assert len(roots(pe)) == 3


def test_a_new_version_takes_the_place_of_the_old_clock(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=daily())
    clock.set(clock.now() + timedelta(hours=12))
    deploy(pe, p=daily("R/P2D", "b"))
    assert clocks(pe) == [
        ("cancelled", clock.now() + timedelta(hours=12)),
        ("ready", clock.now() + 2 * DAY),
    ]
    deploy(pe, p=daily("R/P2D", "b"))  # nothing changed: nothing is wound anew
    assert len(clocks(pe)) == 2
    clock.set(clock.now() + 2 * DAY)
    settle(pe)
    assert [open_elements(pe, root) for root in roots(pe)] == [["b"]]
    deploy(pe, p=d.diagram("test.p", d.start(), d.task("c"), d.end(), d.flows("start c end")))
    clock.set(clock.now() + 30 * DAY)
    settle(pe)
    assert len(roots(pe)) == 1


@pytest.mark.parametrize("deployment_first", [True, False])
def test_a_deployment_against_a_clock_that_fires(
    pe: ProcessEngine, clock: LentClock, deployment_first: bool
) -> None:
    deploy(pe, p=daily())
    clock.set(clock.now() + DAY)
    (claimed,) = jobs.claim(pe, "worker", 8)
    pair = [lambda: deploy(pe, p=daily("R/P1D", "b")), lambda: jobs.run(pe, claimed)]
    assert interleave(pe, *(pair if deployment_first else reversed(pair))) == (None, None)
    assert len(roots(pe)) == (0 if deployment_first else 1)
    assert [state for state, _ in clocks(pe)].count("ready") == 1
    clock.set(clock.now() + DAY)
    settle(pe)
    assert open_elements(pe, roots(pe)[-1]) == ["b"]


def test_a_clock_that_cannot_be_counted_refuses_the_deployment(pe: ProcessEngine) -> None:
    with pytest.raises(Refused) as refused:
        deploy(pe, p=daily("=amount", kind="timeDate"))
    assert {(f.rule, f.element) for f in refused.value.findings} == {("timer-start", "start")}
    assert clocks(pe) == []


def test_a_clock_whose_start_fails_is_an_incident_and_the_plan_goes_on(
    pe: ProcessEngine, clock: LentClock
) -> None:
    broken = d.diagram(
        "test.p",
        *(d.start("start", d.timer("timeCycle", "R/P1D")), d.catch("pause", d.timer("timeDuration", "=n"))),
        *(d.end(), d.flows("start pause end")),
    )
    deploy(pe, p=broken)
    clock.set(clock.now() + DAY)
    settle(pe)
    (root,) = roots(pe)
    assert [(held.root_id, held.element) for held in open_incidents(pe)] == [(root, "pause")]
    assert clocks(pe)[-1] == ("ready", clock.now() + DAY)


def begun(once: bool) -> bytes:
    return d.diagram(
        "test.p",
        *(d.start("start", d.message("begin")), d.task("a"), d.end()),
        d.flows("start a end"),
        head=d.messages(begin=""),
        properties={"one-per-key": "true"} if once else None,
    )


def publish(pe: ProcessEngine, key: str = "K-1", **variables: int) -> bool:
    return messages.publish(pe, "begin", key, variables, STAFF)


def waiting(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        query = select(func.count()).select_from(message).where(message.c.status == "waiting")
        return int(connection.execute(query).scalar_one())


def test_one_case_of_a_key_at_a_time_where_the_diagram_asks_for_it(pe: ProcessEngine) -> None:
    deploy(pe, p=begun(once=True))
    for n in (1, 2, 3):
        publish(pe, n=n)
    publish(pe, "K-2", n=9)
    settle(pe)
    seen = []
    for _ in range(3):
        (root,) = [r for r in roots(pe) if row(pe, r).business_key == "K-1" and row(pe, r).status == "active"]
        seen.append(peek_variables(pe, root)["n"])
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
        settle(pe)
    assert (seen, waiting(pe), open_incidents(pe)) == ([1, 2, 3], 0, [])
    assert len(roots(pe)) == 4


def test_two_messages_of_one_key_at_one_moment_begin_one_case(pe: ProcessEngine) -> None:
    deploy(pe, p=begun(once=True))
    publish(pe, n=1)
    publish(pe, n=2)
    one, two = jobs.claim(pe, "worker", 8)
    interleave(pe, lambda: jobs.run(pe, one), lambda: jobs.run(pe, two))
    settle(pe)
    assert (len(roots(pe)), waiting(pe), open_incidents(pe)) == (1, 1, [])
    tasks.complete(pe, open_task(pe, roots(pe)[0], "a"), {}, STAFF)
    settle(pe)
    assert (len(roots(pe)), waiting(pe)) == (2, 0)


@pytest.mark.parametrize("end_first", [True, False])
def test_a_case_that_ends_against_a_message_that_waits_for_its_end(
    pe: ProcessEngine, end_first: bool
) -> None:
    deploy(pe, p=begun(once=True))
    publish(pe, n=1)
    settle(pe)
    task = open_task(pe, roots(pe)[0], "a")
    publish(pe, n=2)
    (claimed,) = jobs.claim(pe, "worker", 8)
    pair = [lambda: tasks.complete(pe, task, {}, STAFF), lambda: jobs.run(pe, claimed)]
    interleave(pe, *(pair if end_first else reversed(pair)))
    settle(pe)
    assert (len(roots(pe)), waiting(pe), open_incidents(pe)) == (2, 0, [])


def test_a_message_that_nobody_takes_is_seen_until_it_is_given_up(
    pe: ProcessEngine, clock: LentClock
) -> None:
    messages.publish(pe, "lost", "K-9", {}, STAFF, ttl=DAY)
    with pe.database.reading() as connection:
        assert untaken(connection, clock.now()) == []  # it is on its way
    settle(pe)
    with pe.database.reading() as connection:
        (seen,) = untaken(connection, clock.now())
    assert (seen["name"], seen["correlation_key"], seen["status"]) == ("lost", "K-9", "waiting")
    assert seen["expires_at"] == clock.now() + DAY
    clock.set(clock.now() + DAY)
    assert jobs.expire_messages(pe) == 1
    with pe.database.reading() as connection:
        (seen,) = untaken(connection, clock.now())
        assert seen["status"] == "expired"
        assert untaken(connection, clock.now() + 31 * DAY) == []


def test_asking_twice_with_one_token_starts_once(pe: ProcessEngine) -> None:
    deploy(pe, p=d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end")))

    def ask(token: str = "form-1") -> int:
        return instances.start(pe, "test.p", business_key=None, variables={}, by=STAFF, token=token)

    one, two = interleave(pe, ask, ask)
    assert one == two == ask()
    assert ask("form-2") != one
    assert len(roots(pe)) == 2


def test_a_dead_clock_is_given_up_until_its_next_date(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=daily())
    began = clock.now()
    clock.set(began + DAY)
    for _ in range(3):  # claimed, and the worker is never heard of again
        assert len(jobs.claim(pe, "doomed", 8)) == 1
        clock.set(clock.now() + jobs.LEASE)
    jobs.claim(pe, "next", 8)
    (held,) = open_incidents(pe)
    assert held.code == "lease-expired"
    incidents.resolve(pe, held.id, ADMIN)
    assert clocks(pe) == [("cancelled", began + DAY), ("ready", began + 2 * DAY)]
    clock.set(began + 2 * DAY)
    settle(pe)
    assert len(roots(pe)) == 1
