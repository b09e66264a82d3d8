"""Timers: due instants are counted from the arrival, 9:00 in Shanghai on 1 September 2026."""

from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    diagram,
    end,
    event_sub,
    gateway,
    message,
    path,
    timer,
    user,
)
from tests.unit.bpmn.stories.story import Story, done, fired, line, waits

STORIES = [
    Story(
        "a token waits for a duration",
        "13.5.2",
        diagram(line("c"), catch("c", timer("PT1H30M"))),
        acts=[fired("c", at="2026-09-01T02:30:00+00:00")],
        order="s c e",
        ends="e",
    ),
    Story(
        "a token waits for a date that a variable names; a day begins at midnight in Shanghai",
        "10.5.5",
        diagram(line("a", "c"), user("a"), catch("c", timer("=date(day)", "timeDate"))),
        acts=[done("a", day="2026-09-10"), fired("c", at="2026-09-09T16:00:00+00:00")],
        order="s a c e",
        variables={"day": "2026-09-10"},
        ends="e",
    ),
    Story(
        "a deadline ends its activity",
        "13.5.3",
        diagram(
            line("a"),
            user("a"),
            boundary("b", "a", timer("P1D")),
            user("late"),
            end("e2"),
            path("b", "late", "e2"),
        ),
        acts=[fired("b", at="2026-09-02T01:00:00+00:00"), done("late", n=1)],
        order="s -a b late e2",
        variables={"n": 1},
        ends="e2",
    ),
    Story(
        "an activity that is done in time has no deadline any more",
        "13.5.3",
        diagram(
            line("a", "z"), user("a"), user("z"), boundary("b", "a", timer("P1D")), end("e2"), path("b", "e2")
        ),
        acts=[waits("a", "b"), "a", waits("z"), "z"],
        order="s a z e",
        ends="e",
    ),
    Story(
        "a cycle beside its activity comes as often as it says, each time counted from the first",
        "10.5.5",
        diagram(
            line("a"),
            user("a"),
            boundary("b", "a", timer("R2/PT1H", "timeCycle"), False),
            end("e2"),
            path("b", "e2"),
        ),
        acts=[
            fired("b", at="2026-09-01T02:00:00+00:00"),
            fired("b", at="2026-09-01T03:00:00+00:00"),
            waits("a"),
            "a",
        ],
        order="s b e2 b e2 a e",
        ends="e2 e2 e",
    ),
    Story(
        "the time runs out before the message has come",
        "13.4.4",
        diagram(
            line("g", "m"),
            gateway("eventBased", "g"),
            catch("m", message()),
            catch("t", timer("PT5M")),
            end("e2"),
            path("g", "t", "e2"),
        ),
        acts=[fired("t", at="2026-09-01T01:05:00+00:00")],
        order="s g t e2",
        ends="e2",
    ),
    Story(
        "an event sub-process ends its whole scope when the time has come",
        "13.5.4",
        diagram(
            line("a"), user("a"), event_sub("x", timer("P7D"), user("h"), end("xe"), path("x-s", "h", "xe"))
        ),
        acts=[fired("x-s", at="2026-09-08T01:00:00+00:00"), waits("h"), done("h", n=1)],
        order="s -a x-s h xe x",
        variables={"n": 1},
        ends="xe",
    ),
]
