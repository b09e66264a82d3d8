"""Who may use what of stepping back from a case."""

from tests.integration.web.access.lines import NOBODY, Line

LINES = [
    Line("stepping.ask", own="foreign", others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("stepping.confirm", "POST", missing=NOBODY),
]
