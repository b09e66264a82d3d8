"""Context functions (DMN 1.5 §10.3.4.10)."""

from __future__ import annotations

from typing import Any

from engine.feel import limits
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment

Context = dict[str, Any]


@builtin("get value", "m: context?, key: string?")
def get_value(env: Environment, context: Context | None, key: str | None) -> Any:
    """The value of an entry; null, with a reason, when there is none."""
    if context is None or key is None or key not in context:
        env.null(f"对象中没有“{key}”")
        return None
    return context[key]


@builtin("get value", "context: context?, keys: list?")
def get_value_along(env: Environment, context: Any, keys: list[Any] | None) -> Any:
    """Along a path of keys (Camunda)."""
    found = context
    for key in keys or [None]:
        found = found.get(key) if type(found) is dict and isinstance(key, str) else None
    return found


@builtin("get entries", "m: context", "list")
def get_entries(env: Environment, context: Context) -> list[Context]:
    """A context `{key, value}` for each entry, in order."""
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list", "context")
def context_of(env: Environment, entries: list[Any]) -> Context | None:
    """A context of `{key, value}` entries; null when a key is missing, no text, or given twice."""
    result: Context = {}
    for entry in entries:
        fits = type(entry) is dict and isinstance(entry.get("key"), str) and "value" in entry
        if not fits or entry["key"] in result:
            env.null("context 的每一项应有不重复的文字 key 和 value")
            return None
        result[entry["key"]] = entry["value"]
    return result


@builtin("context put", "context: context, key: string, value: any", "context")
def context_put(env: Environment, context: Context, key: str, value: Any) -> Context:
    """The context with one entry more, or another value for it."""
    return {**context, key: value}


@builtin("context put", "context: context, keys: list, value: any", "context")
def context_put_along(env: Environment, context: Context, keys: list[Any], value: Any) -> Context | None:
    """Along a path of keys."""
    if not keys or len(keys) > limits.VALUE_DEPTH or not all(isinstance(key, str) for key in keys):
        env.null("context put 的 keys 应是至少一个文字")
        return None
    result = dict(context)
    target = result
    for key in keys[:-1]:
        below = target.get(key, {})
        if type(below) is not dict:
            env.null(f"“{key}”下不是对象，不能继续放入")
            return None
        env.items(len(below))
        target[key] = target = dict(below)
    target[keys[-1]] = value
    return result


@builtin("context merge", "contexts: list", "context")
def context_merge(env: Environment, contexts: list[Any]) -> Context | None:
    """Later contexts win."""
    result: Context = {}
    for context in contexts:
        if type(context) is not dict:
            env.null("context merge 的列表中只能有对象")
            return None
        env.items(len(context))
        result.update(context)
    return result
