"""Commands on user tasks: claim, release, complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, update

from engine import recusals
from engine.actor import Actor
from engine.clock import business_date
from engine.commands.at_hand import (
    READ_AND_LOCK,
    RECUSED,
    checked,
    deployed_with,
    four_eyes,
    hand_over,
    holder,
    may,
    open_task,
    root_of,
    tell,
)
from engine.commands.submitting import filled_in, on_behalf
from engine.errors import Conflict, ExpressionFailed, NotAllowed, NotOpen
from engine.feel import to_json
from engine.incidents import report
from engine.models import user_task
from engine.prepared import Prepared
from engine.process_engine import ProcessEngine
from engine.runtime import moving_locked
from engine.sentence import Sentence
from engine.tree import Tree
from engine.unit import unit

__all__ = ["claim", "complete", "may", "release"]

_END = Prepared(
    update(user_task)
    .where(
        user_task.c.id == bindparam("_id"),
        user_task.c.status == "open",
        user_task.c.assignee.is_not_distinct_from(bindparam("_assignee")),
        user_task.c.element == bindparam("_element"),
        user_task.c.form_id.is_not_distinct_from(bindparam("_form")),
        ~RECUSED,
    )
    .values(
        status="completed",
        ended_at=bindparam("_now"),
        ended_by=bindparam("_by"),
        assignee=bindparam("_holder"),  # in whose name: another person than ended_by's while they are away
    )
)

Alongside = Callable[[Connection], None]
Completing = Callable[[Connection, Mapping[str, Any]], None]  # is told the values that the form has let pass


def claim(pe: ProcessEngine, task_id: int, by: Actor, *, alongside: Alongside | None = None) -> None:
    """Take a task as one's own, or for an absent person as theirs.

    `alongside` writes what the caller keeps of it in the same commit. Raises NotFound, NotAllowed, NotOpen
    (also when somebody else has it).
    """
    with unit(pe, by) as work:
        task, name = open_task(work, task_id)
        if task.assignee not in (None, name):
            raise NotOpen(what=task.name, state=Sentence("由 {who} 认领", who=task.assignee))
        four_eyes(work.connection, task, deployed_with(work, task), by.name, name)
        hand_over(work, task, name)
        tell(work, task, "task-claimed", name, to=name)
        if alongside is not None:
            alongside(work.connection)


def release(pe: ProcessEngine, task_id: int, by: Actor) -> None:
    """Give a claimed task back to its group. Raises NotFound, NotAllowed, NotOpen."""
    with unit(pe, by) as work:
        task, name = open_task(work, task_id)
        if not task.candidates["groups"] and not task.candidates["users"]:
            raise NotAllowed(
                what=Sentence("放回：{name}", name=task.name),
                who="有候选组的任务才能放回，这项任务只属于一个人",
                actor=by.name,
            )
        hand_over(work, task, None, delegated_by=None, delegated_to=None, follow_up_at=None)
        tell(work, task, "task-released", name, to=None)


def complete(
    pe: ProcessEngine,
    task_id: int,
    submission: Mapping[str, Any],
    by: Actor,
    *,
    alongside: Completing | None = None,
) -> int:
    """Complete a task with what was filled in; returns the root instance's id.

    `submission` maps field keys to what a browser or a program sent; `alongside` writes what the caller keeps of
    this task in the same commit, and must be quick; what it refuses (Invalid) is not completed. Raises NotFound, NotAllowed,
    NotOpen (done before, also by somebody else at this moment), Suspended, Invalid (form errors), TooEarly,
    ExpressionFailed (an incident is opened, the instance stays as it was).
    """
    task: Row[Any] | None = None
    try:
        with unit(pe, by) as work:
            found = READ_AND_LOCK.first(work.connection, {"_id": task_id, "_by": by.name})
            task = checked(found, by)
            name = holder(work.connection, task, by, business_date(pe.now()))
            _not_delegated(task, by)
            with moving_locked(work, root_of(task)) as tree:
                tree.check_moves()
                if task.element not in tree.deployed(task.instance_id).definition.elements:
                    raise Conflict  # migrated since the task was read: PostgreSQL waits between the two
                four_eyes(work.connection, task, tree.deployed(task.instance_id), by.name, name)
                values = _complete(tree, task, submission, by, name)
            if alongside is not None:
                alongside(work.connection, values)
            return tree.root_id
    except ExpressionFailed as error:
        assert task is not None
        report(pe, error, root_id=task.root_id, instance_id=task.instance_id, task_id=task_id)
        raise


def _not_delegated(task: Row[Any], by: Actor) -> None:
    """What was delegated goes back to its owner, who completes it."""
    if task.delegated_to is not None and task.assignee == task.delegated_to:
        raise NotAllowed(
            what=Sentence("办结：{name}", name=task.name),
            who=Sentence("委托人{who}（请先交回）", who=task.delegated_by),
            actor=by.name,
        )


def _complete(
    tree: Tree, task: Row[Any], submission: Mapping[str, Any], by: Actor, name: str
) -> Mapping[str, Any]:
    """End the task and let its token go on; returns the values that its form has let pass."""
    ended = {"_id": task.id, "_now": tree.now, "_by": by.name, "_assignee": task.assignee, "_holder": name}
    ended |= {"_element": task.element, "_form": task.form_id}
    if _END.run(tree.connection, ended).rowcount != 1:
        # PostgreSQL read the task before it waited for the root. Read again it has ended; else it has changed.
        again = READ_AND_LOCK.first(tree.connection, {"_id": task.id, "_by": by.name})
        holder(tree.connection, checked(again, by), by, business_date(tree.now))
        raise Conflict
    values, known = filled_in(tree, task, submission)
    theirs = {} if name == by.name else {"stands_for": name}
    tree.story.note(
        "task-completed",
        tree.root_id,
        task.instance_id,
        element=task.element,
        token=task.token,
        task=task.id,
        name=task.name,
        values=to_json(values),
        **theirs,
        **on_behalf(tree, task, known),
    )
    _declared(tree, task, known, by, name)
    tree.kinds(task.instance_id)
    tree.forget(task.instance_id, task.token)
    tree.act(task.instance_id, lambda w, s: w.complete(task.token, values, s))
    return values


def _declared(tree: Tree, task: Row[Any], known: Mapping[str, Any], by: Actor, name: str) -> None:
    """A declaration of a conflict of interest closes the case to who makes it; nobody makes it for another."""
    properties = tree.deployed(task.instance_id).definition.elements[task.element].properties
    if name != by.name and properties.get("recuses"):
        raise NotAllowed(
            what=task.name, who=Sentence("{name}本人（声明不能由人代作）", name=name), actor=by.name
        )
    if recusals.declared(tree, task, known):
        recusals.record(tree, task, by.name)
