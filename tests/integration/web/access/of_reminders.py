"""Who may use what of reminders."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line("reminders.index", page=ALL),
    Line("reminders.seen", "POST", own=ALL, others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("reminders.all_seen", "POST", page=ALL),
]
