"""Functions that the standard does not have and Camunda's users expect; each is named in the guide."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment


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
    """Whether a list has no item."""
    return not items


@builtin("is blank", "string: string", "boolean")
def is_blank(env: Environment, text: str) -> bool:
    """Whether a text has nothing but white space."""
    return not text.strip()


@builtin("trim", "string: string", "string")
def trim(env: Environment, text: str) -> str:
    """The text without white space at both ends."""
    return text.strip()


@builtin("assert", "value: any, condition: any")
def assert_(env: Environment, value: Any, condition: Any) -> Any:
    """The value if the condition is true; otherwise null, with a reason."""
    return assert_with_cause(env, value, condition, "assert 的条件不成立")


@builtin("assert", "value: any, condition: any, cause: string")
def assert_with_cause(env: Environment, value: Any, condition: Any, cause: str) -> Any:
    """As above, with the reason in the author's words."""
    if condition is True:
        return value
    env.null(cause)
    return None


@builtin("to base64", "value: string", "string")
def to_base64(env: Environment, value: str) -> str:
    """The UTF-8 bytes of a text in Base64."""
    env.text(len(value) * 4)
    return b64encode(value.encode("utf-8", "replace")).decode("ascii")
