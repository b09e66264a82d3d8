"""Event sub-processes and boundary events, interrupting and not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.bpmn.diagrams import (
    boundary,
    conditional,
    diagram,
    end,
    error,
    escalation,
    event_sub,
    gateway,
    message,
    multi,
    path,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.unit.bpmn.driver import Play


def handler(event: str, interrupting: bool = True, name: str = "x", task: str = "h") -> str:
    body = [user(task), end(f"{name}-e"), path(f"{name}-s", task, f"{name}-e")]
    return event_sub(name, event, *body, interrupting=interrupting)


BASE = [start(), user("a"), user("z"), end(), path("s", "a", "z", "e")]
OUTSIDE = [start(), user("z"), end(), path("s", "sp", "z", "e")]
INSIDE = [start("ss"), user("a"), end("se"), path("ss", "a", "se")]
HEARD: dict[str, tuple[str, Callable[[Play], object]]] = {
    "message": (message(), lambda p: p.deliver("x-s")),
    "timer": (timer("PT1H"), lambda p: p.fire("x-s")),
    "signal": (signal(), lambda p: p.signal("x-s")),
    "condition": (conditional("flag"), lambda p: p.set(flag=True)),
    "escalation": (escalation("escalation-1"), lambda p: p.escalate("a", "x-1")),
    "error": (error("error-1"), lambda p: p.fail("a", "e-1")),
}
ONCE = ("timer", "error", "escalation")  # no wait is open any more once it has come, or none ever is


@pytest.mark.parametrize("kind", HEARD)
class TestInterrupting:
    def test_the_instance(self, play, kind):
        event, come = HEARD[kind]
        p = play(diagram(*BASE, handler(event)), {"flag": False})
        come(p)
        assert p.open == ["h"]
        assert p.do("h").story == "s -a x-s h x-e x"
        assert p.ended("x-e")

    def test_a_sub_process(self, play, kind):
        event, come = HEARD[kind]
        p = play(diagram(*OUTSIDE, sub("sp", *INSIDE, handler(event))), {"flag": False})
        come(p)
        assert p.open == ["h"]
        assert p.do("h", "z").story == "s ss -a x-s h x-e x sp z e"
        assert p.ended("e")

    def test_it_stops_listening_when_the_instance_ends(self, play, kind):
        p = play(diagram(*BASE, handler(HEARD[kind][0])), {"flag": False})
        assert p.do("a", "z").story == "s a z e"
        assert p.ended("e")


@pytest.mark.parametrize("kind", [kind for kind in HEARD if kind != "error"])
class TestBeside:
    """Only an error always interrupts (10.5.6)."""

    def test_the_instance(self, play, kind):
        event, come = HEARD[kind]
        p = play(diagram(*BASE, handler(event, interrupting=False)), {"flag": False})
        come(p)
        assert p.do("a", "z", "h").story == "s x-s a z e h x-e x"
        assert p.ended("e", "x-e")

    def test_a_sub_process(self, play, kind):
        event, come = HEARD[kind]
        p = play(diagram(*OUTSIDE, sub("sp", *INSIDE, handler(event, interrupting=False))), {"flag": False})
        come(p)
        p.do("a")
        assert p.open == (["h"] if kind in ONCE else ["h", "x-s"])
        assert p.do("h", "z").story == "s ss x-s a se h x-e x sp z e"
        assert p.ended("e")


def test_an_error_event_sub_process_of_the_instance(play):
    p = play(diagram(*BASE, handler(error("error-1"))))
    assert p.open == ["a"]
    assert p.fail("a", "e-1", why=1)
    assert p.do("h").story == "s -a x-s h x-e x"
    assert p.variables == {"why": 1}  # what an event brings goes upwards by name
    assert p.ended("x-e")


def test_several_event_sub_processes(play):
    """A message twice beside the instance; then an interrupting one takes everything away."""
    parts = [handler(message(), False, "n1", "hn"), handler(message("message-2"), True, "n2", "hi")]
    p = play(diagram(*BASE, *parts, handler(timer("PT9H"), True, "n3", "ht")))
    p.deliver("n1-s").deliver("n1-s").do("hn").deliver("n2-s")
    assert p.open == ["hi"]
    assert p.do("hi").story == "s n1-s n1-s hn n1-e n1 -a -hn -n1 n2-s hi n2-e n2"
    assert p.ended("n1-e", "n2-e")


def test_an_interrupting_one_takes_nested_work_away(play):
    parts = [start(), gateway("parallel", "g"), sub("sp", user("m", body=multi("[1, 2]"))), user("b")]
    p = play(diagram(*parts, path("s", "g", "sp"), path("g", "b"), handler(message())))
    assert p.open == ["b", "m", "m", "x-s"]
    p.deliver("x-s")
    assert p.open == ["h"]
    assert p.do("h").story == "s g -m -m -sp -b x-s h x-e x"


def test_an_error_thrown_in_the_body_goes_outwards(play):
    inner = event_sub("x", message(), end("xe", error("error-1")), path("x-s", "xe"))
    parts = [boundary("b", "sp", error("error-1")), user("r"), end("e9"), path("b", "r", "e9")]
    p = play(diagram(*OUTSIDE, sub("sp", *INSIDE, inner), *parts)).deliver("x-s")
    assert p.do("r").story == "s ss -a x-s xe -x -sp b r e9"
    assert p.ended("e9")


def test_a_boundary_event_in_the_body(play):
    body = [user("h"), end("xe"), boundary("b", "h", timer("PT1H")), user("late"), end("xe2")]
    inner = event_sub("x", message(), *body, path("x-s", "h", "xe"), path("b", "late", "xe2"))
    p = play(diagram(*BASE, inner)).deliver("x-s").fire("b")
    assert p.do("late").story == "s -a x-s -h b late xe2 x"


def test_an_interrupting_one_takes_a_waiting_join_away(play):
    parts = [start(), gateway("parallel", "g"), user("a"), user("b"), gateway("parallel", "j"), end()]
    p = play(diagram(*parts, path("s", "g", "a", "j", "e"), path("g", "b", "j"), handler(message())))
    p.do("a").deliver("x-s")
    assert p.open == ["h"]
    assert p.do("h").ended("x-e")


def test_an_escalation_event_sub_process_beside_its_scope(play):
    inside = [start("ss"), throw("t", escalation("escalation-1")), user("a"), path("ss", "t", "a")]
    p = play(diagram(*OUTSIDE, sub("sp", *inside, handler(escalation(), interrupting=False))))
    assert p.open == ["a", "h"]
    assert p.do("a", "h", "z").story == "s ss t x-s a h x-e x sp z e"


CYCLE = timer("R2/PT1H", "timeCycle")


def test_a_repeating_boundary_timer(play):
    parts = [boundary("b", "a", CYCLE, False), user("r"), end("e1"), path("b", "r", "e1")]
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"), *parts)).fire("b").fire("b")
    assert p.open == ["a", "r", "r"]
    assert p.do("a", "r", "r").story == "s b b a e r e1 r e1"


def test_a_repeating_timer_stops_with_its_activity(play):
    parts = [boundary("b", "a", CYCLE, False), user("r"), end("e1"), path("b", "r", "e1")]
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"), *parts)).fire("b").do("a")
    assert p.open == ["r"]
    assert p.do("r").ended("e", "e1")


def test_a_repeating_event_sub_process(play):
    p = play(diagram(*BASE, handler(CYCLE, interrupting=False))).fire("x-s").fire("x-s")
    assert p.open == ["a", "h", "h"]
    assert p.do("h", "h", "a", "z").ended("x-e", "x-e", "e")


def test_a_message_is_heard_again_at_a_non_interrupting_boundary(play):
    parts = [boundary("b", "a", message(), False), user("r"), end("e1"), path("b", "r", "e1")]
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"), *parts))
    subscription = p.find("b").token
    p.deliver("b").deliver("b")
    assert p.find("b").token == subscription
    assert p.do("a", "r", "r").story == "s b b a e r e1 r e1"


@pytest.mark.parametrize("loop", ["", multi("[1, 2]")])
def test_a_boundary_event_of_an_activity_with_two_ways_out(play, loop):
    parts = [start(), user("a", body=loop), boundary("b", "a", timer("PT9H")), user("x"), user("y"), end()]
    p = play(diagram(*parts, path("s", "a", "x", "e"), path("a", "y", "e"), path("b", "e")))
    p.do("a", *["a"] * bool(loop), "x", "y")
    assert p.ended("e", "e")


def test_in_one_of_many_it_interrupts_only_its_own_instance(play):
    inside = [*INSIDE, handler(escalation("escalation-1"))]
    p = play(diagram(start(), sub("sp", *inside, loop=multi("[1, 2]")), end(), path("s", "sp", "e")))
    assert p.escalate("a", "x-1")
    assert p.open == ["a", "h"]
    assert p.do("a", "h").story == "s ss ss -a x-s a se sp h x-e x sp e"
    assert p.ended("e")


def test_an_error_thrown_in_one_of_many_leaves_all_by_their_boundary(play):
    inner = event_sub("x", message(), end("xe", error("error-1")), path("x-s", "xe"))
    parts = [boundary("b", "sp", error("error-1")), user("r"), end("e9"), path("b", "r", "e9")]
    scope = sub("sp", *INSIDE, inner, loop=multi("[1, 2, 3]"))
    p = play(diagram(*OUTSIDE, scope, *parts)).do("a").deliver("x-s")
    assert p.open == ["r"]
    assert p.do("r").ended("e9")


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_of_the_instance(play, interrupting):
    """Thrown by the handler of a task, which itself goes on (10.5.6)."""
    p = play(diagram(*BASE, handler(escalation("escalation-1"), interrupting)))
    assert p.escalate("a", "x-1", why=1)
    assert p.variables == {"why": 1}
    assert p.open == (["h"] if interrupting else ["a", "h"])


def test_an_event_sub_process_does_not_catch_what_it_throws_itself(play):
    """An escalation thrown again in its body goes outwards (10.5.6)."""
    again = [user("h"), end("x-e", escalation("escalation-1")), path("x-s", "h", "x-e")]
    inside = [start("ss"), throw("t", escalation("escalation-1")), user("a"), path("ss", "t", "a")]
    body = event_sub("x", escalation("escalation-1"), *again, interrupting=False)
    parts = [boundary("b", "sp", escalation("escalation-1"), False), user("r"), path("b", "r")]
    p = play(diagram(*OUTSIDE, sub("sp", *inside, body), *parts)).do("h")
    assert p.open == ["a", "r"]
    assert p.do("a", "r", "z").story == "s ss t x-s h x-e b x a sp r z e"


def test_an_error_end_of_the_instance_that_its_own_event_sub_process_catches_is_one_of_its_ends(play):
    parts = [start(), user("a"), end("e", error("error-1")), path("s", "a", "e")]
    p = play(diagram(*parts, handler(error("error-1")))).do("a", "h")
    assert p.story == "s a e x-s h x-e x"
    assert p.ended("e", "x-e")


@pytest.mark.parametrize(("act", "event"), [("deliver", message()), ("signal", signal())])
def test_it_can_start_again_as_long_as_its_scope_has_not_completed(play, act, event):
    """As in Camunda 8; by the standard (13.3.2) it could not once only event sub-processes are running."""
    p = play(diagram(*BASE, handler(event, interrupting=False)))
    getattr(p, act)("x-s")
    p.do("a", "z")
    assert p.open == ["h", "x-s"]
    getattr(p, act)("x-s")
    p.do("h")
    assert p.open == ["h", "x-s"]
    assert p.do("h").ended("e", "x-e", "x-e")
