"""What views need of the house: the process engine, the settings, who is signed in, what day it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import cast

from flask import current_app, g
from sqlalchemy import Connection

from engine.actor import Actor
from engine.calendar import Calendar
from engine.clock import business_date
from engine.process_engine import ProcessEngine
from engine.vocabulary import Vocabulary
from web.people.accounts import Account
from web.settings import Settings


def engine() -> ProcessEngine:
    return cast(ProcessEngine, current_app.extensions["laurel"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["laurel_settings"])


def me() -> Account:
    """The signed-in account; only in views that ask for one."""
    return cast(Account, g.account)


def actor() -> Actor:
    return me().actor


def today() -> date:
    """The business date, by the engine's clock."""
    return business_date(engine().now())


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection for the questions of one page."""
    with engine().database.reading() as connection:
        yield connection


def calendar(connection: Connection) -> Calendar:
    return engine().calendar(connection)


def vocabulary(connection: Connection | None = None) -> Vocabulary:
    """What things are called, the same throughout a request; hand over the connection that is open already."""
    if "vocabulary" not in g:
        if connection is None:
            with reading() as connection:
                g.vocabulary = engine().vocabulary(connection)
        else:
            g.vocabulary = engine().vocabulary(connection)
    return cast(Vocabulary, g.vocabulary)
