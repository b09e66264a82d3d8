"""Who may use what of paper."""

from tests.integration.web.access.lines import ALL, OFFICE, Line

LINES = [
    Line("paper.new", rule=OFFICE, page=ALL),
    Line("paper.enter", "POST", rule=OFFICE, page=ALL),
]
