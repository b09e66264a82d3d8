"""Messages between instances: kept by their sender's transaction, handed to exactly one receiver by a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, insert, select, update

from engine.births import Birth
from engine.db import insert_or_skip, one_at_a_time
from engine.errors import Conflict
from engine.feel import from_json
from engine.job_rows import job_row
from engine.models import job, message, start_subscription, subscription
from engine.runtime import KeyTaken, moving, running, starting
from engine.unit import Unit

TIME_TO_LIVE = timedelta(days=30)


def publish_in(
    connection: Connection,
    *,
    name: str,
    key: str,
    payload: Mapping[str, Any],
    by: str,
    now: datetime,
    message_id: str | None = None,
    ttl: timedelta | None = None,
) -> bool:
    """Keep a message and the job that delivers it, in the caller's transaction. False if taken before."""
    row = {
        "message_id": message_id,
        "name": name,
        "correlation_key": key,
        "payload": dict(payload),
        "published_at": now,
        "published_by": by,
        "expires_at": now + (ttl or TIME_TO_LIVE),
        "status": "waiting",
    }
    kept = insert_or_skip(connection, message, ("message_id",)).returning(message.c.id)
    number = connection.execute(kept, row).scalar()
    if number is None:
        return False
    connection.execute(insert(job), job_row("correlate", now, {"message": number}))
    return True


def receiver(connection: Connection, kept: Row[Any]) -> Row[Any] | None:
    """The oldest subscription that waits for a message."""
    query = (
        select(subscription)
        .where(
            subscription.c.message_name == kept.name,
            subscription.c.correlation_key == kept.correlation_key,
        )
        .order_by(subscription.c.id)
        .limit(1)
    )
    return connection.execute(query).first()


def deliver(work: Unit, kept: Row[Any], to: Row[Any]) -> None:
    """Hand a message to its receiver's token; the subscription ends in the same commit."""
    payload = from_json(kept.payload)
    with moving(work, to.root_id) as tree:
        tree.story.note(
            "message-received",
            to.root_id,
            to.instance_id,
            element=to.element,
            token=to.token,
            message=kept.name,
            key=kept.correlation_key,
            by=kept.published_by,
        )
        tree.act(to.instance_id, lambda w, s: w.deliver(to.token, payload, s))
    _delivered(work, kept, to.instance_id)


def start_by(work: Unit, kept: Row[Any]) -> bool:
    """Start the process that begins with this message, if there is one and it may begin now.

    Where its start event or process has the property `one-per-key`, it begins when no other of the same key
    runs; the message waits for that. Else a running one is KeyTaken.
    """
    wanted = _begins(work.connection, kept)
    if wanted is None or not _may_begin(work, wanted, kept):
        return False
    deployed = work.pe.definitions.get(work.connection, wanted.definition_id)
    birth = Birth(
        deployed,
        {},
        business_key=kept.correlation_key or None,
        start_element=wanted.element,
        payload=from_json(kept.payload),
    )
    try:
        with starting(work, birth) as tree:
            pass
    except KeyTaken as taken:
        if _one_per_key(work, wanted):
            raise Conflict from taken  # it has begun this moment: tried again, the message waits
        raise
    _delivered(work, kept, tree.root_id)
    return True


def leave(work: Unit, kept: Row[Any]) -> None:
    """Let a message wait. Raises Conflict if somebody could take it meanwhile: the message is tried again."""
    one_at_a_time(work.connection, "message", kept.name, kept.correlation_key)
    wanted = _begins(work.connection, kept)
    begins = wanted is not None and _may_begin(work, wanted, kept)
    if begins or receiver(work.connection, kept) is not None:
        raise Conflict


def call_again(connection: Connection, root_id: int, now: datetime) -> None:
    """The messages for which an instance of this tree listens are tried again: it has been resumed."""
    heard = and_(
        subscription.c.message_name == message.c.name,
        subscription.c.correlation_key == message.c.correlation_key,
        subscription.c.root_id == root_id,
    )
    waiting = select(message.c.id).where(message.c.status == "waiting", exists().where(heard))
    for number in connection.execute(waiting.order_by(message.c.id)).scalars().all():
        connection.execute(insert(job), job_row("correlate", now, {"message": number}))


def _begins(connection: Connection, kept: Row[Any]) -> Row[Any] | None:
    """The start event of the one process that begins with this message."""
    query = select(start_subscription).where(start_subscription.c.message_name == kept.name)
    return connection.execute(query.order_by(start_subscription.c.process_id)).first()


def _may_begin(work: Unit, wanted: Row[Any], kept: Row[Any]) -> bool:
    if not kept.correlation_key or not _one_per_key(work, wanted):
        return True
    return not running(work.connection, wanted.process_id, kept.correlation_key)


def _one_per_key(work: Unit, wanted: Row[Any]) -> bool:
    definition = work.pe.definitions.get(work.connection, wanted.definition_id).definition
    places = (definition.elements[wanted.element].properties, definition.properties)
    return any(properties.get("one-per-key") == "true" for properties in places)


def _delivered(work: Unit, kept: Row[Any], instance_id: int) -> None:
    """The message is used up. Raises Conflict if it has been handed over, or has expired, since it was read."""
    statement = update(message).where(message.c.id == kept.id, message.c.status == "waiting")
    values = {"status": "delivered", "receiver_id": instance_id, "delivered_at": work.pe.now()}
    if work.connection.execute(statement.values(values)).rowcount != 1:
        raise Conflict
