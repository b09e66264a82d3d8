"""Gateways: which ways are taken, and what a merge waits for."""

from tests.unit.bpmn.diagrams import (
    activated,
    catch,
    diagram,
    end,
    flow,
    gateway,
    path,
    signal,
    start,
    timer,
    user,
)
from tests.unit.bpmn.stories.story import Story, done, line, signalled, waits

ABC = user("a") + user("b") + user("c")
TWO_OF_THREE = diagram(
    line("o", "a", "j", "z"),
    gateway("parallel", "o"),
    ABC,
    activated("j", "activationCount >= 2"),
    user("z"),
    path("o", "b", "j"),
    path("o", "c", "j"),
)


def split(kind: str) -> bytes:
    """a where n > 0, b where n > 5, c otherwise; merged before z."""
    ways = path("s", "o") + flow("o", "a", "n > 0") + flow("o", "b", "n > 5") + flow("o", "c", id="d")
    merged = path("a", "j", "z", "e") + path("b", "j") + path("c", "j")
    parts = [start(), gateway(kind, "o", "d"), ABC, gateway(kind, "j"), user("z"), end()]
    return diagram(*parts, ways, merged)


STORIES = [
    Story(
        "exclusive: the first way in the diagram's order whose condition holds, no other",
        "13.4.2",
        split("exclusive"),
        given={"n": 9},
        acts=["a z"],
        order="s o a j z e",
        variables={"n": 9},
        ends="e",
    ),
    Story(
        "exclusive: the default if no condition holds",
        "13.4.2",
        split("exclusive"),
        given={"n": 0},
        acts=["c", done("z", m=1)],
        order="s o c j z e",
        variables={"n": 0, "m": 1},
        ends="e",
    ),
    Story(
        "inclusive: every way whose condition holds; the merge waits for those that were taken",
        "13.4.3",
        split("inclusive"),
        given={"n": 9},
        acts=["b", waits("a"), "a", waits("z"), "z"],
        order="s o b a j z e",
        variables={"n": 9},
        ends="e",
    ),
    Story(
        "inclusive: the merge does not wait for a way that was not taken",
        "13.4.3",
        split("inclusive"),
        given={"n": 1},
        acts=["a", waits("z"), "z"],
        order="s o a j z e",
        variables={"n": 1},
        ends="e",
    ),
    Story(
        "parallel: all ways, and one token from each before it goes on; what the branches set lasts",
        "13.4.1",
        diagram(
            line("o", "a", "j", "z"),
            gateway("parallel", "o"),
            ABC,
            gateway("parallel", "j"),
            user("z"),
            path("o", "b", "j"),
            path("o", "c", "j"),
        ),
        acts=[done("c", z=3), done("a", x=1), waits("b"), done("b", y=2), "z"],
        order="s o c a b j z e",
        variables={"x": 1, "y": 2, "z": 3},
        ends="e",
    ),
    Story(
        "event-based: what comes first decides",
        "13.4.4",
        diagram(
            line("g", "c1"),
            gateway("eventBased", "g"),
            catch("c1", signal()),
            catch("c2", timer("PT1H")),
            end("e2"),
            path("g", "c2", "e2"),
        ),
        acts=[signalled("c1", v=1)],
        order="s g c1 e",
        variables={"v": 1},
        ends="e",
    ),
    Story(
        "complex: it goes on with the second token and keeps the third for its reset",
        "13.4.5",
        TWO_OF_THREE,
        acts=["a c", waits("b", "z"), done("z", n=1), "b"],
        order="s o a c j z e b",
        variables={"n": 1},
        ends="e",
    ),
]
