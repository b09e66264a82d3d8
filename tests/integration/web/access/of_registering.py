"""Who may use what of registration."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("registering.form", rule=EVERYBODY, page=ALL),
    Line("registering.register", "POST", rule=EVERYBODY, page=ALL),
    Line("registering.sent", rule=EVERYBODY, page=ALL),
    Line("registering.link", rule=EVERYBODY, own=ALL, missing=NOBODY),
    Line("registering.confirm", "POST", rule=EVERYBODY, own=ALL, missing=NOBODY),
]
