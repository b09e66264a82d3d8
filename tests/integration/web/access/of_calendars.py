"""Who may use what of the calendar of working days."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line("calendars.index", page=ALL),
    Line("calendars.entry", rule="lead admin", page=ALL),
    Line("calendars.enter", "POST", rule="lead admin", page=ALL),
    Line("calendars.closing", rule="lead admin", page=ALL),
    Line("calendars.close", "POST", rule="lead admin", page=ALL),
    Line("calendars.edition", rule="lead admin", own=ALL, missing=NOBODY),
    Line("calendars.confirm", "POST", rule="lead admin", own=ALL, missing=NOBODY),
    Line("calendars.publish", "POST", rule="lead admin", own=ALL, missing=NOBODY),
    Line("calendars.withdraw", "POST", rule="lead admin", own=ALL, missing=NOBODY),
]
