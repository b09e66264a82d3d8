"""Local closures: days on which the office is shut by emergency, as they are entered and lifted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.calendar.notice_entry import Report
from engine.errors import Refused
from engine.sentence import Sentence

_KEYS: Final = ("notice", "number", "published", "link", "close", "lift")
_MOST: Final = 60  # days of one entry
_LONGEST: Final = 200  # of a reason


@dataclass(frozen=True, slots=True)
class Closures:
    """Days to be closed with their reason, and closed days that are to count again."""

    close: Mapping[date, str]
    lift: frozenset[date]

    def as_dict(self) -> dict[str, Any]:
        """As JSON-able values, for storing what was entered."""
        return {
            "close": {day.isoformat(): reason for day, reason in sorted(self.close.items())},
            "lift": [day.isoformat() for day in sorted(self.lift)],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Closures:
        """The inverse of `as_dict`."""
        read = date.fromisoformat
        return cls(
            {read(d): reason for d, reason in data["close"].items()}, frozenset(map(read, data["lift"]))
        )


def closures_from(
    data: Mapping[str, Any], file: str = "", lines: Mapping[str, int] | None = None
) -> Closures:
    """Closures as an office enters them: `notice`, `close` (a list of `{date, reason}`), `lift` (dates).

    Raises `Refused` with all findings, each at its line.
    """
    report = Report(file, lines or {})
    for key in data.keys() - set(_KEYS):
        report.say(
            "calendar-form", str(key), Sentence("不认识的键 {key}，可用：{keys}", key=key, keys=tuple(_KEYS))
        )
    if not isinstance(data.get("notice"), str) or not data["notice"].strip():
        report.say("calendar-form", "notice", Sentence("请写明停止办公的通知或决定"))
    close = _closed(data.get("close") or [], report)
    lift = _lifted(data.get("lift") or [], report)
    for day in sorted(close.keys() & lift):
        report.say("calendar-closure", "lift", Sentence("{day} 既列为停止办公，又列为恢复", day=day))
    if not close and not lift:
        report.say("calendar-closure", "close", Sentence("至少写一个停止办公或恢复办公的日子"))
    if len(close) + len(lift) > _MOST:
        report.say("calendar-closure", "close", Sentence("一次最多录入 {most} 天", most=_MOST))
    if report.findings:
        raise Refused(report.findings)
    return Closures(close, frozenset(lift))


def _closed(items: object, report: Report) -> dict[date, str]:
    found: dict[date, str] = {}
    for i, item in enumerate(items if isinstance(items, list) else [items]):
        key = f"close[{i}]"
        if not isinstance(item, Mapping) or item.keys() != {"date", "reason"}:
            report.say("calendar-closure", key, Sentence("应写成 {date: 日期, reason: 原因}"))
            continue
        day, reason = _day(item["date"], key, report), str(item["reason"] or "").strip()
        if not reason or len(reason) > _LONGEST:
            report.say("calendar-closure", key, Sentence("请写明原因，不超过 {most} 字", most=_LONGEST))
        if day in found:
            report.say("calendar-twice", key, Sentence("{day} 写了两次", day=day))
        if day is not None:
            found[day] = reason
    return found


def _lifted(items: object, report: Report) -> set[date]:
    days = [
        _day(d, f"lift[{i}]", report) for i, d in enumerate(items if isinstance(items, list) else [items])
    ]
    return {day for day in days if day is not None}


def _day(value: object, key: str, report: Report) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        report.say("calendar-date", key, Sentence("“{value}”不是日期，请写成 2026-09-15 的样子", value=value))
        return None
