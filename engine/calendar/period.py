"""A counted period with its derivation: enough to explain the date and to count it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.calendar.days import Day

Rule = Literal[
    "working-days", "working-days-before", "calendar-days", "years", "working-days-between", "working-day"
]
Unit = Literal["working", "calendar", "year"]
Status = Literal["confirmed", "provisional"]

_DATES = ("start", "last_day", "next_working_day", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Period:
    """`n` units from `start` (not counted itself) to `last_day`, which ends at 24:00 in Asia/Shanghai.

    `skipped` are the rest days passed over; for calendar days only those at the end, which push the last
    day on. `earliest` and `latest` equal `last_day` once the period is confirmed; before that they say
    where the last ten announced years would have put the end, and nothing may be released on them.
    """

    rule: Rule
    start: date
    n: int
    unit: Unit
    days: tuple[date, ...]
    skipped: tuple[Day, ...]
    last_day: date
    next_working_day: date
    status: Status
    edition: str
    earliest: date
    latest: date

    def as_dict(self) -> dict[str, Any]:
        """The derivation as JSON-able values."""
        dates = {name: getattr(self, name).isoformat() for name in _DATES}
        return {
            "rule": self.rule,
            "n": self.n,
            "unit": self.unit,
            "days": [day.isoformat() for day in self.days],
            "skipped": [day.as_dict() for day in self.skipped],
            "status": self.status,
            "edition": self.edition,
        } | dates

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Period:
        """The inverse of `as_dict`; unknown keys are left out."""
        return cls(
            rule=data["rule"],
            n=data["n"],
            unit=data["unit"],
            days=tuple(map(date.fromisoformat, data["days"])),
            skipped=tuple(map(Day.from_dict, data["skipped"])),
            status=data["status"],
            edition=data["edition"],
            **{name: date.fromisoformat(data[name]) for name in _DATES},
        )
