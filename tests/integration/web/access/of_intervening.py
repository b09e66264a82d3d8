"""Who may use what of interventions."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line("intervening.suspend", "POST", rule="admin", own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
    Line("intervening.resume", "POST", rule="admin", own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
    Line("intervening.cancel", "POST", rule="admin", own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
    Line("intervening.begin", "POST", rule="admin", own=ALL, others=ALL, elsewhere=ALL, missing=NOBODY),
    Line("intervening.timer", "POST", rule="admin", own=ALL, others=NOBODY, missing=NOBODY),
]
