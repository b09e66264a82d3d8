"""Who may use what of tasks."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("tasks.show", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("tasks.form", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line(
        "tasks.complete",
        "POST",
        own=ALL,
        others="committee! approver! office! lead! foreign! admin!",
        elsewhere="admin!",
        missing=NOBODY,
    ),
]
