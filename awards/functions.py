"""FEEL functions that the award office lends to diagrams; the calendar's own come from the engine."""

from __future__ import annotations

from typing import Any

from engine.feel import Environment, LentFunction
from engine.forms import uscc


def _credit_code(env: Environment, text: Any) -> bool | None:
    """Whether a text is a unified social credit code with a right check digit (GB 32100-2015); null for no text."""
    if not isinstance(text, str):
        env.null("credit code is valid：第 1 个参数应是文字")
        return None
    return uscc.fault(text) is None


FUNCTIONS: tuple[LentFunction, ...] = (
    LentFunction("credit code is valid", ("text",), _credit_code, "boolean"),
)
