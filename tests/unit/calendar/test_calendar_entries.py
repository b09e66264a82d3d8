"""What an entry must not say: findings with their line; two entries compared; closures. All notices are fictional."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar import Closures, closures_from, compare, notice_from, read_entered, read_notice
from engine.errors import Refused
from tests.support.amended_2026 import LONGER, SHORTER
from tests.unit.calendar.test_calendar_notice import FICTIONAL, YAML


def findings(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(Refused) as caught:
        read_entered(text.encode(), "2027.yaml")
    return [(f.rule, f.line) for f in caught.value.findings]


NOTICE = YAML.replace("  - 2027-02-15\n", "  - 2027-02-14\n  - 2027-09-26\n  - 2027-10-09\n")


def test_the_notice_that_the_others_are_made_from_is_right() -> None:
    assert read_notice(NOTICE.encode()).year == 2027


@pytest.mark.parametrize(
    ("replaced", "by", "expected"),
    [
        ("  - 2027-02-14", "  - 2027-02-15", ("calendar-work", 13)),  # a Monday
        ("work:", "bridging: [2027-02-06]\nwork:", ("calendar-bridging", 11)),  # a Saturday
        ("work:", "bridging:\n  - 2027-03-05\nwork:", ("calendar-bridging", 12)),  # not off
        ("work:", "working_days: 250\nwork:", ("calendar-total", 11)),
        ("year: 2027", "year: 2027\nyear: 2028", ("calendar-twice", 2)),
        ("  - 2027-02-14", "  - 2027-01-31", ("calendar-twice", 13)),
        ("work:", "link: 'javascript:alert(1)'\nwork:", ("calendar-form", 11)),
        ("work:", "working_days: many\nwork:", ("calendar-form", 11)),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_line(
    replaced: str, by: str, expected: tuple[str, int]
) -> None:
    assert expected in findings(NOTICE.replace(replaced, by, 1))


def test_the_right_total_passes() -> None:
    """261 weekdays, 17 of them off (1 January, 5 in February, 5 April, 3 in May, 9 June, 15 September, 5 in October),
    and 5 rest days worked."""
    assert notice_from({**FICTIONAL, "working_days": 249}).year == 2027


def test_two_entries_agree() -> None:
    assert compare(notice_from(LONGER).as_dict(), notice_from(LONGER).as_dict()) == []


def test_two_entries_differ_by_day() -> None:
    """Labour Day until the 7th or the 4th, and a make-up day on Saturday or on Sunday."""
    second = {**SHORTER, "work": [*SHORTER["work"][:-1], "2026-10-11"]}  # type: ignore[index]
    assert compare(notice_from(LONGER).as_dict(), notice_from(second).as_dict()) == [
        {"line": "2026-05-05", "first": "放假 劳动节", "second": "未列"},
        {"line": "2026-05-06", "first": "放假 劳动节", "second": "未列"},
        {"line": "2026-05-07", "first": "放假 劳动节", "second": "未列"},
        {"line": "2026-10-10", "first": "上班", "second": "未列"},
        {"line": "2026-10-11", "first": "未列", "second": "上班"},
    ]


def test_closures_are_read_and_kept() -> None:
    given = {
        "notice": "虚构：台风停工",
        "close": [{"date": "2026-09-15", "reason": "台风"}],
        "lift": ["2026-09-14"],
    }
    found = closures_from(given)
    assert found == Closures({date(2026, 9, 15): "台风"}, frozenset({date(2026, 9, 14)}))
    assert Closures.from_dict(found.as_dict()) == found
    reopened = Closures({}, frozenset({date(2026, 9, 14)}))
    assert compare(found.as_dict(), reopened.as_dict()) == [
        {"line": "2026-09-15", "first": "停止办公（台风）", "second": "未列"}
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notice: 虚构\nclose: []\nlift: []\n", [("calendar-closure", 2)]),
        (
            "notice: 虚构\nclose:\n  - {date: 2026-09-15}\n",
            [("calendar-closure", 3), ("calendar-closure", 2)],
        ),
        ("close:\n  - {date: 2026-09-15, reason: 台风}\n", [("calendar-form", None)]),
        (
            "notice: 虚构\nclose:\n  - {date: 2026-09-15, reason: 台风}\n  - {date: 2026-09-15, reason: 暴雨}\n",
            [("calendar-twice", 4)],
        ),
        (
            "notice: 虚构\nclose:\n  - {date: 2026-09-15, reason: 台风}\nlift: [2026-09-15]\n",
            [("calendar-closure", 4)],
        ),
        ("notice: 虚构\nlift: [2026-09-31]\n", [("calendar-syntax", None)]),
        ("notice: 虚构\nlift: [明天]\n", [("calendar-date", 2), ("calendar-closure", None)]),
        ("notice: 虚构\nlift: [2026-09-15]\nyears: 1\n", [("calendar-form", 3)]),
    ],
)
def test_closures_that_cannot_be_right(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert findings(text) == expected
