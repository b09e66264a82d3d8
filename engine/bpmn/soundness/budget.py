"""How much is looked at before giving up: counted, so that the answer is the same on every machine."""

from __future__ import annotations

MAX_WORK = 1_000_000
"""In one file. The unit is one look at one token or at one way; so much takes about a second."""
LEAST = 1_000  # every scope may spend so much, whatever others have spent


class Exhausted(Exception):
    """The budget is spent. It never leaves this package."""


class Budget:
    """What may still be looked at. A scope may spend half of what is left, so that one cannot starve all others."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self._all = self._left = work
        self._floor = 0
        self.states = 0

    def begin(self) -> None:
        """A scope begins."""
        self._floor = min(self._left // 2, self._left - LEAST)

    @property
    def spent(self) -> int:
        return self._all - self._left

    def spend(self, amount: int) -> None:
        """Raises Exhausted."""
        self._left -= amount
        if self._left < self._floor:
            raise Exhausted
