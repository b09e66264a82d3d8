"""What is known of days: one day as a screen shows it, and the days that one year's notice sets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["workday", "weekend", "holiday", "makeup"]
YearStatus = Literal["announced", "amended"]


@dataclass(frozen=True, slots=True)
class Day:
    """One day: does it count, why, and is that certain yet."""

    date: datetime.date
    working: bool
    kind: Kind
    name: str | None
    confirmed: bool

    def as_dict(self) -> dict[str, Any]:
        """The day as JSON-able values."""
        return asdict(self) | {"date": self.date.isoformat()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Day:
        """The inverse of `as_dict`."""
        return cls(**{**data, "date": datetime.date.fromisoformat(data["date"])})


@dataclass(frozen=True, slots=True)
class YearDays:
    """What the notice of one year says: rest days with the holiday's name, and make-up working days.

    Weekends outside the named ranges are not listed. Days of the neighbouring years may appear: the notice
    for 2019 made 2018-12-29 a working day and 2018-12-31 a day off.
    """

    status: YearStatus
    off: Mapping[datetime.date, str]
    work: frozenset[datetime.date]
    notice: str
    published: datetime.date | None = None
    year: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The year as JSON-able values, for storing an entered notice."""
        return {
            "year": self.year,
            "status": self.status,
            "notice": self.notice,
            "published": self.published.isoformat() if self.published else None,
            "off": {day.isoformat(): name for day, name in sorted(self.off.items())},
            "work": [day.isoformat() for day in sorted(self.work)],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> YearDays:
        """The inverse of `as_dict`."""
        read = datetime.date.fromisoformat
        return cls(
            status=data["status"],
            off={read(day): name for day, name in data["off"].items()},
            work=frozenset(read(day) for day in data["work"]),
            notice=data["notice"],
            published=read(data["published"]) if data["published"] else None,
            year=data["year"],
        )
