"""Commands on instances: start one, cancel one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.errors import LaurelError, NotAllowed, NotFound
from engine.feel import from_json
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.runtime import moving, starting, unit


class KeyTaken(LaurelError):
    """编号“{key}”的案件已经在办理中，没有重复立案。"""

    code, status = "key-taken", 409


def start(
    pe: ProcessEngine,
    process_id: str,
    *,
    business_key: str | None,
    variables: Mapping[str, Any],
    by: Actor,
    owner: str | None = None,
) -> int:
    """Start the newest version of a process; returns the instance's id.

    `variables` is JSON-able data. Raises UnknownProcess, KeyTaken (a running instance of the process has
    this business key), NotAllowed (the process names its starter groups).
    """
    with unit(pe, by) as work:
        deployed = pe.definitions.newest(work.connection, process_id)
        starters = deployed.definition.properties.get("candidate-starter-groups", "")
        groups = {g.strip() for g in starters.split(",") if g.strip()}
        if groups and not groups & by.groups:
            raise NotAllowed(what=deployed.definition.name, who="、".join(sorted(groups)), actor=by.name)
        if business_key is not None:
            same = select(instance.c.id).where(
                instance.c.process_id == process_id,
                instance.c.business_key == business_key,
                instance.c.status == "active",
                instance.c.parent_id.is_(None),
            )
            if work.connection.execute(same).first():
                raise KeyTaken(key=business_key)
        values = from_json(dict(variables))
        with starting(work, deployed, values, business_key=business_key, owner=owner) as tree:
            pass
        return tree.root_id


def cancel(pe: ProcessEngine, instance_id: int, reason: str, by: Actor) -> None:
    """End an instance with everything that it still waits for. Raises NotFound, NotOpen."""
    with unit(pe, by) as work:
        root = work.connection.execute(
            select(instance.c.root_id).where(instance.c.id == instance_id)
        ).scalar()
        if root is None:
            raise NotFound(what="这个流程实例")
        with moving(work, root) as tree:
            tree.story.note("cancel-requested", root, instance_id, reason=reason)
            tree.act(instance_id, lambda w, s: w.cancel(s))
