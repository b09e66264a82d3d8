"""Who may use what of files for pages that begin or send something: who may fill in the page, each their own files."""

from tests.integration.web.access.lines import NOBODY, OFFICE, Line

LINES = [
    Line("entries.store", "POST", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
    Line("entries.rows", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
    Line("entries.remove", "POST", own=OFFICE, others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("entries.begin", "POST", own=OFFICE, others=OFFICE, elsewhere=NOBODY, missing=NOBODY),
    Line("entries.give_up", "POST", own=OFFICE, others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
]
