"""Who may use what of cases."""

from tests.integration.web.access.lines import ALL, CONCERNED, NOBODY, STAFF, Line

LINES = [
    Line("cases.index", page=ALL),
    Line("cases.show", own=CONCERNED, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("cases.diagram", own=CONCERNED, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("cases.file", own=CONCERNED, others=STAFF, elsewhere="admin", missing=NOBODY),
]
