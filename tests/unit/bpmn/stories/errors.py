"""Errors: who catches them, and what that takes away."""

from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    error,
    event_sub,
    gateway,
    multi,
    path,
    service,
    start,
    sub,
    user,
)
from tests.unit.bpmn.stories.story import Story, done, failed, line

E1, E2 = error("error-1"), error("error-2")
THROWS = start("ss") + end("se", E1) + path("ss", "se")
FORK = start("ss") + gateway("parallel", "g") + user("u") + user("v") + path("ss", "g", "u") + path("g", "v")
CAUGHT = end("e2") + path("b", "e2")

STORIES = [
    Story(
        "a job's error ends its task and goes on from the boundary event, with what it brought",
        "13.5.3",
        diagram(line("a"), service("a"), boundary("b", "a", E1), user("r"), end("e2"), path("b", "r", "e2")),
        acts=[failed("a", "e-1", why="late"), "r"],
        order="s -a b r e2",
        variables={"why": "late"},
        ends="e2",
    ),
    Story(
        "an event with the code goes before one that catches everything",
        "10.5.6",
        diagram(line("a"), service("a"), boundary("all", "a", error()), boundary("b", "a", E1), CAUGHT),
        acts=[failed("a", "e-1")],
        order="s -a b e2",
        ends="e2",
    ),
    Story(
        "an event without a code catches what no other does",
        "10.5.6",
        diagram(line("a"), service("a"), boundary("x", "a", E2), boundary("b", "a", error()), CAUGHT),
        acts=[failed("a", "e-1")],
        order="s -a b e2",
        ends="e2",
    ),
    Story(
        "an error end takes everything in its sub-process away; what was set by name lasts",
        "13.5.6",
        diagram(
            line("sp"),
            sub("sp", FORK, end("se", E1), path("u", "se")),
            boundary("b", "sp", E1),
            CAUGHT,
        ),
        acts=[done("u", n=1)],
        order="s ss g u se -v -sp b e2",
        variables={"n": 1},
        ends="e2",
    ),
    Story(
        "an error that the inner sub-process does not name goes on to the outer one",
        "10.5.6",
        diagram(
            line("o"),
            sub("o", start("os"), sub("i", THROWS), boundary("x", "i", E2), end("oe"), path("os", "i", "oe")),
            boundary("b", "o", E1),
            CAUGHT,
        ),
        order="s os ss se -i -o b e2",
        ends="e2",
    ),
    Story(
        "an event sub-process catches before the boundary of its scope, which then ends as if nothing had happened",
        "10.5.6",
        diagram(
            line("sp"),
            sub("sp", THROWS, event_sub("x", E1, end("xe"), path("x-s", "xe"))),
            boundary("b", "sp", E1),
            CAUGHT,
        ),
        order="s ss se x-s xe x sp e",
        ends="e",
    ),
    Story(
        "an error in one of several instances ends all of them",
        "13.5.3",
        diagram(line("a"), service("a", body=multi("[1, 2, 3]")), boundary("b", "a", E1), CAUGHT),
        acts=["a", failed("a", "e-1")],
        order="s a -a -a b e2",
        ends="e2",
    ),
]
