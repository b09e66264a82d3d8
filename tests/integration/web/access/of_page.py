"""Who may use what of the menu."""

from tests.integration.web.access.lines import ALL, Line

LINES = [
    Line("page.menu", page=ALL),
]
