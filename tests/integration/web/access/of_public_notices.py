"""Who may use what of public pages: notices."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("public_notices.index", rule=EVERYBODY, page=ALL),
    Line("public_notices.show", rule=EVERYBODY, own=ALL, elsewhere=ALL, missing=NOBODY),
    Line("public_notices.paper", rule=EVERYBODY, own=ALL, elsewhere=ALL, missing=NOBODY),
    Line("public_notices.text", rule=EVERYBODY, own=ALL, elsewhere=ALL, missing=NOBODY),
]
