"""A small notation for the paths that tokens may take, and whether a story is one of them.

`a b` one after the other; `(a | b c)` side by side, in any interleaving; `3&(a b)` three times side by side;
`3;(a b)` three times in turn; `-a` cancelled; `?a` may or may not be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\d+[&;]\(|[(|)]|[^\s()|]+")


@dataclass(frozen=True)
class Step:
    """One completed or cancelled element."""

    name: str
    optional: bool = False


@dataclass(frozen=True)
class Beside:
    """Paths that run side by side."""

    paths: tuple[Path, ...]


Path = tuple[Step | Beside, ...]


def fits(notation: str, story: Sequence[str]) -> bool:
    """Can the story be told by this notation?"""
    states: set[Path] = {read(notation)}
    for told in story:
        states = {left for state in states for left in _after(state, told)}
    return any(_may_end(state) for state in states)


def read(notation: str) -> Path:
    """The notation as a tree."""
    tokens = _TOKEN.findall(notation)
    tokens.reverse()
    found = _sequence(tokens)
    assert not tokens, f"left over: {tokens}"
    return found


def _sequence(tokens: list[str]) -> Path:
    found: list[Step | Beside] = []
    while tokens and tokens[-1] not in "|)":
        token = tokens.pop()
        if token.endswith("("):
            paths = [_sequence(tokens)]
            while tokens[-1] == "|":
                tokens.pop()
                paths.append(_sequence(tokens))
            assert tokens.pop() == ")", notation_error(token)
            if token.endswith(";("):
                found += list(paths[0]) * int(token[:-2])
            else:
                times = int(token[:-2]) if len(token) > 1 else 1
                found.append(Beside(tuple(paths * times)))
        else:
            found.append(Step(token.removeprefix("?"), token.startswith("?")))
    return tuple(found)


def notation_error(token: str) -> str:
    return f"no closing bracket for {token}"


def _after(path: Path, told: str) -> Iterator[Path]:
    """What is left of a path when it has told this step first."""
    if not path:
        return
    first, rest = path[0], path[1:]
    if isinstance(first, Step):
        if first.name == told:
            yield rest
        if first.optional:
            yield from _after(rest, told)
        return
    tried = set()
    for index, branch in enumerate(first.paths):
        if branch in tried:  # equal branches are interchangeable
            continue
        tried.add(branch)
        for left in _after(branch, told):
            others = first.paths[:index] + ((left,) if left else ()) + first.paths[index + 1 :]
            ordered = tuple(sorted(others, key=repr))
            yield ((Beside(ordered),) if ordered else ()) + rest
    if all(_may_end(branch) for branch in first.paths):
        yield from _after(rest, told)


def _may_end(path: Path) -> bool:
    return all(
        step.optional if isinstance(step, Step) else all(_may_end(branch) for branch in step.paths)
        for step in path
    )
