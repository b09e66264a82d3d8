"""Running generated sources and checking what each gives; by itself a module, so that other processes find it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

from engine.feel import Environment, Expression, FeelError, UnaryTests, compile, compile_unary_tests

from .bounds import host_calls, outcome
from .helpers import NOW
from .scraps import CONTEXT
from .sources import Source

BUDGETS = (60, 600, 6_000, 20_000)
CALLS_PER_STEP, CALLS_BESIDE = 40, 4_000
"""What one step may make the host do, and what is done once: patterns compiled, names looked up."""


def run_part(part: tuple[str, int, int]) -> Counter[str]:
    """The outcomes, by name, of so many sources of a kind that one seed gives."""
    kind, seed, size = part
    source = Source(seed)
    draw: Callable[[], str] = getattr(source, kind)
    return Counter(_one(number, text, kind) for number, text in enumerate(islice(iter(draw, None), size)))


def _one(number: int, text: str, kind: str) -> str:
    """The name of what a source gives, after all checks; a failure shows the source."""
    try:
        return _checked(number, text, compile_unary_tests if kind == "tests" else compile)
    except Exception as error:
        raise AssertionError(f"source {number}: {text!r}") from error


def _checked(number: int, text: str, reader: Callable[[str], Expression | UnaryTests]) -> str:
    try:
        compiled = reader(text)
    except FeelError as error:
        return type(error).__name__
    run = _run(compiled)
    budget = BUDGETS[number % len(BUDGETS)]
    found, env = outcome(run, budget)
    if number % 16 == 0:
        _the_same_again(run, budget, found, env.granted)
    if number % 32 == 1:
        _work_is_paid_for(run, budget, env.granted)
    if number % 64 == 2:
        _can_be_analysed(compiled)
    return type(found).__name__


def _run(compiled: Expression | UnaryTests) -> Callable[[Environment], Any]:
    if isinstance(compiled, UnaryTests):
        return lambda env: compiled.test(7, CONTEXT, env)
    return lambda env: compiled.evaluate(CONTEXT, env)


def _the_same_again(run: Callable[[Environment], Any], budget: int, first: Any, granted: int) -> None:
    """Value and count depend on nothing but the source and the context."""
    second, env = outcome(run, budget)
    assert env.granted == granted
    assert type(second) is type(first)
    assert str(second) == str(first) or " object at 0x" in str(first)


def _work_is_paid_for(run: Callable[[Environment], Any], budget: int, granted: int) -> None:
    """No step may hide much work: calls of the host's functions, counted, against the steps."""
    calls = host_calls(lambda: _bare(run, budget))
    assert calls <= CALLS_PER_STEP * granted + CALLS_BESIDE, (calls, granted)


def _bare(run: Callable[[Environment], Any], budget: int) -> None:
    with suppress(FeelError):
        run(Environment(NOW, budget=budget))


def _can_be_analysed(compiled: Expression | UnaryTests) -> None:
    assert all(type(path) is tuple for path in compiled.variables)
    assert all(isinstance(finding, FeelError) for finding in compiled.misspelt())
