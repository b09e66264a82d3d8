"""Who may use what of letters."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("letters.paper", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
]
