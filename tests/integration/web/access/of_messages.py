"""Who may use what of messages that people send."""

from tests.integration.web.access.lines import CONCERNED, NOBODY, STAFF, Line

LINES = [
    Line("messages.show", missing=NOBODY),
    Line("messages.form", "POST", missing=NOBODY),
    Line("messages.send", "POST", own=CONCERNED, others=STAFF, elsewhere="admin", missing=NOBODY),
]
