"""Telling people of a case's dates: messages that begin a process of their own, where one is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.actor import SYSTEM
from engine.correlation import publish_in
from engine.models import instance, start_subscription

TIMER_HELD: Final = "shared.timer-held"  # a clerk looks after a date that is still provisional
DATE_EXTENDED: Final = "shared.date-extended"  # a clerk posts the new date where the old one stands


def heard(connection: Connection, name: str) -> bool:
    """Whether a process begins with this message."""
    begins = select(start_subscription.c.process_id).where(start_subscription.c.message_name == name)
    return connection.execute(begins).first() is not None


def herald(
    connection: Connection,
    name: str,
    variable: str,
    root_id: int,
    what: Mapping[str, Any],
    now: datetime,
    *,
    mark: str,
) -> None:
    """Publish a message about one date of a case: `scheme`, and `variable` with the case and `what`.

    `what` has the name of its `element`; `mark` tells this occasion from others of the same date.
    """
    columns = (instance.c.business_key, instance.c.title, instance.c.process_id)
    root = connection.execute(select(*columns).where(instance.c.id == root_id)).one()
    case = {"case_key": root.business_key or "", "case_title": root.title or ""}
    publish_in(
        connection,
        name=name,
        key=f"{root.business_key or root_id} · {what['element']} · {mark}",
        payload={"scheme": root.process_id.partition(".")[0], variable: {**what, **case}},
        by=SYSTEM.name,
        now=now,
    )
