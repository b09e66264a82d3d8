"""What passes between an instance and those that it called or that called it: starts, ends, errors, escalations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from engine.bpmn import Happened, Services, Wait, Workflow
from engine.definitions import Deployed
from engine.errors import LaurelError
from engine.feel import from_json
from engine.history import Story
from engine.instance_rows import CALLED
from engine.process_engine import ProcessEngine

MAX_CALL_DEPTH = 20
UNCAUGHT = "uncaught-error"  # the kernel's word for an error end event that no element catches
ESCALATED = "escalation-uncaught"  # and for an escalation: it is told, and the instance goes on


class Family(Protocol):
    """What this room needs of the tree of a root and all that it called."""

    pe: ProcessEngine
    connection: Connection
    root_id: int
    story: Story

    def row(self, instance_id: int) -> dict[str, Any]: ...
    def deployed(self, instance_id: int) -> Deployed: ...
    def workflow(self, instance_id: int) -> Workflow: ...
    def kinds(self, instance_id: int) -> dict[str, str]: ...
    def act(self, instance_id: int, act: Callable[[Workflow, Services], Any]) -> Any: ...
    def call(self, parent_id: int, token: str, deployed: Deployed, variables: Mapping[str, Any]) -> None: ...


class CallTooDeep(LaurelError):
    """流程调用超过 {limit} 层（最后调用“{process}”），已停止。"""

    code, status = "call-too-deep", 422


def call(tree: Family, parent_id: int, token: str, facts: Mapping[str, Any]) -> None:
    """Start what a call activity calls, in the version that its definition is bound to."""
    depth, above = 1, tree.row(parent_id)
    while above["parent_id"] is not None:
        depth, above = depth + 1, tree.row(above["parent_id"])
    if depth >= MAX_CALL_DEPTH:
        raise CallTooDeep(limit=MAX_CALL_DEPTH, process=facts["process_id"])
    bound = tree.deployed(parent_id).bindings["calls"].get(facts["process_id"])
    if bound is None:
        deployed = tree.pe.definitions.newest(tree.connection, facts["process_id"])
    else:
        deployed = tree.pe.definitions.get(tree.connection, bound)
    tree.call(parent_id, token, deployed, from_json(facts["variables"]))


def abandon(tree: Family, parent_id: int, token: str) -> None:
    """A call whose token was taken away: the called instance is cancelled with it."""
    where = {"_root": tree.root_id, "_parent": parent_id, "_token": token}
    for child in tree.connection.execute(CALLED, where).scalars().all():
        if tree.row(child)["status"] == "active":
            tree.act(child, lambda w, s: w.cancel(s))


def hand_back(tree: Family, instance_id: int) -> None:
    """An instance has completed: the call that waits for it goes on with its variables."""
    row = tree.row(instance_id)
    parent, token = row["parent_id"], row["parent_token"]
    if tree.row(parent)["status"] != "active" or tree.kinds(parent).get(token) != "call":
        return  # what this instance did at its end has cancelled the call
    variables = tree.workflow(instance_id).variables()
    tree.act(parent, lambda w, s: w.complete(token, variables, s))


def throw(tree: Family, instance_id: int, token: str, code: str, values: Mapping[str, Any]) -> bool:
    """Throw a BPMN error at a token, then at the calls above it; False if nobody catches it."""
    row = tree.row(instance_id)
    if row["status"] != "active":
        return False
    if tree.act(instance_id, lambda w, s: w.throw_error(token, code, values, s)):
        return True
    parent = row["parent_id"]
    return parent is not None and throw(tree, parent, row["parent_token"], code, values)


def sorted_out(
    row: Mapping[str, Any], happened: Sequence[Happened]
) -> tuple[Sequence[Happened], Sequence[Happened]]:
    """What is told of an instance, and escalations that nobody caught here, which its callers may catch."""
    if row["parent_id"] is None:
        return happened, ()
    return [h for h in happened if h.kind != ESCALATED], [h for h in happened if h.kind == ESCALATED]


def hand_up(tree: Family, instance_id: int, escalations: Sequence[Happened], opened: Sequence[Wait]) -> None:
    """What nobody caught here goes to the callers: escalations, then an error that is held as an incident.

    An escalation that no caller catches is told where it began; an error stays this instance's incident.
    """
    for escalation in escalations:
        if not _escalate(tree, instance_id, escalation.facts["code"]):
            facts = {"element": escalation.element, "token": escalation.token, **escalation.facts}
            tree.story.note(ESCALATED, tree.root_id, instance_id, **facts)
    row = tree.row(instance_id)
    parent, token = row["parent_id"], row["parent_token"]
    for wait in opened:
        uncaught = wait.kind == "incident" and wait.facts.get("code") == UNCAUGHT
        if uncaught and parent is not None and tree.kinds(parent).get(token) == "call":
            throw(tree, parent, token, wait.facts["error"], tree.workflow(instance_id).variables())


def _escalate(tree: Family, instance_id: int, code: str) -> bool:
    """Whether one of the callers, from the nearest on, catches it."""
    row = tree.row(instance_id)
    while row["parent_id"] is not None:
        parent, token = row["parent_id"], row["parent_token"]
        if tree.kinds(parent).get(token) != "call":
            return False  # the call has been cancelled meanwhile
        if tree.act(parent, _escalation(token, code)):
            return True
        row = tree.row(parent)
    return False


def _escalation(token: str, code: str) -> Any:
    return lambda workflow, services: workflow.throw_escalation(token, code, {}, services)
