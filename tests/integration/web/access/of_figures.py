"""Who may use what of figures."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("figures.notices", rule=STAFF, refusal=404, page=ALL),
    Line("figures.index", rule=STAFF, refusal=404, page=ALL),
    Line("figures.members", rule=STAFF, refusal=404, page=NOBODY),
    Line("figures.evaluated", rule="evaluator", refusal=404, page=ALL),
    Line("figures.load", rule=STAFF, refusal=404, page=ALL),
]
