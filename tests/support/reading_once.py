"""Hundreds of tests deploy the same files: what is read depends on what is given alone, so it is read once a process."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from engine.bundle import reading
from engine.bundle.model import Bundle
from engine.feel.environment import LentFunction


class _Given:
    """Arguments as a key: files by content, functions by what the check may know of them."""

    def __init__(
        self, files: Mapping[str, bytes], job_types: Collection[str], functions: Collection[str]
    ) -> None:
        self.files, self.job_types, self.functions = files, job_types, functions
        self.key = (frozenset(files.items()), frozenset(job_types), frozenset(_known(functions)))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given) and self.key == other.key


def _known(functions: Collection[str]) -> list[Any]:
    if not isinstance(functions, Mapping):
        return list(functions)
    return [_told(name, lent) for name, lent in functions.items()]


def _told(name: str, lent: LentFunction) -> tuple[Any, ...]:
    return (name, lent.parameters, lent.result)


@lru_cache(maxsize=24)
def _read(given: _Given) -> Bundle:
    return reading.read(given.files, job_types=given.job_types, functions=given.functions)


def read(
    files: Mapping[str, bytes], *, job_types: Collection[str] = (), functions: Collection[str] = ()
) -> Bundle:
    """`engine.bundle.read`, with lists of one's own."""
    bundle = _read(_Given(dict(files), tuple(job_types), functions))
    return replace(bundle, findings=list(bundle.findings), files=dict(bundle.files))
