"""Who may use what of the accounts."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line("accounts.index", rule="admin", page=ALL),
    Line("accounts.new", rule="admin", page=ALL),
    Line("accounts.make", "POST", rule="admin", page=ALL),
    Line("accounts.show", rule="admin", own=ALL, missing=NOBODY),
    Line("accounts.change", "POST", rule="admin", own=ALL, missing=NOBODY),
    Line("accounts.disable", "POST", rule="admin", own=ALL, missing=NOBODY),
    Line("accounts.enable", "POST", rule="admin", own=ALL, missing=NOBODY),
]
