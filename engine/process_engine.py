"""The process engine of one node: its database, clock, registries and caches. It holds no truth of its own."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from engine.bpmn import Services, Workflow
from engine.calendar import Calendar, announced
from engine.calendar_store import load_calendar
from engine.clock import Clock, SystemClock
from engine.db import Database
from engine.definitions import Definitions, Deployed
from engine.feel import Environment, LentFunction
from engine.functions import calendar_functions
from engine.registries import Registries
from engine.vocabulary import Vocabulary, group_functions, load_vocabulary

T = TypeVar("T")


def calm_collector() -> None:
    """Let the garbage collector look seldom, and never again at what was loaded at the start.

    Specs, compiled expressions and modules live as long as the process; walking them at every few hundred
    allocations took a seventh of a step.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


class LiveInstances:
    """Workflows of call trees as they stood at a version, so that a step need not decode them again.

    A tree is taken out while it moves: nobody else can hold it, and a failed move simply never puts it back.
    """

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._trees: OrderedDict[int, tuple[int, dict[int, Workflow]]] = OrderedDict()
        self._lock = Lock()

    def take(self, root_id: int, version: int) -> dict[int, Workflow]:
        """The live workflows by instance id, empty if there are none of that version."""
        with self._lock:
            held = self._trees.pop(root_id, None)
        return held[1] if held and held[0] == version else {}

    def put(self, root_id: int, version: int, workflows: dict[int, Workflow]) -> None:
        with self._lock:
            self._trees[root_id] = (version, workflows)
            while len(self._trees) > self._size:
                self._trees.popitem(last=False)


class Remembered(Generic[T]):
    """Something read from the database and read again after a while, since another node may have changed it."""

    AGE = timedelta(seconds=60)

    def __init__(self, read: Callable[[Connection, T | None], T]) -> None:
        self._read = read
        self._held: tuple[datetime, T] | None = None
        self._turn = 0

    def get(self, connection: Connection, now: datetime) -> T:
        """What was read at most `AGE` ago; `read` is handed what was known before."""
        held, turn = self._held, self._turn
        if held is not None and abs(now - held[0]) <= self.AGE:
            return held[1]
        found = self._read(connection, held[1] if held else None)
        if turn == self._turn:  # else it was forgotten while it was read, and may be old already
            self._held = (now, found)
        return found

    def forget(self) -> None:
        self._turn += 1
        self._held = None


class ProcessEngine:
    """What every command is handed: where to store, what time it is, what is lent to diagrams."""

    def __init__(
        self,
        database: Database,
        registries: Registries,
        clock: Clock | None = None,
        *,
        rehearsing: bool = False,
    ) -> None:
        self.database = database
        self.registries = registries
        self.clock: Clock = clock or SystemClock()
        self.rehearsing = rehearsing
        self.definitions = Definitions()
        self.live = LiveInstances()
        self.wake = Event()  # set when a commit made work for the worker of this process
        self._calendar = Remembered[Calendar](lambda connection, _: load_calendar(connection))
        self._vocabulary = Remembered[Vocabulary](load_vocabulary)
        self._functions: tuple[Calendar, Vocabulary, Mapping[str, LentFunction]] | None = None

    def now(self) -> datetime:
        return self.clock.now()

    def calendar(self, connection: Connection) -> Calendar:
        """The announced working days; another node's edition is seen within `Remembered.AGE`."""
        return self._calendar.get(connection, self.now())

    def forget_calendar(self) -> None:
        """A new edition was entered: read it at the next question."""
        self._calendar.forget()

    def vocabulary(self, connection: Connection) -> Vocabulary:
        """What things are called; another node's deployment is seen within `Remembered.AGE`."""
        return self._vocabulary.get(connection, self.now())

    def forget_vocabulary(self) -> None:
        """Something was deployed: read its names at the next question."""
        self._vocabulary.forget()

    def functions(self, connection: Connection) -> Mapping[str, LentFunction]:
        """Everything lent to FEEL: the calendar, the groups, and what the award office has."""
        calendar, names = self.calendar(connection), self.vocabulary(connection)
        held = self._functions
        if held is None or held[0] is not calendar or held[1] is not names:
            lent = {**calendar_functions(calendar), **group_functions(names), **self.registries.functions}
            held = self._functions = (calendar, names, lent)
        return held[2]

    @property
    def lent_functions(self) -> Mapping[str, LentFunction]:
        """Everything lent to FEEL, with the announced years, for checks before deployment."""
        lent = {**calendar_functions(announced()), **group_functions(Vocabulary())}
        return {**lent, **self.registries.functions}

    def environment(self, connection: Connection) -> Environment:
        """What a FEEL expression may use, at the present instant."""
        return Environment(now=self.now(), functions=self.functions(connection))

    def services(self, connection: Connection, deployed: Deployed, *, hold: bool = False) -> Services:
        """What a workflow of this version may use, at the present instant."""

        def decide(decision_id: str, context: dict[str, Any]) -> Any:
            return deployed.decide(decision_id, context, self.environment(connection))

        return Services(now=self.now(), functions=self.functions(connection), decide=decide, hold=hold)
