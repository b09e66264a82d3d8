"""Editions of the calendar: two people, line by line, published once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.calendar import announced
from engine.commands import calendar, editions
from engine.errors import NotAllowed, NotFound, NotOpen, Refused
from engine.models import calendar_closure, history
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from tests.support.amended_2026 import LONGER, SHORTER
from tests.support.fictional_2027 import FICTIONAL_2027

ONE = Actor("one", frozenset({"shared.calendar-keeper"}))
TWO = Actor("two", frozenset({"shared.calendar-keeper"}))
STRANGER = Actor("clerk", frozenset({"test.staff"}))


def edition(pe: ProcessEngine, number: int) -> dict[str, object]:
    with pe.database.reading() as connection:
        found = queries.edition(connection, number)
    assert found is not None
    return dict(found)


def works(pe: ProcessEngine, day: date) -> bool:
    with pe.database.reading() as connection:
        return pe.calendar(connection).is_working_day(day)


def test_a_year_is_entered_twice_and_then_counts(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    calendar.confirm(pe, number, TWO, FICTIONAL_2027)
    assert not works(pe, date(2027, 2, 13))  # a Saturday, worked by the notice that does not count yet
    calendar.publish(pe, number, ONE)
    assert works(pe, date(2027, 2, 13))
    found = edition(pe, number)
    told = ("subject", "status", "entered_by", "confirmed_by", "confirmed_how", "published_by", "outcome")
    assert [found[name] for name in told] == [
        "2027",
        "published",
        "one",
        "two",
        "anew",
        "one",
        {"moved": 0, "kept": 0, "certain": 0, "passed": 0},
    ]
    with pe.database.reading() as connection:
        assert pe.calendar(connection).edition == f"2027-{number}"
        assert [y["entered_by"] for y in queries.year_editions(connection, 2027)] == ["one"]


def test_every_state_of_an_edition_is_an_entry_of_the_history(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    wrong = {**FICTIONAL_2027, "work": ["2027-02-14"]}
    with pytest.raises(editions.EntriesDiffer):
        calendar.confirm(pe, number, TWO, wrong)
    calendar.confirm(pe, number, TWO, FICTIONAL_2027)
    calendar.publish(pe, number, ONE)
    query = select(history.c.actor, history.c.facts).where(history.c.kind == "calendar-edition")
    with pe.database.reading() as connection:
        entries = connection.execute(query.order_by(history.c.id)).all()
    assert [(who, facts["edition"], facts.get("status")) for who, facts in entries] == [
        ("one", number, "entered"),
        ("two", number, None),  # the second entry differed
        ("two", number, "confirmed"),
        ("one", number, "published"),
    ]
    assert entries[1].facts["differences"] != []


def test_the_source_stands_with_the_edition(pe: ProcessEngine) -> None:
    found = edition(pe, calendar.enter(pe, LONGER, ONE))
    assert [found[name] for name in ("title", "number", "issued_on", "link")] == [
        "虚构：关于调整 2026 年劳动节放假安排的通知（仅供测试）",
        "虚构〔2026〕2 号",
        date(2026, 4, 30),
        "https://example.invalid/notice",
    ]


def test_the_same_person_cannot_be_both(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    for notice in (FICTIONAL_2027, None):
        with pytest.raises(editions.SamePerson):
            calendar.confirm(pe, number, ONE, notice)
    assert edition(pe, number)["status"] == "entered"


def test_differences_are_told_line_by_line_and_nothing_is_confirmed(pe: ProcessEngine) -> None:
    """The second has Labour Day until 4 May instead of 7: three days are lines of their own."""
    number = calendar.enter(pe, LONGER, ONE)
    with pytest.raises(editions.EntriesDiffer) as caught:
        calendar.confirm(pe, number, TWO, SHORTER)
    lines = [{"line": f"2026-05-0{day}", "first": "放假 劳动节", "second": "未列"} for day in (5, 6, 7)]
    assert caught.value.differences == lines
    assert str(caught.value) == (
        "两次录入有 3 处不一致，没有通过复核：2026-05-05 第一次“放假 劳动节”、第二次“未列”；"
        "2026-05-06 第一次“放假 劳动节”、第二次“未列”；2026-05-07 第一次“放假 劳动节”、第二次“未列”。"
        "请两人对照通知原文，改正录错的一份。"
    )
    kept = edition(pe, number)
    assert (kept["status"], kept["differences"], kept["confirmed_by"]) == ("entered", lines, None)
    with pytest.raises(editions.NotConfirmed):
        calendar.publish(pe, number, TWO)
    calendar.confirm(pe, number, TWO, LONGER)
    assert (edition(pe, number)["status"], edition(pe, number)["differences"]) == ("confirmed", [])


def test_a_second_person_may_read_it_against_the_text(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    calendar.confirm(pe, number, TWO)
    assert edition(pe, number)["confirmed_how"] == "read"


def test_another_year_is_no_second_entry(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    with pytest.raises(editions.EntriesDiffer) as caught:
        calendar.confirm(pe, number, TWO, LONGER)
    assert caught.value.differences == [
        {"line": "year", "first": "2027 年的放假安排", "second": "2026 年的放假安排"}
    ]


def test_one_entry_of_a_year_at_a_time(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    with pytest.raises(editions.BeingEntered):
        calendar.enter(pe, FICTIONAL_2027, TWO)
    calendar.withdraw(pe, number, ONE)
    again = calendar.enter(pe, FICTIONAL_2027, TWO)
    assert (edition(pe, number)["status"], edition(pe, again)["status"]) == ("withdrawn", "entered")
    with pytest.raises(NotOpen):
        calendar.confirm(pe, number, TWO)


def test_a_known_year_is_amended_not_entered_again(pe: ProcessEngine) -> None:
    """The finding stands at the line of the year, and an unknown year cannot be amended."""
    with pytest.raises(Refused) as caught:
        calendar.enter(pe, {**LONGER, "status": "announced"}, ONE, file="2026.yaml", lines={"year": 3})
    (finding,) = caught.value.findings
    assert (finding.rule, finding.file, finding.line) == ("calendar-year-twice", "2026.yaml", 3)
    with pytest.raises(Refused) as caught:
        calendar.enter(pe, {**FICTIONAL_2027, "status": "amended"}, ONE)
    assert [f.rule for f in caught.value.findings] == ["calendar-amended"]


def test_only_keepers_and_administrators(pe: ProcessEngine) -> None:
    with pytest.raises(NotAllowed):
        calendar.enter(pe, FICTIONAL_2027, STRANGER)
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    for act in (calendar.confirm, calendar.withdraw, calendar.preview, calendar.publish):
        with pytest.raises(NotAllowed):
            act(pe, number, STRANGER)
    with pytest.raises(NotFound):
        calendar.publish(pe, number + 1, TWO)


def test_nothing_is_published_twice(pe: ProcessEngine) -> None:
    number = calendar.enter(pe, FICTIONAL_2027, ONE)
    calendar.confirm(pe, number, TWO)
    calendar.publish(pe, number, TWO)
    with pytest.raises(NotOpen):
        calendar.publish(pe, number, TWO)


def test_a_closure_is_laid_over_the_notices_and_lifted(pe: ProcessEngine) -> None:
    """Tuesday 15 and Wednesday 16 September 2026 are working days of the notice."""
    storm = {
        "notice": "虚构：台风停止办公的通知",
        "close": [
            {"date": "2026-09-15", "reason": "台风"},
            {"date": "2026-09-16", "reason": "台风"},
        ],
    }
    first = calendar.enter(pe, storm, ONE)
    calendar.confirm(pe, first, TWO, storm)
    calendar.publish(pe, first, ONE)
    tuesday, wednesday = date(2026, 9, 15), date(2026, 9, 16)
    assert (works(pe, tuesday), works(pe, wednesday)) == (False, False)
    second = calendar.load(pe, {"notice": "虚构：恢复办公", "lift": ["2026-09-16"]}, ONE)
    assert (works(pe, tuesday), works(pe, wednesday)) == (False, True)
    with pe.database.reading() as connection:
        columns = calendar_closure.c.day, calendar_closure.c.edition, calendar_closure.c.reason
        closed = connection.execute(select(*columns).where(calendar_closure.c.lifted_by.is_(None))).all()
    assert closed == [(tuesday, first, "台风")]
    assert second == first + 1
    calendar.load(pe, LONGER, ONE)  # a new notice leaves closures alone
    assert not works(pe, tuesday)


def test_an_edition_that_is_loaded_equals_the_committed_one(pe: ProcessEngine) -> None:
    """What seeding and reading back make of the committed years is what they say."""
    calendar.load(pe, FICTIONAL_2027, ONE)
    with pe.database.reading() as connection:
        years = pe.calendar(connection).years
    for year, days in announced().years.items():
        assert (years[year].off, years[year].work) == (days.off, days.work)
