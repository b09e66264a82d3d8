"""When a timer is due: computed once, when the token arrives, from the act's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from engine.bpmn.contract import Services
from engine.bpmn.periods import Cycle, Duration, as_utc, parse_cycle, parse_duration, parse_instant
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value, shown
from engine.errors import ExpressionFailed
from engine.feel import Environment, FeelError, to_json
from engine.feel.values import YearsMonthsDuration

MADE_UP = 100  # missed repetitions that are made up for at most
Kind = Literal["timeDate", "timeDuration", "timeCycle"]


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer definition as the diagram writes it."""

    kind: Kind
    value: Value

    def facts(self, token: Token) -> dict[str, Any]:
        """Due instant and how it came about, for a token that arrives now. Raises ExpressionFailed."""
        evaluation = Evaluation(token)
        value = evaluation.needed(self.value)
        try:
            return self._facts(value, token.top.services.now, evaluation.derivations)
        except (ValueError, TypeError, OverflowError) as error:
            raise token.failed(self._no_time(value)) from error

    def first(self, services: Services, element: str = "") -> dict[str, Any]:
        """The same for a timer that starts instances, counted from `services.now`; `following` gives the next.

        There are no variables yet. `element` is the start event's id, for messages. Raises ExpressionFailed.
        """
        env = Environment(now=services.now, functions=services.functions)
        expression = self.value.expression
        try:
            value = self.value.text if expression is None else expression.evaluate({}, env)
            return self._facts(value, services.now, list(env.derivations))
        except FeelError as error:
            raise _failed(element, f"{self.value.where}：{error}") from error
        except (ValueError, TypeError, OverflowError) as error:
            raise _failed(element, self._no_time(value)) from error

    def _no_time(self, value: Any) -> str:
        return f"{self.value.where}（{self.value.text}）得到的是{shown(value)}，不能作为时间"

    def _facts(self, value: Any, now: datetime, derived: list[Any]) -> dict[str, Any]:
        due, repeat = _plan(self.kind, value, now)
        derivations = to_json(derived)
        return {
            "due_at": due.isoformat(),
            "expression": self.value.text,
            "derivations": derivations,
            "provisional": any(_status(d) == "provisional" for d in derivations),
            "repeat": repeat,
        }


def following(facts: dict[str, Any]) -> dict[str, Any] | None:
    """The same timer's next repetition after it fired; None if that was the last.

    Counted from the anchor, not from when it fired, so that late firing never shifts the plan.
    """
    return _later(facts, 1)


def upcoming(facts: dict[str, Any], now: datetime, *, each: bool = False) -> dict[str, Any] | None:
    """As `following`, after a standstill: what was missed until `now` counts as fired with the one that fired.

    With `each` every missed repetition fires for itself, at most the last `MADE_UP` of them.
    """
    missed = _missed(facts, now)
    return _later(facts, max(1, missed - MADE_UP + 2) if each else missed + 1)


def _later(facts: dict[str, Any], steps: int) -> dict[str, Any] | None:
    """So many repetitions on; None if the plan ends before."""
    repeat = facts["repeat"]
    if repeat is None or (repeat["left"] is not None and repeat["left"] <= steps):
        return None
    index = repeat["index"] + steps
    due = parse_duration(repeat["every"]).after(datetime.fromisoformat(repeat["anchor"]), index)
    left = None if repeat["left"] is None else repeat["left"] - steps
    return {**facts, "due_at": due.isoformat(), "repeat": {**repeat, "index": index, "left": left}}


def _missed(facts: dict[str, Any], now: datetime) -> int:
    """How many repetitions of the plan behind the one that fired have fallen due until `now`, found by halving."""
    repeat = facts["repeat"]
    if repeat is None:
        return 0
    most = repeat["left"] - 1 if repeat["left"] is not None else None
    every, anchor = parse_duration(repeat["every"]), datetime.fromisoformat(repeat["anchor"])
    index, step = repeat["index"], 1
    while every.after(anchor, index + step) <= now:
        step *= 2
    low, high = step // 2, step  # the last missed lies from low on, before high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if every.after(anchor, index + middle) <= now else (low, middle)
    return low if most is None else min(low, most)


def as_instant(value: Any) -> datetime:
    """A FEEL date, date and time, or ISO text as a UTC instant. Raises ValueError or TypeError."""
    if isinstance(value, str):
        return parse_instant(value)
    if isinstance(value, datetime):
        return as_utc(value)
    if isinstance(value, date):
        return as_utc(datetime.combine(value, time.min))
    raise TypeError(type(value).__name__)


def _failed(element: str, reason: str) -> ExpressionFailed:
    return ExpressionFailed(element=element, element_id=element, reason=reason)


def _plan(kind: Kind, value: Any, now: datetime) -> tuple[datetime, dict[str, Any] | None]:
    if kind == "timeDate":
        return as_instant(value), None
    if kind == "timeDuration":
        return _as_duration(value).after(now), None
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    cycle = parse_cycle(value)
    first = 1 if cycle.start is None else 0
    anchor = cycle.start or now.astimezone(UTC)
    return cycle.every.after(anchor, first), _repeat(cycle, anchor, first, value)


def _repeat(cycle: Cycle, anchor: datetime, index: int, text: str) -> dict[str, Any]:
    every = text.rpartition("/")[2]
    return {"anchor": anchor.isoformat(), "every": every, "index": index, "left": cycle.times}


def _as_duration(value: Any) -> Duration:
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, timedelta):
        return Duration(0, value)
    if isinstance(value, YearsMonthsDuration):
        return Duration(value.months, timedelta())
    raise TypeError(type(value).__name__)


def _status(derivation: Any) -> Any:
    return derivation.get("status") if isinstance(derivation, dict) else None
