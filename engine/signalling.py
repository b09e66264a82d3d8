"""Signals between instances: the receivers are fixed in the commit of the throw, one job for each (ADR 0014)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.db import one_at_a_time, side_by_side
from engine.job_rows import job_row
from engine.models import signal_start, signal_subscription


@dataclass(frozen=True, slots=True)
class Thrown:
    """A signal on its way to others: not to `instance_id`, which threw and has heard it. `payload` is JSON-able."""

    name: str
    payload: dict[str, Any]
    by: str
    instance_id: int | None = None


def order(connection: Connection, thrown: Collection[str], opened: Collection[str]) -> None:
    """Whoever throws a name passes alone, whoever begins to listen for it passes with others.

    So a subscription is committed before the throw looks for receivers, or opened after the throw's commit.
    """
    for name in sorted({*thrown, *opened}):
        (one_at_a_time if name in thrown else side_by_side)(connection, "signal", name)


def receivers(connection: Connection, thrown: Thrown, now: datetime) -> Iterator[dict[str, Any]]:
    """A job row for every subscription of the name and every process that begins with it. After `order`."""
    listens = select(signal_subscription).where(signal_subscription.c.signal_name == thrown.name)
    if thrown.instance_id is not None:
        listens = listens.where(signal_subscription.c.instance_id != thrown.instance_id)
    for row in connection.execute(listens.order_by(signal_subscription.c.id)).mappings():
        yield delivery(thrown, row, now)
    begins = select(signal_start).where(signal_start.c.signal_name == thrown.name)
    for start in connection.execute(begins.order_by(signal_start.c.process_id)):
        payload = {**_told(thrown), "definition": start.definition_id}
        yield job_row("signal-start", now, payload, element=start.element)


def delivery(thrown: Thrown, to: Any, now: datetime) -> dict[str, Any]:
    """The job that lets one subscription hear. The token stands in the payload: it may hear several signals."""
    place = {name: to[name] for name in ("root_id", "instance_id", "element")}
    return job_row("signal", now, {**_told(thrown), "token": to["token"]}, **place)


def _told(thrown: Thrown) -> dict[str, Any]:
    return {"name": thrown.name, "variables": thrown.payload, "by": thrown.by}
