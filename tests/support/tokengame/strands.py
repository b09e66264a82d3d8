"""What happens at once within one act, and whether its order would matter.

BPMN leaves the order of concurrent tokens open. An act whose result would hang on it is no test of anything: the
model marks it as undecided, and the comparison chooses another. Every piece of a token's way is a strand that
knows which strands came before it; two strands of which neither came before the other must not touch the same
thing unless both only read it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable


class Strands:
    """The strands of the act under way; `undecided` once its result hangs on their order."""

    def __init__(self) -> None:
        self.undecided = False
        self.now = 0
        self.first = 0
        self.before: dict[int, frozenset[int]] = {0: frozenset()}
        self.touched: dict[Hashable, set[tuple[int, bool]]] = {}

    def begin(self) -> None:
        """A new act: everything before it is over."""
        self.first = self.now = max(self.before) + 1
        self.before = {self.now: frozenset()}
        self.touched = {}

    def fork(self, count: int) -> list[int]:
        """Strands that go on from here at the same time."""
        known = self.before[self.now] | {self.now}
        start = max(self.before) + 1
        self.before.update((strand, known) for strand in range(start, start + count))
        return list(range(start, start + count))

    def join(self, strands: Iterable[int]) -> None:
        """Go on where all these have arrived; those of earlier acts need no saying."""
        known: frozenset[int] = frozenset()
        for strand in strands:
            if strand >= self.first:
                known |= self.before[strand] | {strand}
        self.now = max(self.before) + 1
        self.before[self.now] = known

    def touch(self, thing: Hashable, writes: bool) -> None:
        """The strand under way reads or changes something."""
        known = self.before[self.now]
        seen = self.touched.setdefault(thing, set())
        for strand, wrote in seen:
            concurrent = strand != self.now and strand not in known and self.now not in self.before[strand]
            if (wrote or writes) and concurrent:
                self.undecided = True
        seen.add((self.now, writes))
