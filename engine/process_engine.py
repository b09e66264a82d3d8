"""The process engine of one node: its database, clock, registries and caches. It holds no truth of its own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any

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


class ProcessEngine:
    """What every command is handed: where to store, what time it is, what is lent to diagrams."""

    CALENDAR_AGE = timedelta(seconds=60)

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
        self._calendar: tuple[datetime, Calendar] | None = None
        self._functions: tuple[Calendar, Mapping[str, LentFunction]] | None = None

    def now(self) -> datetime:
        return self.clock.now()

    def calendar(self, connection: Connection) -> Calendar:
        """The announced working days; another node's edition is seen within `CALENDAR_AGE`."""
        now = self.now()
        if self._calendar is None or abs(now - self._calendar[0]) > self.CALENDAR_AGE:
            self._calendar = (now, load_calendar(connection))
        return self._calendar[1]

    def forget_calendar(self) -> None:
        """A new edition was entered: read it at the next question."""
        self._calendar = None

    def functions(self, connection: Connection) -> Mapping[str, LentFunction]:
        """Everything lent to FEEL: calendar functions and those of the award office."""
        calendar = self.calendar(connection)
        if self._functions is None or self._functions[0] is not calendar:
            self._functions = (calendar, {**calendar_functions(calendar), **self.registries.functions})
        return self._functions[1]

    @property
    def function_names(self) -> frozenset[str]:
        """The names of everything lent to FEEL, for checks before deployment."""
        return frozenset(calendar_functions(announced())) | frozenset(self.registries.functions)

    def environment(self, connection: Connection) -> Environment:
        """What a FEEL expression may use, at the present instant."""
        return Environment(now=self.now(), functions=self.functions(connection))

    def services(self, connection: Connection, deployed: Deployed, *, hold: bool = False) -> Services:
        """What a workflow of this version may use, at the present instant."""

        def decide(decision_id: str, context: dict[str, Any]) -> Any:
            return deployed.decide(decision_id, context, self.environment(connection))

        return Services(now=self.now(), functions=self.functions(connection), decide=decide, hold=hold)
