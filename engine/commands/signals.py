"""Throw a signal from outside: every instance that listens and every process that begins with it hears it once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from engine import signalling
from engine.actor import Actor
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.signalling import Thrown
from engine.unit import unit


def publish(pe: ProcessEngine, name: str, variables: Mapping[str, Any], by: Actor) -> int:
    """Throw a signal; returns how many will hear it: nobody who listens later does. `variables` is JSON-able."""
    with unit(pe, by) as work:
        signalling.order(work.connection, {name}, ())
        thrown = Thrown(name, dict(variables), by.name)
        rows = list(signalling.receivers(work.connection, thrown, pe.now()))
        if rows:
            work.connection.execute(insert(job), rows)
        work.after.append(pe.wake.set)
    return len(rows)
