"""Publishing an edition moves what is open: timers, time limits, held timers; printed dates are extended only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Row, select, update

import assembly
from engine import jobs
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import calendar, tasks
from engine.models import history, job, message, user_task
from engine.process_engine import ProcessEngine
from tests.integration.house import (
    STAFF,
    deploy,
    open_elements,
    open_incidents,
    open_task,
    peek_variables,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.amended_2026 import LONGER, SHORTER
from tests.support.fictional_2027 import FICTIONAL_2027
from tests.support.interleaving import interleave

ADMIN = Actor("admin", admin=True)
# Posted on Wednesday 29 April 2026, five working days: 30 April, 6, 7, 8 May and Saturday 9 May, a make-up day.
POSTED = '=start of day(working days after(posted_on, 5) + duration("P1D"))'
AS_PRINTED = datetime(2026, 5, 9, 16, tzinfo=UTC)  # Sunday 10 May, 0:00 in Shanghai
# With 6 and 7 May off: 30 April, 8, 9 (make-up), 11 and 12 May.
IF_LONGER = datetime(2026, 5, 12, 16, tzinfo=UTC)
# With 5 May worked: 30 April, 5, 6, 7 and 8 May.
IF_SHORTER = datetime(2026, 5, 8, 16, tzinfo=UTC)


def notice(expression: str = POSTED, *, irreversible: bool = True) -> bytes:
    promise = f'<zeebe:properties><zeebe:property name="irreversible" value="{str(irreversible).lower()}"/></zeebe:properties>'
    over = d.catch(
        "over", f"<bpmn:extensionElements>{promise}</bpmn:extensionElements>{d.timer('timeDate', expression)}"
    )
    return d.diagram("test.p", d.start(), over, d.task("after"), d.end(), d.flows("start over after end"))


def posted(pe: ProcessEngine, **files: bytes) -> int:
    deploy(pe, p=notice(), **files)
    return start(pe, posted_on={"$": "date", "v": "2026-04-29"})


def timer(pe: ProcessEngine) -> Row[Any]:
    with pe.database.reading() as connection:
        return connection.execute(select(job).where(job.c.kind == "timer")).one()


def told(pe: ProcessEngine, kind: str) -> list[dict[str, Any]]:
    with pe.database.reading() as connection:
        query = select(history.c.facts).where(history.c.kind == kind).order_by(history.c.id)
        return list(connection.execute(query).scalars())


def entered(pe: ProcessEngine, notice: dict[str, object]) -> int:
    """An edition that waits for its publication."""
    number = calendar.enter(pe, notice, ADMIN)
    calendar.confirm(pe, number, Actor("second", admin=True))
    return number


def test_a_longer_holiday_extends_an_open_notice(pe: ProcessEngine) -> None:
    posted(pe)
    assert timer(pe).due_at == AS_PRINTED
    number = entered(pe, LONGER)
    (shown,) = calendar.preview(pe, number, ADMIN)
    assert (shown.old, shown.new, shown.kept) == (AS_PRINTED, IF_LONGER, False)
    assert timer(pe).due_at == AS_PRINTED  # a preview changes nothing
    assert calendar.publish(pe, number, ADMIN) == [shown]
    row = timer(pe)
    assert (row.due_at, row.status, row.provisional) == (IF_LONGER, "ready", False)
    assert row.derivations[0]["days"] == [
        "2026-04-30",
        "2026-05-08",
        "2026-05-09",
        "2026-05-11",
        "2026-05-12",
    ]
    (facts,) = told(pe, "date-moved")
    assert (facts["was"][0]["last_day"], facts["now"][0]["last_day"]) == ("2026-05-09", "2026-05-12")
    assert [datetime.fromisoformat(facts[name]) for name in ("old", "new")] == [AS_PRINTED, IF_LONGER]
    assert (facts["edition"], facts["reason"]) == (number, LONGER["notice"])
    with pe.database.reading() as connection:
        names = connection.execute(select(message.c.name)).scalars().all()
    assert names == []  # nobody here waits for a year, or begins with shared.date-extended


SUPPLEMENT = d.diagram(
    "test.supplement",
    d.start("start", d.message("shared.date-extended")),
    d.task("post"),
    d.end(),
    d.flows("start post end"),
    head='<bpmn:message id="shared.date-extended" name="shared.date-extended"/>',
    properties={"given": "extended, scheme"},
)


def test_an_extended_notice_asks_for_a_supplement_and_a_kept_one_does_not(pe: ProcessEngine) -> None:
    """Once for each publication that extends it; where no such process is deployed, nothing is published in vain."""
    root = posted(pe, supplement=SUPPLEMENT)
    calendar.load(pe, SHORTER, ADMIN)
    settle(pe)
    calendar.load(pe, LONGER, ADMIN)
    settle(pe)
    with pe.database.reading() as connection:
        query = select(user_task.c.instance_id).where(user_task.c.element == "post")
        (supplement,) = connection.execute(query).scalars()
    assert peek_variables(pe, supplement)["extended"] == {
        "element": "over",
        "was_day": "2026-05-09",
        "day": "2026-05-12",
        "reason": LONGER["notice"],
        "case_key": "",
        "case_title": "",
    }
    assert root != supplement


def test_what_was_released_too_early_is_listed_and_not_undone(pe: ProcessEngine, clock: LentClock) -> None:
    """The notice ended on 9 May as printed; an amendment of 10 May says that it should have been 12 May."""
    root = posted(pe)
    clock.set(AS_PRINTED)
    settle(pe)
    assert open_elements(pe, root) == ["after"]
    number = entered(pe, LONGER)
    (before,) = calendar.passed(pe, number, ADMIN)
    assert (before.root_id, before.element, before.old, before.new) == (root, "over", AS_PRINTED, IF_LONGER)
    assert calendar.publish(pe, number, ADMIN) == []
    (after,) = calendar.passed(pe, number, ADMIN)
    assert (after.root_id, after.element, after.old, after.new) == (root, "over", AS_PRINTED, IF_LONGER)
    assert after.now[0]["last_day"] == "2026-05-12"
    assert open_elements(pe, root) == ["after"]
    (facts,) = told(pe, "date-passed")
    assert (facts["was_day"], facts["day"], facts["edition"]) == ("2026-05-09", "2026-05-12", number)


def test_what_was_released_in_time_is_no_matter_for_review(pe: ProcessEngine, clock: LentClock) -> None:
    posted(pe)
    clock.set(IF_LONGER)
    settle(pe)
    assert calendar.passed(pe, entered(pe, LONGER), ADMIN) == []


def test_a_printed_date_is_never_shortened(pe: ProcessEngine, clock: LentClock) -> None:
    root = posted(pe)
    calendar.load(pe, SHORTER, ADMIN)
    row = timer(pe)
    assert row.due_at == AS_PRINTED
    assert row.derivations[0]["last_day"] == "2026-05-08"
    (facts,) = told(pe, "date-kept")
    assert datetime.fromisoformat(facts["counted"]) == IF_SHORTER
    clock.set(IF_SHORTER)
    settle(pe)
    assert open_elements(pe, root) == []
    clock.set(AS_PRINTED)
    settle(pe)
    assert (open_elements(pe, root), open_incidents(pe)) == (["after"], [])


def test_a_date_that_was_kept_is_counted_from_what_the_calendar_says(pe: ProcessEngine) -> None:
    """First shorter (8 May counted, 9 May kept), then longer: 12 May, not four days after the kept one."""
    posted(pe)
    calendar.load(pe, SHORTER, ADMIN)
    calendar.load(pe, LONGER, ADMIN)
    assert timer(pe).due_at == IF_LONGER
    calendar.load(pe, SHORTER, ADMIN)  # what was extended is a promise again
    assert timer(pe).due_at == IF_LONGER


def test_a_date_that_is_no_promise_follows_the_calendar(pe: ProcessEngine) -> None:
    deploy(pe, p=notice(irreversible=False))
    start(pe, posted_on={"$": "date", "v": "2026-04-29"})
    calendar.load(pe, SHORTER, ADMIN)
    assert timer(pe).due_at == IF_SHORTER


def test_the_later_of_two_windows_is_computed_as_the_diagram_says(pe: ProcessEngine) -> None:
    """From 29 April and from 6 May: 9 and 12 May. With 6 and 7 May off 12 and 13 May: one day more, not three."""
    later = '=start of day(max(working days after(posted_on, 5), working days after(date("2026-05-06"), 5)))'
    deploy(pe, p=notice(later, irreversible=False))
    start(pe, posted_on={"$": "date", "v": "2026-04-29"})
    assert timer(pe).due_at == datetime(2026, 5, 11, 16, tzinfo=UTC)
    calendar.load(pe, LONGER, ADMIN)
    assert timer(pe).due_at == datetime(2026, 5, 12, 16, tzinfo=UTC)


def test_what_the_calendar_does_not_touch_stays(pe: ProcessEngine) -> None:
    deploy(pe, p=notice())
    start(pe, posted_on={"$": "date", "v": "2026-06-01"})
    before = timer(pe)
    assert calendar.preview(pe, entered(pe, LONGER), ADMIN) == []
    calendar.load(pe, FICTIONAL_2027, ADMIN)
    assert timer(pe) == before


def test_a_time_limit_that_people_were_told_is_extended_only(pe: ProcessEngine) -> None:
    work = d.task("work", due=POSTED)
    deploy(pe, p=d.diagram("test.p", d.start(), work, d.end(), d.flows("start work end")))
    root = start(pe, posted_on={"$": "date", "v": "2026-04-29"})

    def due() -> datetime:
        with pe.database.reading() as connection:
            return connection.execute(select(user_task.c.due_at)).scalar_one()

    assert due() == AS_PRINTED
    calendar.load(pe, LONGER, ADMIN)
    assert due() == IF_LONGER
    calendar.load(pe, SHORTER, ADMIN)
    assert due() == IF_LONGER
    assert [facts["what"] for facts in told(pe, "date-moved") + told(pe, "date-kept")] == ["task", "task"]
    tasks.complete(pe, open_task(pe, root, "work"), {}, STAFF)


def test_a_held_timer_gets_the_date_of_the_entered_year(pe: ProcessEngine, clock: LentClock) -> None:
    """From Tuesday 29 December 2026: 30, 31 December, 4, 5, 6 January by the guess; with 4 January off, 7 January."""
    deploy(pe, p=notice())
    root = start(pe, posted_on={"$": "date", "v": "2026-12-29"})
    guess = datetime(2027, 1, 6, 16, tzinfo=UTC)
    clock.set(guess)
    settle(pe)
    assert [held.code for held in open_incidents(pe)] == ["provisional-date"]
    longer = [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-04"}, *FICTIONAL_2027["rest"][1:]]  # type: ignore[index]
    calendar.load(pe, {**FICTIONAL_2027, "rest": longer}, ADMIN)
    row = timer(pe)
    assert (row.due_at, row.provisional, row.status) == (datetime(2027, 1, 7, 16, tzinfo=UTC), False, "ready")
    assert open_incidents(pe) == []
    settle(pe)
    assert open_elements(pe, root) == []
    clock.set(row.due_at)
    settle(pe)
    assert open_elements(pe, root) == ["after"]


HOLD = d.diagram(
    "test.hold",
    d.start("start", d.message("shared.timer-held")),
    d.task("look"),
    d.boundary("known", "look", '<bpmn:signalEventDefinition signalRef="published"/>'),
    d.end(),
    d.end("end-known"),
    d.flows("start look end"),
    d.flows("known end-known"),
    head='<bpmn:message id="shared.timer-held" name="shared.timer-held"/>'
    '<bpmn:signal id="published" name="shared.calendar-published"/>',
    properties={"one-per-key": "true", "given": "held, scheme"},
)


def hold_tasks(pe: ProcessEngine) -> list[str]:
    with pe.database.reading() as connection:
        query = select(user_task.c.status).where(user_task.c.element == "look").order_by(user_task.c.id)
        return list(connection.execute(query).scalars())


def test_a_clerk_is_asked_once_while_a_date_is_provisional(pe: ProcessEngine, clock: LentClock) -> None:
    """SC-13 (b): posted Monday 2026-12-28; the fifth working day is 5 January by the guess, and stays so."""
    deploy(pe, p=notice(), hold=HOLD)
    root = start(pe, posted_on={"$": "date", "v": "2026-12-28"})
    clock.set(datetime.fromisoformat("2027-01-06T00:00:00+08:00"))
    settle(pe)
    assert (open_elements(pe, root), open_incidents(pe), hold_tasks(pe)) == ([], [], ["open"])
    (facts,) = told(pe, "timer-held")
    assert facts == {"day": "2027-01-05", "reason": "2027 年的放假安排尚未录入"}
    clock.set(datetime.fromisoformat("2027-01-09T00:00:00+08:00"))
    settle(pe)  # looked at again every day, told once
    assert (hold_tasks(pe), timer(pe).attempts) == (["open"], 0)
    calendar.load(pe, FICTIONAL_2027, ADMIN)
    settle(pe)
    assert (open_elements(pe, root), hold_tasks(pe)) == (["after"], ["cancelled"])
    assert told(pe, "date-certain")[0]["provisional"] is False


def test_a_publication_before_the_due_timer_wins(pe: ProcessEngine, clock: LentClock) -> None:
    """The worker has claimed the timer; the notice is extended, and the worker meets the fence."""
    root, number = posted(pe), entered(pe, LONGER)
    clock.set(AS_PRINTED)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interleave(pe, lambda: calendar.publish(pe, number, ADMIN), lambda: jobs.run(pe, claimed))
    assert (open_elements(pe, root), timer(pe).due_at, timer(pe).status) == ([], IF_LONGER, "ready")
    clock.set(IF_LONGER)
    settle(pe)
    assert (open_elements(pe, root), open_incidents(pe)) == (["after"], [])


def test_a_due_timer_before_the_publication_wins(pe: ProcessEngine, clock: LentClock) -> None:
    root, number = posted(pe), entered(pe, LONGER)
    clock.set(AS_PRINTED)
    (claimed,) = jobs.claim(pe, "worker", 8)
    _, found = interleave(pe, lambda: jobs.run(pe, claimed), lambda: calendar.publish(pe, number, ADMIN))
    assert found == []
    assert (open_elements(pe, root), timer(pe).status, timer(pe).due_at) == (["after"], "done", AS_PRINTED)


def limited(pe: ProcessEngine) -> int:
    """A case with a time limit and a timer at its boundary, both moved by LONGER; the task's id."""
    late = d.boundary("late", "work", d.timer("timeDate", POSTED))
    parts = (d.start(), d.task("work", due=POSTED), late, d.end(), d.end("end-late"))
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start work end"), d.flows("late end-late")))
    return open_task(pe, start(pe, posted_on={"$": "date", "v": "2026-04-29"}), "work")


