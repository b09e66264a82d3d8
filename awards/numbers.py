"""Numbers like an office gives them: 静质奖申〔2027〕001号, one series a year, no gaps and no doubles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from awards.models import number_series

_OPEN: Final = "([{【〈《<〖"
_SHUT: Final = ")]}】〉》>〗"
_BRACKETS: Final = str.maketrans(_OPEN + _SHUT, "〔" * len(_OPEN) + "〕" * len(_SHUT), " \t\u3000\u200b")

_YEAR: Final = re.compile(rf"[{re.escape(_OPEN)}（［]\s*([0-9]{{4}})\s*[{re.escape(_SHUT)}）］]")


def issue(connection: Connection, series: str, year: int, pattern: str = "{series}〔{year}〕{n:03}号") -> str:
    """The next number of a series in a year, taken in the caller's transaction.

    The series' row is locked until that transaction ends, and a rollback gives the number back.
    """
    table = number_series.c
    row = (table.series == series) & (table.year == year)
    taken = connection.execute(
        update(number_series).where(row).values(last=table.last + 1).returning(table.last)
    ).scalar()
    if taken is None:
        taken = _begin(connection, series, year)
    return pattern.format(series=series, year=year, n=taken)


def _begin(connection: Connection, series: str, year: int) -> int:
    first = {"series": series, "year": year, "last": 1}
    try:
        with connection.begin_nested():
            connection.execute(insert(number_series), first)
        return 1
    except IntegrityError:  # another transaction began the year between our two statements
        table = number_series.c
        row = (table.series == series) & (table.year == year)
        connection.execute(update(number_series).where(row).values(last=table.last + 1))
        return int(connection.execute(select(table.last).where(row)).scalar_one())


def bracketed(text: str) -> str:
    """A text that is searched for, with the years in it in the brackets of an office: [2026] is 〔2026〕."""
    return _YEAR.sub(r"〔\1〕", text)


def spellings(reference: str) -> Iterator[str]:
    """A number as it was typed, with the brackets of an office, and with 号 at its end; each once."""
    typed = reference.strip()
    tidy = unicodedata.normalize("NFKC", typed).translate(_BRACKETS).replace("號", "号")
    ended = tidy if tidy.endswith("号") else f"{tidy}号"
    yield from dict.fromkeys((typed, tidy, ended))
