"""Who may use what of objections."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("objections.form", rule=EVERYBODY, page=ALL),
    Line("objections.file", "POST", rule=EVERYBODY, page=ALL),
]
