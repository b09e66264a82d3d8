"""The fields of an entered notice: types, dates and ranges, each complaint with its key and line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from engine.calendar.days import YearDays
from engine.errors import Finding
from engine.sentence import Sentence

_REQUIRED: Final = ("year", "notice", "rest", "work")
_OPTIONAL: Final = (
    "status",
    "number",
    "published",
    "link",
    "bridging",
    "working_days",
    "amended_by",
    "amended_on",
    "sources",
)
_LONGEST: Final = 400
_ONE: Final = datetime.timedelta(days=1)


@dataclass(slots=True)
class Report:
    """Collects findings; knows the file and on which line a key stands."""

    file: str
    lines: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)

    def say(self, rule: str, key: str, message: str) -> None:
        """Note a finding at a key such as `rest[2].from`."""
        line = self.lines.get(key.split(".")[0])
        self.findings.append(Finding(rule, message, self.file, element=key, line=line))


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice whose fields are well formed, with the key under which each day was entered."""

    days: YearDays
    off_keys: Mapping[datetime.date, str]
    work_keys: Mapping[datetime.date, str]
    bridging: Mapping[datetime.date, str]
    working_days: int | None = None  # as the notice is said to have them, to be compared


def read_entry(data: object, report: Report) -> Entry | None:
    """The notice's fields, or None with findings in the report."""
    if not isinstance(data, Mapping):
        report.say("calendar-form", "", Sentence("应是一组“键: 值”，例如 year: 2027"))
        return None
    _check_keys(data, report)
    if report.findings:
        return None
    year = data["year"]
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2200:
        report.say("calendar-year", "year", Sentence("year 应是四位年份，例如 2027"))
        return None
    reader = _Reader(year, report)
    off, off_keys = reader.rest(data["rest"])
    work_keys = reader.dates("work", data["work"])
    bridging = reader.dates("bridging", data.get("bridging", []))
    days = YearDays(
        status=reader.status(data),
        off=off,
        work=frozenset(work_keys),
        notice=reader.notice(data),
        published=reader.date("published", data["published"]) if "published" in data else None,
        year=year,
    )
    total = reader.total(data.get("working_days"))
    reader.check_source(data)
    return None if report.findings else Entry(days, off_keys, work_keys, bridging, total)


def _check_keys(data: Mapping[Any, Any], report: Report) -> None:
    for key in _REQUIRED:
        if key not in data:
            report.say("calendar-form", key, Sentence("缺少 {key}", key=key))
    for key in data:
        if key not in _REQUIRED + _OPTIONAL:
            report.say(
                "calendar-form",
                str(key),
                Sentence("不认识的键 {key}，可用：{keys}", key=key, keys=tuple(_REQUIRED + _OPTIONAL)),
            )


@dataclass(frozen=True, slots=True)
class _Reader:
    year: int
    report: Report

    def status(self, data: Mapping[str, Any]) -> Any:
        status = data.get("status", "announced")
        if status not in ("announced", "amended"):
            self.report.say(
                "calendar-form", "status", Sentence("status 应是 announced（已公布）或 amended（已调整）")
            )
        return status

    def notice(self, data: Mapping[str, Any]) -> str:
        notice = data["notice"]
        if not isinstance(notice, str) or not notice.strip():
            self.report.say("calendar-form", "notice", Sentence("请写明通知的标题或文号"))
        return "；".join(str(part) for part in (notice, data.get("amended_by")) if part)

    def check_source(self, data: Mapping[str, Any]) -> None:
        """Number and address of the notice; the address becomes a link on a page."""
        for key in ("number", "link"):
            value = data.get(key) or ""
            if not isinstance(value, str) or len(value) > _LONGEST:
                self.report.say(
                    "calendar-form", key, Sentence("{key} 应是不超过 {most} 字的文字", key=key, most=_LONGEST)
                )
        link = data.get("link")
        if isinstance(link, str) and link and not link.startswith(("https://", "http://")):
            self.report.say("calendar-form", "link", Sentence("网址应以 https:// 或 http:// 开头"))

    def total(self, value: object) -> int | None:
        """How many working days the year is said to have."""
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.report.say("calendar-form", "working_days", Sentence("working_days 应是整数：全年的工作日数"))
        return None

    def rest(self, items: object) -> tuple[dict[datetime.date, str], dict[datetime.date, str]]:
        """The rest days with their names, and the key each was entered under."""
        off: dict[datetime.date, str] = {}
        keys: dict[datetime.date, str] = {}
        for key, item in self._items("rest", items):
            name, days = self._range(key, item)
            for day in days:
                if day in off:
                    self.report.say(
                        "calendar-rest", key, Sentence("{day} 在两个放假区间里重复出现", day=day.isoformat())
                    )
                off[day], keys[day] = name, key
        return off, keys

    def _range(self, key: str, item: object) -> tuple[str, list[datetime.date]]:
        if not isinstance(item, Mapping) or not {"name", "from"} <= item.keys() <= {"name", "from", "to"}:
            self.report.say("calendar-rest", key, Sentence("应写成 {name: 节日名称, from: 首日, to: 末日}"))
            return "", []
        first = self.date(f"{key}.from", item["from"])
        last = self.date(f"{key}.to", item["to"]) if "to" in item else first
        if first is None or last is None:
            return "", []
        if last < first:
            self.report.say(
                "calendar-rest", f"{key}.to", Sentence("末日 {last} 早于首日 {first}", last=last, first=first)
            )
        return str(item["name"]), [first + _ONE * i for i in range((last - first).days + 1)]

    def dates(self, name: str, items: object) -> dict[datetime.date, str]:
        """The dates of a list with the key of each."""
        found: dict[datetime.date, str] = {}
        for key, item in self._items(name, items):
            day = self.date(key, item)
            if day in found:
                self.report.say("calendar-twice", key, Sentence("{day} 写了两次", day=day))
            if day is not None:
                found[day] = key
        return found

    def date(self, key: str, value: object) -> datetime.date | None:
        """An ISO date; days of a list must belong to the notice's year or touch it."""
        day = _as_date(value)
        if day is None:
            self.report.say(
                "calendar-date",
                key,
                Sentence("“{value}”不是日期，请写成 {year}-10-01 的样子", value=value, year=self.year),
            )
        elif key != "published" and not self._touches(day):
            self.report.say(
                "calendar-date",
                key,
                Sentence(
                    "{day} 不在 {year} 年内（只可另含上年 12 月 25 日以后、次年 1 月 3 日以前）",
                    day=day,
                    year=self.year,
                ),
            )
            return None
        return day

    def _touches(self, day: datetime.date) -> bool:
        return datetime.date(self.year - 1, 12, 25) <= day <= datetime.date(self.year + 1, 1, 3)

    def _items(self, name: str, items: object) -> Iterator[tuple[str, Any]]:
        if not isinstance(items, Sequence) or isinstance(items, str):
            self.report.say("calendar-form", name, Sentence("{name} 应是一个列表", name=name))
            return
        for i, item in enumerate(items):
            yield f"{name}[{i}]", item


def _as_date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return None
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
