"""One command, one transaction, and what is to be done once it has been committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from engine.actor import Actor
from engine.process_engine import ProcessEngine


@dataclass(slots=True)
class Unit:
    """One transaction of one command, and what is to be done once it has been committed."""

    pe: ProcessEngine
    connection: Connection
    actor: Actor
    hold: bool = False  # nobody watches: what cannot go on by itself is held as an incident
    after: list[Callable[[], None]] = field(default_factory=list)


@contextmanager
def unit(pe: ProcessEngine, actor: Actor, *, hold: bool = False) -> Iterator[Unit]:
    """One command, one transaction: it commits once when the block ends, and not at all on an error."""
    with pe.database.transaction() as connection:
        work = Unit(pe, connection, actor, hold)
        yield work
    for act in work.after:
        act()
