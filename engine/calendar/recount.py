"""Counts derivations again with another calendar: what a newly entered year changes, and what it confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from engine.calendar.calendar import Calendar
from engine.calendar.period import Period

Again = Callable[[Calendar, Period, date], Period]
Derivation = Mapping[str, Any]


def recount(calendar: Calendar, derivation: Period | Derivation) -> Period:
    """The same rule from the same start with this calendar; takes a period or its `as_dict`."""
    old = derivation if isinstance(derivation, Period) else Period.from_dict(derivation)
    return _RULES[old.rule](calendar, old, old.start)


def recount_all(calendar: Calendar, derivations: Sequence[Derivation]) -> list[dict[str, Any]]:
    """The derivations of one date, in their order; one that starts at another's last day follows it."""
    moved: dict[date, date] = {}
    again = []
    for derivation in derivations:
        old = Period.from_dict(derivation)
        new = _RULES[old.rule](calendar, old, moved.get(old.start, old.start))
        moved.setdefault(old.last_day, new.last_day)
        again.append({**derivation, **new.as_dict()})
    return again


def same(old: Sequence[Derivation], new: Sequence[Derivation]) -> bool:
    """Whether two countings agree in everything but the edition that they name."""
    return [_told(one) for one in old] == [_told(one) for one in new]


def shift(old: Sequence[Derivation], new: Sequence[Derivation]) -> timedelta:
    """How far the date moves that was derived so: the farthest of its last steps, so that it is never too early."""
    starts = {one["start"] for one in old}
    last = [
        (date.fromisoformat(was["last_day"]), date.fromisoformat(now["last_day"]))
        for was, now in zip(old, new, strict=True)
        if was["last_day"] not in starts
    ]
    return max((now - was for was, now in last), default=timedelta())


def _told(derivation: Derivation) -> dict[str, Any]:
    return {key: value for key, value in derivation.items() if key != "edition"}


def _first_day_counted(old: Period) -> bool:
    """Whether counting began with the start itself: it was counted then, or passed over as a rest day."""
    return old.start in old.days or any(day.date == old.start for day in old.skipped)


_RULES: Final[Mapping[str, Again]] = {
    "working-days": lambda c, p, start: c.after(start, p.n, _first_day_counted(p)),
    "calendar-days": lambda c, p, start: c.calendar_days_after(start, p.n, _first_day_counted(p)),
    "working-days-before": lambda c, p, start: c.period_before(start, p.n),
    "working-days-between": lambda c, p, start: c.period_between(start, p.last_day),
    "working-day": lambda c, p, start: c.period_of(start),
    "years": lambda c, p, start: c.period_of_years(start, p.n),
}
