"""The committed calendars of 2004 to 2026, one file a year under data/, as their notices set them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from engine.calendar.calendar import Calendar
from engine.calendar.notice import read_notice


@cache
def announced() -> Calendar:
    """The calendar of all years whose notice is committed; read once, then shared."""
    folder = files("engine.calendar") / "data"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    notices = [read_notice((folder / name).read_bytes(), name) for name in names]
    years = {notice.year: notice for notice in notices}
    return Calendar(f"{min(years)}-{max(years)}", years)
