"""Who may use what of objectors’ identities."""

from tests.integration.web.access.lines import ALL, NOBODY, OFFICE, Line

LINES = [
    Line("objectors.ask", rule=OFFICE, own=ALL, elsewhere=NOBODY, missing=NOBODY),
    Line("objectors.look", "POST", rule=OFFICE, own=ALL, elsewhere=NOBODY, missing=NOBODY),
    Line("objectors.evidence", rule=OFFICE, own=ALL, elsewhere=NOBODY, missing=NOBODY),
]
