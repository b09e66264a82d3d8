"""Variables in scopes: a value belongs to the nearest scope that has its name, else to the instance."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Mark:
    """What has been written since a mark: the scopes as they were before, None for those that were not."""

    changed: set[str]
    touched: set[str]
    scopes: dict[int, tuple[dict[str, Any], dict[str, Any]] | None] = field(default_factory=dict)


class Variables:
    """The scopes of one instance, by the number of the token they belong to.

    Values are FEEL values, and are replaced, never changed in place, so scopes may share them. Beside them
    stands the same as JSON, so that saving converts only what was set and finds no value that has none.
    """

    def __init__(self) -> None:
        self.scopes: Scopes = {ROOT: {}}
        self.stored: Scopes = {ROOT: {}}
        self.changed: set[str] = set()  # names set in the root since `take_changes`
        self.touched: set[str] = set()  # names set in any scope since `take_touched`
        self._mark: _Mark | None = None

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
        if token.id not in self.scopes:
            self._remember(token.id)
            self.scopes[token.id], self.stored[token.id] = {}, {}
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

    def saved(self, token: Standpoint) -> dict[str, Any]:
        """A copy of the token's own scope as JSON."""
        return dict(self.stored.get(token.id, {}))

    def restore(self, token: Standpoint, saved: dict[str, Any]) -> None:
        """Give the token a scope of its own as it was `saved`; none if it is empty."""
        if saved:
            self._remember(token.id)
            self.stored[token.id] = dict(saved)
            self.scopes[token.id] = {name: from_json(value) for name, value in saved.items()}

    def put(self, token: Standpoint, name: str, index: int, value: Any, by: Standpoint) -> None:
        """Set one item of a list that only the token's own scope holds. Raises ExpressionFailed."""
        written = _json(name, value, by)
        self._remember(token.id)
        self.touched.add(name)
        for scopes, item in ((self.stored, written), (self.scopes, value)):
            items = list(scopes[token.id][name])
            items[index] = item
            scopes[token.id][name] = items

    def close(self, token: Standpoint) -> None:
        """The token is gone and its scope with it."""
        if token.id in self.scopes:
            self._remember(token.id)
            del self.scopes[token.id], self.stored[token.id]

    def take_changes(self) -> dict[str, Any]:
        """Root variables set since the last call."""
        names, self.changed = self.changed, set()
        return {name: self.root[name] for name in sorted(names)}

    def take_touched(self) -> set[str]:
        """Names of all variables set anywhere since the last call."""
        touched, self.touched = self.touched, set()
        return touched

    def mark(self) -> None:
        """A place to which `take_back` goes back."""
        self._mark = _Mark(set(self.changed), set(self.touched))

    def take_back(self) -> None:
        """Every scope as it was at the last mark."""
        mark, self._mark = self._mark, None
        assert mark is not None
        self.changed, self.touched = mark.changed, mark.touched
        for number, before in mark.scopes.items():
            if before is None:
                self.scopes.pop(number, None)
                self.stored.pop(number, None)
            else:
                self.scopes[number], self.stored[number] = before

    def _remember(self, number: int) -> None:
        """Keep a scope as it is, the first time that it is written after a mark."""
        if self._mark is not None and number not in self._mark.scopes:
            scope = self.scopes.get(number)
            kept = None if scope is None else (dict(scope), dict(self.stored[number]))
            self._mark.scopes[number] = kept

    def _numbers(self, token: Standpoint | None) -> list[int]:
        found = []
        while token is not None:
            if token.id in self.scopes:
                found.append(token.id)
            token = token.owner
        return found

    def _set(self, number: int, name: str, value: Any, by: Standpoint) -> None:
        written = _json(name, value, by)
        self._remember(number)
        self.stored[number][name] = written
        self.touched.add(name)
        if number == ROOT:
            self.changed.add(name)
        self.scopes[number][name] = value


def written(values: Mapping[str, Any], by: Standpoint) -> dict[str, Any]:
    """Variables as JSON. Raises ExpressionFailed for what is no data."""
    return {name: _json(name, value, by) for name, value in values.items()}


def _json(name: str, value: Any, by: Standpoint) -> Any:
    try:
        return to_json(value)
    except FeelError as error:
        raise by.failed(f"变量“{name}”：{error}") from error
