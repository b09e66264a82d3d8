"""Where the tokens of a scope are.

A marking is the sorted tuple of the places where tokens are. Three markings stand for more than tokens: the
empty one (the scope has ended), LEFT and SPINNING.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class On(IntEnum):
    """What a token does at its place."""

    EDGE = 0  # work on a way
    VERTEX = 1  # it stands at a split
    ARRIVED = 2  # it waits at a join, having come by this edge
    REST = 3  # what a complex join remembers until it resets; `said` are the ways that it has consumed


class Place(NamedTuple):
    """Where a token is. `said`: which events that do not interrupt have come, as a bit mask."""

    on: On
    number: int
    said: int = 0


Marking = tuple[Place, ...]
ENDED: Marking = ()
LEFT: Marking = (Place(On.REST, -1),)
SPINNING: Marking = (Place(On.REST, -2),)
