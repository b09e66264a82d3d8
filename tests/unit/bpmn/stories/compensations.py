"""Compensation: what has completed is undone, the last first."""

from tests.unit.bpmn.diagrams import (
    boundary,
    compensate,
    diagram,
    end,
    event_sub,
    io,
    message,
    path,
    script,
    start,
    sub,
    throw,
    undone,
    user,
)
from tests.unit.bpmn.stories.story import Story, delivered, done, line

TH = throw("th", compensate())
INSIDE = start("ss") + user("x") + undone("x") + end("se") + path("ss", "x", "se")


def noted(id: str, result: str, expression: str) -> str:
    """A handler that leaves a variable."""
    return script(id, result, expression, isForCompensation="true")


STORIES = [
    Story(
        "everything that has completed is undone in reverse order; the throw event waits for that",
        "13.5.5",
        diagram(line("a", "b", "th"), user("a"), undone("a"), user("b"), undone("b"), TH),
        acts=["a b", done("ub", back="b"), done("ua", back="a")],
        order="s a b ub ua th e",
        variables={"back": "a"},
        ends="e",
    ),
    Story(
        "a throw event that names an activity undoes that one only",
        "10.7.2",
        diagram(
            line("a", "b", "th"), user("a"), undone("a"), user("b"), undone("b"), throw("th", compensate("a"))
        ),
        acts=["a b ua"],
        order="s a b ua th e",
        ends="e",
    ),
    Story(
        "an activity that was interrupted has not completed and is not undone",
        "13.5.5",
        diagram(
            line("a"),
            user("a"),
            undone("a"),
            boundary("b", "a", message()),
            TH,
            end("e2"),
            path("b", "th", "e2"),
        ),
        acts=[delivered("b", why=1)],
        order="s -a b th e2",
        variables={"why": 1},
        ends="e2",
    ),
    Story(
        "a completed sub-process is undone from the inside, with the variables that it ended with",
        "10.7.1",
        diagram(
            line("sp", "th"),
            sub(
                "sp",
                start("ss")
                + user("x")
                + undone("x", noted("ux", "log", "level"))
                + end("se")
                + path("ss", "x", "se"),
                ext=io({"level": "1"}),
            ),
            TH,
        ),
        acts=[done("x", level=2)],
        order="s ss x se sp ux th e",
        variables={"log": 2},
        ends="e",
    ),
    Story(
        "a handler of the sub-process itself stands for those inside it",
        "10.7.1",
        diagram(line("sp", "th"), sub("sp", INSIDE), undone("sp"), TH),
        acts=["x", done("usp", n=1)],
        order="s ss x se sp usp th e",
        variables={"n": 1},
        ends="e",
    ),
    Story(
        "a compensation event sub-process says how its sub-process is undone, once that has completed",
        "13.5.5",
        diagram(
            line("sp", "th"),
            sub("sp", INSIDE, event_sub("c", compensate(), user("h"), end("ce"), path("c-s", "h", "ce"))),
            TH,
        ),
        acts=["x", done("h", n=1)],
        order="s ss x se sp c-s h ce c th e",
        variables={"n": 1},
        ends="e",
    ),
    Story(
        "what was undone is not undone again",
        "13.5.5",
        diagram(line("a", "th", "t2"), user("a"), undone("a"), TH, throw("t2", compensate())),
        acts=["a ua"],
        order="s a ua th t2 e",
        ends="e",
    ),
]
