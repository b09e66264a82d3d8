"""The statements that read, lock and save instance rows, built once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from engine.models import instance as instances
from engine.models import start_subscription
from engine.prepared import Prepared

# What a move needs of a row. Not the state: a live workflow has no need of it, and it is the widest column.
_TOLD = ("state", "started_at", "started_by")
HEAD = [column for column in instances.c if column.name not in _TOLD]

# The state of one instance, for a workflow that is not live.
STATE_OF = select(instances.c.state).where(instances.c.id == bindparam("_id"))

# No key of an instance ever changes: rows that point at it may be written while it is locked.
LOCK_ROOT = select(*HEAD).where(instances.c.id == bindparam("_id")).with_for_update(key_share=True)
LOCKED_ROOT = Prepared(LOCK_ROOT)
SAME_KEY = select(instances.c.id).where(
    instances.c.process_id == bindparam("_process"),
    instances.c.business_key == bindparam("_key"),
    instances.c.status == "active",
    instances.c.parent_id.is_(None),
)
_STATE: dict[str, BindParameter[Any]] = {
    name: bindparam(f"_{name}") for name in ("title", "owner", "status", "ends", "ended_at", "state")
}
SAVE = update(instances).where(instances.c.id == bindparam("_id")).values(_STATE)
RAISE = update(instances).where(
    instances.c.id == bindparam("_id"), instances.c.version == bindparam("_version")
)
SAVE_ROOT = Prepared(RAISE.values({**_STATE, "version": bindparam("_version") + 1}))
RAISE = RAISE.values(version=bindparam("_version") + 1)
REDEFINE = (
    update(instances).where(instances.c.id == bindparam("_id")).values(definition_id=bindparam("_definition"))
)
BEGUN_BY = select(start_subscription.c.message_name).where(
    start_subscription.c.process_id == bindparam("_process")
)
CALLED = select(instances.c.id).where(
    instances.c.root_id == bindparam("_root"),
    instances.c.parent_id == bindparam("_parent"),
    instances.c.parent_token == bindparam("_token"),
    instances.c.status == "active",
)


def bear(connection: Connection, **columns: Any) -> dict[str, Any]:
    """Insert a new instance and return its row; without `root_id` it is a root."""
    new = {"status": "active", "ends": [], "state": b"", "version": 0}
    made = connection.execute(insert(instances).values({**new, **columns}).returning(*HEAD)).one()
    row = made._asdict()
    if row["root_id"] is None:
        row["root_id"] = made.id
        connection.execute(update(instances).where(instances.c.id == made.id).values(root_id=made.id))
    return row
