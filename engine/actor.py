"""Who acts: a person, or the house itself; and for whom else, while somebody is away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody absent for whom an actor acts until a day's end: in one scheme, in every one if it is empty.

    `groups` are those in which the absent person is represented. It does not pass on: whoever the absent
    person acts for is not among them.
    """

    name: str
    groups: frozenset[str]
    scheme: str
    until: date

    def covers(self, scheme: str, day: date) -> bool:
        """Whether it holds for a case's scheme on a day."""
        return self.scheme in ("", scheme) and day <= self.until


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account with its groups (`jingan.office-clerk`), as far as the engine needs to know it."""

    name: str
    groups: frozenset[str] = field(default_factory=frozenset)
    admin: bool = False
    stands_in: tuple[StandIn, ...] = ()


SYSTEM = Actor("laurel")
