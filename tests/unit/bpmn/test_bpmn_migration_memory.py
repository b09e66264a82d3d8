"""Instance migration: what an instance remembers of what has happened goes along."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    boundary,
    compensate,
    conditional,
    diagram,
    end,
    path,
    start,
    sub,
    throw,
    undone,
    user,
)


def test_what_completed_can_still_be_undone(play):
    parts = [start(), user("a"), user("b"), throw("th", compensate()), end()]
    p = play(diagram(*parts, undone("a"), path("s", "a", "b", "th", "e"))).do("a")
    new = [
        start(),
        user("x"),
        user("b"),
        throw("th", compensate()),
        end(),
        undone("x"),
        path("s", "x", "b", "th", "e"),
    ]
    p.migrate(diagram(*new), {"a": "x", "ua": "ux"})
    p.do("b")
    assert p.open == ["ux"]
    assert p.do("ux").ended("e")


def test_what_completed_in_a_sub_process_can_still_be_undone_under_new_names(play):
    def drawn(o: str, u: str) -> bytes:
        inside = [start("os"), user(u), undone(u), end("oe"), path("os", u, "oe")]
        parts = [start(), sub(o, *inside), user("b"), throw("th", compensate()), end()]
        return diagram(*parts, path("s", o, "b", "th", "e"))

    p = play(drawn("o", "u")).do("u")
    p.migrate(drawn("q", "x"), {"o": "q", "u": "x", "uu": "ux"})
    assert p.do("b", "ux").story == "s os u oe o b ux th e"
    assert p.ended("e")


def test_a_nested_undoing_under_way_goes_on_under_new_names(play):
    """The throw waits; in the completed sub-process, opened again, `v` is being undone and `u` is still to be."""

    def drawn(o: str, u: str) -> bytes:
        inside = [
            start("os"),
            user(u),
            undone(u),
            user("v"),
            undone("v"),
            end("oe"),
            path("os", u, "v", "oe"),
        ]
        parts = [start(), user("a"), undone("a"), sub(o, *inside), throw("th", compensate()), end()]
        return diagram(*parts, path("s", "a", o, "th", "e"))

    p = play(drawn("o", "u")).do("a", "u", "v")
    assert p.open == ["uv"]
    p.migrate(drawn("q", "x"), {"o": "q", "u": "x", "uu": "ux"})
    assert p.do("uv", "ux", "ua").story == "s a os u v oe o uv ux ua th e"
    assert p.ended("e")


@pytest.mark.parametrize(
    ("condition", "asked", "story"),
    [("n > 1", "n > 2", "s b r b r a"), ("n > 1", "n > 9", "s b r a"), ("n > 1", "n > 1", "s b r a")],
    ids=["true", "not true", "the same"],
)
def test_another_condition_of_an_event_is_asked_anew(play, condition, asked, story):
    """What the old one was says nothing of it; one that is the same has come already."""

    def drawn(text: str) -> bytes:
        parts = [start(), user("a"), boundary("b", "a", conditional(text), False), user("r"), path("s", "a")]
        return diagram(*parts, path("b", "r"))

    p = play(drawn(condition), {"n": 5}).do("r")
    p.migrate(drawn(asked))
    assert p.find("b").facts["condition"] == asked
    p.do(*["r"] * p.open.count("r"), "a")
    assert p.story == story
    assert p.ended()
