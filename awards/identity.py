"""The citizen identity number of GB 11643-1999: 18 characters, date of birth inside, the last one a check digit."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


def tidy(number: str) -> str:
    """As it is compared: half width, capital X, no spaces."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def check_digit(body: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064, MOD 11-2)."""
    total = sum(int(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def fault(number: str) -> str | None:
    """What is wrong with a number that is tidy, or None if it is right. The number itself is never repeated."""
    if len(number) != 18:
        return f"身份证号应为 18 位，现在是 {len(number)} 位"
    body, last = number[:17], number[17]
    if not (body.isascii() and body.isdigit()) or last not in _CHECKS:
        return "身份证号的前 17 位应是数字，末位是数字或 X"
    try:
        date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return "身份证号里的出生日期没有这一天，请核对是否抄错"
    return None if check_digit(body) == last else "身份证号的校验位不符，请核对是否抄错"
