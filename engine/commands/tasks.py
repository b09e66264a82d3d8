"""Commands on user tasks: claim, release, assign, complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from engine import recusals
from engine.actor import Actor
from engine.commands.submitting import filled_in
from engine.definitions import Deployed
from engine.errors import Conflict, ExpressionFailed, NotAllowed, NotFound, NotOpen
from engine.feel import to_json
from engine.history import Story
from engine.incidents import report
from engine.instance_rows import HEAD
from engine.models import instance, user_task
from engine.prepared import Prepared
from engine.process_engine import ProcessEngine
from engine.queries.visibility import recused
from engine.runtime import moving_locked
from engine.tree import Tree
from engine.unit import Unit, unit

_STATES = {"completed": "办结", "cancelled": "取消"}
_UNUSED = ("priority", "due_at", "follow_up_at", "derivations", "created_at", "ended_at")
_RECUSED = recused(user_task.c.root_id, bindparam("_by"))
_NEEDED = [
    *[column for column in user_task.c if column.name not in _UNUSED],
    _RECUSED.label("recused"),
]
# The task and its locked root in one statement; the root's columns carry a prefix.
_READ_AND_LOCK = Prepared(
    select(*_NEEDED, *[column.label(f"r_{column.name}") for column in HEAD])
    .join(instance, instance.c.id == user_task.c.root_id)
    .where(user_task.c.id == bindparam("_id"))
    .with_for_update(of=instance, key_share=True)
)
_ROOT = [column.name for column in HEAD]
_LOCK = (
    select(instance.c.id)
    .join(user_task, instance.c.id == user_task.c.root_id)
    .where(user_task.c.id == bindparam("_id"))
    .with_for_update(of=instance, key_share=True)
)
_READ = select(user_task, _RECUSED.label("recused")).where(user_task.c.id == bindparam("_id"))
_DEFINITION = select(instance.c.definition_id).where(instance.c.id == bindparam("_id"))
_END = Prepared(
    update(user_task)
    .where(
        user_task.c.id == bindparam("_id"),
        user_task.c.status == "open",
        user_task.c.assignee.is_not_distinct_from(bindparam("_assignee")),
        user_task.c.element == bindparam("_element"),
        user_task.c.form_id.is_not_distinct_from(bindparam("_form")),
        ~_RECUSED,
    )
    .values(
        status="completed", ended_at=bindparam("_now"), ended_by=bindparam("_by"), assignee=bindparam("_by")
    )
)


def claim(pe: ProcessEngine, task_id: int, by: Actor) -> None:
    """Take a task as one's own. Raises NotFound, NotAllowed, NotOpen (also when somebody else has it)."""
    with unit(pe, by) as work:
        task = _open_task(work.connection, task_id, by)
        if task.assignee not in (None, by.name):
            raise NotOpen(what=task.name, state=f"由 {task.assignee} 认领")
        number = work.connection.execute(_DEFINITION, {"_id": task.instance_id}).scalar_one()
        _four_eyes(work, task, pe.definitions.get(work.connection, number))
        _hand_over(work, task, by.name, "task-claimed")


def release(pe: ProcessEngine, task_id: int, by: Actor) -> None:
    """Give a claimed task back to its group. Raises NotFound, NotAllowed, NotOpen."""
    with unit(pe, by) as work:
        task = _open_task(work.connection, task_id, by)
        if not task.candidates["groups"] and not task.candidates["users"]:
            raise NotAllowed(
                what=f"放回：{task.name}", who="有候选组的任务才能放回，这项任务只属于一个人", actor=by.name
            )
        _hand_over(work, task, None, "task-released")


def assign(pe: ProcessEngine, task_id: int, to: str, by: Actor) -> None:
    """Give a task to somebody else: by an administrator or one who may do it. Raises as `claim`."""
    with unit(pe, by) as work:
        task = _open_task(work.connection, task_id, by, handing_over=True)
        if recusals.holds(work.connection, task.root_id, to):
            raise NotAllowed(what=task.name, who="没有回避本案的人", actor=to)
        _hand_over(work, task, to, "task-assigned")


