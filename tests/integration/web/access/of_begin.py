"""Who may use what of beginning a process."""

from tests.integration.web.access.lines import ALL, NOBODY, OFFICE, Line

LINES = [
    Line("begin.index", page=ALL),
    Line("begin.process", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
    Line("begin.show", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
    Line("begin.form", "POST", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
    Line("begin.begin", "POST", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
]
