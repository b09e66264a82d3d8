"""Smaller trees: what can be left out of a diagram without losing what is looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from tests.support.tokengame.tree import Back, Choice, Node, Seq, Split, Sub


def shrunk(tree: Sub, holds: Callable[[Sub], bool]) -> Sub:
    """The smallest tree found by leaving out one thing after the other while `holds`."""
    while True:
        found = next((each for each in smaller(tree) if holds(each)), None)
        if found is None:
            return tree
        tree = found


def smaller(node: Any) -> Iterator[Any]:
    """Copies of a node with one thing less, the largest things first; not all of them make sense."""
    if isinstance(node, Seq):
        yield from _shorter(node)
    for place in fields(node):
        held = getattr(node, place.name)
        if isinstance(held, tuple):
            yield from (replace(node, **{place.name: each}) for each in _less(place.name, held))
        elif isinstance(held, Node):
            if place.default is None:
                yield replace(node, **{place.name: None})
            yield from (replace(node, **{place.name: each}) for each in smaller(held))


def _shorter(node: Seq) -> Iterator[Seq]:
    """The row without one block, or with what is inside the block in its place."""
    for index, item in enumerate(node.items):
        for inside in ((), *_inside(item)):
            yield replace(node, items=(*node.items[:index], *inside, *node.items[index + 1 :]))


def _inside(node: Node) -> Iterator[tuple[Node, ...]]:
    """The rows that a block holds."""
    match node:
        case Sub(body=body) | Back(body=body):
            yield body.items
        case Split(branches=held) | Choice(options=held):
            yield from (each.block.items for each in held)


def _less(name: str, held: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """A tuple without one of its parts, or with a smaller one. Of branches two are left at least."""
    for index, each in enumerate(held):
        rest = (held[:index], held[index + 1 :])
        if name in ("boundaries", "handlers", "inputs", "outputs") or (name == "branches" and len(held) > 2):
            yield (*rest[0], *rest[1])
        if isinstance(each, Node):
            yield from ((*rest[0], less, *rest[1]) for less in smaller(each))
