"""What each view of the inbox holds, and what narrows it, as conditions on user tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from engine.actor import Actor
from engine.models import recusal, user_task
from engine.queries.inbox_search import Search, about
from engine.queries.leaping import OPEN
from engine.queries.visibility import claimable_apart, only_in_place, staff_schemes

View = Literal["mine", "group", "stand", "all", "later", "done"]
Who = Literal["", "me", "others", "nobody", "delegated"]
Condition: TypeAlias = ColumnElement[bool]

_DONE: Condition = user_task.c.status == literal("completed", literal_execute=True)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of tasks; an empty value narrows nothing. Bounds are instants: from ≤ due < before.

    `steps` are names of tasks that what was searched for names too: a task is found by its own name or by its case.
    """

    scheme: str = ""
    process: str = ""
    step: str = ""
    cycle: str = ""
    who: Who = ""
    search: Search = field(default_factory=Search)
    steps: tuple[str, ...] = ()
    due_from: datetime | None = None
    due_before: datetime | None = None


def parts(actor: Actor, view: View, now: datetime) -> tuple[Condition, ...]:
    """Conditions, no two of which hold for one task; each begins with an index. Recusals are not among them."""
    mine = and_(OPEN, user_task.c.assignee == actor.name)
    match view:
        case "mine":
            return (and_(mine, or_(user_task.c.follow_up_at.is_(None), user_task.c.follow_up_at <= now)),)
        case "later":
            return (and_(mine, user_task.c.follow_up_at > now),)
        case "group":
            return tuple(and_(OPEN, part) for part in claimable_apart(actor))
        case "stand":
            return (and_(OPEN, only_in_place(actor)),)
        case "all":
            return (whole(actor),)
        case "done":
            return (and_(_DONE, user_task.c.ended_by == actor.name),)


def whole(actor: Actor) -> Condition:
    """The condition on everything that the actor may see, which one index holds with all that lists need."""
    return OPEN if actor.admin else and_(OPEN, user_task.c.scheme.in_(staff_schemes(actor)))


def closed_to(actor: Actor) -> Condition:
    """The condition on tasks of cases from which the actor has stepped back: few, found by their cases."""
    return user_task.c.root_id.in_(select(recusal.c.root_id).where(recusal.c.account == actor.name))


def narrowed(filters: Filters, actor: Actor, *, many: bool) -> list[Condition]:
    """The conditions of filters on a view that holds `many` tasks or few."""
    wanted = [
        user_task.c[name] == value
        for name, value in (
            ("scheme", filters.scheme),
            ("process_id", filters.process),
            ("name", filters.step),
        )
        if value
    ]
    if filters.due_from is not None:
        wanted.append(user_task.c.due_at >= filters.due_from)
    if filters.due_before is not None:
        wanted.append(user_task.c.due_at < filters.due_before)
    if filters.who:
        wanted.append(_with(filters.who, actor))
    if filters.cycle:
        wanted.append(about(Search(names=("cycle",), value=filters.cycle), many=many))
    if filters.search:
        found = about(filters.search, many=many)
        wanted.append(or_(user_task.c.name.in_(filters.steps), found) if filters.steps else found)
    return wanted


def _with(who: Who, actor: Actor) -> Condition:
    """Whose tasks. That nobody has one, or somebody else, is said in a way that no index answers: most are so."""
    assignee = user_task.c.assignee
    match who:
        case "me":
            return assignee == actor.name
        case "others":
            return func.coalesce(assignee, "").not_in(("", actor.name))
        case "delegated":
            return and_(user_task.c.delegated_by == actor.name, assignee == user_task.c.delegated_to)
        case _:
            return func.coalesce(assignee, "") == ""
