"""Fictional amendments of the notice for 2026: the real one stands in engine/calendar/data/2026.yaml."""

from __future__ import annotations

from collections.abc import Sequence

NOTICE: dict[str, object] = {
    "year": 2026,
    "notice": "虚构：关于调整 2026 年劳动节放假安排的通知（仅供测试）",
    "number": "虚构〔2026〕2 号",
    "published": "2026-04-30",
    "link": "https://example.invalid/notice",
    "status": "amended",
}
REST = {
    "元旦": ("2026-01-01", "2026-01-03"),
    "春节": ("2026-02-15", "2026-02-23"),
    "清明节": ("2026-04-04", "2026-04-06"),
    "劳动节": ("2026-05-01", "2026-05-05"),
    "端午节": ("2026-06-19", "2026-06-21"),
    "中秋节": ("2026-09-25", "2026-09-27"),
    "国庆节": ("2026-10-01", "2026-10-07"),
}
WORK = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


def amended(*, labour_day_until: str = "2026-05-05", work: Sequence[str] = WORK) -> dict[str, object]:
    """The notice for 2026 with another end of the Labour Day holidays, or other make-up days."""
    rest = {**REST, "劳动节": ("2026-05-01", labour_day_until)}
    ranges = [{"name": name, "from": first, "to": last} for name, (first, last) in rest.items()]
    return {**NOTICE, "rest": ranges, "work": list(work)}


# Labour Day until Thursday 7 May: 6 and 7 May are off as well.
LONGER = amended(labour_day_until="2026-05-07")
# Until Monday 4 May: Tuesday 5 May is worked.
SHORTER = amended(labour_day_until="2026-05-04")
