"""A task from one person to another: for good, or to be prepared and handed back."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine import recusals
from engine.actor import Actor
from engine.clock import business_date
from engine.commands.at_hand import (
    deployed_with,
    four_eyes,
    hand_over,
    holder,
    may,
    open_task,
    read,
    tell,
)
from engine.commands.tasks import Alongside
from engine.errors import NotAllowed, NotOpen
from engine.process_engine import ProcessEngine
from engine.queries.visibility import leads, office_schemes
from engine.sentence import Sentence
from engine.unit import Unit, unit

_WHOLE = {"delegated_by": None, "delegated_to": None, "follow_up_at": None}  # nobody else has a part in it


def assign(
    pe: ProcessEngine, task_id: int, to: Actor, by: Actor, *, alongside: Alongside | None = None
) -> None:
    """Give a task to somebody else for good: by one of the scheme's office who may do it, its lead or an administrator.

    `to` must be a candidate; a task of one person alone an administrator may give to anybody. `alongside` writes
    what the caller keeps of it in the same commit. Raises as `claim`.
    """
    with unit(pe, by) as work:
        task, name = open_task(work, task_id, handing_over=True)
        _of_the_office(task, "转办", by)
        groups, users = task.candidates["groups"], task.candidates["users"]
        if not (may(None, task.candidates, to) or (by.admin and not groups and not users)):
            raise NotAllowed(what=task.name, who="、".join(groups) or "候选人", actor=to.name)
        _fit(work, task, to)
        hand_over(work, task, to.name, **_WHOLE)
        tell(work, task, "task-assigned", name, to=to.name)
        if alongside is not None:
            alongside(work.connection)


def delegate(pe: ProcessEngine, task_id: int, to: Actor, by: Actor) -> None:
    """Let a colleague of the scheme's office prepare a task; the owner gets it back and completes it.

    It cannot be completed in between, and not be delegated further. Raises as `claim`.
    """
    with unit(pe, by) as work:
        task, name = open_task(work, task_id)
        if is_delegated(task.assignee, task.delegated_to):
            raise NotAllowed(
                what=Sentence("委托：{name}", name=task.name),
                who=Sentence("委托人{who}", who=task.delegated_by),
                actor=by.name,
            )
        _of_the_office(task, "委托", by, to)
        if to.name in (by.name, name):
            raise NotAllowed(what=Sentence("受托：{name}", name=task.name), who="另一个人", actor=to.name)
        _fit(work, task, to)
        hand_over(work, task, to.name, delegated_by=name, delegated_to=to.name, follow_up_at=None)
        tell(work, task, "task-delegated", name, to=to.name)


def hand_back(pe: ProcessEngine, task_id: int, by: Actor, *, alongside: Alongside | None = None) -> None:
    """Give a delegated task back to its owner for a look; to its group if the owner has stepped back meanwhile.

    `alongside` writes what the caller keeps of it in the same commit. Raises as `claim`.
    """
    with unit(pe, by) as work:
        task, name = open_task(work, task_id)
        if not is_delegated(task.assignee, task.delegated_to):
            raise NotOpen(what=task.name, state="交回，或者没有委托给您")
        closed = recusals.holds(work.connection, task.root_id, task.delegated_by)
        to = None if closed else task.delegated_by
        hand_over(work, task, to, **(_WHOLE if closed else {"follow_up_at": None}))
        tell(work, task, "task-returned", name, to=to)
        if alongside is not None:
            alongside(work.connection)


def recall(pe: ProcessEngine, task_id: int, by: Actor) -> None:
    """Take a delegated task back before it is returned: by its owner or whoever acts for them, a lead or an
    administrator. Raises as `claim`."""
    with unit(pe, by) as work:
        task = read(work, task_id)
        if not is_delegated(task.assignee, task.delegated_to):
            raise NotOpen(what=task.name, state="交回了")
        name = _owner(work, task)
        hand_over(work, task, task.delegated_by, **_WHOLE)
        tell(work, task, "task-recalled", name, to=task.delegated_by)


def check_giver(connection: Connection, task: Row[Any], by: Actor, day: date) -> None:
    """Whether a person may give an open task to somebody else for good, as things stand. Raises NotAllowed."""
    if is_delegated(task.assignee, task.delegated_to):
        raise NotAllowed(
            what=Sentence("转办：{name}", name=task.name),
            who=Sentence("委托人{who}，先收回再转办", who=task.delegated_by),
            actor=by.name,
        )
    holder(connection, task, by, day, handing_over=True)
    _of_the_office(task, "转办", by)


def is_delegated(assignee: str | None, delegated_to: str | None) -> bool:
    """Whether a task is with somebody who prepares it for another."""
    return delegated_to is not None and assignee == delegated_to


def _of_the_office(task: Row[Any], word: str, *people: Actor) -> None:
    """Reviewers and applicants do their tasks themselves. Raises NotAllowed."""
    for person in people:
        if task.scheme not in office_schemes(person.groups) and not person.admin:
            raise NotAllowed(
                what=Sentence("{word}：{name}", word=word, name=task.name),
                who="本奖项审定办的工作人员",
                actor=person.name,
            )


def _owner(work: Unit, task: Row[Any]) -> str:
    """In whose name a delegated task is taken back."""
    by, day = work.actor, business_date(work.pe.now())
    if leads(by, task.scheme):
        return by.name
    if task.delegated_by in {by.name, *(a.name for a in by.stands_in if a.covers(task.scheme, day))}:
        return str(task.delegated_by)
    return holder(work.connection, task, by, day)


def _fit(work: Unit, task: Row[Any], to: Actor) -> None:
    """Raises NotAllowed if somebody has stepped back from the case, or did what another person must have done."""
    if recusals.holds(work.connection, task.root_id, to.name):
        raise NotAllowed(what=task.name, who="没有回避本案的人", actor=to.name)
    four_eyes(work.connection, task, deployed_with(work, task), to.name)