def complete(
    pe: ProcessEngine,
    task_id: int,
    submission: Mapping[str, Any],
    by: Actor,
    *,
    alongside: Callable[[Connection], None] | None = None,
) -> int:
    """Complete a task with what was filled in; returns the root instance's id.

    `submission` maps field keys to what a browser or a program sent; `alongside` writes what the caller keeps of
    this task in the same commit, and must be quick. Raises NotFound, NotAllowed,
    NotOpen (done before, also by somebody else at this moment), Suspended, Invalid (form errors), TooEarly,
    ExpressionFailed (an incident is opened, the instance stays as it was).
    """
    task: Row[Any] | None = None
    try:
        with unit(pe, by) as work:
            found = _READ_AND_LOCK.first(work.connection, {"_id": task_id, "_by": by.name})
            task = _checked(found, by)
            with moving_locked(work, _root_of(task)) as tree:
                tree.check_moves()
                if task.element not in tree.deployed(task.instance_id).definition.elements:
                    raise Conflict  # migrated since the task was read: PostgreSQL waits between the two
                _four_eyes(work, task, tree.deployed(task.instance_id))
                _complete(tree, task, submission, by)
            if alongside is not None:
                alongside(work.connection)
            return tree.root_id
    except ExpressionFailed as error:
        assert task is not None
        report(pe, error, root_id=task.root_id, instance_id=task.instance_id, task_id=task_id)
        raise


def _root_of(task: Row[Any]) -> dict[str, Any]:
    """The root's columns of `_READ_AND_LOCK`, which are its last."""
    return dict(zip(_ROOT, task[-len(_ROOT) :], strict=True))


def may(assignee: str | None, candidates: Mapping[str, list[str]], actor: Actor) -> bool:
    """Whether a person may work on a task: its assignee; if it has none, a candidate or member of a group."""
    if assignee is not None:
        return assignee == actor.name
    return actor.name in candidates["users"] or bool(actor.groups & set(candidates["groups"]))


def _complete(tree: Tree, task: Row[Any], submission: Mapping[str, Any], by: Actor) -> None:
    ended = {"_id": task.id, "_now": tree.now, "_by": by.name, "_assignee": task.assignee}
    ended |= {"_element": task.element, "_form": task.form_id}
    if _END.run(tree.connection, ended).rowcount != 1:
        # PostgreSQL read the task before it waited for the root. Read again it has ended; else it has changed.
        _open_task(tree.connection, task.id, by)
        raise Conflict
    values, known = filled_in(tree, task, submission)
    tree.story.note(
        "task-completed",
        tree.root_id,
        task.instance_id,
        element=task.element,
        token=task.token,
        task=task.id,
        name=task.name,
        values=to_json(values),
    )
    if recusals.declared(tree, task, known):
        recusals.record(tree, task, by.name)
    tree.kinds(task.instance_id)
    tree.forget(task.instance_id, task.token)
    tree.act(task.instance_id, lambda w, s: w.complete(task.token, values, s))


def _open_task(connection: Connection, task_id: int, by: Actor, *, handing_over: bool = False) -> Row[Any]:
    """The task, read after its root has been locked, as every command does it."""
    connection.execute(_LOCK, {"_id": task_id})
    found = connection.execute(_READ, {"_id": task_id, "_by": by.name}).first()
    return _checked(found, by, handing_over=handing_over)


def _checked(task: Row[Any] | None, by: Actor, *, handing_over: bool = False) -> Row[Any]:
    """The task, if it is open and this person may work on it, or as an administrator hand it over."""
    if task is None or task.recused:
        raise NotFound(what="这项任务")
    if task.status != "open":
        involved = task.ended_by == by.name or by.groups & set(task.candidates["groups"]) or by.admin
        if not involved:
            raise NotFound(what="这项任务")
        raise NotOpen(what=task.name, state=_STATES[task.status])
    if not may(task.assignee, task.candidates, by) and not (handing_over and by.admin):
        groups = task.candidates["groups"]
        if by.groups & set(groups):
            raise NotAllowed(what=task.name, who=task.assignee, actor=by.name)
        raise NotAllowed(what=task.name, who="、".join(groups) or task.assignee or "候选人", actor=by.name)
    return task


def _four_eyes(work: Unit, task: Row[Any], deployed: Deployed) -> None:
    """The property `four-eyes` names tasks whose completers may not do this one."""
    element = deployed.definition.elements[task.element]
    named = [p.strip() for p in element.properties.get("four-eyes", "").split(",") if p.strip()]
    if not named:
        return
    done = select(user_task.c.ended_by).where(
        user_task.c.root_id == task.root_id, user_task.c.element.in_(named), user_task.c.status == "completed"
    )
    if work.actor.name in set(work.connection.execute(done).scalars()):
        raise NotAllowed(what=task.name, who="另一个人（四眼原则）", actor=work.actor.name)


def _hand_over(work: Unit, task: Row[Any], to: str | None, kind: str) -> None:
    statement = update(user_task).where(
        user_task.c.id == task.id,
        user_task.c.status == "open",
        user_task.c.assignee.is_not_distinct_from(task.assignee),
    )
    if work.connection.execute(statement.values(assignee=to)).rowcount != 1:
        raise NotOpen(what=task.name, state="被别人认领或办结")
    story = Story(work.pe.now(), work.actor.name)
    story.note(
        kind, task.root_id, task.instance_id, element=task.element, task=task.id, name=task.name, to=to
    )
    story.write(work.connection)
