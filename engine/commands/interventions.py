"""What administrators do to a running case, each with a reason that its history keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import update

from engine import correlation
from engine.actor import Actor
from engine.bpmn import (
    CancelToken,
    SetVariables,
    StartAfter,
    StartBefore,
    Workflow,
    migration_findings,
)
from engine.commands.intervening import Called, part, seen, whole
from engine.errors import Finding, NotOpen, Refused
from engine.feel import from_json
from engine.instance_rows import STATE_OF
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence
from engine.tree import Tree

__all__ = [
    "Called",
    "begin",
    "cancel",
    "enough",
    "migrate",
    "migration_check",
    "modify",
    "resume",
    "set_variables",
    "suspend",
]

Instruction = CancelToken | StartBefore | StartAfter | SetVariables


def cancel(pe: ProcessEngine, instance_id: int, reason: str, by: Actor) -> None:
    """End a case with everything that it still waits for. Raises as all here, NotOpen, Called."""
    with whole(pe, instance_id, reason, by, "取消") as tree:
        tree.story.note("cancel-requested", tree.root_id, instance_id, reason=reason)
        tree.act(instance_id, lambda w, s: w.cancel(s))


def suspend(pe: ProcessEngine, instance_id: int, reason: str, by: Actor) -> None:
    """Let a case stand still: nobody completes its tasks; timers, jobs, messages and signals wait. Raises NotOpen."""
    with whole(pe, instance_id, reason, by, "暂停") as tree:
        row = tree.row(instance_id)
        if row["status"] != "active" or row["suspended_at"] is not None:
            raise NotOpen(what=_called(row), state="结束了" if row["status"] != "active" else "暂停了")
        _mark(tree, "suspended", tree.now, reason)


def resume(pe: ProcessEngine, instance_id: int, reason: str, by: Actor) -> None:
    """Let a suspended case go on: what fell due or came meanwhile happens now. Raises NotOpen."""
    with whole(pe, instance_id, reason, by, "恢复") as tree:
        row = tree.row(instance_id)
        if row["status"] != "active" or row["suspended_at"] is None:
            state = "结束了" if row["status"] != "active" else "在办理中，没有暂停"
            raise NotOpen(what=_called(row), state=state)
        _mark(tree, "resumed", None, reason)
        correlation.call_again(tree.connection, instance_id, tree.now)
        tree.work.after.append(pe.wake.set)


def modify(
    pe: ProcessEngine, instance_id: int, instructions: Sequence[Instruction], reason: str, by: Actor
) -> None:
    """Take tokens away, put tokens elsewhere, set variables (JSON-able), all at once or not at all.

    Raises NotOpen, ModificationRefused, ExpressionFailed.
    """
    given = [
        replace(one, values=from_json(dict(one.values))) if isinstance(one, SetVariables) else one
        for one in instructions
    ]
    with part(pe, instance_id, reason, by) as tree:
        told = [{"do": type(one).__name__, **asdict(one)} for one in instructions]
        tree.story.note("modified", tree.root_id, instance_id, reason=reason, instructions=told)
        tree.act(instance_id, lambda w, s: w.modify(given, s))


def set_variables(
    pe: ProcessEngine,
    instance_id: int,
    values: Mapping[str, Any],
    reason: str,
    by: Actor,
    *,
    token: str | None = None,
) -> None:
    """Set variables (JSON-able) of an instance, or as a token sees them. Raises NotOpen, ExpressionFailed."""
    given = from_json(dict(values))
    with part(pe, instance_id, reason, by) as tree:
        told: dict[str, Any] = {"reason": reason, "values": dict(values)}
        tree.story.note("variables-set", tree.root_id, instance_id, token=token, **told)
        tree.act(instance_id, lambda w, s: w.set_variables(given, s, token=token))


def begin(pe: ProcessEngine, instance_id: int, token: str, element: str, reason: str, by: Actor) -> None:
    """Begin an element inside an ad-hoc sub-process, whose token waits. Raises NotOpen, ExpressionFailed."""
    with part(pe, instance_id, reason, by) as tree:
        tree.story.note(
            "ad-hoc-begun", tree.root_id, instance_id, element=element, token=token, reason=reason
        )
        tree.act(instance_id, lambda w, s: w.activate(token, element, s))


def enough(pe: ProcessEngine, instance_id: int, token: str, reason: str, by: Actor) -> None:
    """End an ad-hoc sub-process that has done enough. Raises NotOpen, ExpressionFailed."""
    with part(pe, instance_id, reason, by) as tree:
        tree.story.note("ad-hoc-ended", tree.root_id, instance_id, token=token, reason=reason)
        tree.act(instance_id, lambda w, s: w.complete(token, {}, s))


def migrate(
    pe: ProcessEngine,
    instance_id: int,
    definition_id: int,
    mapping: Mapping[str, str],
    reason: str,
    by: Actor,
) -> None:
    """Go on with another version of the same process; `mapping` gives new ids of elements and flows.

    Tasks, jobs and subscriptions keep their ids, people and dates. Raises Refused with what `migration_check`
    finds, NotOpen, ExpressionFailed.
    """
    with part(pe, instance_id, reason, by) as tree:
        row = tree.row(instance_id)
        if row["status"] != "active":
            raise NotOpen(what=_called(row), state="结束了")
        old, new = tree.deployed(instance_id), pe.definitions.get(tree.connection, definition_id)
        if found := _other_process(row["process_id"], new.process_id, new.definition.file):
            raise Refused(found)
        services = pe.services(tree.connection, new)
        state = tree.workflow(instance_id).encode()
        workflow = Workflow.migrate(state, old.definition, new.definition, mapping, services)
        told: dict[str, Any] = {"reason": reason, "from_version": old.version, "version": new.version}
        tree.story.note("migrated", tree.root_id, instance_id, mapping=dict(mapping), **told)
        tree.replace(instance_id, new, workflow)


def migration_check(
    pe: ProcessEngine, instance_id: int, definition_id: int, mapping: Mapping[str, str], by: Actor
) -> list[Finding]:
    """What keeps an instance from going on with another version, without touching it. Raises NotFound, NotAllowed."""
    with pe.database.reading() as connection:
        row = seen(connection, instance_id, by)
        old = pe.definitions.get(connection, row.definition_id)
        new = pe.definitions.get(connection, definition_id)
        state = connection.execute(STATE_OF, {"_id": instance_id}).scalar_one()
    if found := _other_process(row.process_id, new.process_id, new.definition.file):
        return found
    return migration_findings(state, old.definition, new.definition, mapping)


def _mark(tree: Tree, kind: str, at: Any, reason: str) -> None:
    mine = update(instance).where(instance.c.id == tree.root_id)
    tree.connection.execute(mine.values(suspended_at=at))
    tree.story.note(kind, tree.root_id, tree.root_id, reason=reason)


def _called(row: Mapping[str, Any]) -> str:
    return row["business_key"] or Sentence("这个案件")


def _other_process(old: str, new: str, file: str) -> list[Finding]:
    if old == new:
        return []
    message = f"案件属于流程“{old}”，只能迁移到它的另一个版本，不能迁移到“{new}”。"
    return [Finding("migration-process", message, file)]
