"""Numbers of new cases, in the series that the scheme's rule data names, for example 静质奖申〔2027〕001号."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from awards.numbers import issue
from engine.commands.instances import IssueKey
from engine.definitions import Deployed
from web.house import engine, today


def numbered(kind: str) -> IssueKey:
    """Gives the next number of the `application` or `cycle` series to the case that a command starts."""
    year = today().year

    def number(connection: Connection, deployed: Deployed) -> str:
        return _next(connection, deployed, kind, year)

    return number


def objection_number(process_id: str) -> Callable[[Connection], str]:
    """Gives the next number of an objection to a case of this process. When called: UnknownProcess."""
    pe, year = engine(), today().year

    def number(connection: Connection) -> str:
        return _next(connection, pe.definitions.newest(connection, process_id), "objection", year)

    return number


def _next(connection: Connection, deployed: Deployed, kind: str, year: int) -> str:
    scheme = deployed.process_id.rpartition(".")[0]
    series = (deployed.scheme or {}).get("series") or {}
    pattern = str(series.get(kind) or f"{scheme}-{kind}-{{year}}-{{n:03}}")
    return issue(connection, f"{scheme}.{kind}", year, pattern)
