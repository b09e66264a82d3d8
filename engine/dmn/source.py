"""Looking at a DMN tree: local names, attributes, texts. The tree comes from a hardened reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
"""DMN 1.2 to 1.5."""


def namespace_of(element: Any) -> str:
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def name_of(element: Any) -> str:
    """The element's name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """The DMN elements directly below that have one of the names, or all of them."""
    return [
        child
        for child in element
        if namespace_of(child) in NAMESPACES and (not names or name_of(child) in names)
    ]


def child(element: Any, *names: str) -> Any:
    """The first such element, or None."""
    return next(iter(children(element, *names)), None)


def descendants(element: Any) -> Iterator[Any]:
    """All DMN elements below, outermost first."""
    waiting = list(reversed(children(element)))
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def text_of(element: Any) -> str:
    """The content of the element's <text>, trimmed."""
    found = None if element is None else child(element, "text")
    return (found.text or "").strip() if found is not None else ""


def reference(element: Any) -> str:
    """What an href points at: the id after #, with the namespace before it when it is another model's."""
    return str(element.get("href") or "").strip()


def identity(element: Any) -> str | None:
    """The element's id, or its name when it has none."""
    return element.get("id") or element.get("name")


def line_of(element: Any) -> int | None:
    """The line of the file on which the element begins, from 1; None for a tree that was not read from a file."""
    return getattr(element, "sourceline", None)
