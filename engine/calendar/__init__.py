"""Working days of the mainland's official calendar: counting rules and derivations on days it is handed.

A year whose notice is not in is shown by Monday to Friday less the fixed statutory days, and every period
that touches it is provisional; nothing may be released on a provisional date.
"""

from engine.calendar.answers import after_answer, differences, year_answer
from engine.calendar.calendar import Calendar
from engine.calendar.closures import Closures, closures_from
from engine.calendar.comparison import compare
from engine.calendar.days import Day, YearDays
from engine.calendar.notice import entry_from, notice_from, read_entered, read_notice
from engine.calendar.period import Period
from engine.calendar.recount import recount, recount_all, same, shift
from engine.calendar.table import announced

__all__ = [
    "Calendar",
    "Closures",
    "Day",
    "Period",
    "YearDays",
    "after_answer",
    "announced",
    "closures_from",
    "compare",
    "differences",
    "entry_from",
    "notice_from",
    "read_entered",
    "read_notice",
    "recount",
    "recount_all",
    "same",
    "shift",
    "year_answer",
]
