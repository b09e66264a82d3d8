"""The bound on checking one table, counted and not timed, so that the same table always ends the same way."""

from __future__ import annotations

LIMIT = 500_000
"""Steps for each part of one table's check; a step looks at one piece of one column."""


class TooLarge(Exception):
    """The table asks for more steps than there are."""


class Steps:
    """Counts down; raises TooLarge."""

    __slots__ = ("left", "limit")

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = self.left = limit

    @property
    def spent(self) -> int:
        return self.limit - self.left

    def spend(self, number: int = 1) -> None:
        self.left -= number
        if self.left < 0:
            raise TooLarge

    def refill(self) -> None:
        """Begin the next part of a check."""
        self.left = self.limit
