"""Compensation that is stopped half way: what was begun is gone, the rest can still be undone (BPMN 2.0.2, 13.5.5)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    TERMINATE,
    boundary,
    compensate,
    diagram,
    end,
    error,
    event_sub,
    gateway,
    io,
    message,
    path,
    service,
    start,
    sub,
    throw,
    undone,
    user,
)

WORK = [start(), user("a"), user("b"), user("c"), undone("a"), undone("b")]


def test_undoing_that_is_interrupted_ends_with_its_scope(play):
    inside = [
        start("ss"),
        user("a"),
        undone("a"),
        throw("th", compensate()),
        end("se"),
        path("ss", "a", "th", "se"),
    ]
    parts = [
        start(),
        sub("sp", *inside),
        boundary("b", "sp", message()),
        end("e2"),
        end(),
        path("s", "sp", "e"),
    ]
    p = play(diagram(*parts, path("b", "e2"))).do("a").deliver("b")
    assert p.story == "s ss a -ua -th -sp b e2"
    assert p.ended("e2")


def test_what_was_not_begun_can_be_undone_later(play):
    """A terminate end stops the event sub-process that had begun to undo `b`; `a` is left for another throw."""
    inside = [gateway("parallel", "g"), throw("t1", compensate()), user("w"), end("te", TERMINATE)]
    inside += [path("x-s", "g", "t1"), path("g", "w", "te")]
    body = event_sub("x", message(), *inside, interrupting=False)
    parts = [*WORK, throw("th", compensate()), end(), path("s", "a", "b", "c", "th", "e")]
    p = play(diagram(*parts, body)).do("a", "b").deliver("x-s")
    assert p.open == ["c", "ub", "w", "x-s"]
    assert p.do("w", "c", "ua").story == "s a b x-s g w te -ub -t1 x c ua th e"
    assert p.ended("te", "e")


def nested(*more: str, ext: str = "") -> str:
    """A sub-process `o` with `u` in another one inside and `w` behind that, all with handlers."""
    inner = sub(
        "i",
        start("is"),
        user("u"),
        user("v"),
        end("ie"),
        path("is", "u", "v", "ie"),
        undone("u"),
        undone("v"),
    )
    return sub(
        "o", start("os"), inner, user("w"), undone("w"), end("oe"), path("os", "i", "w", "oe"), *more, ext=ext
    )


@pytest.mark.parametrize(
    ("done", "stopped", "left"),
    [([], "uw", ["uv", "uu", "ua"]), (["uw"], "uv", ["uu", "ua"]), (["uw", "uv"], "uu", ["ua"])],
)
def test_what_is_left_of_a_nested_undoing_that_was_stopped_can_be_undone_later(play, done, stopped, left):
    """The handler at work is gone with the throw; everything not begun is undone by the next one, two scopes down."""
    inside = [gateway("parallel", "g"), throw("t1", compensate()), user("q"), end("te", TERMINATE)]
    body = event_sub(
        "x", message(), *inside, path("x-s", "g", "t1"), path("g", "q", "te"), interrupting=False
    )
    parts = [
        start(),
        user("a"),
        undone("a"),
        nested(ext=io({"level": "7"})),
        user("c"),
        throw("th", compensate()),
    ]
    p = play(diagram(*parts, end(), path("s", "a", "o", "c", "th", "e"), body))
    p.do("a", "u", "v").complete("w", level=8).deliver("x-s").do(*done)
    assert stopped in p.open
    p.do("q", "c")
    for handler in left:
        inside_o = handler in ("uv", "uu")
        assert not inside_o or p.workflow.context(p.find(handler).token)["level"] == 8
        p.do(handler)
    undoing = ["x-s", "g", *done, "q", "te", f"-{stopped}", "-t1", "x", "c", *left, "th", "e"]
    assert p.story == "s a os is u v ie i w oe o " + " ".join(undoing)
    assert p.ended("te", "e")


def test_what_a_stopped_throw_would_have_undone_in_the_scope_around_can_be_undone_later(play):
    """An event sub-process undoes its own work first; `a`, outside, was planned next and is given back."""
    inside = [user("c"), undone("c"), gateway("parallel", "g"), throw("t1", compensate()), user("q")]
    inside += [end("te", TERMINATE), path("x-s", "c", "g", "t1"), path("g", "q", "te")]
    parts = [start(), user("a"), undone("a"), user("b"), throw("th", compensate()), end()]
    body = event_sub("x", message(), *inside, interrupting=False)
    p = play(diagram(*parts, path("s", "a", "b", "th", "e"), body)).do("a").deliver("x-s").do("c")
    assert p.open == ["b", "q", "uc", "x-s"]
    assert p.do("q", "b", "ua").story == "s a x-s c g q te -uc -t1 x b ua th e"
    assert p.ended("te", "e")


def test_an_error_of_a_handler_is_caught_around_the_throw(play):
    handler = service("ua", isForCompensation="true")
    inside = [start("ss"), user("a"), undone("a", handler), throw("th", compensate()), path("ss", "a", "th")]
    parts = [start(), sub("sp", *inside), boundary("b", "sp", error("error-1")), end("e2"), path("b", "e2")]
    p = play(diagram(*parts, path("s", "sp"))).do("a")
    assert p.fail("ua", "e-1")
    assert p.story == "s ss a -ua -th -sp b e2"
    assert p.ended("e2")
