"""Messages: one receiver each, found by name and key."""

from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    diagram,
    element,
    end,
    event_sub,
    gateway,
    io,
    job,
    message,
    path,
    start,
    throw,
    user,
)
from tests.unit.bpmn.stories.story import Story, delivered, done, line, waits

STORIES = [
    Story(
        "a token waits for its message and goes on with what that brings",
        "13.5.2",
        diagram(line("c"), catch("c", message())),
        given={"v": 0},
        acts=[waits("c"), delivered("c", v=1)],
        order="s c e",
        variables={"v": 1},
        ends="e",
    ),
    Story(
        "a receive task is done when its message comes; its output mappings choose what lasts",
        "13.3.3",
        diagram(
            line("r"), element("receiveTask", "r", "", io(outputs={"kept": "v + 1"}), messageRef="message-1")
        ),
        acts=[delivered("r", v=1, other=2)],
        order="s r e",
        variables={"kept": 2},
        ends="e",
    ),
    Story(
        "a send task and an event that throws are done when the message has been sent",
        "13.3.3",
        diagram(
            line("a", "t"), element("sendTask", "a", "", job("send")), throw("t", message(), job("send"))
        ),
        acts=["a", done("t", sent=True)],
        order="s a t e",
        variables={"sent": True},
        ends="e",
    ),
    Story(
        "a process can begin by a message",
        "13.5.1",
        diagram(line("a"), user("a"), start("by-message", message()), path("by-message", "a")),
        begins={"start_element": "by-message", "payload": {"v": 5}},
        acts=["a"],
        order="by-message a e",
        variables={"v": 5},
        ends="e",
    ),
    Story(
        "a message at the boundary ends the activity",
        "13.5.3",
        diagram(line("a"), user("a"), boundary("b", "a", message()), end("e2"), path("b", "e2")),
        acts=[delivered("b", why="withdrawn")],
        order="s -a b e2",
        variables={"why": "withdrawn"},
        ends="e2",
    ),
    Story(
        "one that does not interrupt can come several times, and none once the activity is done",
        "13.5.3",
        diagram(
            line("a", "z"),
            user("a"),
            user("z"),
            boundary("b", "a", message(), False),
            end("e2"),
            path("b", "e2"),
        ),
        acts=[delivered("b", n=1), delivered("b", n=2), "a", waits("z"), "z"],
        order="s b e2 b e2 a z e",
        variables={"n": 2},
        ends="e2 e2 e",
    ),
    Story(
        "of two that race the first decides; the other is not awaited any more",
        "13.4.4",
        diagram(
            line("g", "c1"),
            gateway("eventBased", "g"),
            catch("c1", message()),
            catch("c2", message("message-2")),
            user("z"),
            end("e2"),
            path("g", "c2", "z", "e2"),
        ),
        acts=[waits("c1", "c2"), delivered("c2", n=1), waits("z"), "z"],
        order="s g c2 z e2",
        variables={"n": 1},
        ends="e2",
    ),
    Story(
        "an event sub-process that begins by a message and does not interrupt",
        "13.5.4",
        diagram(
            line("a"), user("a"), event_sub("x", message(), end("xe"), path("x-s", "xe"), interrupting=False)
        ),
        acts=[delivered("x-s", n=1), "a"],
        order="s x-s xe x a e",
        variables={"n": 1},
        ends="xe e",
    ),
]
