"""Standard loops (BPMN 2.0.2, 10.3.8 and 13.3.6): an activity again as long as its condition holds."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from tests.unit.bpmn.diagrams import (
    ad_hoc,
    boundary,
    call,
    diagram,
    element,
    end,
    error,
    io,
    message,
    multi,
    path,
    repeat,
    script,
    service,
    start,
    sub,
    timer,
    user,
)


def around(activity: str, *parts: str) -> bytes:
    return diagram(start(), activity, end(), path("s", "l", "e"), *parts)


def test_the_condition_is_asked_after_each_round(play):
    p = play(around(user("l", body=repeat("n < 3"))), {"n": 9})
    p.complete("l", n=1).complete("l", n=2)
    assert p.open == ["l"]
    p.complete("l", n=3)
    assert p.story == "s l l l e"
    assert p.variables == {"n": 3}
    assert p.ended("e")


def test_tested_before_it_may_not_run_at_all(play):
    p = play(around(user("l", body=repeat("n < 3", before=True))), {"n": 3})
    assert p.story == "s e"
    assert p.ended("e")


def test_tested_before_it_runs_while_the_condition_holds(play):
    p = play(around(script("l", "n", "n + 1", body=repeat("n < 3", before=True))), {"n": 0})
    assert p.story == "s l l l e"
    assert p.variables == {"n": 3}


def test_the_maximum_ends_a_loop_whose_condition_still_holds(play):
    p = play(around(script("l", "n", "n + 1", body=repeat("true", "4"))), {"n": 0})
    assert (p.story, p.variables) == ("s l l l l e", {"n": 4})


def test_with_a_maximum_alone_it_runs_that_often(play):
    assert play(around(user("l", body=repeat(maximum="2")))).do("l", "l").story == "s l l e"


def test_each_round_counts_and_forgets_its_own_variables(play):
    task = user("l", io({"draft": "loopCounter * 10"}, {"last": "draft + typed"}), repeat("last < 30"))
    p = play(around(task), {"last": 0})
    context = p.workflow.context(p.find("l").token)
    assert (context["loopCounter"], context["draft"]) == (1, 10)
    p.complete("l", typed=1)
    assert p.workflow.context(p.find("l").token)["loopCounter"] == 2
    assert "typed" not in p.workflow.context(p.find("l").token)
    p.complete("l", typed=10)
    assert p.variables == {"last": 30}
    assert p.ended("e")


def test_the_condition_sees_how_many_rounds_are_done(play):
    assert play(around(script("l", "n", "loopCounter", body=repeat("loopCounter < 3")))).variables == {"n": 3}


def test_a_sub_process_in_a_loop(play):
    inner = sub("l", start("ss"), user("u"), end("se"), path("ss", "u", "se"), loop=repeat("again"))
    p = play(around(inner)).complete("u", again=True).complete("u", again=False)
    assert p.story == "s ss u se l ss u se l e"
    assert p.ended("e")


def test_a_loop_of_calls_and_receive_tasks(play):
    p = play(around(call("l", body=repeat("n < 2")))).complete("l", n=1).complete("l", n=2)
    assert p.ended("e")
    receive = element("receiveTask", "l", repeat("n < 2"), messageRef="message-1")
    assert play(around(receive)).deliver("l", n=1).deliver("l", n=2).story == "s l l e"


def test_a_loop_in_a_multi_instance_and_the_other_way_round(play):
    inner = user("u", body=repeat("more"))
    p = play(around(sub("l", inner, loop=multi("[1, 2]"))))
    p.complete("u", more=True).complete("u", more=False).complete("u", more=False)
    assert p.story == "s u u l u l e"
    many = user("u", body=multi("[1, 2]"))
    p = play(around(sub("l", many, loop=repeat("n < 2"))))
    p.complete("u", n=1).complete("u").complete("u").complete("u", n=2)
    assert p.story == "s u u l u u l e"
    assert p.ended("e")


@pytest.mark.parametrize("rounds", [0, 2])
def test_an_event_at_its_boundary_stands_through_all_rounds(play, rounds):
    parts = [boundary("b", "l", timer("PT1H")), end("late"), path("b", "late")]
    p = play(around(user("l", body=repeat("true")), *parts))
    due = p.find("b").facts["due_at"]
    for _ in range(rounds):
        p.do("l")
    assert p.find("b").facts["due_at"] == due == "2026-09-01T02:00:00+00:00"
    p.fire("b")
    assert p.story == " ".join(["s", *["l"] * rounds, "-l b late"])
    assert p.ended("late")


def test_a_non_interrupting_event_at_its_boundary(play):
    parts = [boundary("b", "l", message(), interrupting=False), user("x"), end("xe"), path("b", "x", "xe")]
    p = play(around(user("l", body=repeat("again")), *parts)).deliver("b").complete("l", again=True)
    p.deliver("b").do("x").complete("l", again=False)
    assert p.do("x").ended("xe", "e", "xe")


def test_an_error_of_one_round_ends_the_loop(play):
    parts = [boundary("b", "l", error("error-1")), end("bad"), path("b", "bad")]
    p = play(around(service("l", body=repeat("true")), *parts)).do("l")
    assert p.fail("l", "e-1")
    assert p.story == "s l -l b bad"
    assert p.ended("bad")


def test_an_ad_hoc_sub_process_in_a_loop(play):
    p = play(around(ad_hoc("l", user("a"), enough="done", loop=repeat("n < 2"))), {"done": True})
    p.begin("l", "a").complete("a", n=1).begin("l", "a").complete("a", n=2)
    assert p.story == "s a l a l e"
    assert p.ended("e")


def test_a_condition_that_fails_keeps_the_round_and_counts_it_once(play):
    p = play(around(user("l", body=repeat("n < limit"))), {"n": 0, "limit": None})
    with pytest.raises(ExpressionFailed):
        p.do("l")


def test_a_loop_that_could_not_begin_begins_anew_when_it_is_tried_again(play):
    p = play(around(user("l", body=repeat("n < 2", before=True))), {"n": None}, hold=True)
    incident = p.find("l")
    assert incident.kind == "incident"
    p.set(n=1).act("retry", incident.token)
    assert p.open == ["l"]
    assert p.complete("l", n=2).story == "s l e"
    assert p.ended("e")
