"""Parallel and inclusive joins, also in loops (BPMN 2.0.2, 13.4)."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    flow,
    gateway,
    message,
    path,
    start,
    timer,
    user,
)


def inclusive(*parts: str) -> bytes:
    """A split over a, b, c by the variables x, y, w, joined before z."""
    fixed = [start(), gateway("inclusive", "o"), user("a"), user("b"), user("c"), gateway("inclusive", "j")]
    fixed += [user("z"), end(), path("s", "o"), path("a", "j", "z", "e"), path("b", "j"), path("c", "j")]
    return diagram(*fixed, flow("o", "a", "x"), flow("o", "b", "y"), flow("o", "c", "w"), *parts)


def test_an_inclusive_join_waits_for_the_branches_that_were_taken(play):
    p = play(inclusive(), {"x": True, "y": True, "w": False}).do("b")
    assert p.open == ["a"]
    p.do("a")
    assert p.open == ["z"]
    assert p.do("z").story == "s o b a j z e"
    assert p.ended("e")


def test_an_inclusive_join_passes_a_single_branch(play):
    assert play(inclusive(), {"x": False, "y": False, "w": True}).do("c", "z").ended("e")


DYING = [start(), gateway("parallel", "o"), user("a"), user("b"), gateway("exclusive", "x", "d"), end("dead")]
DYING += [
    gateway("inclusive", "j"),
    user("z"),
    end(),
    path("s", "o", "a", "j", "z", "e"),
    path("o", "b", "x"),
]
DYING += [flow("x", "dead", "die"), flow("x", "j", id="d")]


def test_an_inclusive_join_goes_on_when_the_other_branch_ends_elsewhere(play):
    p = play(diagram(*DYING)).do("a")
    assert p.open == ["b"]
    p.complete("b", die=True)
    assert p.open == ["z"]
    assert p.do("z").story == "s o a b x dead j z e"


def test_an_inclusive_join_takes_the_other_branch_when_it_comes(play):
    assert play(diagram(*DYING)).do("a").complete("b", die=False).do("z").story == "s o a b x j z e"


def test_an_inclusive_pair_in_a_loop(play):
    parts = [start(), gateway("exclusive", "m"), gateway("inclusive", "o"), user("a"), user("b")]
    parts += [gateway("inclusive", "j"), user("q"), gateway("exclusive", "x", "d"), end()]
    parts += [path("s", "m", "o"), path("a", "j", "q", "x"), path("b", "j")]
    parts += [flow("o", "a", "true"), flow("o", "b", "both"), flow("x", "m", "again"), flow("x", "e", id="d")]
    p = play(diagram(*parts), {"both": True})
    p.do("b", "a").complete("q", again=True, both=True)
    p.do("a")
    assert p.open == ["b"]
    p.do("b").complete("q", again=True, both=False).do("a").complete("q", again=False)
    assert p.story == "s m o b a j q x m o a b j q x m o a j q x e"
    assert p.ended("e")


def test_a_loop_inside_one_branch_keeps_the_inclusive_join_waiting(play):
    parts = [start(), gateway("inclusive", "o"), user("a"), gateway("exclusive", "mb"), user("b")]
    parts += [gateway("exclusive", "xb", "d"), gateway("inclusive", "j"), user("z"), end()]
    parts += [path("s", "o"), flow("o", "a", "true"), flow("o", "mb", "true"), path("a", "j", "z", "e")]
    parts += [path("mb", "b", "xb"), flow("xb", "mb", "again"), flow("xb", "j", id="d")]
    p = play(diagram(*parts)).do("a").complete("b", again=True).complete("b", again=True)
    assert p.open == ["b"]
    p.complete("b", again=False)
    assert p.open == ["z"]


def test_a_flow_backwards_into_the_inclusive_join_itself(play):
    parts = [start(), gateway("inclusive", "j"), user("a"), gateway("exclusive", "x", "d"), end()]
    parts += [path("s", "j", "a", "x"), flow("x", "j", "again"), flow("x", "e", id="d")]
    p = play(diagram(*parts)).complete("a", again=True).complete("a", again=False)
    assert p.story == "s j a x j a x e"


def test_two_inclusive_joins_in_sequence(play):
    parts = [start(), gateway("parallel", "o"), user("a"), user("b"), user("c"), gateway("inclusive", "j1")]
    parts += [gateway("inclusive", "j2"), user("z"), end(), path("s", "o", "a", "j1", "j2", "z", "e")]
    p = play(diagram(*parts, path("o", "b", "j1"), path("o", "c", "j2"))).do("c", "a")
    assert p.open == ["b"]
    assert p.do("b", "z").story == "s o c a b j1 j2 z e"


def at_boundary(interrupting: bool) -> bytes:
    """a reaches the join by its flow, and by a boundary event through r; c reaches it by a third flow."""
    parts = [start(), gateway("parallel", "o"), user("a"), user("c"), user("r"), gateway("inclusive", "j")]
    parts += [
        boundary("b", "a", message(), interrupting),
        user("z"),
        end(),
        path("s", "o", "a", "j", "z", "e"),
    ]
    return diagram(*parts, path("o", "c", "j"), path("b", "r", "j"))


def test_an_inclusive_join_does_not_wait_for_an_interrupted_activity(play):
    p = play(at_boundary(True)).do("c").deliver("b")
    assert p.open == ["r"]
    assert p.do("r", "z").story == "s o c -a b r j z e"


def test_an_inclusive_join_waits_for_the_activity_after_its_boundary_event_came(play):
    p = play(at_boundary(False)).do("c").deliver("b").do("r")
    assert p.open == ["a", "b"]
    assert p.do("a", "z").story == "s o c b r a j z e"
    assert p.ended("e")


def led_to_by_an_event(interrupting: bool) -> bytes:
    """c reaches the join by its flow, a only by an event at its boundary."""
    parts = [start(), gateway("parallel", "o"), user("a"), user("c"), user("z"), end(), end("e2")]
    parts += [gateway("inclusive", "j"), boundary("b", "a", message(), interrupting)]
    return diagram(*parts, path("s", "o", "a", "e2"), path("o", "c", "j", "z", "e"), path("b", "j"))


def test_an_inclusive_join_waits_for_an_activity_that_may_come_by_an_interrupting_event(play):
    """Beyond 13.4.3, as Camunda 8: else what is behind the join could be done twice."""
    p = play(led_to_by_an_event(True)).do("c")
    assert p.open == ["a", "b"]
    assert p.deliver("b").do("z").story == "s o c -a b j z e"
    assert p.ended("e")


def test_an_inclusive_join_goes_on_when_the_interrupting_event_can_come_no_more(play):
    p = play(led_to_by_an_event(True)).do("c", "a", "z")
    assert p.story == "s o c a e2 j z e"
    assert p.ended("e2", "e")


def test_an_inclusive_join_does_not_wait_for_who_could_come_only_by_an_event_and_by_both_flows(play):
    """Who waits at `and` could come round by the event at `t`, but then by `o` to both flows of `j` (13.4.3)."""
    parts = [start(), user("t"), gateway("exclusive", "m"), user("u"), gateway("exclusive", "x", "d"), end()]
    parts += [boundary("b", "t", message()), gateway("parallel", "f"), gateway("parallel", "and")]
    parts += [gateway("inclusive", "o", "od"), gateway("inclusive", "j")]
    parts += [
        path("s", "m", "t", "x"),
        flow("x", "m", "again"),
        flow("x", "e", id="d"),
        path("b", "f", "and"),
    ]
    parts += [path("f", "o"), flow("o", "j", "p"), flow("o", "j", id="od"), path("j", "u", "and", "x")]
    p = play(diagram(*parts), {"again": False, "p": False}).deliver("b")
    assert p.open == ["u"]
    assert p.do("u").story == "s m -t b f o j u and x e"
    assert p.ended("e")


def test_an_inclusive_join_waits_for_who_comes_by_its_flow_though_an_event_leads_to_a_filled_one(play):
    parts = [
        start(),
        gateway("parallel", "o"),
        user("a"),
        user("x"),
        gateway("exclusive", "m"),
        user("z"),
        end(),
    ]
    parts += [gateway("inclusive", "j"), boundary("b", "a", message()), path("s", "o", "a", "j", "z", "e")]
    p = play(diagram(*parts, path("o", "x", "m", "j"), path("b", "m"))).do("x")
    assert p.open == ["a", "b"]
    assert p.do("a", "z").story == "s o x m a j z e"
    assert p.ended("e")


def test_an_inclusive_join_does_not_wait_for_an_event_beside_an_activity(play):
    """No token is there: the event would bring a new one (13.4.3)."""
    p = play(led_to_by_an_event(False)).do("c")
    assert p.open == ["a", "b", "z"]
    assert p.do("a", "z").story == "s o c j a e2 z e"


def test_a_merge_on_the_path_of_a_repeated_event_does_not_wait_for_the_next_time(play):
    parts = [start(), user("a"), end(), path("s", "a", "e"), user("z"), end("e2")]
    parts += [boundary("b", "a", timer("R/PT1H", "timeCycle"), False), gateway("inclusive", "o", "d")]
    parts += [
        gateway("inclusive", "j"),
        path("b", "o"),
        flow("o", "j", "x", id="f-x"),
        flow("o", "j", id="d"),
    ]
    p = play(diagram(*parts, path("j", "z", "e2")), {"x": True}).fire("b")
    assert p.open == ["a", "b", "z"]
    assert p.do("z").fire("b").do("z", "a").story == "s b o j z e2 b o j z e2 a e"


def test_a_parallel_pair_in_a_loop(play):
    parts = [start(), gateway("exclusive", "m"), gateway("parallel", "o"), user("a"), user("b")]
    parts += [gateway("parallel", "j"), user("q"), gateway("exclusive", "x", "d"), end()]
    parts += [path("s", "m", "o", "a", "j", "q", "x"), path("o", "b", "j")]
    p = play(diagram(*parts, flow("x", "m", "again"), flow("x", "e", id="d")))
    p.do("a", "b").complete("q", again=True).do("b")
    assert p.open == ["a"]
    p.do("a").complete("q", again=False)
    assert p.story == "s m o a b j q x m o b a j q x e"
    assert p.ended("e")


def test_a_second_token_on_a_flow_waits_for_the_next_round(play):
    parts = [start(), gateway("parallel", "o"), user("a"), user("a2"), user("b"), gateway("exclusive", "m")]
    parts += [gateway("parallel", "j"), user("z"), end(), path("s", "o", "a", "m", "j", "z", "e")]
    p = play(diagram(*parts, path("o", "a2", "m"), path("o", "b", "j"))).do("a", "a2")
    assert p.open == ["b"]
    p.do("b")
    assert p.open == ["z"]
    p.do("z")
    assert p.workflow.outcome.state == "active"
    assert [w.facts for w in p.workflow.waiting()] == [{"missing": ["f-b-j"]}]


def test_two_flows_between_the_same_elements_are_told_apart(play):
    parts = [start(), user("a"), gateway("parallel", "j"), end(), path("s", "a"), path("j", "e")]
    p = play(diagram(*parts, flow("a", "j", id="f-1"), flow("a", "j", id="f-2"))).do("a")
    assert p.ended("e")


def test_a_waiting_join_says_which_flows_are_missing(play):
    parts = [start(), gateway("parallel", "o"), user("a"), user("b"), gateway("parallel", "j"), end()]
    p = play(diagram(*parts, path("s", "o", "a", "j", "e"), path("o", "b", "j"))).do("a")
    assert [(w.element, w.facts) for w in p.workflow.waiting() if w.kind == "join"] == [
        ("j", {"missing": ["f-b-j"]})
    ]
