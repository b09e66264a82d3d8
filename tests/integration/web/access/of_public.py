"""Who may use what of the public menu."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("public.menu", rule=EVERYBODY, page=ALL),
]
