"""Who may use what of public pages: following."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("public_following.receipt", rule=EVERYBODY, page=ALL),
    Line("public_following.noted", "POST", rule=EVERYBODY, page=ALL),
    Line("public_following.form", rule=EVERYBODY, page=ALL),
    Line("public_following.enter", "POST", rule=EVERYBODY, page=ALL),
    Line("public_following.status", rule=EVERYBODY, page=ALL),
    Line("public_following.supply", "POST", rule=EVERYBODY, page=ALL),
    Line("public_following.leave", "POST", rule=EVERYBODY, page=ALL),
    Line("public_following.reply", rule=EVERYBODY, page=NOBODY),
]
