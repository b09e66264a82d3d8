"""Administrators let a timer fire now or move its date; a repeating one keeps its plan, also over a standstill."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select

from engine import jobs
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import interventions, tasks, timers
from engine.errors import Invalid, NotAllowed, NotFound, NotOpen
from engine.explain import explain
from engine.models import history, job
from engine.process_engine import ProcessEngine
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
from tests.support.interleaving import interleave
from tests.unit.bpmn.diagrams import properties

DAY = timedelta(days=1)
CLERK = Actor("clerk", frozenset({"test.office-clerk"}))


def waits(text: str = "P3D", kind: str = "timeDuration", irreversible: bool = False) -> bytes:
    own = properties(irreversible="true") if irreversible else ""
    extension = f"<bpmn:extensionElements>{own}</bpmn:extensionElements>" if own else ""
    later = d.catch("later", extension + d.timer(kind, text))
    return d.diagram("test.p", d.start(), later, d.task("after"), d.end(), d.flows("start later after end"))


def timer(pe: ProcessEngine) -> Row[Any]:
    """The newest timer."""
    with pe.database.reading() as connection:
        query = select(job).where(job.c.kind == "timer").order_by(job.c.id.desc())
        found = connection.execute(query).first()
    assert found is not None
    return found


def told(pe: ProcessEngine, kind: str) -> dict[str, Any]:
    with pe.database.reading() as connection:
        facts = connection.execute(select(history.c.facts).where(history.c.kind == kind)).scalar_one()
    return {name: value for name, value in facts.items() if name != "trail"}


def test_a_timer_fires_now(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=waits())
    root = start(pe)
    due = clock.now() + 3 * DAY
    timers.fire(pe, timer(pe).id, "材料已齐", ADMIN)
    assert open_elements(pe, root) == ["after"]
    assert told(pe, "timer-fired") == {"due": due.isoformat(), "reason": "材料已齐"}
    assert timer(pe).status == "done"
    with pytest.raises(NotOpen):
        timers.fire(pe, timer(pe).id, "再来", ADMIN)
    clock.set(due)
    settle(pe)
    assert kinds(pe, root).count("timer-fired") == 1


def test_a_moved_timer_fires_at_its_new_date_and_says_so(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=waits())
    root = start(pe)
    old, new = clock.now() + 3 * DAY, clock.now() + 5 * DAY
    timers.move(pe, timer(pe).id, new, "会期推迟", ADMIN)
    assert timer(pe).due_at == new
    with pe.database.reading() as connection:
        (found,) = explain(pe, connection, root)
    assert (found.due_at, found.facts["job_id"]) == (new, timer(pe).id)
    assert told(pe, "timer-moved") == {
        "old": old.isoformat(),
        "new": new.isoformat(),
        "day": "2026-03-07",  # Monday 2 March and five days, at nine o'clock
        "was": [],
        "reason": "会期推迟",
    }
    clock.set(new - timedelta(seconds=1))
    settle(pe)
    assert open_elements(pe, root) == []
    clock.set(new)
    settle(pe)
    assert (open_elements(pe, root), told(pe, "timer-fired")["due"]) == (["after"], new.isoformat())


def test_a_date_that_was_told_is_only_moved_on(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=waits(irreversible=True))
    root = start(pe)
    number, due = timer(pe).id, timer(pe).due_at
    with pytest.raises(timers.Promised):
        timers.fire(pe, number, "等不及", ADMIN)
    with pytest.raises(timers.Promised):
        timers.move(pe, number, due - timedelta(hours=1), "等不及", ADMIN)
    assert (timer(pe).due_at, row(pe, root).version) == (due, 1)
    timers.move(pe, number, due + DAY, "延长公示", ADMIN)
    clock.set(due + DAY)
    timers.fire(pe, number, "到期", ADMIN)
    assert open_elements(pe, root) == ["after"]


def test_who_may_and_what_is_asked(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=waits())
    root = start(pe)
    number, later = timer(pe).id, clock.now() + 9 * DAY
    with pytest.raises(NotAllowed):
        timers.fire(pe, number, "材料已齐", CLERK)
    with pytest.raises(NotFound):
        timers.fire(pe, number, "材料已齐", STRANGER)
    with pytest.raises(NotFound):
        timers.fire(pe, 999, "材料已齐", ADMIN)
    with pytest.raises(Invalid):
        timers.move(pe, number, later, " ", ADMIN)
    with pytest.raises(Invalid):
        timers.move(pe, number, clock.now(), "会期推迟", ADMIN)
    assert row(pe, root).version == 1
    interventions.cancel(pe, root, "撤回", ADMIN)
    with pytest.raises(NotOpen):
        timers.move(pe, number, later, "会期推迟", ADMIN)


def test_a_provisional_date_that_holds_a_timer_is_settled_by_hand(
    pe: ProcessEngine, clock: LentClock
) -> None:
    """Nobody has entered 2027: the timer becomes an incident, and an administrator gives it a date."""
    deploy(
        pe, p=waits('=start of day(working days after(date("2026-12-24"), 5) + duration("P1D"))', "timeDate")
    )
    root = start(pe)
    clock.set(timer(pe).due_at)
    settle(pe)
    (held,) = open_incidents(pe)
    assert (held.code, timer(pe).status) == ("provisional-date", "dead")
    timers.move(pe, timer(pe).id, clock.now() + DAY, "已与各方商定", ADMIN)
    assert open_incidents(pe) == []
    clock.set(clock.now() + DAY)
    settle(pe)
    assert open_elements(pe, root) == ["after"]


@pytest.mark.parametrize("hand_first", [True, False])
@pytest.mark.parametrize("act", ["fire", "move"])
def test_a_hand_against_a_worker(pe: ProcessEngine, clock: LentClock, act: str, hand_first: bool) -> None:
    deploy(pe, p=waits())
    root = start(pe)
    clock.set(clock.now() + 3 * DAY)
    (claimed,) = jobs.claim(pe, "worker", 8)

    def hand() -> None:
        if act == "fire":
            timers.fire(pe, claimed.id, "现在", ADMIN)
        else:
            timers.move(pe, claimed.id, clock.now() + DAY, "推迟", ADMIN)

    pair = [hand, lambda: jobs.run(pe, claimed)]
    first, second = interleave(pe, *(pair if hand_first else reversed(pair)))
    assert (first, type(second)) == (None, type(None) if hand_first else NotOpen)
    moved = act == "move" and hand_first
    assert open_elements(pe, root) == ([] if moved else ["after"])
    assert kinds(pe, root).count("timer-fired") == (0 if moved else 1)
    clock.set(clock.now() + DAY)
    settle(pe)
    assert (open_elements(pe, root), kinds(pe, root).count("timer-fired")) == (["after"], 1)
    assert open_incidents(pe) == []


def test_a_hand_against_a_completion(pe: ProcessEngine, clock: LentClock) -> None:
    late = d.boundary("late", "a", d.timer("timeDuration", "P1D"))
    parts = (d.start(), d.task("a"), late, d.task("remind"), d.end(), d.end("e2"))
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start a end") + d.flows("late remind e2")))
    root = start(pe)
    task, number = open_task(pe, root, "a"), timer(pe).id
    _, lost = interleave(
        pe, lambda: timers.fire(pe, number, "现在", ADMIN), lambda: tasks.complete(pe, task, {}, STAFF)
    )
    assert isinstance(lost, NotOpen)
    assert open_elements(pe, root) == ["remind"]


def repeats(missed: str = "") -> bytes:
    own = f"<bpmn:extensionElements>{properties(missed=missed)}</bpmn:extensionElements>" if missed else ""
    late = d.boundary("late", "a", own + d.timer("timeCycle", "R/PT1H"), interrupting=False)
    parts = (d.start(), d.task("a"), late, d.task("remind"), d.end(), d.end("e2"))
    return d.diagram("test.p", *parts, d.flows("start a end") + d.flows("late remind e2"))


@pytest.mark.parametrize(("missed", "fired"), [("", 1), ("each", 5)])
def test_repetitions_missed_in_a_standstill_follow_their_policy(
    pe: ProcessEngine, clock: LentClock, missed: str, fired: int
) -> None:
    deploy(pe, p=repeats(missed))
    root = start(pe)
    began = clock.now()
    clock.set(began + timedelta(hours=5, minutes=20))
    settle(pe)
    assert open_elements(pe, root) == ["a"] + ["remind"] * fired
    assert timer(pe).due_at == began + timedelta(hours=6)  # the plan stands
    clock.set(began + timedelta(hours=6))
    settle(pe)
    assert open_elements(pe, root) == ["a"] + ["remind"] * (fired + 1)


def test_a_repetition_fired_by_hand_leaves_the_plan(pe: ProcessEngine, clock: LentClock) -> None:
    deploy(pe, p=repeats())
    start(pe)
    began = clock.now()
    timers.fire(pe, timer(pe).id, "先催一次", ADMIN)
    assert timer(pe).due_at == began + timedelta(hours=2)
    timers.move(pe, timer(pe).id, datetime.fromisoformat("2026-03-02T11:30:00+08:00"), "晚半小时", ADMIN)
    clock.set(began + timedelta(hours=2, minutes=30))
    settle(pe)
    assert timer(pe).due_at == began + timedelta(hours=3)
