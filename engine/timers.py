"""Whether a due date may release its step: it must rest on announced days only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.calendar import Calendar, recount


def not_releasable(
    provisional: bool, derivations: Sequence[Mapping[str, Any]], calendar: Calendar
) -> str | None:
    """Why a timer that was counted on unannounced days must not fire yet; None if it may (S20, SC-13).

    Each derivation is counted again with today's calendar: all its days must be announced by now, and the
    result must be the one that the timer was set to.
    """
    if not provisional:
        return None
    for derivation in derivations:
        again = recount(calendar, derivation)
        if again.status == "provisional":
            return f"{again.last_day.year} 年底至下一年的放假安排尚未录入"
        if again.last_day.isoformat() != derivation["last_day"]:
            return f"按已公布的放假安排应为 {again.last_day:%Y-%m-%d}，与原推定日期不同"
    return None
