"""Embedded sub-processes: a scope inside a scope."""

from tests.unit.bpmn.diagrams import (
    TERMINATE,
    ad_hoc,
    boundary,
    diagram,
    end,
    gateway,
    io,
    message,
    path,
    repeat,
    start,
    sub,
    user,
)
from tests.unit.bpmn.stories.story import Story, begun, delivered, done, line, waits

INSIDE = start("ss") + user("a") + end("se") + path("ss", "a", "se")
FORK = start("ss") + gateway("parallel", "g") + user("a") + user("b") + path("ss", "g", "a") + path("g", "b")

STORIES = [
    Story(
        "it ends when no token is left in it",
        "13.3.4",
        diagram(line("sp", "z"), sub("sp", FORK), user("z")),
        acts=["a", waits("b"), done("b", n=1), "z"],
        order="s ss g a b sp z e",
        variables={"n": 1},
        ends="e",
    ),
    Story(
        "its input mappings are its own variables; its output mappings say what lasts",
        "10.3.5",
        diagram(line("sp"), sub("sp", INSIDE, ext=io({"x": "n + 1"}, {"m": "x * 10"}))),
        given={"n": 1},
        acts=[done("a", x=5)],
        order="s ss a se sp e",
        variables={"n": 1, "m": 50},
        ends="e",
    ),
    Story(
        "without a start event all begins that nothing leads to",
        "13.3.4",
        diagram(line("sp"), sub("sp", user("a"), user("b"))),
        acts=[waits("a", "b"), "b a"],
        order="s b a sp e",
        ends="e",
    ),
    Story(
        "a terminate end ends this sub-process only, which then goes on",
        "13.5.6",
        diagram(line("sp", "z"), sub("sp", FORK, end("te", TERMINATE), path("a", "te")), user("z")),
        acts=["a", waits("z"), done("z", n=1)],
        order="s ss g a te -b sp z e",
        variables={"n": 1},
        ends="e",
    ),
    Story(
        "an event at its boundary takes everything inside away, the innermost first",
        "13.5.3",
        diagram(
            line("o"),
            sub("o", start("os"), sub("i", INSIDE), end("oe"), path("os", "i", "oe")),
            boundary("b", "o", message()),
            end("e2"),
            path("b", "e2"),
        ),
        acts=[delivered("b", n=1)],
        order="s os ss -a -i -o b e2",
        variables={"n": 1},
        ends="e2",
    ),
    Story(
        "as a loop it is done again as long as its condition holds",
        "13.3.6",
        diagram(line("sp"), sub("sp", INSIDE, loop=repeat("n < 2"))),
        given={"n": 0},
        acts=[done("a", n=1), done("a", n=2)],
        order="s ss a se sp ss a se sp e",
        variables={"n": 2},
        ends="e",
    ),
    Story(
        "in an ad-hoc one people begin what they like until it is enough",
        "13.3.5",
        diagram(line("h"), ad_hoc("h", user("a"), user("b"), enough="n > 1")),
        given={"n": 0},
        acts=[waits("h"), begun("h", "b"), done("b", n=1), begun("h", "b"), begun("h", "a"), done("b", n=2)],
        order="s b b -a h e",
        variables={"n": 2},
        ends="e",
    ),
]
