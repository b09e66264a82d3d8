"""Who may use what of signing in and out."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("auth.sign_in", rule=EVERYBODY, page=ALL),
    Line("auth.sign_in_post", "POST", rule=EVERYBODY, page=ALL),
    Line("auth.sign_out", "POST", page=ALL),
]
