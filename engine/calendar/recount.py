"""Counts a derivation again with another calendar: what a newly entered year changes, and what it confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.calendar.calendar import Calendar
from engine.calendar.period import Period

Again = Callable[[Calendar, Period], Period]


def recount(calendar: Calendar, derivation: Period | Mapping[str, Any]) -> Period:
    """The same rule from the same start with this calendar; takes a period or its `as_dict`."""
    old = derivation if isinstance(derivation, Period) else Period.from_dict(derivation)
    return _RULES[old.rule](calendar, old)


def _first_day_counted(old: Period) -> bool:
    """A start among the counted days was counted; one that was a rest day makes no difference."""
    return old.start in old.days


_RULES: Final[Mapping[str, Again]] = {
    "working-days": lambda c, p: c.after(p.start, p.n, _first_day_counted(p)),
    "calendar-days": lambda c, p: c.calendar_days_after(p.start, p.n, _first_day_counted(p)),
    "working-days-before": lambda c, p: c.period_before(p.start, p.n),
    "working-days-between": lambda c, p: c.period_between(p.start, p.last_day),
    "working-day": lambda c, p: c.period_of(p.start),
    "years": lambda c, p: c.period_of_years(p.start, p.n),
}
