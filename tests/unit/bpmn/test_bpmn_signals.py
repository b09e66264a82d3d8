"""Signals: everybody who listens when one is thrown hears it, oldest first (BPMN 2.0.2, 10.5.1, 10.5.5)."""

from __future__ import annotations

import pytest

from engine.bpmn import Signal, parse
from engine.errors import NotOpen
from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    diagram,
    end,
    event_sub,
    flow,
    gateway,
    io,
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


def handler(event: str, interrupting: bool = True) -> str:
    body = [user("h"), end("x-e"), path("x-s", "h", "x-e")]
    return event_sub("x", event, *body, interrupting=interrupting)


def beside(thrower: str, *listening: str, ext: str = "") -> bytes:
    """A fork: `a`, then the throwing `t`; and beside it what listens, beginning with the element `c`."""
    fork = [start(), gateway("parallel", "g"), user("a"), thrower, end(), path("s", "g", "a", "t", "e")]
    return diagram(*fork, path("g", "c"), *listening)


def test_a_signal_end_reaches_what_waits_beside_it(play):
    parts = [
        start(),
        gateway("parallel", "g"),
        user("a"),
        end("e", signal()),
        catch("c", signal()),
        end("e2"),
    ]
    p = play(diagram(*parts, path("s", "g", "a", "e"), path("g", "c", "e2"))).do("a")
    assert p.story == "s g a e c e2"
    assert p.ended("e", "e2")


def test_all_who_wait_hear_it_once_after_the_thrower_went_on(play):
    other = [catch("d", signal()), end("e2"), end("e3"), path("c", "e2"), path("g", "d", "e3")]
    p = play(beside(throw("t", signal()), catch("c", signal()), *other))
    assert (p.find("c").kind, p.find("c").facts) == ("signal", {"name": "frozen"})
    assert p.do("a").story == "s g a t e c d e2 e3"
    assert p.ended("e", "e2", "e3")


def test_a_signal_is_told_to_the_other_instances_with_its_inputs(play):
    thrower = throw("t", signal(), io({"why": "n + 1"}))
    p = play(beside(thrower, catch("c", signal("signal-2"))), {"n": 2})
    p.do("a")
    (sent,) = p.signals
    assert (sent.name, sent.payload, sent.element) == ("frozen", {"why": 3}, "t")
    assert p.open == ["c"]
    assert p.variables == {"n": 2}


def test_who_hears_it_takes_what_it_carries(play):
    thrower = throw("t", signal(), io({"why": "n + 1", "who": '"chen"'}))
    listening = [catch("c", signal()), catch("d", signal(), io(outputs={"kept": "who"})), path("g", "d")]
    p = play(beside(thrower, *listening), {"n": 2}).do("a")
    assert p.variables == {"n": 2, "why": 3, "who": "chen", "kept": "chen"}


def test_a_signal_is_not_kept_for_those_who_come_later(play):
    p = play(diagram(start(), throw("t", signal()), catch("c", signal()), end(), path("s", "t", "c", "e")))
    assert p.open == ["c"]
    assert [s.name for s in p.signals] == ["frozen"]
    assert p.signal("c").ended("e")


def test_what_an_earlier_listener_cancels_hears_nothing(play):
    inside = [start("ss"), catch("d", signal()), end("se"), path("ss", "d", "se")]
    listening = [sub("c", *inside), boundary("b", "c", signal()), user("r"), path("b", "r")]
    p = play(beside(throw("t", signal()), *listening)).do("a")
    assert p.do("r").story == "s g ss a t -d -c e b r"
    assert p.ended("e")


def test_a_signal_may_cancel_the_scope_of_its_thrower(play):
    """The thrower has done its part; what it went on to is taken away with the scope (13.5.3)."""
    inside = [start("ss"), user("a"), throw("t", signal()), end("se"), path("ss", "a", "t", "se")]
    parts = [
        start(),
        sub("sp", *inside),
        boundary("b", "sp", signal()),
        user("r"),
        end("e2"),
        path("b", "r", "e2"),
    ]
    p = play(diagram(*parts, end(), path("s", "sp", "e"))).do("a")
    assert p.do("r").story == "s ss a t -sp b r e2"
    assert p.ended("e2")


def test_a_signal_that_does_not_interrupt_lets_its_thrower_go_on(play):
    inside = [start("ss"), user("a"), throw("t", signal()), end("se"), path("ss", "a", "t", "se")]
    parts = [start(), sub("sp", *inside), boundary("b", "sp", signal(), False), user("r"), end("e2")]
    p = play(diagram(*parts, end(), path("s", "sp", "e"), path("b", "r", "e2"))).do("a")
    assert p.do("r").story == "s ss a t se b sp e r e2"


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_end_of_the_instance_starts_its_event_sub_process(play, interrupting):
    """The end is reached before the scope would close, so that what listens in it still hears (13.5.6)."""
    p = play(
        diagram(start(), user("a"), end("e", signal()), path("s", "a", "e"), handler(signal(), interrupting))
    )
    assert p.do("a", "h").story == "s a e x-s h x-e x"
    assert p.ended("e", "x-e")


