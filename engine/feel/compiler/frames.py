"""Where names are found: frames at run time, scopes while compiling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.environment import Environment


class Missing:
    """Stands for a name that nothing defines."""


MISSING = Missing()


class Frame:
    """The names of one loop turn, call or filter item, and the frame around it."""

    __slots__ = ("env", "names", "parent", "root")

    def __init__(
        self,
        names: Mapping[str, Any],
        env: Environment,
        parent: Frame | None = None,
        root: Mapping[str, Any] | None = None,
    ) -> None:
        self.names = names
        self.env = env
        self.parent = parent
        self.root = names if root is None else root

    def inner(self, names: Mapping[str, Any]) -> Frame:
        """A frame inside this one."""
        return Frame(names, self.env, self, self.root)

    def find(self, name: str) -> Any:
        """The value of a name in the nearest frame that has it, or MISSING."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.parent
        return MISSING


class Scope:
    """What is known of frames while compiling: bound names, and whether a filter's item may hide more."""

    __slots__ = ("names", "open", "parent")

    def __init__(
        self,
        names: frozenset[str] = frozenset(),
        parent: Scope | None = None,
        is_open: bool = False,
    ) -> None:
        self.names = names
        self.parent = parent
        self.open = is_open

    def inner(self, names: frozenset[str], is_open: bool = False) -> Scope:
        return Scope(names, self, is_open)

    def is_root(self, name: str) -> bool:
        """Whether a name can only mean an entry of the outermost context."""
        scope: Scope | None = self
        while scope is not None and scope.parent is not None:
            if scope.open or name in scope.names:
                return False
            scope = scope.parent
        return True

    def binds(self, name: str) -> bool:
        """Whether a loop, function or context around binds a name."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return True
            scope = scope.parent
        return False
