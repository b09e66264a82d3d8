"""What stands in the way of claiming, completing or giving away a task, asked beforehand; the command asks again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from engine.actor import Actor
from engine.bpmn import Workflow
from engine.clock import business_date
from engine.commands.at_hand import excluded, holder
from engine.commands.handing import check_giver, is_delegated
from engine.commands.submitting import check_window
from engine.definitions import Deployed
from engine.errors import LaurelError, NotAllowed, NotOpen
from engine.models import user_task
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence

Act = Literal["claim", "complete", "assign"]


class OneByOne(LaurelError):
    """“{what}”须逐项办理：{reason}。"""

    code, status = "one-by-one", 422


def hurdle(
    pe: ProcessEngine, connection: Connection, task: Mapping[str, Any], by: Actor, act: Act
) -> LaurelError | None:
    """Why this person could not claim, complete or give away a task now; None if nothing is known to hinder it.

    `task` is a row of `queries.inbox.chosen`.
    """
    try:
        _pass(pe, connection, task, by, act)
    except LaurelError as error:
        return error
    return None


def _pass(pe: ProcessEngine, connection: Connection, task: Mapping[str, Any], by: Actor, act: Act) -> None:
    if task["status"] != "open":
        raise NotOpen(what=task["name"], state="办结或取消")
    if act == "claim" and task["assignee"] is not None:
        raise NotOpen(what=task["name"], state=Sentence("由 {who} 认领", who=task["assignee"]))
    row = connection.execute(select(user_task).where(user_task.c.id == task["id"])).one()
    if act == "assign":
        check_giver(connection, row, by, business_date(pe.now()))
        return
    name = holder(connection, row, by, business_date(pe.now()))
    deployed = pe.definitions.get(connection, task["definition_id"])
    if {by.name, name} & excluded(connection, task["root_id"], task["element"], deployed):
        raise NotAllowed(what=task["name"], who="另一个人（四眼原则）", actor=by.name)
    if act == "complete":
        _completable(pe, connection, task, row, by, deployed)


def _completable(
    pe: ProcessEngine,
    connection: Connection,
    task: Mapping[str, Any],
    row: Row[Any],
    by: Actor,
    deployed: Deployed,
) -> None:
    if task["suspended_at"] is not None:
        raise OneByOne(what=task["name"], reason="本案已暂停，恢复之后才能办理")
    if is_delegated(task["assignee"], task["delegated_to"]):
        raise NotAllowed(
            what=Sentence("办结：{name}", name=task["name"]),
            who=Sentence("委托人{who}", who=task["delegated_by"]),
            actor=by.name,
        )
    properties = deployed.definition.elements[task["element"]].properties
    if properties.get("recuses"):
        raise OneByOne(what=task["name"], reason="利害关系须就每一案分别声明")
    if not_before := properties.get("not-before"):
        context = Workflow.decode(deployed.definition, task["state"]).context(task["token"])
        check_window(row, not_before, context, pe.environment(connection), pe.now())
