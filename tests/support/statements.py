"""What is said to the database inside a block, so that tests can count it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import event

from engine.process_engine import ProcessEngine


class Said(NamedTuple):
    """One statement as the driver got it."""

    text: str
    parameters: Any


@contextmanager
def counted(pe: ProcessEngine) -> Iterator[list[Said]]:
    """The SELECTs and other statements that run inside the block; what begins and ends transactions does not count."""
    statements: list[Said] = []

    def note(_connection: Any, _cursor: Any, text: str, parameters: Any, *_rest: Any) -> None:
        if text.split()[0] not in ("BEGIN", "COMMIT", "ROLLBACK"):
            statements.append(Said(text, parameters))

    event.listen(pe.database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(pe.database.engine, "before_cursor_execute", note)
