"""The built-in functions of DMN 1.5 §10.3.4, and those that Camunda's users expect."""

from engine.feel.builtins import (
    aggregates,
    contexts,
    conversion,
    extensions,
    formatting,
    lists,
    numbers,
    range_text,
    ranges,
    regex,
    strings,
    temporal,
)
from engine.feel.builtins.registry import BUILTINS

__all__ = [
    "BUILTINS",
    "aggregates",
    "contexts",
    "conversion",
    "extensions",
    "formatting",
    "lists",
    "numbers",
    "range_text",
    "ranges",
    "regex",
    "strings",
    "temporal",
]
