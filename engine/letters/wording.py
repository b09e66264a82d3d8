"""Values as a letter writes them, and a filled letter as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.clock import SHANGHAI

Words = list[dict[str, Any]]
"""The blocks of a filled letter: {"kind", "cells": [[{"text", "bold"}]]}."""


def text_of(value: Any) -> str | None:
    """A value in words; None for what cannot stand in a sentence: null, a context, a function.

    A period ends with its last day: midnight is written as 24:00 of the day before.
    """
    match value:
        case bool():
            return "是" if value else "否"
        case str():
            return value
        case datetime():
            return _instant(value)
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Decimal() | int() | float():
            return format(Decimal(str(value)).normalize(), "f")
        case list():
            parts = [text_of(entry) for entry in value]
            return "、".join(part for part in parts if part is not None) if None not in parts else None
    return None


def _instant(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI) if instant.tzinfo else instant
    if local.time() == time(0):
        return f"{text_of(local.date() - timedelta(days=1))}24:00"
    return f"{text_of(local.date())}{local:%H:%M}"


def plain(blocks: Iterable[Mapping[str, Any]]) -> str:
    """A filled letter as lines of text, for a mail and an entry in an inbox."""
    return "\n".join(_line(block) for block in blocks)


def _line(block: Mapping[str, Any]) -> str:
    cells = ["".join(piece["text"] for piece in cell) for cell in block["cells"]]
    return ("— " if block["kind"] in ("item", "number") else "") + "　".join(cells)
