"""Who may use what of cycles."""

from tests.integration.web.access.lines import ALL, NOBODY, OFFICE, STAFF, Line

LINES = [
    Line("cycles.index", page=ALL),
    Line("cycles.show", own=STAFF, elsewhere="admin", missing=NOBODY),
    Line("cycles.new", rule=OFFICE, page=ALL),
    Line("cycles.start", "POST", rule=OFFICE, page=ALL),
]
