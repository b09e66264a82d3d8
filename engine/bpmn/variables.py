"""Variables in scopes: a value belongs to the nearest scope that has its name, else to the instance."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any, Protocol

from engine.errors import ExpressionFailed
from engine.feel import FeelError, from_json, to_json

ROOT = 1  # the number of the instance's own root token, and so of its scope

Scopes = dict[int, dict[str, Any]]


class Standpoint(Protocol):
    """Where variables are seen from: a token, as far as variables need to know it."""

    @property
    def id(self) -> int:
        """The number of the scope that is the token's own, if it has one."""

    @property
    def owner(self) -> Standpoint | None:
        """The token around it."""

    def failed(self, reason: str) -> ExpressionFailed:
        """The error of an element that cannot go on."""


class Variables:
    """The scopes of one instance, by the number of the token they belong to.

    Values are FEEL values, and are replaced, never changed in place, so scopes may share them. Beside them
    stands the same as JSON, so that saving converts only what was set and finds no value that has none.
    """

    def __init__(self) -> None:
        self.scopes: Scopes = {ROOT: {}}
        self.stored: Scopes = {ROOT: {}}
        self.changed: set[str] = set()

    @classmethod
    def revived(cls, stored: Scopes) -> Variables:
        """The variables that were stored."""
        variables = cls()
        variables.stored = stored
        variables.scopes = {n: {k: from_json(v) for k, v in s.items()} for n, s in stored.items()}
        return variables

    @property
    def root(self) -> dict[str, Any]:
        return self.scopes[ROOT]

    def chain(self, token: Standpoint | None) -> list[dict[str, Any]]:
        """The scopes visible at a token, nearest first."""
        return [self.scopes[number] for number in self._numbers(token)]

    def context(self, token: Standpoint, extra: dict[str, Any] | None = None) -> Mapping[str, Any]:
        """Everything visible at a token; `extra` hides what has the same name."""
        scopes = self.chain(token)
        if extra is None and len(scopes) == 1:
            return scopes[0]
        return ChainMap({} if extra is None else extra, *scopes)

    def local(self, token: Standpoint) -> dict[str, Any]:
        """The token's own scope, empty if it has none."""
        return self.scopes.get(token.id, {})

    def open(self, token: Standpoint, values: Mapping[str, Any] | None = None) -> None:
        """The token's own scope, made if needed, with `values` set in it. Raises ExpressionFailed."""
        self.scopes.setdefault(token.id, {})
        self.stored.setdefault(token.id, {})
        for name, value in (values or {}).items():
            self._set(token.id, name, value, token)

    def assign(self, at: Standpoint | None, values: Mapping[str, Any], by: Standpoint) -> None:
        """Set values by name in the nearest scope that has the name, seen from `at`, else in the root.

        `by` is the token whose doing it is, for the message. Raises ExpressionFailed.
        """
        numbers = self._numbers(at)
        for name, value in values.items():
            number = next((n for n in numbers if name in self.scopes[n]), ROOT)
            self._set(number, name, value, by)
            if number == ROOT:
                self.changed.add(name)

    def put(self, token: Standpoint, name: str, index: int, value: Any, by: Standpoint) -> None:
        """Set one item of a list that only the token's own scope holds. Raises ExpressionFailed."""
        self.stored[token.id][name][index] = _json(name, value, by)
        self.scopes[token.id][name][index] = value

    def close(self, token: Standpoint) -> None:
        """The token is gone and its scope with it."""
        self.scopes.pop(token.id, None)
        self.stored.pop(token.id, None)

    def take_changes(self) -> dict[str, Any]:
        """Root variables set since the last call."""
        names, self.changed = self.changed, set()
        return {name: self.root[name] for name in sorted(names)}

    def copy(self) -> Variables:
        """A copy to go back to."""
        copy = Variables()
        copy.scopes = {number: dict(scope) for number, scope in self.scopes.items()}
        copy.stored = {number: dict(scope) for number, scope in self.stored.items()}
        copy.changed = set(self.changed)
        return copy

    def _numbers(self, token: Standpoint | None) -> list[int]:
        found = []
        while token is not None:
            if token.id in self.scopes:
                found.append(token.id)
            token = token.owner
        return found

    def _set(self, number: int, name: str, value: Any, by: Standpoint) -> None:
        self.stored[number][name] = _json(name, value, by)
        self.scopes[number][name] = value


def _json(name: str, value: Any, by: Standpoint) -> Any:
    try:
        return to_json(value)
    except FeelError as error:
        raise by.failed(f"变量“{name}”：{error}") from error
