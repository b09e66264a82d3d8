"""The working-day ruler (工作日尺): equal cells for working days, slivers for rest days, one drawing everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from engine.calendar import Calendar, Day
from web.dates import WEEKDAYS, day_text, short_day
from web.language import gettext as _
from web.language import noop as N_

LONGEST = 45  # days; a longer period is told in words only


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a working day with its marks, or several rest days in one sliver."""

    first: date
    last: date
    rest: bool = False
    heading: str = ""  # "9月28日", or "29" within the month
    weekday: str = ""
    name: str = ""  # of the rest days
    span: str = ""  # "1–7 休"
    makeup: bool = False  # 班
    past: bool = False
    now: bool = False
    end: bool = False
    next: bool = False
    provisional: bool = False
    note: str = ""
    count: int | None = None

    @property
    def classes(self) -> str:
        """The cell's classes in the style sheet."""
        if self.rest:
            short = "one" if self.first == self.last and not self.name else ""
            return " ".join(filter(None, ("off", short, "now" if self.now else "")))
        marks = ("past", "now", "end", "next")
        return " ".join([m for m in marks if getattr(self, m)] + (["guess"] if self.provisional else []))


@dataclass(frozen=True, slots=True)
class Ruler:
    """The cells of one ruler with what it says as a whole."""

    label: str
    cells: list[Cell] = field(default_factory=list)


def strip(calendar: Calendar, today: date, days: int, counts: Mapping[date, int]) -> Ruler:
    """Today and the next `days` working days, each with how much falls due on it."""
    last = today
    for _step in range(days):
        last = calendar.next_working_day(last)
    cells = []
    for cell in _cells(calendar, today, last, today):
        if cell.rest:
            extra = sum(counts.get(day, 0) for day in _days(cell.first, cell.last))
            cells.append(replace(cell, count=extra or None))
        else:
            cells.append(replace(cell, count=counts.get(cell.first, 0)))
    return Ruler(_("到期分布：今天与其后 %(days)s 个工作日", days=days), cells)


def period(
    calendar: Calendar, derivation: Mapping[str, Any], today: date, *, first_word: str = N_("起算")
) -> Ruler | None:
    """The ruler of one derived period: its start, each counted day, the last one, the next lawful day.

    `derivation` is `Period.as_dict()`. None if the period is too long to draw.
    """
    start, last = _date(derivation["start"]), _date(derivation["last_day"])
    following = _date(derivation["next_working_day"])
    if derivation.get("rule") == "years" or (following - start).days > LONGEST:
        return None
    counted = [_date(day) for day in derivation.get("days", [])]
    numbers = {day: number for number, day in enumerate(counted, 1)}
    cells = [
        _marked(cell, start, last, following, numbers, first_word)
        for cell in _cells(calendar, start, following, today)
    ]
    return Ruler(
        _(
            "%(n)s 个%(unit)s，到%(day)s止",
            n=derivation["n"],
            unit=unit_word(derivation),
            day=day_text(last, today),
        ),
        cells,
    )


def unit_word(derivation: Mapping[str, Any]) -> str:
    """What the period counts."""
    return {"working-days": _("工作日"), "calendar-days": _("自然日"), "years": _("年")}.get(
        str(derivation.get("rule")), _("工作日")
    )


def _marked(
    cell: Cell, start: date, last: date, following: date, numbers: Mapping[date, int], first_word: str
) -> Cell:
    if cell.rest:
        inside = [numbers[day] for day in _days(cell.first, cell.last) if day in numbers]
        if not inside:
            return cell
        note = (
            _("第 %(n)s 日", n=inside[0])
            if len(inside) == 1
            else _("第 %(first)s–%(last)s 日", first=inside[0], last=inside[-1])
        )
        return replace(cell, note=note)
    day = cell.first
    if day == last:
        return replace(cell, end=True, note=_("第 %(n)s 个，24:00 止", n=numbers.get(day, len(numbers))))
    if day in numbers:
        return replace(cell, note=_("第 %(n)s 个", n=numbers[day]))
    if day == following:
        return replace(cell, next=True, note=_("可继续"))
    return replace(cell, note=_("%(first_word)s，不计", first_word=_(first_word))) if day == start else cell


def _cells(calendar: Calendar, first: date, last: date, today: date) -> Iterator[Cell]:
    month = 0
    for working, run in groupby(calendar.days(first, last), key=lambda day: day.working):
        if not working:
            yield _rest(list(run), today)
            continue
        for day in run:
            yield _working(day, today, named=day.date.month != month)
            month = day.date.month


def _working(day: Day, today: date, *, named: bool) -> Cell:
    return Cell(
        first=day.date,
        last=day.date,
        heading=short_day(day.date) if named else str(day.date.day),
        weekday=_("今天") if day.date == today else _(WEEKDAYS[day.date.weekday()]),
        makeup=day.kind == "makeup",
        past=day.date < today,
        now=day.date == today,
        provisional=not day.confirmed,
    )


def _rest(days: list[Day], today: date) -> Cell:
    first, last = days[0].date, days[-1].date
    name = next((day.name for day in days if day.kind == "holiday" and day.name), "")
    if first == last:
        span = _("休") if not name else _("%(day)s 休", day=first.day)
    elif first.month == last.month:
        span = _("%(first)s–%(last)s 休", first=first.day, last=last.day)
    else:
        ends = [f"{day.month}.{day.day}" for day in (first, last)]
        span = _("%(first)s–%(last)s 休", first=ends[0], last=ends[1])
    return Cell(
        first=first,
        last=last,
        rest=True,
        name=_(name) if name else ("" if first == last else _("周末")),
        span=span,
        now=first <= today <= last,
        provisional=not all(day.confirmed for day in days),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _date(value: Any) -> date:
    """A day of a derivation: a date, its ISO text, or the tagged value that FEEL writes."""
    if isinstance(value, Mapping):
        value = value["v"]
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
