"""Who acts: a person, or the house itself."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account with its groups (`jingan.office-clerk`), as far as the engine needs to know it."""

    name: str
    groups: frozenset[str] = field(default_factory=frozenset)
    admin: bool = False


SYSTEM = Actor("laurel")
