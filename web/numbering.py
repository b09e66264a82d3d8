"""Numbers of new cases, in the series that the scheme's rule data names."""

from __future__ import annotations

from awards.numbers import issue
from web.house import engine, today


def next_number(process_id: str, kind: str) -> str:
    """The next number of the `application`, `cycle` or `objection` series of a process's scheme.

    For example 静质奖申〔2027〕001号. Raises UnknownProcess.
    """
    scheme = process_id.rpartition(".")[0]
    with engine().database.transaction() as connection:
        deployed = engine().definitions.newest(connection, process_id)
        series = (deployed.scheme or {}).get("series") or {}
        pattern = str(series.get(kind) or f"{scheme}-{kind}-{{year}}-{{n:03}}")
        return issue(connection, f"{scheme}.{kind}", today().year, pattern)
