"""Publish a message: it is kept in the sender's commit and delivered once, or waits out its time to live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from engine import once
from engine.actor import Actor
from engine.correlation import publish_in
from engine.process_engine import ProcessEngine
from engine.unit import unit


def publish(
    pe: ProcessEngine,
    name: str,
    key: str,
    variables: Mapping[str, Any],
    by: Actor,
    *,
    message_id: str | None = None,
    ttl: timedelta | None = None,
) -> bool:
    """Publish a message; False if one with the same `message_id` was taken before. `variables` is JSON-able."""
    with unit(pe, by) as work:
        taken = publish_in(
            work.connection,
            name=name,
            key=key,
            payload=dict(variables),
            by=by.name,
            now=pe.now(),
            message_id=message_id,
            ttl=ttl,
        )
        work.after.append(pe.wake.set)
    return taken


def publish_numbered(
    pe: ProcessEngine,
    name: str,
    issue: Callable[[Connection], str],
    variables: Mapping[str, Any],
    by: Actor,
    *,
    key_variable: str,
    token: str | None = None,
) -> str:
    """Publish a message under a key that is issued in its own transaction; returns the key.

    A number is used up only by a message that exists. `key_variable` names the variable that carries it.
    Asked again with the same `token` (the form's own), it answers with the first key and publishes nothing.
    """
    with unit(pe, by) as work:
        before = once.answered(work.connection, by.name, token, pe.now())
        if before is not None:
            return before
        key = issue(work.connection)
        payload = {**variables, key_variable: key}
        publish_in(work.connection, name=name, key=key, payload=payload, by=by.name, now=pe.now())
        once.answer(work.connection, by.name, token, key)
        work.after.append(pe.wake.set)
    return key
