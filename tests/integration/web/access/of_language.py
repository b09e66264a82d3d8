"""Who may use what of the language."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("language.choose", "POST", rule=EVERYBODY, page=ALL),
]
