"""Who may use what of public pages: winners."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("public_winners.index", rule=EVERYBODY, page=ALL),
]
