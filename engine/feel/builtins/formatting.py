"""`string format`: a template whose `{}` are filled with values, numbers and dates in a written form (an extension).

`{}` takes the next value of a list, `{name}` an entry of a context, `{{` and `}}` are braces. After a colon stands
a form: `000` (leading zeros), `0.00`, `0.0#`, `#,##0.00`, `0%` for numbers; `yyyy`, `MM`, `M`, `dd`, `d`, `HH`, `mm`
and `ss` among other signs for dates and times. Nothing else is understood, and nothing of a value is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.limits import CHARACTERS_PER_STEP, DIGITS, STRING_CHARACTERS
from engine.feel.text import feel_text
from engine.feel.values import kind_name

SLOT = re.compile(r"\{\{|\}\}|\{(?P<key>[^{}:]*)(?::(?P<form>[^{}]*))?\}|(?P<stray>[{}])")
NUMBER = re.compile(
    rf"(?P<grouped>#,##)?(?P<whole>0{{1,{DIGITS}}})(?:\.(?P<fixed>0{{0,{DIGITS}}})(?P<loose>#{{0,{DIGITS}}}))?(?P<percent>%)?"
)
DAY = re.compile(r"yyyy|MM|M|dd|d|HH|mm|ss|(?P<other>[A-Za-z])")
EXACT = Context(prec=4 * DIGITS)
LARGEST = 10**DIGITS
PARTS: dict[str, Callable[[Any], str]] = {
    "yyyy": lambda v: f"{v.year:04d}",
    "MM": lambda v: f"{v.month:02d}",
    "M": lambda v: str(v.month),
    "dd": lambda v: f"{v.day:02d}",
    "d": lambda v: str(v.day),
    "HH": lambda v: f"{v.hour:02d}",
    "mm": lambda v: f"{v.minute:02d}",
    "ss": lambda v: f"{v.second:02d}",
}
CLOCK = frozenset({"HH", "mm", "ss"})


class _Unfit(Exception):
    """A template, a value or a form that cannot be used; the message says what is wrong."""


@builtin("string format", "template: string, values: list|context", "string")
def string_format(env: Environment, template: str, values: list[Any] | dict[str, Any]) -> str | None:
    """The template with its places filled; null, with a reason, when template and values do not fit."""
    try:
        if isinstance(values, dict):
            return _filled(template, lambda key: _named(values, key), env)
        left = list(reversed(values))
        result = _filled(template, lambda key: _following(left, key), env)
        if left:
            raise _Unfit("值比模板中的 {} 多")
    except _Unfit as unfit:
        env.null(f"string format：{unfit}")
        return None
    return result


def _named(values: dict[str, Any], key: str) -> Any:
    if key not in values:
        raise _Unfit(f"对象中没有“{key}”")
    return values[key]


def _following(left: list[Any], key: str) -> Any:
    if key:
        raise _Unfit(f"“{{{key}}}”要从对象中取值，而给的是列表")
    if not left:
        raise _Unfit("值比模板中的 {} 少")
    return left.pop()


def _filled(template: str, value_of: Callable[[str], Any], env: Environment) -> str:
    pieces: list[str] = []
    length, done = 0, 0
    for slot in SLOT.finditer(template):
        piece = template[done : slot.start()] + _slot(slot, value_of, env)
        length += len(piece)
        if length > STRING_CHARACTERS:
            env.text(length)
        env.spend(1 + len(piece) // CHARACTERS_PER_STEP)
        pieces.append(piece)
        done = slot.end()
    env.text(length + len(template) - done)
    return "".join([*pieces, template[done:]])


def _slot(slot: re.Match[str], value_of: Callable[[str], Any], env: Environment) -> str:
    if slot["stray"]:
        raise _Unfit("模板中有落单的花括号；要写出花括号，请写两个")
    if slot["key"] is None:
        return slot[0][0]
    value, form = value_of(slot["key"].strip()), slot["form"]
    if form is None:
        return "null" if value is None else feel_text(value, env)
    if isinstance(value, Decimal):
        return _number(value, form)
    if isinstance(value, date | time):
        return _moment(value, form)
    raise _Unfit(f"{kind_name(value)}不能按“{form}”的样式写；只有数字、日期和时间有样式")


def _number(value: Decimal, form: str) -> str:
    """Rounded half up, as people round."""
    found = NUMBER.fullmatch(form.strip())
    if found is None:
        raise _Unfit(f"不认识数字样式“{form}”，如 000、0.00、#,##0.00、0%")
    fixed, loose = found["fixed"] or "", found["loose"] or ""
    shown = EXACT.multiply(value, 100) if found["percent"] else value
    places = len(fixed) + len(loose)
    try:
        rounded = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    except InvalidOperation:
        rounded = Decimal(LARGEST)
    if abs(rounded) >= LARGEST:
        raise _Unfit("数字太大，不能按样式写出来")
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    kept = fraction[: len(fixed)] + fraction[len(fixed) :].rstrip("0")
    whole = whole.zfill(len(found["whole"]))
    if found["grouped"]:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{whole}{'.' + kept if kept else ''}{found['percent'] or ''}"


def _moment(value: date | time, form: str) -> str:
    def part(found: re.Match[str]) -> str:
        if found["other"]:
            raise _Unfit(f"不认识日期样式中的“{found['other']}”，可用 yyyy、MM、M、dd、d、HH、mm、ss")
        has_clock, has_day = isinstance(value, time | datetime), isinstance(value, date)
        if not (has_clock if found[0] in CLOCK else has_day):
            raise _Unfit(f"{kind_name(value)}没有样式“{found[0]}”这一部分")
        return PARTS[found[0]](value)

    return DAY.sub(part, form)
