"""String functions but for regular expressions (DMN 1.5 §10.3.4.3). Places count code points from 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment


@builtin("substring", "string: string, start position: number, length?: number?", "string")
def substring(env: Environment, text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """From a place on, counted from 1 or from the end with a negative one; null beyond the text."""
    if start == 0 or abs(start) > len(text) or (length is not None and length < 1):
        env.null("substring 的起始位置或长度超出了文字的范围")
        return None
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    return text[first:] if length is None else text[first : first + int(min(length, Decimal(len(text))))]


@builtin("string length", "string: string", "number")
def string_length(env: Environment, text: str) -> Decimal:
    """How many code points."""
    return Decimal(len(text))


@builtin("upper case", "string: string", "string")
def upper_case(env: Environment, text: str) -> str:
    """In capitals, as Unicode has them."""
    env.text(len(text) * 3)
    return text.upper()


@builtin("lower case", "string: string", "string")
def lower_case(env: Environment, text: str) -> str:
    """In small letters, as Unicode has them."""
    env.text(len(text) * 3)
    return text.lower()


@builtin("substring before", "string: string, match: string", "string")
def substring_before(env: Environment, text: str, match: str) -> str:
    """What stands before the first match; nothing without one."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string, match: string", "string")
def substring_after(env: Environment, text: str, match: str) -> str:
    """What stands after the first match; nothing without one."""
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string, match: string", "boolean")
def contains(env: Environment, text: str, match: str) -> bool:
    """Whether the match is found."""
    return match in text


@builtin("starts with", "string: string, match: string", "boolean")
def starts_with(env: Environment, text: str, match: str) -> bool:
    """Whether the text begins with the match."""
    return text.startswith(match)


@builtin("ends with", "string: string, match: string", "boolean")
def ends_with(env: Environment, text: str, match: str) -> bool:
    """Whether the text ends with the match."""
    return text.endswith(match)


@builtin("string join", "list: list, delimiter?: string?, prefix?: string?, suffix?: string?", "string")
def string_join(
    env: Environment,
    items: list[Any],
    delimiter: str | None = None,
    prefix: str | None = None,
    suffix: str | None = None,
) -> str | None:
    """Nulls are left out; anything else than text makes the result null."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        env.null("string join 的列表中只能有文字")
        return None
    between = delimiter or ""
    env.text(sum(map(len, texts)) + len(between) * len(texts) + len(prefix or "") + len(suffix or ""))
    return (prefix or "") + between.join(texts) + (suffix or "")
