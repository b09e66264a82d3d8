"""Explain: which branch of a join is missing, and where its tokens are now."""

from __future__ import annotations

import pytest

from engine.bpmn import Branch, Place
from engine.errors import NotOpen
from tests.unit.bpmn.diagrams import (
    activated,
    boundary,
    diagram,
    end,
    flow,
    gateway,
    message,
    multi,
    path,
    start,
    sub,
    user,
)

SPLIT = [
    start(),
    gateway("parallel", "g"),
    user("a"),
    gateway("parallel", "j"),
    end(),
    path("s", "g", "a", "j", "e"),
]


def join(p):
    return p.workflow.explain(next(w.token for w in p.workflow.waiting() if w.kind == "join"))


def test_the_missing_branch_and_where_its_token_is(play):
    p = play(diagram(*SPLIT, user("b"), user("c"), path("g", "b", "c", "j"))).do("a", "b")
    place = Place(p.token("c"), "c", "user-task")
    assert join(p).branches == (Branch("f-c-j", (place,)),)


def test_inside_sub_processes_and_several_instances_the_innermost_waits_are_named(play):
    inner = sub("sp", user("u"), user("w"), loop=multi("[1, 2]"))
    p = play(diagram(*SPLIT, inner, path("g", "sp", "j"))).do("a").do("u")
    named = [(place.element, place.kind) for place in join(p).branches[0].coming]
    assert named == [("w", "user-task"), ("u", "user-task"), ("w", "user-task")]


def test_a_branch_that_nothing_can_reach_any_more_is_waited_for_in_vain(play):
    parts = [
        *SPLIT,
        user("b"),
        path("g", "b", "j"),
        boundary("x", "b", message()),
        end("xe"),
        path("x", "xe"),
    ]
    p = play(diagram(*parts)).do("a").deliver("x")
    assert join(p).branches == (Branch("f-b-j", ()),)


def test_a_token_may_come_through_a_boundary_event_and_through_another_join(play):
    parts = [
        *SPLIT,
        user("b"),
        user("c"),
        gateway("inclusive", "k"),
        path("g", "b"),
        path("g", "c", "k", "j"),
    ]
    parts += [boundary("x", "b", message()), end("be"), path("b", "be"), path("x", "k")]
    p = play(diagram(*parts)).do("a", "c")
    found = {e.place.element: e for e in (p.workflow.explain(w.token) for w in p.workflow.waiting())}
    assert [place.element for place in found["j"].branches[0].coming] == ["b", "k"]
    assert [place.element for place in found["k"].branches[0].coming] == ["b"]


def test_a_complex_gateway_that_collects_what_comes_late(play):
    parts = [start(), gateway("parallel", "g"), user("a"), user("b"), activated("j", "activationCount > 0")]
    parts += [user("z"), end(), path("s", "g", "a", "j"), path("g", "b", "j"), flow("j", "z"), path("z", "e")]
    explained = join(play(diagram(*parts)).do("a"))
    assert explained.facts == {"missing": ["f-b-j"], "resets": True}
    assert [place.element for place in explained.branches[0].coming] == ["b"]


def test_a_complex_gateway_that_can_never_be_activated(play):
    parts = [start(), gateway("parallel", "g"), user("a"), user("b"), activated("j", "activationCount > 1")]
    parts += [end(), path("s", "g", "a", "j", "e"), path("g", "b", "j")]
    parts += [boundary("x", "b", message()), end("xe"), path("x", "xe")]
    p = play(diagram(*parts)).do("a").deliver("x")
    assert join(p).branches == (Branch("f-b-j", ()),)


def test_what_is_around_a_token(play):
    p = play(diagram(start(), sub("o", sub("i", user("u"), loop=multi("[1]"))), end(), path("s", "o", "e")))
    explained = p.workflow.explain(p.find("u").token)
    assert (explained.around, explained.place.kind) == (("o", "i", "i"), "user-task")
    assert [(x.element, x.kind) for x in p.workflow.places()] == [
        ("o", "inside"),
        ("i", "inside"),
        ("i", "inside"),
        ("u", "user-task"),
    ]
    with pytest.raises(NotOpen):
        p.workflow.explain("99")
