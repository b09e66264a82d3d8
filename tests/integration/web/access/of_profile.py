"""Who may use what of one’s own account."""

from tests.integration.web.access.lines import ALL, EVERYBODY, Line

LINES = [
    Line("profile.show", page=ALL),
    Line("profile.save", "POST", page=ALL),
    Line("profile.password", "POST", page=ALL),
    Line("profile.forgotten", rule=EVERYBODY, page=ALL),
    Line("profile.ask", "POST", rule=EVERYBODY, page=ALL),
]
