"""Call activities: what crosses over to the called process, and what comes back."""

from tests.unit.bpmn.diagrams import (
    boundary,
    call,
    compensate,
    diagram,
    end,
    error,
    escalation,
    io,
    multi,
    path,
    throw,
    timer,
    undone,
    user,
)
from tests.unit.bpmn.stories.story import Story, done, escalated, failed, fired, handed, line

ALONE = {"propagateAllParentVariables": "false", "propagateAllChildVariables": "false"}
OUT = end("e2") + path("b", "e2")

STORIES = [
    Story(
        "all variables go over and come back by name",
        "10.3.6",
        diagram(line("c"), call("c")),
        given={"x": 1},
        acts=[handed("c", key="k", x=1), done("c", x=2, y=3)],
        order="s c e",
        variables={"x": 2, "y": 3},
        ends="e",
    ),
    Story(
        "with mappings only what they name crosses over",
        "10.3.6",
        diagram(line("c"), call("c", "q", io({"n": "x + 1"}, {"back": "m"}), **ALONE)),
        given={"x": 1},
        acts=[handed("c", n=2), done("c", m=7, other=8)],
        order="s c e",
        variables={"x": 1, "back": 7},
        ends="e",
    ),
    Story(
        "an error that the called process does not catch is caught at the call",
        "10.5.6",
        diagram(line("c"), call("c"), boundary("b", "c", error("error-1")), OUT),
        acts=[failed("c", "e-1", why=1)],
        order="s -c b e2",
        variables={"why": 1},
        ends="e2",
    ),
    Story(
        "an escalation of the called process is caught at the call, which goes on",
        "10.5.6",
        diagram(line("c"), call("c"), boundary("b", "c", escalation("escalation-1"), False), OUT),
        acts=[escalated("c", "x-1"), done("c", n=1)],
        order="s b e2 c e",
        variables={"n": 1},
        ends="e2 e",
    ),
    Story(
        "a deadline at its boundary gives the called process up",
        "13.5.3",
        diagram(line("c"), call("c"), boundary("b", "c", timer("P1D")), OUT),
        acts=[fired("b")],
        order="s -c b e2",
        ends="e2",
    ),
    Story(
        "one for each item; results stand in the items' order",
        "13.3.7",
        diagram(line("c"), call("c", body=multi("[1, 2]", results="out", result="r"))),
        acts=[done("c", 1, r="b"), done("c", 0, r="a")],
        order="s c c e",
        variables={"out": ["a", "b"]},
        ends="e",
    ),
    Story(
        "a completed call is undone by its handler",
        "13.5.5",
        diagram(line("c", "a", "th"), call("c"), undone("c"), user("a"), throw("th", compensate())),
        acts=[done("c", n=1), "a", done("uc", n=0)],
        order="s c a uc th e",
        variables={"n": 0},
        ends="e",
    ),
]
