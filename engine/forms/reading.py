"""From what was posted to FEEL values: one reader for each type of input."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.forms.component import Component, Option
from engine.forms.options import chosen
from engine.sentence import Sentence

MAX_CHARACTERS: Final = 100_000
MAX_DIGITS: Final = 34
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DATE: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_YES: Final = frozenset({"true", "on", "1", "yes"})
_NO: Final = frozenset({"", "false", "off", "0", "no"})
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Wrong(ValueError):
    """A value that cannot be read; the sentence has a hole {label} for the field's name."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read(component: Component, raw: Any, options: Sequence[Option]) -> Any:
    """The FEEL value of an input; null (False, an empty list) for what was left empty. Raises `Wrong`."""
    return _READERS[component.type](component, raw, options)


def _text(component: Component, raw: Any, _: Sequence[Option]) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise Wrong(Sentence("{label}应是文字"))
    cleaned = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROLS.search(cleaned):
        raise Wrong(Sentence("{label}含有无法保存的字符，请删除后重新输入"))
    if len(cleaned) > MAX_CHARACTERS:
        raise Wrong(Sentence("{label}太长，最多 {most} 字", most=MAX_CHARACTERS))
    if component.validate.get("validationType") in ("uscc", "phone"):
        cleaned = unicodedata.normalize("NFKC", cleaned).upper()
    return cleaned or None


def _number(_: Component, raw: Any, __: Sequence[Option]) -> Decimal | None:
    if isinstance(raw, str):
        typed = unicodedata.normalize("NFKC", raw).strip()
        if not typed:
            return None
        raw = Decimal(typed.replace(",", "")) if _is_number(typed) else None
    elif isinstance(raw, bool):
        raise Wrong(Sentence("请在{label}填写数字，例如 12.5"))
    elif isinstance(raw, int):
        raw = Decimal(raw)
    elif isinstance(raw, float):
        raw = Decimal(repr(raw))
    elif raw is None:
        return None
    if not isinstance(raw, Decimal) or not raw.is_finite():
        raise Wrong(Sentence("请在{label}填写数字，例如 12.5"))
    if len(raw.as_tuple().digits) > MAX_DIGITS or abs(raw.adjusted()) > MAX_DIGITS:
        raise Wrong(Sentence("{label}的位数太多，最多 {most} 位", most=MAX_DIGITS))
    return raw


def _is_number(typed: str) -> bool:
    return bool(_NUMBER.fullmatch(typed) or _GROUPED.fullmatch(typed))


def _when(component: Component, raw: Any, _: Sequence[Option]) -> date | time | datetime | None:
    """A date, a time of day, or both: then in Shanghai's time."""
    if raw is None or raw == "":
        return None
    return _WHEN[component.settings.get("subtype") or "date"](raw)


def _day(raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", raw).strip()) if isinstance(raw, str) else None
    if match is None:
        raise Wrong(Sentence("{label}应是日期，例如 2026-09-24"))
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise Wrong(Sentence("{label}没有这一天，请核对月份和日期")) from error
    if not 1900 <= day.year <= 2200:
        raise Wrong(Sentence("{label}应在 1900 年至 2200 年之间"))
    return day


def _time(raw: Any) -> time:
    if isinstance(raw, time):
        return raw
    match = _TIME.fullmatch(unicodedata.normalize("NFKC", raw).strip()) if isinstance(raw, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise Wrong(Sentence("{label}应是时间，例如 09:30"))
    return time(int(match[1]), int(match[2]))


def _moment(raw: Any) -> datetime:
    if isinstance(raw, datetime):
        return raw
    typed = unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else ""
    day, _, clock = typed.replace("T", " ").partition(" ")
    if not day or not clock.strip():
        raise Wrong(Sentence("{label}应写明日期和时间，例如 2026-09-24 09:30"))
    return datetime.combine(_day(day), _time(clock), _SHANGHAI)


_WHEN: Final[Mapping[str, Callable[[Any], date | time | datetime]]] = {
    "date": _day,
    "time": _time,
    "datetime": _moment,
}


def _truth(_: Component, raw: Any, __: Sequence[Option]) -> bool:
    if raw is None or isinstance(raw, bool):
        return bool(raw)
    word = raw.lower() if isinstance(raw, str) else None
    if word in _YES or word in _NO:
        return word in _YES
    raise Wrong(Sentence("{label}只能勾选或不勾选"))


def _choice(_: Component, raw: Any, options: Sequence[Option]) -> Any:
    if raw is None or raw == "":
        return None
    option = chosen(options, raw)
    if option is None:
        raise Wrong(Sentence("请从列表中选择{label}") if options else Sentence("{label}暂时没有可选的项"))
    return option.value


def _choices(component: Component, raw: Any, options: Sequence[Option]) -> list[Any]:
    if raw is None or raw == "":
        return []
    items = raw if isinstance(raw, list) else [raw]
    picked = [_choice(component, item, options) for item in items]
    return [option.value for option in options if option.value in picked]


def _files(component: Component, raw: Any, _: Sequence[Option]) -> Any:
    """File names only; what was uploaded is kept by the floor above."""
    names = [name for name in (raw if isinstance(raw, list) else [raw]) if name not in (None, "")]
    for name in names:
        if (
            not isinstance(name, str)
            or PurePath(name).name != name
            or _CONTROLS.search(name)
            or len(name) > 255
        ):
            raise Wrong(Sentence("{label}的文件名不能用，请改名后重新上传"))
        _check_suffix(name, component.settings)
    if component.settings.get("multiple"):
        return names
    if len(names) > 1:
        raise Wrong(Sentence("{label}只能上传一个文件"))
    return names[0] if names else None


def _check_suffix(name: str, settings: Mapping[str, Any]) -> None:
    accepted = [part.strip().lower() for part in str(settings.get("accept") or "").split(",") if part.strip()]
    suffixes = [part for part in accepted if part.startswith(".")]
    if suffixes and PurePath(name).suffix.lower() not in suffixes:
        raise Wrong(Sentence("{label}只接受 {kinds} 文件", kinds=tuple(suffixes)))


Reader = Callable[[Component, Any, Sequence[Option]], Any]
_READERS: Final[Mapping[str, Reader]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "datetime": _when,
    "checkbox": _truth,
    "radio": _choice,
    "select": _choice,
    "checklist": _choices,
    "taglist": _choices,
    "filepicker": _files,
}
