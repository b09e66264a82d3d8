"""A signal that was thrown reaches one of its receivers: a token that listens, or a process that begins."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from engine.actor import SYSTEM
from engine.births import Birth
from engine.feel import from_json
from engine.jobs import claiming
from engine.models import signal_subscription
from engine.process_engine import ProcessEngine
from engine.runtime import moving, starting
from engine.unit import unit


def hear(pe: ProcessEngine, row: Row[Any]) -> None:
    """Let the token hear. One that has gone on by itself since the throw hears nothing, as if it had been first."""
    name, token = row.payload["name"], row.payload["token"]
    variables = from_json(row.payload["variables"])
    ear = select(signal_subscription.c.id).where(
        signal_subscription.c.instance_id == row.instance_id,
        signal_subscription.c.token == token,
        signal_subscription.c.signal_name == name,
    )
    with unit(pe, SYSTEM, hold=True) as work, moving(work, row.root_id) as tree:
        claiming.fence(work.connection, row, tree.now)
        tree.check_moves()
        element = work.connection.execute(ear.with_only_columns(signal_subscription.c.element)).scalar()
        if element is None:
            return
        told = {"element": element, "token": token, "signal": name, "by": row.payload["by"]}
        tree.story.note("signal-received", row.root_id, row.instance_id, **told)
        tree.act(row.instance_id, lambda w, s: w.signal(token, variables, s))


def start_by_signal(pe: ProcessEngine, row: Row[Any]) -> None:
    """Begin the process, in the version that was the newest when the signal was thrown."""
    with unit(pe, SYSTEM, hold=True) as work:
        claiming.fence(work.connection, row, pe.now())
        deployed = pe.definitions.get(work.connection, row.payload["definition"])
        variables = from_json(row.payload["variables"])
        birth = Birth(deployed, {}, start_element=row.element, payload=variables)
        with starting(work, birth) as tree:
            told = {"element": row.element, "signal": row.payload["name"], "by": row.payload["by"]}
            tree.story.note("signal-received", tree.root_id, tree.root_id, **told)
