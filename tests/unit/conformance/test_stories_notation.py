"""The notation in which expected orders are written."""

from __future__ import annotations

import pytest

from tests.support.stories import fits


@pytest.mark.parametrize(
    ("notation", "story", "right"),
    [
        ("a b", "a b", True),
        ("a b", "b a", False),
        ("a b", "a", False),
        ("a", "a b", False),
        ("a (b c | d) e", "a b d c e", True),
        ("a (b c | d) e", "a c d b e", False),
        ("a (b c | d) e", "a b c e", False),
        ("(a | -b) c", "-b a c", True),
        ("a ?b c", "a c", True),
        ("a ?b c", "a b c", True),
        ("(a | ?b) c", "a c", True),
        ("3&(a b)", "a a b a b b", True),
        ("3&(a b)", "a b b a a b", False),
        ("2;(a b)", "a b a b", True),
        ("2;(a b)", "a a b b", False),
        ("2&(a (b | c)) d", "a a c b b c d", True),
        ("(x a | x b)", "x x b a", True),
    ],
)
def test_fits(notation: str, story: str, right: bool) -> None:
    assert fits(notation, story.split()) is right
