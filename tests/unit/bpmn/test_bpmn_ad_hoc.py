"""Ad-hoc sub-processes (BPMN 2.0.2, 10.3.5 and 13.3.5): begun from outside, in any order, until it is enough."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed, NotOpen
from tests.unit.bpmn.diagrams import (
    ad_hoc,
    boundary,
    diagram,
    end,
    error,
    escalation,
    event_sub,
    flow,
    gateway,
    io,
    message,
    multi,
    path,
    script,
    service,
    start,
    throw,
    user,
)
from tests.unit.bpmn.test_bpmn_check import errors, line, warnings

INSIDE = [user("a"), user("b"), user("b2"), script("c", "n", "n + 1"), flow("b", "b2")]


def around(host: str, *parts: str) -> bytes:
    return diagram(start(), host, user("z"), end(), path("s", "h", "z", "e"), *parts)


def test_any_order_and_any_number_until_the_condition_holds(play):
    p = play(around(ad_hoc("h", *INSIDE, enough="n >= 2")), {"n": 0})
    assert p.open == ["h"]
    p.begin("h", "b").begin("h", "a")
    assert p.open == ["a", "b", "h"]
    p.do("b")
    assert p.open == ["a", "b2", "h"]
    p.begin("h", "c").begin("h", "a").begin("h", "c")
    assert p.open == ["z"]
    assert p.do("z").story == "s b c c -a -b2 -a h z e"
    assert p.variables == {"n": 2}
    assert p.ended("e")


def test_what_still_runs_may_go_on_to_its_end(play):
    p = play(around(ad_hoc("h", *INSIDE, enough="n >= 1", cancelRemainingInstances="false")), {"n": 0})
    p.begin("h", "b").begin("h", "c")
    assert p.open == ["b", "h"]
    with pytest.raises(NotOpen):
        p.begin("h", "a")
    p.do("b", "b2", "z")
    assert p.story == "s c b b2 h z e"
    assert p.ended("e")


def test_one_at_a_time(play):
    p = play(around(ad_hoc("h", *INSIDE, enough="n > 2", ordering="Sequential")), {"n": 0}).begin("h", "b")
    with pytest.raises(NotOpen):
        p.begin("h", "a")
    p.do("b")
    with pytest.raises(NotOpen):
        p.begin("h", "a")
    p.do("b2").begin("h", "a")
    assert p.open == ["a", "h"]


def test_without_a_condition_it_is_ended_from_outside(play):
    p = play(around(ad_hoc("h", *INSIDE)), {"n": 0}).begin("h", "a").do("a")
    assert p.open == ["h"]
    p.begin("h", "a").complete("h", verdict="ok")
    assert p.open == ["z"]
    assert p.do("z").story == "s a -a h z e"
    assert p.variables == {"n": 0, "verdict": "ok"}
    assert p.ended("e")


def test_ended_from_outside_what_runs_may_go_on_if_the_diagram_says_so(play):
    p = play(around(ad_hoc("h", *INSIDE, cancelRemainingInstances="false")), {"n": 0})
    p.begin("h", "a").do("h")
    assert p.open == ["a", "h"]
    assert p.do("a", "z").ended("e")


def test_only_what_nothing_leads_to_can_be_begun(play):
    p = play(around(ad_hoc("h", *INSIDE, enough="n > 2")), {"n": 0})
    assert p.find("h").facts == {"activities": ["a", "b", "c"], "sequential": False}
    for element in ("b2", "z", "nowhere"):
        with pytest.raises(NotOpen):
            p.begin("h", element)


def test_some_begin_at_once(play):
    p = play(around(ad_hoc("h", *INSIDE, enough="n > 2", first="chosen")), {"n": 0, "chosen": ["a", "b"]})
    assert p.open == ["a", "b", "h"]


@pytest.mark.parametrize("chosen", [["b2"], "a", None])
def test_what_begins_at_once_must_be_a_list_of_what_can_begin(play, chosen):
    parts = [start(), user("u"), ad_hoc("h", *INSIDE, enough="n > 2", first="chosen"), path("s", "u", "h")]
    p = play(diagram(*parts), {"n": 0})
    with pytest.raises(ExpressionFailed):
        p.complete("u", chosen=chosen)


def test_the_condition_sees_the_scope_of_the_activity_that_completed(play):
    inside = user("a", io(outputs={"total": "total + points"}))
    p = play(around(ad_hoc("h", inside, enough="total >= 10")), {"total": 0})
    p.begin("h", "a").begin("h", "a").complete("a", points=4)
    assert p.open == ["a", "h"]
    p.complete("a", points=6)
    assert p.open == ["z"]
    assert p.variables == {"total": 10}


def test_joins_and_events_inside(play):
    inside = [user("a"), gateway("parallel", "g"), user("x"), user("y"), gateway("parallel", "j"), user("w")]
    inside += [path("a", "g", "x", "j", "w"), path("g", "y", "j")]
    p = play(around(ad_hoc("h", *inside, enough="ready"))).set(ready=False).begin("h", "a").do("a", "x", "y")
    assert p.open == ["h", "w"]
    p.complete("w", ready=True)
    assert p.open == ["z"]


def test_events_at_its_boundary_and_event_sub_processes(play):
    handler = event_sub(
        "v", escalation("escalation-1"), user("r"), end("re"), path("v-s", "r", "re"), interrupting=False
    )
    inside = [service("a"), throw("t", escalation("escalation-1")), handler]
    parts = [
        boundary("b", "h", error("error-1")),
        boundary("m", "h", message()),
        end("be"),
        path("b", "be"),
        path("m", "be"),
    ]
    p = play(around(ad_hoc("h", *inside, enough="n > 2"), *parts), {"n": 0}).begin("h", "t")
    assert p.open == ["h", "m", "r"]
    p.do("r").begin("h", "a")
    assert p.fail("a", "e-1")
    assert p.story == "s t v-s r re v -a -h b be"
    assert p.ended("be")


def test_several_ad_hoc_sub_processes_one_for_each_item(play):
    inside = user("a", io(outputs={"ok": "item"}))
    p = play(around(ad_hoc("h", inside, enough="ok = item", loop=multi("[1, 2]"))))
    assert p.open == ["h", "h"]
    p.act("activate", p.find("h", 1).token, "a").do("a")
    assert p.open == ["h"]
    p.begin("h", "a").do("a", "z")
    assert p.ended("e")


def test_ad_hoc_in_ad_hoc(play):
    inner = ad_hoc("i", user("a"), enough="ok")
    p = play(around(ad_hoc("h", inner, enough="ok"))).set(ok=False).begin("h", "i").begin("i", "a")
    assert p.open == ["a", "h", "i"]
    p.complete("a", ok=True)
    assert p.story == "s a i h"
    assert p.open == ["z"]


def test_a_condition_that_is_no_truth_keeps_the_activity(play):
    p = play(around(ad_hoc("h", *INSIDE, enough="limit")), {"n": 0, "limit": None})
    p.hold = True
    p.begin("h", "c")
    assert (p.find("c").kind, p.variables["n"]) == ("incident", 0)
    p.set(limit=True).act("retry", p.find("c").token)
    assert p.open == ["z"]
    assert p.variables["n"] == 1


def test_start_and_end_events_and_forks_of_a_sequential_one_are_refused():
    assert ("ad-hoc", "i") in errors(line(ad_hoc("x", start("i"), user("u"), path("i", "u"))))
    assert ("ad-hoc", "i") in errors(line(ad_hoc("x", user("u"), end("i"), path("u", "i"))))
    forked = [user("u"), user("v"), user("w"), path("u", "v"), path("u", "w")]
    assert ("ad-hoc", "u") in errors(line(ad_hoc("x", *forked, ordering="Sequential")))
    assert ("ad-hoc", "x") in warnings(line(ad_hoc("x", user("u"))))
