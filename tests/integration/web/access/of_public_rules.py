"""Who may use what of public pages: rules."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("public_rules.index", rule=EVERYBODY, page=ALL),
    Line("public_rules.show", rule=EVERYBODY, own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
]
