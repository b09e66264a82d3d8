"""What time it is. Nothing else in the house asks the system."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can say the present instant, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def elapsed() -> float:
    """Seconds since some moment; unlike a clock it is never put right, so it measures how long something took."""
    return time.monotonic()


class LentClock:
    """A clock that stands still until it is moved: for rehearsals and tests."""

    def __init__(self, instant: datetime) -> None:
        self.set(instant)

    def now(self) -> datetime:
        return self._instant

    def set(self, instant: datetime) -> None:
        """Put the clock on an aware instant."""
        if instant.tzinfo is None:
            raise ValueError("a clock needs an instant with a time zone")
        self._instant = instant.astimezone(UTC)


def business_date(instant: datetime) -> date:
    """The calendar date of an instant in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def last_day(instant: datetime) -> date:
    """The last day on which something may still be done that must be done before an instant."""
    return business_date(instant - timedelta(microseconds=1))
