"""Evaluating expressions in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.feel import Environment, LentFunction, compile, compile_unary_tests, to_feel

NOW = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
"""Already 3 March in Shanghai."""


def value(source: str, functions: Mapping[str, LentFunction] | None = None, **context: Any) -> Any:
    """The value of an expression; host numbers in the context become FEEL's."""
    return compile(source).evaluate(to_feel(context), Environment(NOW, functions))


def problems(source: str, **context: Any) -> list[str]:
    """What an evaluation recorded."""
    env = Environment(NOW)
    compile(source).evaluate(to_feel(context), env)
    return env.problems


def passes(tests: str, tested: Any, **context: Any) -> bool:
    """Whether a value passes unary tests."""
    return compile_unary_tests(tests).test(to_feel(tested), to_feel(context), Environment(NOW))
