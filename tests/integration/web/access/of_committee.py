"""Who may use what of the committee."""

from tests.integration.web.access.lines import ALL, NOBODY, STAFF, Line

MEETING = "committee office lead foreign"

LINES = [
    Line("committee.rank", "POST", own=ALL, others=STAFF, elsewhere="admin", missing=NOBODY),
    Line("committee.roster", "POST", missing=NOBODY),
    Line("committee.index", rule=MEETING, refusal=404, page=ALL),
    Line("committee.show", rule=MEETING, refusal=404, own=ALL, elsewhere=NOBODY, missing=NOBODY),
    Line(
        "committee.declare",
        "POST",
        rule=MEETING,
        refusal=404,
        own=NOBODY,  # theirs is held
        elsewhere=NOBODY,
        missing=NOBODY,
    ),
    Line("committee.minutes", rule=MEETING, refusal=404, own=ALL, elsewhere=NOBODY, missing=NOBODY),
    Line("committee.minutes_pdf", rule=MEETING, refusal=404, own=ALL, elsewhere=NOBODY, missing=NOBODY),
]
