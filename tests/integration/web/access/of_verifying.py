"""Who may use what of verifying papers."""

from tests.integration.web.access.lines import ALL, EVERYBODY, NOBODY, Line

LINES = [
    Line("verifying.form", rule=EVERYBODY, page=ALL),
    Line(
        "verifying.compare",
        "POST",
        rule=EVERYBODY,
        missing=NOBODY,
    ),
    Line("verifying.show", rule=EVERYBODY, own=ALL, missing=NOBODY),
]
