"""Ways to pick an object of a kind: of a scheme, of a table that knows none, one of two numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.integration.web.access.world import World

NOTHING: Final = 999_999
Finder = Callable[["World", str, str], Any]  # of a kind, for a role; None if the role has none


def nothing(_world: World, _kind: str, _role: str) -> int:
    """What nobody has taught this house to find is not there."""
    return NOTHING


def one(find: Callable[[World, str], Any], missing: Any = NOTHING) -> Finder:
    """own: what `find` gives for the scheme; elsewhere: the same of another scheme. Nobody's in particular."""

    def pick(world: World, kind: str, role: str) -> Any:
        if kind == "missing":
            return missing
        return None if kind == "others" else find(world, world.scheme(role, kind))

    return pick


def only(query: Any) -> Finder:
    """The first row of a table that knows no schemes."""

    def find(world: World, kind: str, _role: str) -> int | None:
        if kind == "missing":
            return NOTHING
        return next((row["id"] for row in world.rows(query)), None) if kind == "own" else None

    return find


def part(find: Finder, place: int) -> Finder:
    """One of two numbers of an address that belong together."""

    def pick(world: World, kind: str, role: str) -> int | None:
        found = find(world, kind, role)
        return None if found is None else found[place]

    return pick
