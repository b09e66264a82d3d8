"""Who may use what of incidents."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line("incidents.index", rule="admin", page=ALL),
    Line("incidents.untaken", rule="admin", page=ALL),
    Line("incidents.retry", "POST", rule="admin", own=ALL, missing=NOBODY),
    Line("incidents.resolve", "POST", rule="admin", own=ALL, missing=NOBODY),
]
