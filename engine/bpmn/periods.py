"""ISO 8601 durations and repetitions, counted from given instants; nothing here asks what time it is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.clock import SHANGHAI

_DURATION = re.compile(
    r"P(?!$)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?!$)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_LIMITS = (
    1_000,
    12_000,
    52_000,
    366_000,
    8_784_000,
    527_040_000,
    31_622_400_000,
)  # a thousand years, in each unit
_CYCLE = re.compile(r"R(?P<times>-1|\d*)/(?:(?P<start>[^P/]+)/)?(?P<every>P.+)")


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months plus exact time. Months are counted on the Shanghai calendar, clamped to the month's end."""

    months: int
    exact: timedelta

    def after(self, instant: datetime, times: int = 1) -> datetime:
        """The instant `times` durations after an aware instant, in UTC."""
        moved = _add_months(instant, self.months * times) if self.months else instant
        return (moved + self.exact * times).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Cycle:
    """`R3/PT1H`: how often (None: without end), from when (None: from arrival), and how far apart."""

    times: int | None
    start: datetime | None
    every: Duration


def parse_duration(text: str) -> Duration:
    """Raises ValueError for anything but a positive ISO 8601 duration of at most a thousand years."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    part = {k: float(v) for k, v in match.groupdict(default="0").items()}
    if any(count > limit for count, limit in zip(part.values(), _LIMITS, strict=True)):
        raise ValueError(text)
    exact = timedelta(
        weeks=part["weeks"],
        days=part["days"],
        hours=part["hours"],
        minutes=part["minutes"],
        seconds=part["seconds"],
    )
    return Duration(int(part["years"]) * 12 + int(part["months"]), exact)


def parse_cycle(text: str) -> Cycle:
    """Raises ValueError for anything but `R[n]/[start/]duration` with a duration longer than nothing."""
    match = _CYCLE.fullmatch(text.strip())
    if match is None or match["times"] == "0":
        raise ValueError(text)
    every = parse_duration(match["every"])
    if not every.months and not every.exact:
        raise ValueError(text)
    times = None if match["times"] in ("", "-1") else int(match["times"])
    return Cycle(times, parse_instant(match["start"]) if match["start"] else None, every)


def parse_instant(text: str) -> datetime:
    """A date (its start in Shanghai) or a date and time (Shanghai if no zone is written), in UTC.

    Raises ValueError.
    """
    return as_utc(datetime.fromisoformat(text.strip()))


def as_utc(moment: datetime) -> datetime:
    """The same instant in UTC; without a zone it is meant in Shanghai. Raises ValueError outside the years 1 to 9999."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(moment) from error


def _add_months(instant: datetime, months: int) -> datetime:
    here = instant.astimezone(SHANGHAI)
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    day = min(here.day, calendar.monthrange(year, month + 1)[1])
    return here.replace(year=year, month=month + 1, day=day)
