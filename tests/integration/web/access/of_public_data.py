"""Who may use what of public pages: data."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("public_data.index", rule=EVERYBODY, page=ALL),
    Line("public_data.as_csv", rule=EVERYBODY, own=ALL, elsewhere=ALL, missing=NOBODY),
    Line("public_data.as_json", rule=EVERYBODY, own=ALL, elsewhere=ALL, missing=NOBODY),
]
