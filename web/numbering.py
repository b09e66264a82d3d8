"""Numbers of new cases, in the series that the scheme's rule data names."""

from __future__ import annotations

from awards.numbers import issue
from web.house import engine, today


def next_number(scheme: str, kind: str) -> str:
    """The next number of a scheme's `application`, `cycle` or `objection` series, e.g. 静质奖申〔2027〕001号."""
    with engine().database.transaction() as connection:
        deployed = engine().definitions.newest(connection, f"{scheme}.{kind}")
        series = (deployed.scheme or {}).get("series") or {}
        pattern = str(series.get(kind) or f"{scheme}-{kind}-{{year}}-{{n:03}}")
        return issue(connection, f"{scheme}.{kind}", today().year, pattern)
