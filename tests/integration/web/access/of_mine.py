"""Who may use what of an applicant’s own cases."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("mine.index", page=ALL),
    Line("mine.show", own="applicant", others=NOBODY, elsewhere=NOBODY, missing=NOBODY),
    Line("mine.receipt", own=ALL, others=STAFF, elsewhere=NOBODY, missing=NOBODY),
    Line("mine.receipt_paper", own=ALL, others=STAFF, elsewhere=NOBODY, missing=NOBODY),
]