def test_an_interrupting_event_sub_process_takes_what_runs_beside_the_thrower(play):
    parts = [
        start(),
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        end("e", signal()),
        path("s", "g", "a", "e"),
    ]
    p = play(diagram(*parts, path("g", "b"), handler(signal()))).do("a")
    assert p.do("h").story == "s g a e -b x-s h x-e x"


def test_a_signal_from_outside_is_heard_again_at_a_non_interrupting_boundary(play):
    parts = [
        start(),
        user("a"),
        boundary("b", "a", signal(), False),
        user("r"),
        end("e2"),
        path("b", "r", "e2"),
    ]
    p = play(diagram(*parts, end(), path("s", "a", "e")))
    subscription = p.find("b").token
    p.signal("b", n=1).signal("b", n=2)
    assert p.find("b").token == subscription
    assert p.do("a", "r", "r").story == "s b b a e r e2 r e2"
    assert p.variables == {"n": 2}


def test_an_event_gateway_with_a_signal_a_message_and_a_timer(play):
    waits = [catch("c1", signal()), catch("c2", message()), catch("c3", timer("PT1H")), end()]
    ways = [flow("g", c) + flow(c, "e") for c in ("c1", "c2", "c3")]
    p = play(diagram(start(), gateway("eventBased", "g"), *waits, path("s", "g"), *ways))
    assert p.open == ["c1", "c2", "c3"]
    assert p.signal("c1").story == "s g c1 e"
    assert p.ended("e")


def test_one_signal_decides_an_event_gateway_only_once(play):
    waits = [
        catch("c", signal()),
        catch("d", signal()),
        end("e2"),
        path("x", "c", "e2"),
        path("x", "d", "e2"),
    ]
    fork = [start(), gateway("parallel", "g"), user("a"), throw("t", signal()), end(), path("g", "x")]
    p = play(diagram(*fork, path("s", "g", "a", "t", "e"), gateway("eventBased", "x"), *waits)).do("a")
    assert p.story == "s g a t x e c e2"  # the gateway is done as soon as it hears
    assert p.ended("e", "e2")


def test_every_instance_of_many_hears_it(play):
    inside = [start("ss"), catch("d", signal()), end("se"), path("ss", "d", "se")]
    p = play(beside(throw("t", signal()), sub("c", *inside, loop=multi("[1, 2, 3]")))).do("a")
    assert p.story == "s g ss ss ss a t e d d d se se se c c c"


def test_a_process_that_a_signal_starts(play):
    source = diagram(start(), start("s2", signal()), user("a"), user("b"), path("s", "a"), path("s2", "b"))
    p = play(source, start_element="s2", payload={"n": 1})
    assert dict(p.definition.signal_starts) == {"frozen": "s2"}
    assert (p.open, p.variables) == (["b"], {"n": 1})
    assert play(source).open == ["a"]


def test_the_name_of_a_signal_may_be_calculated(play):
    shared = '<bpmn:signal id="signal-3" name="=&quot;frozen-&quot; + zone"/>'
    parts = [start(), user("a"), catch("c", signal("signal-3")), path("s", "a", "c")]
    p = play(diagram(*parts, shared=shared), {"zone": "x"}).complete("a", zone="y")
    assert p.find("c").facts == {"name": "frozen-y"}


def test_nobody_hears_a_signal_whose_thrower_is_held(play):
    shared = '<bpmn:signal id="signal-3" name="=name"/>'
    fork = [start(), gateway("parallel", "g"), user("a"), throw("t", signal("signal-3")), end()]
    listening = [catch("c", signal()), user("mend"), path("g", "c"), path("g", "mend")]
    p = play(diagram(*fork, *listening, path("s", "g", "a", "t", "e"), shared=shared))
    p.hold = True
    p.do("a")
    assert (p.find("t").kind, p.signals) == ("incident", [])
    p.complete("mend", name="frozen").act("retry", p.find("t").token)
    assert p.story == "s g a mend t e c"
    assert p.ended("e")


def test_only_a_signal_answers_a_signal(play):
    p = play(diagram(start(), catch("c", signal()), path("s", "c")))
    token = p.find("c").token
    for wrong in (p.workflow.deliver, p.workflow.complete):
        with pytest.raises(NotOpen):
            wrong(token, {}, p.services)
    assert p.workflow.kinds() == {token: "signal"}


def test_what_is_signalled_is_a_plain_fact():
    (definition,) = parse(diagram(start("s", signal()), end(), path("s", "e")), "p.bpmn")
    assert dict(definition.signal_starts) == {"frozen": "s"}
    assert Signal("frozen", {}, "t", "3") == Signal("frozen", {}, "t", "3")
