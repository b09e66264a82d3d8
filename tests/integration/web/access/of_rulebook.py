"""Who may use what of the rules with their numbers and readings."""

from tests.integration.web.access.lines import ALL, DRAWING, NOBODY, Line

LINES = [
    Line("rulebook.index", rule=DRAWING, refusal=404, page=ALL),
    Line("rulebook.show", rule=DRAWING, refusal=404, own=ALL, others=ALL, elsewhere="admin", missing=NOBODY),
]
