"""Who may use what of proposals of diagrams."""

from tests.integration.web.access.lines import ALL, NOBODY, Line

LINES = [
    Line(
        "proposals.propose",
        "POST",
        rule="owner admin",
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
    Line(
        "proposals.withdraw",
        "POST",
        rule="owner admin",
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
    Line(
        "proposals.accept",
        "POST",
        rule="releaser admin",
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
    Line(
        "proposals.decline",
        "POST",
        rule="releaser admin",
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
]
