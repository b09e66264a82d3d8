"""Who may use what of files in pieces."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("sending.begin", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("sending.standing", "HEAD", own=ALL, others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("sending.go_on", "PATCH", own=ALL, others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("sending.give_up", "DELETE", own=ALL, others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("sending.remove", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
]
