"""Who may use what of the owners’ diagrams."""

from tests.integration.web.access.lines import ALL, DRAWING, NOBODY, Line

LINES = [
    Line("diagrams.index", rule=DRAWING, refusal=404, page=ALL),
    Line("diagrams.show", rule=DRAWING, refusal=404, own=ALL, others=ALL, elsewhere="admin", missing=NOBODY),
    Line(
        "diagrams.source", rule=DRAWING, refusal=404, own=ALL, others=ALL, elsewhere="admin", missing=NOBODY
    ),
    Line(
        "diagrams.check",
        "POST",
        rule=DRAWING,
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
    Line(
        "diagrams.save",
        "POST",
        rule="owner admin",
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
    Line(
        "diagrams.discard",
        "POST",
        rule="owner admin",
        refusal=404,
        own=ALL,
        others=ALL,
        elsewhere="admin",
        missing=NOBODY,
    ),
]
