"""Who may use what of two drafts of one form."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("comparing.choose", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("comparing.discard", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
]
