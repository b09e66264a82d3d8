"""Who may use what of the committee."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

LINES = [
    Line("committee.rank", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("committee.roster", "POST", missing=NOBODY),
    Line("committee.index", rule="committee office lead foreign", refusal=404, page=ALL),
    Line(
        "committee.show",
        rule="committee office lead foreign",
        refusal=404,
        missing=NOBODY,
    ),
    Line(
        "committee.declare",
        "POST",
        rule="committee office lead foreign",
        refusal=404,
        missing=NOBODY,
    ),
    Line(
        "committee.minutes",
        rule="committee office lead foreign",
        refusal=404,
        missing=NOBODY,
    ),
    Line(
        "committee.minutes_pdf",
        rule="committee office lead foreign",
        refusal=404,
        missing=NOBODY,
    ),
]
