"""Who may use what of guidance for applicants."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("guidance.index", rule=EVERYBODY, page=ALL),
    Line("guidance.show", rule=EVERYBODY, own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
    Line("guidance.ask", rule=EVERYBODY, own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
    Line("guidance.check", "POST", rule=EVERYBODY, own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
]
