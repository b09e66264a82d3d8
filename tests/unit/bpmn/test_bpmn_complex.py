"""Complex gateways (BPMN 2.0.2, 10.6.5 and 13.4.5): activation, collecting what comes late, and reset."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from tests.unit.bpmn.diagrams import activated, diagram, end, flow, gateway, path, start, user
from tests.unit.bpmn.test_bpmn_check import errors, warnings


def three(condition: str, *parts: str, default: str | None = None) -> bytes:
    """a, b and c lead to the gateway k; behind it z."""
    fixed = [start(), gateway("parallel", "g"), user("a"), user("b"), user("c"), user("z"), end()]
    fixed += [path("s", "g", "a", "k"), path("g", "b", "k"), path("g", "c", "k"), path("z", "e")]
    return diagram(*fixed, activated("k", condition, default), *parts)


Z = flow("k", "z")


def test_two_of_three_go_on_and_the_third_is_collected(play):
    p = play(three("activationCount >= 2", Z)).do("a")
    assert p.open == ["b", "c"]
    p.do("b")
    assert p.open == ["c", "z"]
    assert p.do("z", "c").story == "s g a b k z e c"
    assert p.ended("e")


def test_all_three(play):
    p = play(three("activationCount = 3", Z)).do("a", "b")
    assert p.open == ["c"]
    assert p.do("c", "z").ended("e")


def test_the_first_of_three_wins(play):
    p = play(three("activationCount > 0", Z)).do("c")
    assert p.open == ["a", "b", "z"]
    assert p.do("a", "b", "z").story == "s g c k a b z e"
    assert p.ended("e")


def test_the_condition_sees_variables_and_is_asked_again_when_they_change(play):
    p = play(three("activationCount >= needed", Z), {"needed": 2}).do("a")
    assert p.open == ["b", "c"]
    p.complete("b", needed=3)
    assert p.open == ["c"]
    p.set(needed=1)
    assert p.open == ["c", "z"]


BOTH = [flow("k", "z", "waitingForStart"), user("late"), flow("k", "late", "not(waitingForStart)")]
BOTH += [end("le"), path("late", "le")]


def test_the_second_phase_sends_its_own_tokens(play):
    p = play(three("activationCount >= 2", *BOTH)).do("a", "b", "z")
    assert p.open == ["c"]
    p.do("c")
    assert p.open == ["late"]
    assert p.do("late").story == "s g a b k z e c late le"
    assert p.ended("e", "le")


def test_the_second_phase_knows_how_many_came_late(play):
    late = [flow("k", "z", "waitingForStart"), user("late"), end("le"), path("late", "le")]
    p = play(
        three(
            "activationCount >= 1", *late, flow("k", "late", "not(waitingForStart) and activationCount = 2")
        )
    )
    p.do("a", "b", "c")
    assert p.open == ["late", "z"]


def test_the_default_flow_is_taken_in_each_phase_in_which_nothing_holds(play):
    other = [flow("k", "z", "rich"), user("d"), end("de"), flow("k", "d", id="default"), path("d", "de")]
    p = play(three("activationCount >= 2", *other, default="default"), {"rich": False}).do("a", "b")
    assert p.open == ["c", "d"]
    p.do("c")
    assert p.open == ["d", "d"]


def test_it_resets_as_soon_as_no_token_can_come_any_more(play):
    """c ends elsewhere: by the rule of the inclusive join its flow is waited for no longer."""
    parts = [
        start(),
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        user("c"),
        gateway("exclusive", "x", "d"),
    ]
    parts += [activated("k", "activationCount >= 2"), user("z"), end(), end("dead"), user("late"), end("le")]
    parts += [
        path("s", "g", "a", "k"),
        path("g", "b", "k"),
        path("g", "c", "x"),
        path("z", "e"),
        path("late", "le"),
    ]
    parts += [flow("x", "dead", "die"), flow("x", "k", id="d"), flow("k", "z", "waitingForStart")]
    parts += [flow("k", "late", "not(waitingForStart)")]
    p = play(diagram(*parts)).do("a", "b", "z").complete("c", die=True)
    assert p.open == ["late"]
    assert p.do("late").ended("e", "dead", "le")


def test_in_a_loop_every_round_starts_and_resets(play):
    parts = [start(), gateway("exclusive", "m"), gateway("parallel", "g"), user("a"), user("b"), user("c")]
    parts += [activated("k", "activationCount >= 2"), user("q"), gateway("exclusive", "x", "d"), end()]
    parts += [path("s", "m", "g", "a", "k", "q", "x"), path("g", "b", "k"), path("g", "c", "k")]
    parts += [flow("x", "m", "again"), flow("x", "e", id="d")]
    p = play(diagram(*parts)).do("a", "b", "c").complete("q", again=True)
    p.do("c", "a")
    assert p.open == ["b", "q"]
    p.do("b").complete("q", again=False)
    assert p.story == "s m g a b k c q x m g c a k b q x e"
    assert p.ended("e")


def test_a_second_token_of_a_consumed_flow_belongs_to_the_next_round(play):
    parts = [start(), gateway("parallel", "g"), user("a"), user("a2"), user("b"), gateway("exclusive", "m")]
    parts += [
        activated("k", "activationCount >= 1"),
        user("z"),
        end(),
        path("s", "g", "a", "m", "k", "z", "e"),
    ]
    p = play(diagram(*parts, path("g", "a2", "m"), path("g", "b", "k"))).do("a", "a2")
    assert p.open == ["b", "z"]
    p.do("b")
    assert p.open == ["z", "z"]


def test_it_says_what_it_waits_for_in_both_phases(play):
    p = play(three("activationCount >= 2", Z)).do("a")
    assert [w.facts for w in p.workflow.waiting() if w.kind == "join"] == [
        {"missing": ["f-b-k", "f-c-k"], "resets": False}
    ]
    p.do("b")
    assert [w.facts for w in p.workflow.waiting() if w.kind == "join"] == [
        {"missing": ["f-c-k"], "resets": True}
    ]


def test_a_condition_that_fails_is_an_incident_at_the_gateway_and_can_be_tried_again(play):
    p = play(three("activationCount >= needed", Z))
    p.hold = True
    p.do("a")
    incident = p.find("k")
    assert incident.kind == "incident"
    p.set(needed=1).act("retry", incident.token)
    assert p.open == ["b", "c", "z"]


def test_a_condition_that_fails_is_raised_where_nobody_holds_it(play):
    p = play(three("activationCount >= needed", Z))
    with pytest.raises(ExpressionFailed, match="激活条件"):
        p.do("a")


def test_nothing_holds_at_the_start_and_there_is_no_default(play):
    p = play(three("activationCount >= 2", flow("k", "z", "rich")), {"rich": False}).do("a")
    with pytest.raises(ExpressionFailed):
        p.do("b")


def test_one_that_only_splits(play):
    parts = [start(), gateway("complex", "k"), user("a"), user("b"), end(), path("s", "k"), path("a", "e")]
    p = play(
        diagram(*parts, path("b", "e"), flow("k", "a", "x"), flow("k", "b", "y")), {"x": True, "y": True}
    )
    assert p.do("a", "b").ended("e", "e")


def test_a_flow_that_would_be_taken_in_both_phases_is_warned_of():
    source = three("activationCount >= 2", flow("k", "z", "rich"))
    assert errors(source) == []
    assert ("complex-gateway", "f-k-z") in warnings(source)
    assert ("complex-gateway", "f-k-z") not in warnings(three("activationCount >= 2", Z))
