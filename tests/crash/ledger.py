"""What a client meant to do and what was acknowledged, safe on disk before the next step."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

Act = tuple[str, int]  # ("start", number of the case) | ("complete", id of the task)


@dataclass
class Claims:
    """Everything that clients wrote down: how often each act was meant, and how often acknowledged."""

    meant: Counter[Act] = field(default_factory=Counter)
    acknowledged: Counter[Act] = field(default_factory=Counter)

    def of(self, what: str) -> tuple[Counter[int], Counter[int]]:
        """Numbers of the acts of one kind: meant, acknowledged."""
        meant, done = (
            Counter({n: times for (kind, n), times in acts.items() if kind == what})
            for acts in (self.meant, self.acknowledged)
        )
        return meant, done


class Ledger:
    """One client's file. A line that a kill has cut off counts as never written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._out = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        os.write(self._out, b"\n")  # whatever an earlier life left half written ends here

    def means(self, what: str, number: int) -> None:
        self._write("meant", what, number)

    def acknowledges(self, what: str, number: int) -> None:
        self._write("acknowledged", what, number)

    def claims(self) -> Claims:
        return read([self._file])

    def _write(self, which: str, what: str, number: int) -> None:
        os.write(self._out, (json.dumps([which, what, number]) + "\n").encode())
        os.fsync(self._out)


def read(files: Sequence[Path]) -> Claims:
    """The claims of all clients together."""
    found = Claims()
    for file in files:
        for line in file.read_text().splitlines():
            if line.endswith("]"):
                which, what, number = json.loads(line)
                getattr(found, which)[(what, number)] += 1
    return found
