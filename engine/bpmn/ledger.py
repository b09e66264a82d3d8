"""What has changed since the last drain, written down while tokens move."""

from __future__ import annotations

from typing import Any

from engine.bpmn.contract import Changes, Happened, Outcome, Signal, Wait


class Ledger:
    """Waits opened and closed, what happened and what was signalled, in order."""

    def __init__(self) -> None:
        self._opened: dict[str, Wait] = {}
        self._closed: list[str] = []
        self._happened: list[Happened] = []
        self._signals: list[Signal] = []
        self._renamed: dict[str, str] = {}

    def open(self, wait: Wait) -> None:
        self._opened[wait.token] = wait

    def close(self, token: str) -> None:
        """A token waits no more. A wait that nobody has seen yet disappears without a trace."""
        if self._opened.pop(token, None) is None:
            self._closed.append(token)

    def tell(self, happened: Happened) -> None:
        self._happened.append(happened)

    def signal(self, signal: Signal) -> None:
        self._signals.append(signal)

    def rename(self, token: str, element: str) -> None:
        self._renamed[token] = element

    def mark(self) -> int:
        """A place to which the story can be taken back."""
        return len(self._happened)

    def take_back(self, mark: int) -> None:
        del self._happened[mark:]

    def drain(self, variables: dict[str, Any], outcome: Outcome | None) -> Changes:
        """Everything since the last drain; the ledger is empty afterwards."""
        opened, signals = list(self._opened.values()), self._signals
        changes = Changes(opened, self._closed, self._happened, variables, outcome, signals, self._renamed)
        self._opened, self._closed, self._happened, self._signals = {}, [], [], []
        self._renamed = {}
        return changes
