"""Ordered kinds of values as lines of coordinates, and a readable value strictly between two of them.

Numbers are dense: there is something between 5 and 6. Days and months are not: nothing lies between the 1st and
the 2nd. Instants, times and durations are as fine as the engine keeps them, to the microsecond.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, Overflow
from typing import Any

from engine.feel.values import NUMBERS, YearsMonthsDuration, kind

MICRO = timedelta(microseconds=1)
DAY = 86_400_000_000
CLOCK = (DAY, 3_600_000_000, 60_000_000, 1_000_000)
"""Microseconds of the units in which an example is easiest to read, coarsest first."""


class Numbers:
    """The line of numbers."""

    def place(self, value: Any) -> Any:
        return value

    def value(self, place: Any) -> Any:
        return place

    def inside(self, low: Any, high: Any) -> Any:
        """A number strictly between two, whole if there is one; None stands for no end, and for no such number."""
        if low is None:
            return Decimal(0) if high is None else self._below(high)
        above = NUMBERS.add(low.to_integral_value(ROUND_FLOOR), Decimal(1))
        if above <= low:
            above = NUMBERS.next_plus(low)
        if high is None:
            return above if above.is_finite() else None
        return next((n for n in (above, self._middle(low, high)) if n is not None and low < n < high), None)

    def _below(self, high: Any) -> Any:
        below = NUMBERS.subtract(high.to_integral_value(ROUND_CEILING), Decimal(1))
        if below >= high:
            below = NUMBERS.next_minus(high)
        return below if below.is_finite() else None

    def _middle(self, low: Any, high: Any) -> Any:
        try:
            return NUMBERS.divide(NUMBERS.add(low, high), Decimal(2))
        except Overflow:
            return None


@dataclass(frozen=True, slots=True)
class Grid:
    """A line of whole coordinates from `first` to `last`; `units` are the round ones, coarsest first."""

    place: Callable[[Any], int]
    value: Callable[[int], Any]
    first: int
    last: int
    units: tuple[int, ...]
    origin: int

    def inside(self, low: int | None, high: int | None) -> int | None:
        """A coordinate strictly between two, as round as can be; None when there is none."""
        if low is None:
            return self.origin if high is None else self._below(high)
        top = self.last + 1 if high is None else high
        for unit in self.units:
            round_one = (low // unit + 1) * unit
            if round_one < top:
                return round_one
        return low + 1 if low + 1 < top else None

    def _below(self, high: int) -> int | None:
        for unit in self.units:
            round_one = -(-high // unit) * unit - unit
            if round_one >= self.first:
                return round_one
        return self.first if self.first < high else None


Axis = Numbers | Grid


def _micros(value: datetime) -> int:
    return (value - datetime.min) // MICRO  # noqa: DTZ901 - counted from the beginning of the calendar


def _of_micros(place: int) -> datetime:
    return datetime.min + place * MICRO  # noqa: DTZ901


def _zoned(value: datetime) -> int:
    return _micros(value.astimezone(UTC).replace(tzinfo=None))


def _clock_of(value: time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


_NEW_YEAR = date(2026, 1, 1)
_DURATIONS = (timedelta.min // MICRO, timedelta.max // MICRO)
_MOST_MONTHS = 12 * 999_999_999
_INSTANTS = (0, _micros(datetime.max), CLOCK, _micros(datetime(2026, 1, 1)))  # noqa: DTZ001, DTZ901
AXES: dict[str, Axis] = {
    "number": Numbers(),
    "date": Grid(date.toordinal, date.fromordinal, 1, date.max.toordinal(), (1,), _NEW_YEAR.toordinal()),
    "date and time": Grid(_micros, _of_micros, *_INSTANTS),
    "date and time with zone": Grid(_zoned, lambda place: _of_micros(place).replace(tzinfo=UTC), *_INSTANTS),
    "time": Grid(_clock_of, lambda place: _of_micros(place).time(), 0, DAY - 1, CLOCK[1:], DAY // 2),
    "days and time duration": Grid(
        lambda value: value // MICRO, lambda place: place * MICRO, *_DURATIONS, CLOCK, 0
    ),
    "years and months duration": Grid(
        lambda value: value.months, YearsMonthsDuration, -_MOST_MONTHS, _MOST_MONTHS, (1,), 0
    ),
}
SETS = frozenset({"string", "boolean"})
SCALAR = SETS | AXES.keys()


def line_of(value: Any) -> str:
    """The axis or set of a value: its kind, instants with a zone apart since the two do not compare."""
    found = kind(value)
    zoned = found == "date and time" and value.tzinfo is not None
    return f"{found} with zone" if zoned else found


def kind_of(line: str) -> str:
    """The FEEL type of the values on an axis."""
    return line.removesuffix(" with zone")
