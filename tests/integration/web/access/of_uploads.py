"""Who may use what of files."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("uploads.store", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line(
        "uploads.paper", "POST", own=NOBODY, others=STAFF, elsewhere="admin", missing=NOBODY
    ),  # own: not of paper
    Line("uploads.remove", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("uploads.rows", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("uploads.fetch", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
]
