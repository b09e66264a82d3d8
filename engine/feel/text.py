"""FEEL values as text: what `string()` gives (DMN 1.5 §10.3.4.1) and how they look inside lists."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import limits
from engine.feel.environment import Environment
from engine.feel.errors import FeelSizeError
from engine.feel.temporal import zone_name, zone_offset
from engine.feel.values import Function, Range, YearsMonthsDuration


def number_text(number: Decimal | int) -> str:
    """A number without exponent and without trailing zeros."""
    text = format(Decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def time_text(value: time) -> str:
    """hh:mm:ss with fraction and zone where they are present."""
    return _clock(value.hour, value.minute, value.second, value.microsecond) + _zone(value)


def date_time_text(value: datetime) -> str:
    """YYYY-MM-DDThh:mm:ss with fraction and zone where they are present."""
    clock = _clock(value.hour, value.minute, value.second, value.microsecond)
    return f"{value.date().isoformat()}T{clock}{_zone(value)}"


def _clock(hour: int, minute: int, second: int, micros: int) -> str:
    fraction = f".{micros:06d}".rstrip("0") if micros else ""
    return f"{hour:02d}:{minute:02d}:{second:02d}{fraction}"


def _zone(value: time | datetime) -> str:
    name = zone_name(value)
    if name:
        return f"@{name}"
    offset = zone_offset(value)
    return "" if offset is None else offset_text(offset)


def offset_text(offset: timedelta) -> str:
    """Z, or ±hh:mm with seconds where there are some."""
    total = int(offset.total_seconds())
    if total == 0:
        return "Z"
    hours, rest = divmod(abs(total), 3600)
    minutes, seconds = divmod(rest, 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if total < 0 else '+'}{hours:02d}:{minutes:02d}{tail}"


def duration_text(value: timedelta | YearsMonthsDuration) -> str:
    """ISO 8601 with the largest units first; PT0S and P0M for nothing."""
    if isinstance(value, YearsMonthsDuration):
        return _months_text(value.months)
    sign, length = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(length.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{length.microseconds:06d}".rstrip("0") if length.microseconds else ""
    clock = _units((hours, "H"), (minutes, "M"))
    if seconds or fraction:
        clock += f"{seconds}{fraction}S"
    days = _units((length.days, "D"))
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}{'T' + clock if clock else ''}"


def _months_text(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    return ("-" if months < 0 else "") + "P" + (_units((years, "Y"), (rest, "M")) or "0M")


def _units(*parts: tuple[int, str]) -> str:
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def scalar_text(value: Any) -> str | None:
    """The text of anything but null, lists, contexts, ranges and functions; None for those."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Decimal, int)):
        return number_text(value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return date_time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return time_text(value)
    if isinstance(value, (timedelta, YearsMonthsDuration)):
        return duration_text(value)
    return None


def feel_text(value: Any, env: Environment) -> str:
    """The text of any value; the evaluator pays for its length. Raises FeelSizeError beyond the bounds."""
    pieces: list[str] = []
    _write(value, pieces.append, env, 0, quoted=False)
    result = "".join(pieces)
    env.text(len(result))
    return result


def _write(value: Any, out: Any, env: Environment, depth: int, quoted: bool = True) -> None:
    env.spend()
    if depth > limits.VALUE_DEPTH:
        raise FeelSizeError(f"列表或对象嵌套超过了 {limits.VALUE_DEPTH} 层，已停止计算。")
    scalar = scalar_text(value)
    if scalar is not None:
        env.spend(len(scalar) // limits.CHARACTERS_PER_STEP)
        out(_quoted(scalar) if quoted and isinstance(value, str) else scalar)
    elif isinstance(value, list):
        _write_all(value, out, env, depth)
    elif isinstance(value, dict):
        _write_context(value, out, env, depth)
    elif isinstance(value, Range):
        _write_range(value, out, env, depth)
    elif isinstance(value, Function):
        out(f"function({', '.join(value.parameters)})")
    else:
        out("null")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_all(items: list[Any], out: Any, env: Environment, depth: int) -> None:
    out("[")
    for place, item in enumerate(items):
        if place:
            out(", ")
        _write(item, out, env, depth + 1)
    out("]")


def _write_context(context: dict[str, Any], out: Any, env: Environment, depth: int) -> None:
    out("{")
    for place, (key, item) in enumerate(context.items()):
        plain = all(part.isidentifier() for part in str(key).split(" "))
        out((", " if place else "") + (str(key) if plain else _quoted(str(key))) + ": ")
        _write(item, out, env, depth + 1)
    out("}")


def _write_range(value: Range, out: Any, env: Environment, depth: int) -> None:
    if value.operator:
        _write_half_open(value, out, env, depth)
        return
    out("[" if value.start_included else "(")
    _write(value.start, out, env, depth + 1)
    out("..")
    _write(value.end, out, env, depth + 1)
    out("]" if value.end_included else ")")


def _write_half_open(value: Range, out: Any, env: Environment, depth: int) -> None:
    out(value.operator)
    _write(value.end if value.start is None else value.start, out, env, depth + 1)
