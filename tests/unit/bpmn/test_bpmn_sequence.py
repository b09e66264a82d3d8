"""Tokens along flows: sequence, forks and merges, conditions, several starts, links."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed, NotOpen, Runaway
from tests.unit.bpmn.diagrams import (
    catch,
    diagram,
    element,
    end,
    flow,
    gateway,
    link,
    message,
    path,
    script,
    start,
    sub,
    throw,
    user,
)


def test_elements_follow_each_other(play):
    p = play(diagram(start(), user("a"), element("manualTask", "b"), end(), path("s", "a", "b", "e")))
    assert p.open == ["a"]
    p.do("a", "b")
    assert p.story == "s a b e"
    assert p.ended("e")


def test_a_none_task_and_a_milestone_pass_at_once(play):
    p = play(diagram(start(), element("task", "a"), throw("m", ""), end(), path("s", "a", "m", "e")))
    assert p.story == "s a m e"
    assert p.ended("e")


def test_flows_taken_are_told(play):
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"))).do("a")
    assert [h.element for h in p.happened if h.kind == "flow-taken"] == ["f-s-a", "f-a-e"]


def test_exclusive_gateway_takes_the_first_flow_that_holds(play):
    parts = [start(), gateway("exclusive", "g", "d"), end("x"), end("y"), end("z"), path("s", "g")]
    parts += [flow("g", "x", "n > 5"), flow("g", "y", "n > 1"), flow("g", "z", id="d")]
    assert play(diagram(*parts), {"n": 9}).ended("x")
    assert play(diagram(*parts), {"n": 3}).ended("y")
    assert play(diagram(*parts), {"n": 0}).ended("z")


def test_exclusive_gateway_without_a_way_fails(play):
    parts = [start(), user("a"), gateway("exclusive", "g"), end("x"), end("y"), path("s", "a", "g")]
    p = play(diagram(*parts, flow("g", "x", "n > 5"), flow("g", "y", "n > 1")), {"n": 0})
    with pytest.raises(ExpressionFailed, match="没有一个条件成立"):
        p.do("a")


def test_a_condition_that_is_neither_true_nor_false_fails(play):
    parts = [start(), user("a"), gateway("exclusive", "g", "d"), end("x"), end("y"), path("s", "a", "g")]
    p = play(diagram(*parts, flow("g", "x", "n > 5"), flow("g", "y", id="d")), {"n": "many"})
    with pytest.raises(ExpressionFailed):
        p.do("a")


CONDITIONAL = [user("a", default="d"), end("x"), end("y"), end("z"), start(), path("s", "a")]
CONDITIONAL += [flow("a", "x", "n > 1"), flow("a", "y", "n > 2"), flow("a", "z", id="d")]


@pytest.mark.parametrize(("n", "story"), [(3, "s a x y"), (2, "s a x"), (0, "s a z")])
def test_conditional_flows_leave_a_task(play, n, story):
    """BPMN 2.0.2, 8.4.13: every flow whose condition holds is taken, the default only if none does."""
    assert play(diagram(*CONDITIONAL)).complete("a", n=n).story == story


def test_a_flow_without_condition_is_taken_beside_conditional_ones(play):
    parts = [start(), user("a"), end("x"), end("y"), path("s", "a", "y"), flow("a", "x", "n > 1")]
    assert play(diagram(*parts)).complete("a", n=0).ended("y")


def test_implicit_fork_and_merge_let_two_tokens_through(play):
    parts = [start(), user("a"), user("x"), user("y"), user("b"), end()]
    p = play(diagram(*parts, path("s", "a", "x", "b", "e"), path("a", "y", "b")))
    p.do("a", "x")
    assert p.open == ["b", "y"]
    p.do("y")
    assert p.open == ["b", "b"]
    p.do("b", "b")
    assert p.story == "s a x y b e b e"
    assert p.ended("e", "e")


def test_a_process_may_do_without_start_and_end(play):
    p = play(diagram(user("x"), user("y"), path("x", "y"))).do("x", "y")
    assert p.story == "x y"
    assert p.ended()


def test_a_sub_process_may_do_without_start_and_end(play):
    inside = [user("x"), user("y"), user("y2"), path("y", "y2")]
    p = play(diagram(start(), sub("sp", *inside), user("z"), end(), path("s", "sp", "z", "e")))
    assert p.open == ["x", "y"]
    p.do("y", "x", "y2", "z")
    assert p.story == "s y x y2 sp z e"
    assert p.ended("e")


SEVERAL = diagram(
    start("s0"),
    start("s1", message()),
    user("a"),
    user("b"),
    end(),
    path("s0", "a", "e"),
    path("s1", "b", "e"),
)


def test_an_instance_begins_at_its_none_start(play):
    assert play(SEVERAL).do("a").story == "s0 a e"


def test_an_instance_begins_at_the_start_event_of_its_message(play):
    p = play(SEVERAL, start_element="s1", payload={"who": "x"})
    assert p.variables == {"who": "x"}
    assert p.do("b").story == "s1 b e"


def test_an_instance_does_not_begin_where_nothing_starts(play):
    with pytest.raises(NotOpen):
        play(SEVERAL, start_element="a")
    with pytest.raises(NotOpen):
        play(diagram(start("s1", message()), end(), path("s1", "e")))


def test_a_link_jumps_within_its_scope(play):
    parts = [start(), gateway("exclusive", "g", "d"), throw("t", link("l")), throw("t2", link("l"))]
    parts += [catch("c", link("l")), user("u"), end(), path("s", "g"), path("c", "u", "e")]
    p = play(diagram(*parts, flow("g", "t", "far"), flow("g", "t2", id="d")), {"far": True}).do("u")
    assert p.story == "s g t c u e"
    assert p.ended("e")


def test_a_loop_by_a_flow_backwards(play):
    parts = [start(), gateway("exclusive", "m"), user("a"), gateway("exclusive", "g", "d"), end()]
    p = play(diagram(*parts, path("s", "m", "a", "g"), flow("g", "m", "again"), flow("g", "e", id="d")))
    p.complete("a", again=True).complete("a", again=True).complete("a", again=False)
    assert p.story == "s m a g m a g m a g e"
    assert p.ended("e")


def test_a_loop_that_never_waits_is_stopped(play):
    parts = [start(), gateway("exclusive", "m"), script("a", "n", "1"), path("s", "m", "a", "m")]
    with pytest.raises(Runaway):
        play(diagram(*parts))


def test_cancelling_ends_everything(play):
    parts = [start(), gateway("parallel", "g"), user("a"), sub("sp", user("b")), path("s", "g", "a")]
    p = play(diagram(*parts, path("g", "sp")))
    p.act("cancel")
    assert p.story == "s g -a -b -sp"
    assert p.workflow.outcome.state == "cancelled"
    assert p.workflow.waiting() == []


def test_a_terminate_end_cancels_its_scope_only(play):
    inside = [
        start("ss"),
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        end("se"),
        path("ss", "g", "a", "se"),
    ]
    inside += [element("endEvent", "te", "<bpmn:terminateEventDefinition/>"), path("g", "b", "te")]
    p = play(diagram(start(), sub("sp", *inside), user("z"), end(), path("s", "sp", "z", "e"))).do("b", "z")
    assert p.story == "s ss g b te -a sp z e"
    assert p.ended("e")
