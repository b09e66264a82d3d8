"""Who may use what of a task’s diagram."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("taskdiagram.show", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("taskdiagram.source", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
]
