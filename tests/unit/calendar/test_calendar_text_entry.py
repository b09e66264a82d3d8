"""Notices as people type them. All are fictional."""

from __future__ import annotations

import pytest

from engine.calendar import notice_from
from engine.calendar.text_entry import typed
from engine.errors import Refused
from tests.support.fictional_2027 import FICTIONAL_2027

REST = """\
元旦 2027-01-01 至 2027-01-03
春节：2027年2月5日至2027年2月11日；

清明节 2027/4/3 2027/4/5
劳动节 2027-05-01~2027-05-05
端午节 2027-06-09
中秋节 2027-09-15。
国庆节 2027.10.1 - 2027.10.7
"""
WORK = "2027-02-13、2027-05-08\n2027年9月26日，2027-10-09"
HEAD = {"year": 2027, "notice": "虚构"}


def test_what_is_typed_is_the_notice() -> None:
    fields, lines = typed(REST, WORK)
    assert notice_from({**HEAD, **fields}) == notice_from({**FICTIONAL_2027, **HEAD})
    assert (lines["rest[2]"], lines["rest[6]"], lines["work[2]"]) == (4, 8, 2)


def test_what_is_stored_can_be_typed_again() -> None:
    """A year's stored days, a line for each day off."""
    days = notice_from(FICTIONAL_2027)
    stored = days.as_dict()
    rest = "\n".join(f"{name} {day}" for day, name in stored["off"].items())
    fields, _ = typed(rest, "\n".join(stored["work"]))
    again = notice_from({**HEAD, **fields})
    assert (again.off, again.work) == (days.off, days.work)


@pytest.mark.parametrize(
    ("rest", "work", "expected"),
    [
        (REST.replace("2027/4/5", "明天"), WORK, ("rest", 4)),
        (REST, WORK.replace("2027年9月26日", "2027-09-27"), ("work", 2)),  # a Monday
        (REST, WORK + "\n2027-02-30", ("work", 3)),
        (REST.replace("2027/4/3", "2027/4/31"), WORK, ("rest", 4)),
    ],
)
def test_a_line_that_cannot_be_right_is_named(rest: str, work: str, expected: tuple[str, int]) -> None:
    fields, lines = typed(rest, work)
    with pytest.raises(Refused) as caught:
        notice_from({**HEAD, **fields}, "", lines)
    assert expected in {((f.element or "").partition("[")[0], f.line) for f in caught.value.findings}


def test_two_empty_fields_are_refused_at_their_first_lines() -> None:
    fields, lines = typed("", " \n")
    with pytest.raises(Refused) as caught:
        notice_from({**HEAD, **fields}, "", lines)
    assert {f.line for f in caught.value.findings} == {1}
