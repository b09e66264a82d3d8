"""Two commands at one moment: the first is stopped at a chosen point while the second runs as far as it can."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, get_ident
from typing import Any

from sqlalchemy import event, text

from engine.process_engine import ProcessEngine

PATIENCE = 60  # seconds until a test gives up
_BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0")


def interleave(
    pe: ProcessEngine, first: Callable[[], Any], second: Callable[[], Any], *, before: str = "COMMIT"
) -> tuple[Any, Any]:
    """What both answered; an error is an answer too.

    `first` is stopped before its first statement that contains `before` (by default: before it commits).
    It goes on when `second` has ended or waits for what `first` has locked.
    """
    gate = _Gate(pe, before)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(gate.stopped, first)
        assert gate.reached.wait(PATIENCE), f"the first never came to {before}"
        assert not one.done(), f"the first ended without coming to {before}: {_answer(one)}"
        two = pool.submit(gate.following, second)
        try:
            gate.until_stuck(two)
        finally:
            gate.open.set()
        answers = _answer(one), _answer(two)
    gate.remove()
    return answers


class _Gate:
    """Stops one thread, and sees when the other can go no further."""

    def __init__(self, pe: ProcessEngine, before: str) -> None:
        self.pe, self.before = pe, before
        self.reached, self.open, self.follows = Event(), Event(), Event()
        self._stopped = self._following = 0
        engine = pe.database.engine
        self._listeners: list[tuple[str, Callable[..., Any]]] = [
            ("before_cursor_execute", self._statement),
            ("commit", self._commit),
            ("engine_connect", self._connected),
        ]
        for name, listener in self._listeners:
            event.listen(engine, name, listener)

    def remove(self) -> None:
        for name, listener in self._listeners:
            event.remove(self.pe.database.engine, name, listener)

    def stopped(self, command: Callable[[], Any]) -> Any:
        self._stopped = get_ident()
        try:
            return command()
        finally:
            self._stopped = 0
            self.reached.set()

    def following(self, command: Callable[[], Any]) -> Any:
        self._following = get_ident()
        return command()

    def until_stuck(self, two: Future[Any]) -> None:
        """Until the second has ended, waits for a lock (PostgreSQL), or asks for the only writer's place."""
        if self.pe.database.is_sqlite:
            while not two.done() and not self.follows.wait(0.01):
                pass
            return
        with self.pe.database.engine.connect() as connection:
            while not two.done() and not connection.execute(_BLOCKED).scalar_one():
                connection.rollback()

    def _connected(self, _connection: Any) -> None:
        if get_ident() == self._following:
            self.follows.set()

    def _commit(self, _connection: Any) -> None:
        self._halt("COMMIT")

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._halt(statement)

    def _halt(self, statement: str) -> None:
        if get_ident() == self._stopped and self.before in statement:
            self._stopped = 0
            self.reached.set()
            self.open.wait(PATIENCE)


def _answer(command: Future[Any]) -> Any:
    return command.exception(PATIENCE) or command.result()
