"""Who may use what of reviews."""

from tests.integration.web.access.lines import ALL, OFFICE, Line

LINES = [
    Line("reviews.index", page=ALL),
    Line("reviews.loads", rule=OFFICE, page=ALL),
    Line("reviews.assign", rule=OFFICE, page=ALL),
    Line("reviews.assigned", "POST", rule=OFFICE, page=ALL),
]
