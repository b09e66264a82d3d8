"""When a timer is due: computed once, when the token arrives, from the act's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from engine.bpmn.periods import Cycle, Duration, parse_cycle, parse_duration, parse_instant
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value
from engine.clock import SHANGHAI
from engine.feel import to_json
from engine.feel.values import YearsMonthsDuration

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
        now = token.top.services.now
        try:
            due, repeat = _plan(self.kind, value, now)
        except (ValueError, TypeError, OverflowError) as error:
            reason = f"{self.value.where}（{self.value.text}）得到的“{value}”不能作为时间"
            raise token.failed(reason) from error
        derivations = to_json(evaluation.derivations)
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
    repeat = facts["repeat"]
    if repeat is None or repeat["left"] == 1:
        return None
    index = repeat["index"] + 1
    due = parse_duration(repeat["every"]).after(datetime.fromisoformat(repeat["anchor"]), index)
    left = None if repeat["left"] is None else repeat["left"] - 1
    return {**facts, "due_at": due.isoformat(), "repeat": {**repeat, "index": index, "left": left}}


def as_instant(value: Any) -> datetime:
    """A FEEL date, date and time, or ISO text as a UTC instant. Raises ValueError or TypeError."""
    if isinstance(value, str):
        return parse_instant(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, SHANGHAI).astimezone(UTC)
    raise TypeError(type(value).__name__)


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
