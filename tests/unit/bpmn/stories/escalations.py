"""Escalations: they tell somebody further out, who may or may not interrupt."""

from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    escalation,
    event_sub,
    path,
    service,
    start,
    sub,
    throw,
    user,
)
from tests.unit.bpmn.stories.story import Story, done, escalated, line

X1, X2 = escalation("escalation-1"), escalation("escalation-2")
THROWN = start("ss") + throw("t", X1) + user("u") + end("se") + path("ss", "t", "u", "se")
CAUGHT = user("r") + end("e2") + path("b", "r", "e2")

STORIES = [
    Story(
        "what catches without interrupting goes beside the sub-process that goes on",
        "13.5.3",
        diagram(line("sp"), sub("sp", THROWN), boundary("b", "sp", X1, interrupting=False), CAUGHT),
        acts=[done("r", seen=True), "u"],
        order="s ss t b r e2 u se sp e",
        variables={"seen": True},
        ends="e2 e",
    ),
    Story(
        "what catches and interrupts ends the sub-process; the way out of the throw event is not taken",
        "13.5.3",
        diagram(line("sp"), sub("sp", THROWN), boundary("b", "sp", X1), CAUGHT),
        acts=["r"],
        order="s ss t -sp b r e2",
        ends="e2",
    ),
    Story(
        "an end that escalates has been reached; its sub-process ends as usual beside what was caught",
        "13.5.6",
        diagram(
            line("sp"),
            sub("sp", start("ss"), end("se", X1), path("ss", "se")),
            boundary("b", "sp", X1, interrupting=False),
            CAUGHT,
        ),
        acts=[done("r", n=1)],
        order="s ss se (b | sp e) r e2",
        variables={"n": 1},
        ends="e e2",
    ),
    Story(
        "an escalation that nobody catches is told, and its token goes on",
        "10.5.1",
        diagram(line("t", "u"), throw("t", X1), user("u")),
        acts=[done("u", n=2)],
        order="s t u e",
        variables={"n": 2},
        ends="e",
        told="escalation-uncaught",
    ),
    Story(
        "the nearest that catches is enough: an event sub-process goes before the boundary of its scope",
        "10.5.6",
        diagram(
            line("sp"),
            sub(
                "sp",
                THROWN,
                event_sub("x", X1, user("h"), end("xe"), path("x-s", "h", "xe"), interrupting=False),
            ),
            boundary("b", "sp", X1),
            CAUGHT,
        ),
        acts=[done("h", n=3), "u"],
        order="s ss t x-s h xe x u se sp e",
        variables={"n": 3},
        ends="e",
    ),
    Story(
        "an event without a code catches every escalation, and brings what came with it",
        "10.5.6",
        diagram(line("a"), service("a"), boundary("b", "a", escalation(), interrupting=False), CAUGHT),
        acts=[escalated("a", "x-9", why="slow"), "a r"],
        order="s b a e r e2",
        variables={"why": "slow"},
        ends="e e2",
    ),
    Story(
        "an escalation with another code passes by the inner sub-process",
        "10.5.6",
        diagram(
            line("o"),
            sub("o", start("os"), sub("i", THROWN), boundary("x", "i", X2), end("oe"), path("os", "i", "oe")),
            boundary("b", "o", X1),
            CAUGHT,
        ),
        acts=["r"],
        order="s os ss t -i -o b r e2",
        ends="e2",
    ),
]
