"""Timers: the due instant is computed on arrival from the given clock, and repetitions do not drift."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from engine.bpmn.periods import parse_cycle, parse_duration, parse_instant
from engine.errors import ExpressionFailed
from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    diagram,
    end,
    path,
    properties,
    start,
    timer,
    user,
)


def waiting(text: str, kind: str, ext: str = "") -> bytes:
    return diagram(start(), catch("t", timer(text, kind), ext), end(), path("s", "t", "e"))


# The clock of the tests stands at 2026-09-01 09:00 in Shanghai, 01:00 UTC.
@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "PT15M", "2026-09-01T01:15:00+00:00"),
        ("timeDuration", "P1M", "2026-10-01T01:00:00+00:00"),
        ("timeDuration", "P1DT1H", "2026-09-02T02:00:00+00:00"),
        ("timeDuration", '=duration("PT" + string(n) + "H")', "2026-09-01T04:00:00+00:00"),
        ("timeDuration", '=duration("P1Y")', "2027-09-01T01:00:00+00:00"),
        ("timeDuration", '="PT1H"', "2026-09-01T02:00:00+00:00"),
        ("timeDate", "2026-09-11", "2026-09-10T16:00:00+00:00"),
        ("timeDate", "2026-09-11T12:00:00", "2026-09-11T04:00:00+00:00"),
        ("timeDate", "2026-09-11T12:00:00Z", "2026-09-11T12:00:00+00:00"),
        ("timeDate", '=date("2026-09-11")', "2026-09-10T16:00:00+00:00"),
        ("timeDate", '=date and time("2026-09-11T12:00:00+08:00")', "2026-09-11T04:00:00+00:00"),
        ("timeDate", "=day", "2026-09-10T16:00:00+00:00"),
    ],
)
def test_the_due_instant(play, kind, text, due):
    p = play(waiting(text, kind), {"n": 3, "day": {"$": "date", "v": "2026-09-11"}})
    facts = p.find("t").facts
    assert facts["due_at"] == due
    assert facts["expression"] == text
    assert p.fire("t").ended("e")


def test_what_a_timer_says_beside_its_instant(play):
    facts = play(waiting("PT1H", "timeDuration")).find("t").facts
    assert {k: v for k, v in facts.items() if k not in ("due_at", "expression")} == {
        "derivations": [],
        "provisional": False,
        "irreversible": False,
        "attached_to": None,
        "interrupting": False,
        "repeat": None,
    }


def test_an_irreversible_timer_says_so(play):
    facts = play(waiting("PT1H", "timeDuration", properties(irreversible="true"))).find("t").facts
    assert facts["irreversible"] is True


@pytest.mark.parametrize("text", ['="soon"', "=nothing", "=n"])
def test_a_value_that_is_no_time_fails(play, text):
    p = play(diagram(start(), user("a"), catch("t", timer(text)), path("s", "a", "t")), {"n": 3})
    with pytest.raises(ExpressionFailed):
        p.do("a")


def repeating(text: str) -> bytes:
    parts = [
        start(),
        user("a"),
        boundary("b", "a", timer(text, "timeCycle"), False),
        end("r"),
        path("b", "r"),
    ]
    return diagram(*parts, path("s", "a"))


def test_late_firing_does_not_shift_the_plan(play):
    p = play(repeating("R3/PT1H"))
    dues = []
    for late in (0, 50, 10):
        dues.append(p.find("b").facts["due_at"])
        p.now = datetime.fromisoformat(dues[-1]) + timedelta(minutes=late)
        p.fire("b")
    assert dues == [f"2026-09-01T0{hour}:00:00+00:00" for hour in (2, 3, 4)]
    assert p.open == ["a"]


@pytest.mark.parametrize(
    ("plan", "each", "late", "then"),
    [
        ("R/PT1H", False, timedelta(hours=5, minutes=10), "2026-09-01T08:00:00+00:00"),
        ("R/PT1H", False, timedelta(hours=5), "2026-09-01T08:00:00+00:00"),  # what is due now has been missed
        ("R/PT1H", True, timedelta(hours=5, minutes=10), "2026-09-01T03:00:00+00:00"),
        ("R/PT1H", True, timedelta(hours=499), "2026-09-17T19:00:00+00:00"),  # 99 of 499 are still to come
        ("R3/PT1H", False, timedelta(hours=1), "2026-09-01T04:00:00+00:00"),
        ("R3/PT1H", False, timedelta(hours=2), None),
        ("R3/PT1H", True, timedelta(days=300), "2026-09-01T03:00:00+00:00"),
    ],
)
def test_repetitions_missed_in_a_standstill(play, plan, each, late, then):
    """The first is planned for 02:00. All missed ones count as one, or each fires, at most a hundred."""
    written = properties(missed="each") if each else ""
    timed = boundary("b", "a", timer(plan, "timeCycle"), False, written)
    p = play(diagram(start(), user("a"), timed, end("r"), path("b", "r"), path("s", "a")))
    p.now = datetime.fromisoformat("2026-09-01T02:00:00+00:00") + late
    p.fire("b")
    again = [w.facts["due_at"] for w in p.workflow.waiting() if w.element == "b"]
    assert again == ([then] if then else [])


def test_months_are_counted_from_the_first_day_and_not_from_the_last(play):
    p = play(repeating("R/2026-10-31T09:00:00+08:00/P1M"))
    dues = [p.find("b").facts["due_at"][:10]]
    for _ in range(4):
        p.fire("b")
        dues.append(p.find("b").facts["due_at"][:10])
    assert dues == ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]


def test_a_repeating_timer_says_what_is_left(play):
    p = play(repeating("R2/PT1H"))
    assert p.find("b").facts["repeat"]["left"] == 2
    assert p.find("b").facts["attached_to"] == "a"
    first = p.find("b").token
    p.fire("b")
    assert p.find("b").facts["repeat"]["left"] == 1
    assert p.find("b").token != first  # each repetition is a job of its own


def test_durations():
    assert parse_duration("P1Y2M").months == 14
    assert parse_duration("P2W").exact == timedelta(days=14)
    assert parse_duration("P1DT2H3M4.5S").exact == timedelta(days=1, hours=2, minutes=3, seconds=4.5)


@pytest.mark.parametrize("text", ["P", "PT", "1D", "P1", "P-1D", "-P1D", "P1S", "PT1D"])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_duration(text)


@pytest.mark.parametrize("text", ["R0/PT1H", "R3", "R3/", "3/PT1H", "R3/PT0S", "0 0 9 * * MON"])
def test_what_is_no_cycle(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_cycle(text)


def test_cycles():
    assert parse_cycle("R/P1D").times is None
    assert parse_cycle("R-1/P1D").times is None
    cycle = parse_cycle("R3/2026-01-01T00:00:00Z/PT1H")
    assert (cycle.times, cycle.start) == (3, datetime(2026, 1, 1, tzinfo=UTC))


def test_the_end_of_a_month_is_kept():
    start = parse_instant("2026-01-31T09:00:00+08:00")
    assert parse_duration("P1M").after(start) == parse_instant("2026-02-28T09:00:00+08:00")
    assert parse_duration("P1M").after(start, 2) == parse_instant("2026-03-31T09:00:00+08:00")
