"""Transactions: they end well, are cancelled and undone, or fail."""

from tests.unit.bpmn.diagrams import (
    CANCEL,
    boundary,
    compensate,
    diagram,
    end,
    error,
    flow,
    gateway,
    path,
    start,
    throw,
    transaction,
    undone,
    user,
)
from tests.unit.bpmn.stories.story import Story, done, line, waits

# a and b, then by `bad` the cancel end or by `broken` an error end; else it ends well.
WORK = start("ts") + user("a") + undone("a") + user("b") + undone("b") + gateway("exclusive", "g", "well")
ENDS = end("te") + end("tc", CANCEL) + end("tx", error("error-1"))
WAYS = flow("g", "tc", "bad") + flow("g", "tx", "broken") + flow("g", "te", id="well")
TX = transaction("t", WORK, ENDS, path("ts", "a", "b", "g"), WAYS)
AROUND = boundary("cb", "t", CANCEL) + boundary("eb", "t", error("error-1")) + end("e2") + end("e3")
AROUND += path("cb", "e2") + path("eb", "e3")
GOOD = {"bad": False, "broken": False}

STORIES = [
    Story(
        "one that ends well goes on as any sub-process",
        "10.3.5",
        diagram(line("t"), TX, AROUND),
        given=GOOD,
        acts=["a", done("b", n=1)],
        order="s ts a b g te t e",
        variables={**GOOD, "n": 1},
        ends="e",
    ),
    Story(
        "a cancelled one is undone in reverse order and left by its cancel event",
        "13.5.6",
        diagram(line("t"), TX, AROUND),
        given=GOOD,
        acts=["a", done("b", bad=True), done("ub", n=1), done("ua", n=0)],
        order="s ts a b g ub ua tc -t cb e2",
        variables={"bad": True, "broken": False, "n": 0},
        ends="e2",
    ),
    Story(
        "an error is a hazard: it is left by the error event and nothing is undone",
        "10.3.5",
        diagram(line("t"), TX, AROUND),
        given=GOOD,
        acts=["a", done("b", broken=True)],
        order="s ts a b g tx -t eb e3",
        variables={"bad": False, "broken": True},
        ends="e3",
    ),
    Story(
        "what is still at work when it is cancelled is taken away first, and not undone",
        "13.5.6",
        diagram(
            line("t"),
            transaction(
                "t",
                start("ts") + gateway("parallel", "f") + user("a") + undone("a") + user("b") + undone("b"),
                user("q") + end("tc", CANCEL) + path("ts", "f", "a") + path("f", "b") + path("f", "q", "tc"),
            ),
            boundary("cb", "t", CANCEL) + end("e2") + path("cb", "e2"),
        ),
        acts=["a q", waits("ua"), done("ua", n=1)],
        order="s ts f a q -b ua tc -t cb e2",
        variables={"n": 1},
        ends="e2",
    ),
    Story(
        "nothing had completed, so nothing is undone",
        "13.5.6",
        diagram(
            line("t"),
            transaction("t", start("ts"), end("tc", CANCEL), path("ts", "tc")),
            boundary("cb", "t", CANCEL) + end("e2") + path("cb", "e2"),
        ),
        order="s ts tc -t cb e2",
        ends="e2",
    ),
    Story(
        "one that ended well can be undone later from outside",
        "13.5.5",
        diagram(line("t", "z", "th"), TX, AROUND, user("z"), throw("th", compensate())),
        given=GOOD,
        acts=["a b z ub", done("ua", n=0)],
        order="s ts a b g te t z ub ua th e",
        variables={**GOOD, "n": 0},
        ends="e",
    ),
]
