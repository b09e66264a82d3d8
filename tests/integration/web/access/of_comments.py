"""Who may use what of comments."""

from tests.integration.web.access.lines import NOBODY, STAFF, Line

LINES = [
    Line(
        "comments.write",
        "POST",
        own="reviewer committee approver office lead foreign admin",
        others=STAFF,
        elsewhere="admin",
        missing=NOBODY,
    ),
]
