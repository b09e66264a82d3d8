"""Functions that the standard does not have and Camunda's users expect; each is named in the guide."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.text import feel_text


@builtin("is defined", "value: any", "boolean")
def is_defined(env: Environment, value: Any) -> bool:
    """Whether there is a value. A name or a path counts as defined when its variable or entry exists."""
    return value is not None


@builtin("get or else", "value: any, default: any")
def get_or_else(env: Environment, value: Any, default: Any) -> Any:
    """The value, or the default when it is null."""
    return default if value is None else value


@builtin("is empty", "list: list", "boolean")
def is_empty(env: Environment, items: list[Any]) -> bool:
    return not items


@builtin("is blank", "string: string", "boolean")
def is_blank(env: Environment, text: str) -> bool:
    return not text.strip()


@builtin("trim", "string: string", "string")
def trim(env: Environment, text: str) -> str:
    return text.strip()


@builtin("assert", "value: any, condition: any")
def assert_(env: Environment, value: Any, condition: Any) -> Any:
    """The value if the condition is true; otherwise null, with a reason."""
    return assert_with_cause(env, value, condition, "assert 的条件不成立")


@builtin("assert", "value: any, condition: any, cause: string")
def assert_with_cause(env: Environment, value: Any, condition: Any, cause: str) -> Any:
    if condition is True:
        return value
    env.null(cause)
    return None


@builtin("string format", "template: string, values: list", "string")
def string_format(env: Environment, template: str, values: list[Any]) -> str | None:
    """The template with each `{}` replaced by the next value as text."""
    pieces = template.split("{}")
    if len(pieces) != len(values) + 1:
        env.null("string format 的值与模板中的 {} 个数不同")
        return None
    texts = ["null" if value is None else feel_text(value, env) for value in values]
    env.text(len(template) + sum(map(len, texts)))
    return "".join(piece + text for piece, text in zip(pieces, [*texts, ""], strict=True))
