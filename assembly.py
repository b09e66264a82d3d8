"""Fills the three registries; web, worker, command line and rehearsals start from here."""

from __future__ import annotations

from awards.directory import Directory, nobody
from awards.doors import door_handlers
from awards.edition_jobs import edition_handlers
from awards.functions import FUNCTIONS
from awards.handlers import HANDLERS
from awards.letters.handlers import letter_handlers
from awards.publicity import attempts
from awards.publicity.posting import publishing
from awards.reminders.handlers import reminder_handlers
from awards.reviews import gate
from engine.calendar_handlers import calendar_handlers
from engine.clock import Clock
from engine.db import Database
from engine.handlers import PUBLISH_MESSAGE
from engine.process_engine import ProcessEngine
from engine.registries import Registries


def registries() -> Registries:
    """Everything that the house lends to diagrams."""
    filled = Registries(functions={f.name: f for f in FUNCTIONS})
    for handler in (PUBLISH_MESSAGE, *HANDLERS):
        filled.add_handler(handler)
    filled.listeners.append(gate.watch)
    return filled


def process_engine(
    url: str, clock: Clock | None = None, *, rehearsing: bool = False, directory: Directory = nobody
) -> ProcessEngine:
    """A process engine on the database at `url`; `directory` knows whom letters and reminders reach."""
    pe = ProcessEngine(Database(url), registries(), clock, rehearsing=rehearsing)
    of_engine = (
        *calendar_handlers(pe),
        *door_handlers(pe),
        *edition_handlers(pe),
        *letter_handlers(pe, directory),
        *reminder_handlers(pe, directory),
    )
    for handler in of_engine:
        pe.registries.add_handler(handler)
    pe.registries.listeners.append(publishing(pe))
    pe.registries.upkeep.append(attempts.forget)
    return pe
