"""Chinese numerals up to 999, as rules number their articles: 二十二, 一百零五, 〇; digits are understood too."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "零一二三四五六七八九"
NUMERAL: Final = r"(?:[〇零一二三四五六七八九十百两]{1,7}|[0-9]{1,3})"  # for regular expressions
_VALUES: Final = {**{d: n for n, d in enumerate(DIGITS)}, "〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100}


def number_of(text: str) -> int | None:
    """`二十二` -> 22, `一百零五` -> 105, `22` -> 22; None for what is no number from 1 to 999."""
    if text.isascii():
        value = int(text) if text.isdigit() and len(text) <= 3 else 0
        return value or None
    total, last = 0, None
    smallest = 1000
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= smallest or last == 0:
                return None
            total += (last or 1) * unit
            smallest, last = unit, None
        elif character in _VALUES and (last is None or last == 0):
            last = _VALUES[character]
        else:
            return None
    if last == 0 and len(text) > 1:
        return None
    return (total + (last or 0)) or None


def numeral(number: int) -> str:
    """22 -> 二十二, 105 -> 一百零五; from 1 to 999. Raises ValueError for others."""
    if not 1 <= number <= 999:
        raise ValueError(f"no numeral for {number}")
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    said = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and units:
        said += DIGITS[0]
    return said + (DIGITS[units] if units else "")
