"""FEEL, the expression language of DMN 1.5 §10: closed, counted, deterministic. Imports nothing of the house.

`compile` reads a source once into closures; `Expression.evaluate` runs them against a context. Mistakes in the
data give null and a reason in `Environment.problems`; only a breach of a bound raises FeelError.
"""

from engine.feel.builtins import BUILTINS
from engine.feel.environment import Environment, LentFunction
from engine.feel.errors import (
    FeelBudgetError,
    FeelError,
    FeelSizeError,
    FeelSyntaxError,
    FeelUnsupportedError,
)
from engine.feel.expression import Expression, UnaryTests, compile, compile_unary_tests
from engine.feel.json import from_json, to_json
from engine.feel.types import Type
from engine.feel.values import to_feel

builtin_names: frozenset[str] = frozenset(BUILTINS)
"""The names of all built-in functions."""

__all__ = [
    "Environment",
    "Expression",
    "FeelBudgetError",
    "FeelError",
    "FeelSizeError",
    "FeelSyntaxError",
    "FeelUnsupportedError",
    "LentFunction",
    "Type",
    "UnaryTests",
    "builtin_names",
    "compile",
    "compile_unary_tests",
    "from_json",
    "to_feel",
    "to_json",
]
