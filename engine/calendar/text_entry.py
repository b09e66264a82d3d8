"""A notice typed into two text fields, a line for each range of rest days or make-up day, as people copy it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

_DATE: Final = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_RANGE: Final = re.compile(rf"(?P<name>[^\d\s:：]+)[\s:：]*{_DATE}(?:\s*(?:至|到|—|－|~|～|-|\s)\s*{_DATE})?")
_DAY: Final = re.compile(_DATE)
_MARKS: Final = "，,；;。"
MOST_LINES: Final = 60


def typed(rest: str, work: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The keys `rest` and `work` of a notice, and the line of each item in its own field.

    `元旦 2027-01-01 至 2027-01-03` a line, one date for a single day; make-up days as dates, a line or a mark
    apart. What cannot be read stays as it was typed, for the checks to name it with its line.
    """
    ranges: list[Any] = []
    lines = {"rest": 1, "work": 1}
    for number, line in _lines(rest):
        lines[f"rest[{len(ranges)}]"] = number
        ranges.append(_range(line))
    days: list[str] = []
    for number, line in _lines(work):
        for part in filter(None, re.split(rf"[{_MARKS}、\s]+", line)):
            lines[f"work[{len(days)}]"] = number
            days.append(_day(part))
    return {"rest": ranges, "work": days}, lines


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        if cleaned := line.strip().rstrip(_MARKS):
            yield number, cleaned


def _range(line: str) -> Any:
    match = _RANGE.fullmatch(line)
    if match is None:
        return line
    found = {"name": match["name"], "from": _iso(match.groups()[1:4])}
    return found | ({"to": _iso(match.groups()[4:7])} if match.groups()[4] else {})


def _day(text: str) -> str:
    match = _DAY.fullmatch(text)
    return _iso(match.groups()) if match else text


def _iso(parts: tuple[str | None, ...]) -> str:
    year, month, day = (int(part or 0) for part in parts)
    return f"{year:04}-{month:02}-{day:02}"
