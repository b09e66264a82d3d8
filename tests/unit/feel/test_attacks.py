"""Sixteen attacks and further bombs: each ends in a value, a null or a FeelError, soon and small."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from engine.feel import Environment, FeelBudgetError, FeelError, compile, limits

from . import bounds
from .attacks import CONTEXT, MORE, SIXTEEN


def outcome(source: str) -> Any:
    """A value or a FeelError, with steps, depth and sizes counted."""
    try:
        compiled = compile(source)
    except FeelError as error:
        return error
    return bounds.outcome(lambda env: compiled.evaluate(CONTEXT, env), limits.STEPS)[0]


@pytest.mark.parametrize("name", SIXTEEN)
def test_the_sixteen_attacks(name: str) -> None:
    found = outcome(SIXTEEN[name])
    assert isinstance(found, FeelError) or found in (None, False, [None])


@pytest.mark.parametrize("name", SIXTEEN | MORE)
def test_bombs_stay_small(name: str) -> None:
    tracemalloc.start()
    try:
        outcome((SIXTEEN | MORE)[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20


@pytest.mark.parametrize("name", MORE)
def test_bombs_give_a_value_or_an_error_in_chinese(name: str) -> None:
    found = outcome(MORE[name])
    assert not isinstance(found, FeelError) or any("\u4e00" <= letter <= "\u9fff" for letter in str(found))


def test_the_budget_is_named_when_it_is_used_up() -> None:
    env = Environment(budget=1000)
    with pytest.raises(FeelError, match="1000 步"):
        compile("for i in 1..500 return i * i").evaluate({}, env)


def test_the_count_is_the_same_each_time() -> None:
    def left() -> int:
        env = Environment()
        compile('sort(for i in 1..50 return matches("a", string(i)))').evaluate({}, env)
        return env.left

    assert left() == left()


def test_nesting_of_sixty_is_allowed_and_of_sixty_five_refused() -> None:
    assert outcome("(" * 60 + "1" + ")" * 60) == 1
    assert isinstance(outcome("(" * 65 + "1" + ")" * 65), FeelError)


@pytest.mark.parametrize(
    "name", ["equal lists in a loop", "equal contexts in a loop", "an inner loop that looks far"]
)
def test_work_that_was_once_free_is_paid_for(name: str) -> None:
    assert isinstance(outcome(MORE[name]), FeelBudgetError)


def test_there_are_sixteen() -> None:
    assert len(SIXTEEN) == 16


def test_no_number_is_infinite() -> None:
    assert outcome(MORE["an infinite number"]) == [None] * 6


def test_a_named_argument_that_is_missing_is_null() -> None:
    assert outcome("list contains(list: [1, null])") is True
