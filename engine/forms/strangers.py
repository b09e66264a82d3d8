"""Entries of a submission that the form does not ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.forms.component import Component

Shape = dict[str, Any]  # name -> None (a field), a Shape (a group) or [Shape] (a list)


def strangers(components: Sequence[Component], submission: Mapping[str, Any]) -> Iterator[str]:
    """The paths of the entries that no component knows."""
    return _compare(_shape(components), submission, "")


def _shape(components: Sequence[Component]) -> Shape:
    shape: Shape = {}
    for component in components:
        if component.key is not None:
            shape[component.key] = None
        elif component.type == "group":
            _merge(shape, _wrap(component.path, _shape(component.components)))
        elif component.type == "dynamiclist":
            rows = {component.path[-1]: [_shape(component.components)]}
            _merge(shape, _wrap(component.path[:-1], rows))
    return shape


def _wrap(path: Sequence[str], shape: Shape) -> Shape:
    for name in reversed(path):
        shape = {name: shape}
    return shape


def _merge(shape: Shape, other: Shape) -> None:
    for name, below in other.items():
        if isinstance(below, dict) and isinstance(shape.get(name), dict):
            _merge(shape[name], below)
        else:
            shape[name] = below


def _compare(shape: Shape, sent: Mapping[str, Any], prefix: str) -> Iterator[str]:
    for name, value in sent.items():
        match shape.get(name, False):
            case False:
                yield f"{prefix}{name}"
            case dict() as below if isinstance(value, Mapping):
                yield from _compare(below, value, f"{prefix}{name}.")
            case [below] if isinstance(value, list):
                for i, row in enumerate(value):
                    if isinstance(row, Mapping):
                        yield from _compare(below, row, f"{prefix}{name}[{i}].")