@pytest.mark.parametrize("held_at", ["UPDATE job", "COMMIT"])
def test_completing_and_publishing_do_not_wait_for_each_other(pe: ProcessEngine, held_at: str) -> None:
    """The completion has written its task and not yet closed its timer when the publication comes."""
    task, number = limited(pe), entered(pe, LONGER)
    done, found = interleave(
        pe,
        lambda: tasks.complete(pe, task, {}, STAFF),
        lambda: calendar.publish(pe, number, ADMIN),
        before=held_at,
    )
    assert (isinstance(done, int), found) == (True, [])


def test_two_publish_at_once_and_one_is_told_so(pe: ProcessEngine) -> None:
    posted(pe)
    number = entered(pe, LONGER)
    (won, lost) = interleave(
        pe, lambda: calendar.publish(pe, number, ADMIN), lambda: calendar.publish(pe, number, ADMIN)
    )
    assert ([move.new for move in won], type(lost).__name__) == ([IF_LONGER], "NotOpen")
    assert len(told(pe, "date-moved")) == 1


def test_a_timer_set_by_a_node_that_did_not_know_yet_waits_for_the_new_date(
    pe: ProcessEngine, clock: LentClock
) -> None:
    """This node remembers its calendar for a minute; another publishes meanwhile."""
    deploy(pe, p=notice())
    with pe.database.reading() as connection:
        pe.calendar(connection)
    other = assembly.process_engine(pe.database.url, clock)
    calendar.load(other, LONGER, ADMIN)
    other.database.dispose()
    root = start(pe, posted_on={"$": "date", "v": "2026-04-29"})
    assert timer(pe).due_at == AS_PRINTED
    clock.set(AS_PRINTED)
    settle(pe)
    assert (open_elements(pe, root), timer(pe).due_at) == ([], IF_LONGER)
    clock.set(IF_LONGER)
    settle(pe)
    assert open_elements(pe, root) == ["after"]


@pytest.mark.parametrize("retried", [False, True])
def test_a_publication_moves_the_plan_not_the_next_attempt(pe: ProcessEngine, retried: bool) -> None:
    """A timer that failed once is due a little later; its plan is what is counted."""
    posted(pe)
    if retried:
        late = update(job).values(due_at=datetime(2026, 5, 9, 17, tzinfo=UTC), attempts=1)
        with pe.database.transaction() as connection:
            connection.execute(late)
    calendar.load(pe, LONGER, ADMIN)
    assert (timer(pe).due_at, timer(pe).attempts) == (IF_LONGER, 0)
