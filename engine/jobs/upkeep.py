"""What time alone ends: messages that nobody took, forms that were sent long ago."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, exists, update

from engine.models import instance, message, request, subscription
from engine.process_engine import ProcessEngine

REMEMBERED = timedelta(days=7)  # how long a form that was sent is known again


def expire_messages(pe: ProcessEngine) -> int:
    """End the messages whose time to live is over without a receiver; returns how many.

    One whose receiver is suspended goes on waiting for it.
    """
    now = pe.now()
    kept = exists().where(
        subscription.c.message_name == message.c.name,
        subscription.c.correlation_key == message.c.correlation_key,
        and_(instance.c.id == subscription.c.root_id, instance.c.suspended_at.is_not(None)),
    )
    over = update(message).where(message.c.status == "waiting", message.c.expires_at <= now, ~kept)
    with pe.database.transaction() as connection:
        return connection.execute(over.values(status="expired")).rowcount


def forget_requests(pe: ProcessEngine) -> int:
    """Forget which forms were sent more than a week ago; returns how many."""
    old = delete(request).where(request.c.at <= pe.now() - REMEMBERED)
    with pe.database.transaction() as connection:
        return connection.execute(old).rowcount
