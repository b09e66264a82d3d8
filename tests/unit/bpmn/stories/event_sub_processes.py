"""Event sub-processes: they listen as long as the scope around them is open."""

from tests.unit.bpmn.diagrams import (
    diagram,
    end,
    error,
    event_sub,
    message,
    path,
    script,
    service,
    signal,
    start,
    sub,
    timer,
    user,
)
from tests.unit.bpmn.stories.story import Story, delivered, done, failed, fired, line, signalled, waits


def handler(event: str, interrupting: bool = True) -> str:
    return event_sub("x", event, user("h"), end("xe"), path("x-s", "h", "xe"), interrupting=interrupting)


INSIDE = start("ss") + user("a") + end("se") + path("ss", "a", "se")

STORIES = [
    Story(
        "one that interrupts takes everything else in its scope away",
        "13.5.4",
        diagram(line("a"), user("a"), handler(message())),
        acts=[delivered("x-s", why=1), waits("h"), "h"],
        order="s -a x-s h xe x",
        variables={"why": 1},
        ends="xe",
    ),
    Story(
        "one that does not interrupt runs beside its scope, once for each message",
        "13.5.4",
        diagram(line("a"), user("a"), handler(message(), interrupting=False)),
        acts=[delivered("x-s", n=1), delivered("x-s", n=2), waits("a", "h", "h", "x-s"), "h a", "h"],
        order="s x-s x-s h xe x a e h xe x",
        variables={"n": 2},
        ends="xe e xe",
    ),
    Story(
        "in a sub-process it takes only that one's work away, and the way goes on behind it",
        "13.5.4",
        diagram(line("sp", "z"), sub("sp", INSIDE, handler(signal())), user("z")),
        acts=[signalled("x-s"), done("h", n=1), "z"],
        order="s ss -a x-s h xe x sp z e",
        variables={"n": 1},
        ends="e",
    ),
    Story(
        "an error of the work in its scope begins it",
        "10.5.6",
        diagram(line("a"), service("a"), handler(error("error-1"))),
        acts=[failed("a", "e-1", why="late"), "h"],
        order="s -a x-s h xe x",
        variables={"why": "late"},
        ends="xe",
    ),
    Story(
        "its scope is not done before it is",
        "13.5.4",
        diagram(line("sp", "z"), sub("sp", INSIDE, handler(timer("PT1H"), interrupting=False)), user("z")),
        acts=[fired("x-s"), "a", waits("h"), "h", waits("z"), "z"],
        order="s ss x-s a se h xe x sp z e",
        ends="e",
    ),
    Story(
        "it sees and sets the variables of the scope that it stands in",
        "10.3.5",
        diagram(
            line("a"),
            user("a"),
            event_sub(
                "x",
                message(),
                script("c", "n", "n + more"),
                end("xe"),
                path("x-s", "c", "xe"),
                interrupting=False,
            ),
        ),
        given={"n": 1},
        acts=[delivered("x-s", more=5), "a"],
        order="s x-s c xe x a e",
        variables={"n": 6, "more": 5},
        ends="xe e",
    ),
    Story(
        "nobody hears once its scope is done",
        "13.5.4",
        diagram(line("sp", "z"), sub("sp", INSIDE, handler(message())), user("z")),
        acts=[waits("a", "x-s"), "a", waits("z"), "z"],
        order="s ss a se sp z e",
        ends="e",
    ),
]
