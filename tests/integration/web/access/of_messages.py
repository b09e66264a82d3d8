"""Who may use what of messages that people send."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line("messages.show", own=ALL, elsewhere=NOBODY, missing=NOBODY),
    Line("messages.form", "POST", own=ALL, elsewhere=NOBODY, missing=NOBODY),
    Line("messages.send", "POST", own=ALL, elsewhere=NOBODY, missing=NOBODY),
]
