"""Jobs: timers and handlers run once, are retried with backoff, and end as incidents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

import assembly
from engine import jobs
from engine.actor import Actor
from engine.commands import calendar, incidents, tasks
from engine.errors import NotOpen
from engine.explain import explain
from engine.models import history, instance, job, message
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, BusinessError, JobHandler, Outgoing, Variables
from engine.worker import Worker
from tests.integration.house import (
    STAFF,
    deploy,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    peek_variables,
    row,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.fictional_2027 import FICTIONAL_2027

DAY = timedelta(days=1)
ADMIN = Actor("admin", admin=True)


def waits(definition: str = "PT24H", kind: str = "timeDuration") -> bytes:
    later = d.catch("later", d.timer(kind, definition))
    return d.diagram("test.p", d.start(), later, d.task("after"), d.end(), d.flows("start later after end"))


def served(**options: int) -> bytes:
    work = d.service("work", "test.work", inputs={"given": "=amount"}, **options)
    return d.diagram("test.p", d.start(), work, d.task("after"), d.end(), d.flows("start work after end"))


def handle(pe: ProcessEngine, call, kind: str = "inside") -> None:  # type: ignore[no-untyped-def]
    pe.registries.add_handler(JobHandler("test.work", kind, call))  # type: ignore[arg-type]


def job_row(pe: ProcessEngine, kind: str):  # type: ignore[no-untyped-def]
    with pe.database.reading() as connection:
        return connection.execute(select(job).where(job.c.kind == kind).order_by(job.c.id.desc())).first()


def test_a_timer_fires_when_it_is_due_and_not_before(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    deploy(pe, p=waits())
    root = start(pe)
    due = clock.now() + DAY
    assert job_row(pe, "timer").due_at == due
    clock.set(due - timedelta(seconds=1))
    settle(pe)
    assert open_elements(pe, root) == []
    clock.set(due)
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    assert job_row(pe, "timer").status == "done"


def test_a_timer_missed_in_downtime_fires_once(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    deploy(pe, p=waits())
    root = start(pe)
    clock.set(clock.now() + 30 * DAY)
    settle(pe)
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    assert kinds(pe, root).count("timer-fired") == 1


def test_a_boundary_timer_ends_with_the_task_it_hangs_on(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    late = d.boundary("late", "a", d.timer("timeDuration", "P1D"), interrupting=True)
    parts = (d.start(), d.task("a"), late, d.task("remind"), d.end(), d.end("end-late"))
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start a end"), d.flows("late remind end-late")))
    done, missed = start(pe), start(pe)
    tasks.complete(pe, open_task(pe, done, "a"), {}, STAFF)
    clock.set(clock.now() + DAY)
    settle(pe)
    assert row(pe, done).ends == ["end"]
    assert open_elements(pe, missed) == ["remind"]


def test_a_handler_inside_the_transaction(pe: ProcessEngine) -> None:
    seen: list[Assignment] = []

    def work(assignment: Assignment) -> Variables:
        seen.append(assignment)
        return {"result": assignment.variables["given"] + 1}

    handle(pe, work)
    deploy(pe, p=served())
    root = start(pe, amount=41)
    assert open_elements(pe, root) == []
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    assert len(seen) == 1
    assert seen[0].connection is not None


def test_a_handler_outside_is_given_a_stable_key_and_no_transaction(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    keys: list[str] = []

    def call_out(assignment: Assignment) -> Variables:
        keys.append(assignment.key)
        assert assignment.connection is None
        if len(keys) == 1:
            raise ConnectionError("the other side is down")
        return {}

    handle(pe, call_out, "outside")
    deploy(pe, p=served())
    root = start(pe, amount=1)
    settle(pe)
    assert open_elements(pe, root) == []
    clock.set(clock.now() + timedelta(minutes=1))
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_job_that_keeps_failing_becomes_an_incident_and_can_be_retried(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    broken = [True]

    def work(_assignment: Assignment) -> Variables:
        if broken[0]:
            raise RuntimeError("no paper")
        return {}

    handle(pe, work)
    deploy(pe, p=served(retries=2))
    root = start(pe, amount=1)
    for _ in range(5):
        settle(pe)
        clock.set(clock.now() + DAY)
    (found,) = open_incidents(pe)
    assert (found.element, found.message, job_row(pe, "service").attempts) == ("work", "no paper", 2)
    broken[0] = False
    incidents.retry(pe, found.id, ADMIN)
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    assert open_incidents(pe) == []


def test_a_business_error_goes_to_its_boundary(pe: ProcessEngine) -> None:
    def work(_assignment: Assignment) -> Variables:
        raise BusinessError("no-quota", {"left": 0})

    handle(pe, work)
    error = '<bpmn:error id="e" name="no quota" errorCode="no-quota"/>'
    caught = d.boundary("caught", "work", '<bpmn:errorEventDefinition errorRef="e"/>')
    parts = (d.start(), d.service("work", "test.work"), caught, d.task("mend"), d.end(), d.end("end-2"))
    deploy(
        pe, p=d.diagram("test.p", *parts, d.flows("start work end"), d.flows("caught mend end-2"), head=error)
    )
    root = start(pe)
    settle(pe)
    assert open_elements(pe, root) == ["mend"]
    assert open_incidents(pe) == []


def test_the_fence_a_late_worker_changes_nothing(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    """Two claims of one job: the first worker slept longer than its lease; only the second counts."""
    deploy(pe, p=waits())
    root = start(pe)
    clock.set(clock.now() + DAY)
    (stale,) = jobs.claim(pe, "slow", 8)
    clock.set(clock.now() + jobs.LEASE)
    (fresh,) = jobs.claim(pe, "quick", 8)
    assert (stale.id, stale.version + 1) == (fresh.id, fresh.version)
    jobs.run(pe, stale)
    assert open_elements(pe, root) == []
    jobs.run(pe, fresh)
    assert open_elements(pe, root) == ["after"]
    assert kinds(pe, root).count("timer-fired") == 1


def test_a_job_that_kills_its_workers_becomes_an_incident(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    deploy(pe, p=waits())
    start(pe)
    clock.set(clock.now() + DAY)
    for _ in range(3):  # claimed, and the worker is never heard of again
        assert len(jobs.claim(pe, "doomed", 8)) == 1
        clock.set(clock.now() + jobs.LEASE)
    assert jobs.claim(pe, "next", 8) == []
    assert [i.code for i in open_incidents(pe)] == ["lease-expired"]


def test_a_message_finds_its_receiver_once_even_if_it_came_first(pe: ProcessEngine) -> None:
    def work(assignment: Assignment) -> Variables:
        assignment.outgoing.append(Outgoing("ready", "K-1", {"score": assignment.variables["given"]}))
        return {}

    handle(pe, work)
    waiting = d.catch("wait", d.message("ready"))
    receiver = d.diagram(
        "test.q",
        *(d.start(), d.task("first"), waiting, d.task("after"), d.end()),
        d.flows("start first wait after end"),
        head=d.messages(ready="case_key"),
    )
    deploy(pe, p=served(), q=receiver)
    late = start(pe, "test.q", case_key="K-1")
    other = start(pe, "test.q", case_key="K-2")
    start(pe, amount=7)
    settle(pe)
    for root in (late, other):
        tasks.complete(pe, open_task(pe, root, "first"), {}, STAFF)
    settle(pe)
    assert open_elements(pe, late) == ["after"]
    assert open_elements(pe, other) == []
    with pe.database.reading() as connection:
        kept = connection.execute(select(message)).one()
    assert (kept.status, kept.receiver_id) == ("delivered", late)


def test_a_provisional_date_releases_nothing(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    """SC-13 (a): posted Thursday 2026-12-24, five working days end on 31 December, provisionally."""
    ends = '=start of day(working days after(date("2026-12-24"), 5) + duration("P1D"))'
    deploy(pe, p=waits(ends, "timeDate"))
    root = start(pe)
    found = job_row(pe, "timer")
    assert (found.provisional, found.due_at.isoformat()) == (True, "2026-12-31T16:00:00+00:00")
    clock.set(found.due_at)
    settle(pe)
    assert open_elements(pe, root) == []
    (held,) = open_incidents(pe)
    assert held.code == "provisional-date"
    calendar.load(pe, FICTIONAL_2027, ADMIN)
    assert open_incidents(pe) == []
    settle(pe)
    assert open_elements(pe, root) == ["after"]


def test_a_held_timer_says_its_own_date_however_often_it_is_tried(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    """From Thursday 24 December 2026 five working days end on the 31st, if the notice for 2027 changes nothing."""
    ends = '=start of day(working days after(date("2026-12-24"), 5) + duration("P1D"))'
    over = d.catch("over", d.timer("timeDate", ends)).replace('name="over"', 'name="公示期满"')
    deploy(
        pe, p=d.diagram("test.p", d.start(), over, d.task("after"), d.end(), d.flows("start over after end"))
    )
    root = start(pe)
    clock.set(job_row(pe, "timer").due_at)
    settle(pe)
    says = (
        "“公示期满”到期日 2026-12-31 是推定日期：2027 年的放假安排尚未录入。"
        "录入放假安排后请重试；在此之前不放行。"
    )
    (held,) = open_incidents(pe)
    assert held.message == says
    clock.set(clock.now() + 20 * DAY)
    incidents.retry(pe, held.id, ADMIN)
    settle(pe)
    (again,) = open_incidents(pe)
    assert again.message == says
    with pe.database.reading() as connection:
        told = explain(pe, connection, root)
        query = select(history.c.element, history.c.actor, history.c.facts).where(
            history.c.kind == "timer-held"
        )
        entries = connection.execute(query).all()
    assert [(w.kind, w.due_at) for w in told] == [("incident", datetime(2026, 12, 31, 16, tzinfo=UTC))]
    facts = {"day": "2026-12-31", "reason": "2027 年的放假安排尚未录入"}
    assert entries == [("over", "laurel", facts)] * 2


def test_heartbeat_keeps_a_lease(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    deploy(pe, p=waits())
    start(pe)
    clock.set(clock.now() + DAY)
    held = {row.id: row.version for row in jobs.claim(pe, "busy", 8)}
    clock.set(clock.now() + jobs.LEASE - timedelta(seconds=1))
    jobs.heartbeat(pe, held)
    clock.set(clock.now() + timedelta(seconds=2))
    assert jobs.claim(pe, "greedy", 8) == []
    clock.set(clock.now() + jobs.LEASE)
    (taken,) = jobs.claim(pe, "greedy", 8)
    clock.set(clock.now() + jobs.LEASE)
    jobs.heartbeat(pe, held)  # that claim is another's by now
    (again,) = jobs.claim(pe, "third", 8)
    assert [*held.items()] == [(again.id, taken.version - 1)]


def test_a_worker_of_the_same_name_keeps_no_lease_of_before(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    """In a container the host's name and the process's number are the same after every start."""
    deploy(pe, p=waits())
    start(pe)
    clock.set(clock.now() + DAY)
    name = Worker(pe).name
    (lost,) = jobs.claim(pe, name, 8)
    clock.set(clock.now() + jobs.LEASE)
    Worker(pe)._beat()
    assert [row.id for row in jobs.claim(pe, name, 8)] == [lost.id]


def test_what_a_worker_could_not_begin_is_not_held_by_its_heart(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    """The database goes away in the middle of a batch: even writing down the failure fails."""

    def end(_assignment: Assignment) -> Variables:
        raise SystemExit

    handle(pe, end)
    deploy(pe, p=served())
    for _ in range(2):
        start(pe, amount=1)
    held: dict[int, int] = {}
    with pytest.raises(SystemExit):
        jobs.run_due(pe, "unlucky", held=held)
    jobs.heartbeat(pe, held)
    clock.set(clock.now() + jobs.LEASE)
    assert (held, len(jobs.claim(pe, "next", 1))) == ({}, 1)


@pytest.mark.parametrize("attempt", [1, 2, 5, 30])
def test_backoff_grows_with_jitter_and_has_an_end(attempt: int) -> None:
    whole = min(jobs.BACKOFF_MOST, jobs.BACKOFF_FIRST * 2 ** (attempt - 1))
    assert whole * 0.5 <= jobs.backoff(attempt, 1) <= whole * 1.5


def test_a_job_once_started_is_claimed_alone(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    deploy(pe, p=waits())
    for _ in range(3):
        start(pe)
    clock.set(clock.now() + DAY)
    with pe.database.transaction() as connection:
        connection.execute(update(job).values(attempts=1))
    assert [len(jobs.claim(pe, "w", 8)) for _ in range(4)] == [1, 1, 1, 0]


def test_what_nobody_watches_is_held_as_an_incident_and_can_be_retried(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    """A timer moves the case to a gateway whose condition cannot be answered: nothing is lost, people are told."""
    deploy(
        pe,
        p=d.diagram(
            "test.p",
            *(
                d.start(),
                d.catch("later", d.timer("timeDuration", "P1D")),
                d.gateway("choice"),
                d.task("a"),
                d.end(),
            ),
            d.flows("start later choice"),
            d.flow("choice", "a", "amount > 3"),
            d.flows("a end"),
        ),
    )
    root = start(pe)
    clock.set(clock.now() + DAY)
    settle(pe)
    (held,) = open_incidents(pe)
    assert (held.element, row(pe, root).status) == ("choice", "active")
    assert job_row(pe, "timer").status == "done"


def test_an_error_of_a_job_goes_up_to_the_calls_above_it(pe: ProcessEngine) -> None:
    """Two levels down; neither the called process nor its caller catches it, but theirs does."""

    def refuse(_assignment: Assignment) -> Variables:
        raise BusinessError("refused", {"points": 0.5})

    handle(pe, refuse)
    head = '<bpmn:error id="e" name="refused" errorCode="refused"/>'
    inner = d.diagram("test.inner", d.start(), d.service("w", "test.work"), d.end(), d.flows("start w end"))
    outer = d.diagram("test.outer", d.start(), d.call("c", "test.inner"), d.end(), d.flows("start c end"))
    caught = d.boundary("caught", "c", '<bpmn:errorEventDefinition errorRef="e"/>')
    parts = (d.start(), d.call("c", "test.outer"), caught, d.task("mend"), d.end(), d.end("end-2"))
    flows = d.flows("start c end") + d.flows("caught mend end-2")
    deploy(pe, inner=inner, outer=outer, p=d.diagram("test.p", *parts, flows, head=head))
    root = start(pe)
    settle(pe)
    assert (open_elements(pe, root), open_incidents(pe)) == (["mend"], [])
    assert peek_variables(pe, root) == {"points": Decimal("0.5")}
    with pe.database.reading() as connection:
        statuses = connection.execute(select(instance.c.status).order_by(instance.c.id)).scalars().all()
    assert statuses == ["active", "cancelled", "cancelled"]


def test_what_a_handler_notes_may_hold_numbers_and_dates(pe: ProcessEngine) -> None:
    def note(assignment: Assignment) -> Variables:
        facts = {"amount": assignment.variables["given"], "day": date(2026, 3, 2), "share": Decimal("0.5")}
        assignment.notes.append(("noted", facts))
        return {}

    handle(pe, note)
    deploy(pe, p=served())
    root = start(pe, amount=7)
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    with pe.database.reading() as connection:
        facts = connection.execute(select(history.c.facts).where(history.c.kind == "noted")).scalar_one()
    assert facts.pop("trail")
    assert facts == {
        "amount": 7,
        "day": {"$": "date", "v": "2026-03-02"},
        "share": {"$": "number", "v": "0.5"},
    }


def test_the_incident_of_a_timer_ends_with_its_timer(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    ends = '=start of day(working days after(date("2026-12-24"), 5) + duration("P1D"))'
    late = d.boundary("late", "a", d.timer("timeDate", ends), interrupting=True)
    parts = (d.start(), d.task("a"), late, d.task("remind"), d.end(), d.end("end-late"))
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start a end"), d.flows("late remind end-late")))
    root = start(pe)
    clock.set(job_row(pe, "timer").due_at)
    settle(pe)
    (held,) = open_incidents(pe)
    assert held.code == "provisional-date"
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert open_incidents(pe) == []
    with pytest.raises(NotOpen):
        incidents.retry(pe, held.id, ADMIN)


def test_a_year_entered_on_another_node_counts_at_once(pe: ProcessEngine, clock) -> None:  # type: ignore[no-untyped-def]
    ends = '=start of day(working days after(date("2026-12-24"), 5) + duration("P1D"))'
    deploy(pe, p=waits(ends, "timeDate"))
    root = start(pe)
    clock.set(job_row(pe, "timer").due_at)
    settle(pe)
    assert [held.code for held in open_incidents(pe)] == ["provisional-date"]
    other = assembly.process_engine(pe.database.url, clock)
    calendar.load(other, FICTIONAL_2027, ADMIN)
    other.database.dispose()
    settle(pe)  # this node still remembers the calendar without the year
    assert (open_elements(pe, root), open_incidents(pe)) == (["after"], [])
