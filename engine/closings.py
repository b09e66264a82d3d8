"""What ends with a token: its user task, jobs, subscriptions and incidents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from engine.models import incident, job, signal_subscription, subscription, user_task

_close_tasks = (
    update(user_task)
    .where(
        user_task.c.instance_id == bindparam("_instance"),
        user_task.c.token.in_(bindparam("_tokens", expanding=True)),
        user_task.c.status == "open",
    )
    .values(status="cancelled", ended_at=bindparam("_now"), ended_by=bindparam("_actor"))
)
_close_jobs = (
    update(job)
    .where(
        job.c.instance_id == bindparam("_instance"),
        job.c.token.in_(bindparam("_tokens", expanding=True)),
        job.c.status.in_(("ready", "leased", "dead")),
    )
    .values(status="cancelled", ended_at=bindparam("_now"))
)
_close_subscriptions = delete(subscription).where(
    subscription.c.instance_id == bindparam("_instance"),
    subscription.c.token.in_(bindparam("_tokens", expanding=True)),
)
_close_ears = delete(signal_subscription).where(
    signal_subscription.c.instance_id == bindparam("_instance"),
    signal_subscription.c.token.in_(bindparam("_tokens", expanding=True)),
)
_close_incidents = (
    update(incident)
    .where(
        incident.c.instance_id == bindparam("_instance"),
        incident.c.token.in_(bindparam("_tokens", expanding=True)),
        incident.c.resolved_at.is_(None),
    )
    .values(resolved_at=bindparam("_now"), resolved_by=bindparam("_actor"))
)
HAVE_ROWS = {
    "user-task": (_close_tasks,),
    "timer": (_close_jobs, _close_incidents),
    "message": (_close_subscriptions,),
    "signal": (_close_ears,),
    "job": (_close_jobs, _close_incidents),
    "incident": (_close_incidents,),
}
_TAKES = {
    _close_tasks: ("_now", "_actor"),
    _close_jobs: ("_now",),
    _close_subscriptions: (),
    _close_ears: (),
    _close_incidents: ("_now", "_actor"),
}


def close(
    connection: Connection, kind: str, instance_id: int, tokens: Collection[str], now: datetime, actor: str
) -> None:
    """End the rows of tokens that waited for something of this kind, one of `HAVE_ROWS`."""
    common = {"_now": now, "_actor": actor}
    for statement in HAVE_ROWS[kind]:
        values = {name: common[name] for name in _TAKES[statement]}
        connection.execute(statement, {"_instance": instance_id, "_tokens": sorted(tokens), **values})
