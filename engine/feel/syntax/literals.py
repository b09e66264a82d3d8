"""The values of number and `@"…"` literals."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from engine.feel.errors import syntax_error
from engine.feel.syntax.lexer import Token, unescape
from engine.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.values import NUMBERS


def number_literal(token: Token, source: str) -> Decimal:
    """A number rounded to 34 digits."""
    try:
        return NUMBERS.create_decimal(token.text)
    except (InvalidOperation, Overflow):
        raise syntax_error(source, token.position, "数字太大，无法表示") from None


def temporal(text: str) -> Any:
    """The date, time, date and time or duration that a text stands for; None for anything else."""
    for parse in (parse_date, parse_date_time, parse_time, parse_duration):
        value = parse(text)
        if value is not None:
            return value
    return None


def at_literal(token: Token) -> Any:
    """The value of `@"…"`; null when the text is no date, time or duration."""
    return temporal(unescape(token))
