"""Who may use what of styles and scripts."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("static", rule=EVERYBODY, own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
]
