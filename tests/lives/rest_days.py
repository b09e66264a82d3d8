"""Which days are off and which weekends are worked: the notices of 2024–2026 as plain data, later years invented.

The years from 2028 on are fictional, made for tests in the manner of the real notices; 2027 is the fictional
notice that other tests use too. The house gets them as notices that are entered, the model as the days themselves.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.fictional_2027 import FICTIONAL_2027

# year: what is off, and the weekend days that are worked
NOTICES: dict[int, tuple[str, str]] = {
    2024: (
        "元旦 01-01, 春节 02-10..02-17, 清明节 04-04..04-06, 劳动节 05-01..05-05, 端午节 06-10, "
        "中秋节 09-15..09-17, 国庆节 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "元旦 01-01, 春节 01-28..02-04, 清明节 04-04..04-06, 劳动节 05-01..05-05, 端午节 05-31..06-02, "
        "国庆节、中秋节 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "元旦 01-01..01-03, 春节 02-15..02-23, 清明节 04-04..04-06, 劳动节 05-01..05-05, "
        "端午节 06-19..06-21, 中秋节 09-25..09-27, 国庆节 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
    2028: (
        "元旦 01-01, 春节 01-25..02-01, 清明节 04-04, 劳动节 05-01..05-05, 端午节 05-28, "
        "国庆节、中秋节 10-01..10-08",
        "01-23 02-05 05-06 09-24 10-14",
    ),
    2029: (
        "元旦 01-01, 春节 02-12..02-19, 清明节 04-04, 劳动节 05-01..05-05, 端午节 06-16, 中秋节 09-22, "
        "国庆节 10-01..10-07",
        "02-11 02-24 05-12 09-30 10-13",
    ),
    2030: (
        "元旦 01-01, 春节 02-02..02-09, 清明节 04-04, 劳动节 05-01..05-05, 端午节 06-05, 中秋节 09-12, "
        "国庆节 10-01..10-07",
        "01-27 02-16 05-11 09-29 10-12",
    ),
    2031: (
        "元旦 01-01, 春节 01-22..01-29, 清明节 04-04, 劳动节 05-01..05-05, 端午节 06-24, "
        "国庆节、中秋节 10-01..10-08",
        "01-19 02-01 05-10 09-28 10-11",
    ),
    2032: (
        "元旦 01-01, 春节 02-10..02-17, 清明节 04-04, 劳动节 05-01..05-05, 端午节 06-12, 中秋节 09-19, "
        "国庆节 10-01..10-07",
        "02-08 02-21 05-08 09-26 10-09",
    ),
    2033: (
        "元旦 01-01, 春节 01-30..02-06, 清明节 04-04, 劳动节 05-01..05-05, 端午节 06-01, 中秋节 09-08, "
        "国庆节 10-01..10-07",
        "01-23 02-12 05-07 09-25 10-08",
    ),
}
REAL_UNTIL = 2026


def _entered(year: int) -> dict[str, object]:
    """The notice of a fictional year, as somebody would enter it."""
    rest, work = NOTICES[year]
    ranges = []
    for item in rest.split(", "):
        name, _, days = item.partition(" ")
        first, _, last = days.partition("..")
        ranges.append({"name": name, "from": f"{year}-{first}", "to": f"{year}-{last or first}"})
    return {
        "year": year,
        "notice": f"虚构：{year} 年放假安排（仅供测试）",
        "rest": ranges,
        "work": [f"{year}-{day}" for day in work.split()],
    }


FICTIONAL: list[dict[str, object]] = [
    FICTIONAL_2027,
    *(_entered(year) for year in NOTICES if year > REAL_UNTIL),
]


def _days() -> tuple[frozenset[date], frozenset[date]]:
    off: set[date] = set()
    worked: set[date] = set()
    for notice in [*(_entered(year) for year in NOTICES if year <= REAL_UNTIL), *FICTIONAL]:
        for item in notice["rest"]:  # type: ignore[attr-defined]
            day, last = (date.fromisoformat(item.get(key, item["from"])) for key in ("from", "to"))
            while day <= last:
                off.add(day)
                day += timedelta(days=1)
        worked |= {date.fromisoformat(day) for day in notice["work"]}  # type: ignore[attr-defined]
    return frozenset(off), frozenset(worked)


OFF, WORKED = _days()
FIRST, LAST = date(2024, 1, 1), date(2033, 12, 31)
