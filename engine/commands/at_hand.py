"""The task that a command acts on, read under its root's lock; and in whose name this person may act on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from engine import recusals
from engine.actor import Actor
from engine.clock import business_date
from engine.definitions import Deployed
from engine.errors import HeldByOther, NotAllowed, NotFound, NotOpen
from engine.history import Story
from engine.instance_rows import HEAD
from engine.models import instance, user_task
from engine.prepared import Prepared
from engine.queries.visibility import leads, recused
from engine.sentence import Sentence
from engine.unit import Unit

_STATES = {"completed": Sentence("办结"), "cancelled": Sentence("取消了")}
_UNUSED = ("priority", "due_at", "follow_up_at", "derivations", "created_at", "ended_at")
RECUSED = recused(user_task.c.root_id, bindparam("_by"))
_NEEDED = [
    *[column for column in user_task.c if column.name not in _UNUSED],
    RECUSED.label("recused"),
]
# The task and its locked root in one statement; the root's columns carry a prefix.
READ_AND_LOCK = Prepared(
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
_READ = select(user_task, RECUSED.label("recused")).where(user_task.c.id == bindparam("_id"))
_DEFINITION = select(instance.c.definition_id).where(instance.c.id == bindparam("_id"))


def may(assignee: str | None, candidates: Mapping[str, list[str]], actor: Actor) -> bool:
    """Whether a person may work on a task: its assignee; if it has none, a candidate or member of a group."""
    if assignee is not None:
        return assignee == actor.name
    return actor.name in candidates["users"] or bool(actor.groups & set(candidates["groups"]))


def root_of(task: Row[Any]) -> dict[str, Any]:
    """The root's columns of `READ_AND_LOCK`, which are its last."""
    return dict(zip(_ROOT, task[-len(_ROOT) :], strict=True))


def open_task(work: Unit, task_id: int, *, handing_over: bool = False) -> tuple[Row[Any], str]:
    """The open task and in whose name it may be done, read after its root has been locked.

    `handing_over`: also one who gives out the scheme's work may come. Raises NotFound, NotOpen, NotAllowed.
    """
    found = read(work, task_id)
    day = business_date(work.pe.now())
    return found, holder(work.connection, found, work.actor, day, handing_over=handing_over)


def read(work: Unit, task_id: int) -> Row[Any]:
    """The task, if it is open and its case not closed to this person, locked. Raises NotFound, NotOpen."""
    work.connection.execute(_LOCK, {"_id": task_id})
    found = work.connection.execute(_READ, {"_id": task_id, "_by": work.actor.name}).first()
    return checked(found, work.actor)


def checked(task: Row[Any] | None, by: Actor) -> Row[Any]:
    """The task, if it is open and its case not closed to this person. Raises NotFound, NotOpen."""
    if task is None or task.recused:
        raise NotFound(what="这项任务")
    if task.status != "open":
        involved = {task.ended_by, task.assignee} & {by.name, *(absent.name for absent in by.stands_in)}
        if not (involved or by.groups & set(task.candidates["groups"]) or by.admin):
            raise NotFound(what="这项任务")
        raise NotOpen(what=task.name, state=_STATES[task.status])
    return task


def holder(
    connection: Connection, task: Row[Any], by: Actor, day: date, *, handing_over: bool = False
) -> str:
    """In whose name a person may work on an open task: their own, or that of somebody absent. Raises NotAllowed.

    The recusal of either holds: who is away with a conflict of interest is not acted for.
    """
    if may(task.assignee, task.candidates, by) or (handing_over and leads(by, task.scheme)):
        return by.name
    for absent in by.stands_in:
        person = Actor(absent.name, absent.groups)
        theirs = absent.covers(task.scheme, day) and may(task.assignee, task.candidates, person)
        if theirs and not recusals.holds(connection, task.root_id, absent.name):
            return absent.name
    groups = task.candidates["groups"]
    if by.groups & set(groups):
        raise HeldByOther(what=task.name, who=task.assignee)
    raise NotAllowed(what=task.name, who="、".join(groups) or task.assignee or "候选人", actor=by.name)


def deployed_with(work: Unit, task: Row[Any]) -> Deployed:
    """The version of the diagram that the task's instance runs on."""
    number = work.connection.execute(_DEFINITION, {"_id": task.instance_id}).scalar_one()
    return work.pe.definitions.get(work.connection, number)


def excluded(connection: Connection, root_id: int, element_id: str, deployed: Deployed) -> frozenset[str]:
    """Who may not do a task because they did another: its property `four-eyes` names tasks of the case.

    Whoever completed one counts, the person in whose name it was done, and to whom it had been delegated.
    """
    element = deployed.definition.elements[element_id]
    named = [p.strip() for p in element.properties.get("four-eyes", "").split(",") if p.strip()]
    if not named:
        return frozenset()
    people = (user_task.c.ended_by, user_task.c.assignee, user_task.c.delegated_to)
    done = select(*people).where(
        user_task.c.root_id == root_id, user_task.c.element.in_(named), user_task.c.status == "completed"
    )
    return frozenset(name for row in connection.execute(done) for name in row if name is not None)


def four_eyes(connection: Connection, task: Row[Any], deployed: Deployed, *people: str) -> None:
    """Raises NotAllowed if one of these people did what another person must have done."""
    for name in sorted(excluded(connection, task.root_id, task.element, deployed).intersection(people)):
        raise NotAllowed(what=task.name, who="另一个人（四眼原则）", actor=name)


def hand_over(work: Unit, task: Row[Any], to: str | None, **more: Any) -> None:
    """Write who has the task from now on; `more` are further columns. Raises NotOpen."""
    statement = update(user_task).where(
        user_task.c.id == task.id,
        user_task.c.status == "open",
        user_task.c.assignee.is_not_distinct_from(task.assignee),
    )
    if work.connection.execute(statement.values(assignee=to, **more)).rowcount != 1:
        raise NotOpen(what=task.name, state="被别人认领或办结")


def tell(work: Unit, task: Row[Any], kind: str, in_name_of: str | None = None, **facts: Any) -> None:
    """One entry of the case's history; whoever was acted for stands beside who acted."""
    story = Story(work.pe.now(), work.actor.name)
    if in_name_of not in (None, work.actor.name):
        facts["stands_for"] = in_name_of
    about = {"element": task.element, "task": task.id, "name": task.name}
    story.note(kind, task.root_id, task.instance_id, **about, **facts)
    story.write(work.connection)
