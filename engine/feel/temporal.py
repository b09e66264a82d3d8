"""Reading dates, times and durations from text, and their zones (DMN 1.5 §10.3.4.1, ISO 8601, XML Schema)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.values import YearsMonthsDuration

DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})", re.ASCII)
TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,18}))?(Z|[+-][0-9:]{5,8}|@[A-Za-z0-9_+/-]{1,64})?",
    re.ASCII,
)
OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
DAYS = re.compile(
    r"(-)?P(?:([0-9]{1,12})D)?(?:T(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?"
    r"(?:([0-9]{1,12})(?:\.([0-9]{0,18}))?S)?)?",
    re.ASCII,
)
MONTHS = re.compile(r"(-)?P(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?", re.ASCII)
LONGEST_MONTHS = 12 * 999_999_999
ZONE_HOURS = 18


def parse_date(text: str) -> date | None:
    """A date of the years 1 to 9999 written YYYY-MM-DD; null for anything else."""
    match = DATE.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except (ValueError, OverflowError):
        return None


def parse_time(text: str) -> time | None:
    """A time hh:mm:ss with an optional fraction and an offset, Z or @zone; null for anything else."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    zone = parse_zone(match[5]) if match[5] else None
    if match[5] and zone is None:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3]), _micros(match[4]), tzinfo=zone)
    except ValueError:
        return None


def parse_date_time(text: str) -> datetime | None:
    """A date, or a date and a time joined by T, 24:00:00 being the next day's midnight; null for anything else."""
    day_text, joined, clock_text = text.partition("T")
    day = parse_date(day_text)
    if day is None:
        return None
    if clock_text.startswith("24:00:00") and day < date.max:
        day, clock_text = day + timedelta(days=1), "00" + clock_text[2:]
    if not joined:
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - FEEL has local date-times
    clock = parse_time(clock_text)
    return None if clock is None else datetime.combine(day, clock)


@lru_cache(maxsize=512)
def parse_zone(text: str) -> tzinfo | None:
    """A zone written Z, +08:00 or @Asia/Shanghai; null for anything else."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return _zone_of_name(text[1:])
    match = OFFSET.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = int(match[2]), int(match[3]), int(match[4] or 0)
    if hours > ZONE_HOURS or minutes > 59 or seconds > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-offset if match[1] == "-" else offset)


def _zone_of_name(name: str) -> tzinfo | None:
    if name.startswith("/") or ".." in name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parse_duration(text: str) -> timedelta | YearsMonthsDuration | None:
    """A days-and-time or a years-and-months duration; null for a mixture of both and for anything else."""
    months = MONTHS.fullmatch(text)
    if months and (months[2] or months[3]):
        count = int(months[2] or 0) * 12 + int(months[3] or 0)
        return months_duration(-count if months[1] else count)
    days = DAYS.fullmatch(text)
    if not days or not any(days.group(2, 3, 4, 5)) or text.endswith("T"):
        return None
    try:
        length = timedelta(
            days=int(days[2] or 0),
            hours=int(days[3] or 0),
            minutes=int(days[4] or 0),
            seconds=int(days[5] or 0),
            microseconds=_micros(days[6]),
        )
        return -length if days[1] else length
    except OverflowError:
        return None


def months_duration(months: int) -> YearsMonthsDuration | None:
    """A duration of so many months; null beyond 999,999,999 years."""
    return YearsMonthsDuration(months) if abs(months) <= LONGEST_MONTHS else None


def _micros(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def zone_offset(value: time | datetime) -> timedelta | None:
    """The offset from UTC; a time with a named zone takes the zone's offset on 1 January 2000."""
    if value.tzinfo is None:
        return None
    if isinstance(value, datetime):
        return value.utcoffset()
    return value.tzinfo.utcoffset(datetime(2000, 1, 1, value.hour, value.minute))  # noqa: DTZ001


def zone_name(value: time | datetime) -> str | None:
    """The zone id, or null when there is none or only an offset."""
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None
