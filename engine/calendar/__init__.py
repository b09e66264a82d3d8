"""Working days of the mainland's official calendar: counting rules and derivations on days it is handed.

A year whose notice is not in is shown by Monday to Friday less the fixed statutory days, and every period
that touches it is provisional; nothing may be released on a provisional date.
"""

from engine.calendar.answers import after_answer, differences, year_answer
from engine.calendar.calendar import Calendar
from engine.calendar.days import Day, YearDays
from engine.calendar.notice import notice_from, read_notice
from engine.calendar.period import Period
from engine.calendar.recount import recount
from engine.calendar.table import announced

__all__ = [
    "Calendar",
    "Day",
    "Period",
    "YearDays",
    "after_answer",
    "announced",
    "differences",
    "notice_from",
    "read_notice",
    "recount",
    "year_answer",
]
