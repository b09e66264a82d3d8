"""Who may use what of public pages: home."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("public_home.home", rule=EVERYBODY, page=ALL),
]
