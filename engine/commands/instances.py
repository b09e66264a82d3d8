"""Commands on instances: start one, cancel one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.definitions import Deployed
from engine.errors import LaurelError, NotAllowed, NotFound
from engine.feel import from_json
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.runtime import KeyTaken, moving, starting
from engine.unit import unit

__all__ = ["Called", "IssueKey", "KeyTaken", "cancel", "start"]

# Gives the next key in the transaction that is handed to it.
IssueKey = Callable[[Connection, Deployed], str]


class Called(LaurelError):
    """这一部分由上级流程调用，不能单独取消；请取消整个案件。"""

    code, status = "called", 409


def start(
    pe: ProcessEngine,
    process_id: str,
    *,
    business_key: str | IssueKey | None,
    variables: Mapping[str, Any],
    by: Actor,
    owner: str | None = None,
    key_variable: str | None = None,
) -> int:
    """Start the newest version of a process; returns the instance's id.

    `variables` is JSON-able data. The business key is given, or issued inside the transaction of the start,
    so that a number is used up only by an instance that exists; `key_variable` names the variable that
    carries it as well. Raises UnknownProcess, KeyTaken (a running instance of the process has this business
    key), NotAllowed (the process names its starter groups).
    """
    with unit(pe, by) as work:
        deployed = pe.definitions.newest(work.connection, process_id)
        starters = deployed.definition.properties.get("candidate-starter-groups", "")
        groups = {g.strip() for g in starters.split(",") if g.strip()}
        if groups and not groups & by.groups:
            raise NotAllowed(what=deployed.definition.name, who="、".join(sorted(groups)), actor=by.name)
        key = business_key(work.connection, deployed) if callable(business_key) else business_key
        given = {**variables, key_variable: key} if key_variable else dict(variables)
        with starting(work, deployed, from_json(given), business_key=key, owner=owner) as tree:
            pass
        return tree.root_id


def cancel(pe: ProcessEngine, instance_id: int, reason: str, by: Actor) -> None:
    """End a root with everything that it still waits for. Raises NotFound, NotOpen, Called."""
    with unit(pe, by) as work:
        root = work.connection.execute(
            select(instance.c.root_id).where(instance.c.id == instance_id)
        ).scalar()
        if root is None:
            raise NotFound(what="这个流程实例")
        if root != instance_id:
            raise Called
        with moving(work, root) as tree:
            tree.story.note("cancel-requested", root, instance_id, reason=reason)
            tree.act(instance_id, lambda w, s: w.cancel(s))
