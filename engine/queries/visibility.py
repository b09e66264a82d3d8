"""Who may see a case: staff of its scheme, its owner, whoever has or had a task in it; nobody who is recused."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from engine.actor import Actor
from engine.models import candidate, instance, recusal, user_task

WHOLE_SCHEME = frozenset({"committee", "approver", "review-leader"})


def staff_schemes(actor: Actor) -> list[str]:
    """The schemes all of whose cases the actor may see, sorted."""
    found = set()
    for group in actor.groups:
        scheme, _, role = group.rpartition(".")
        if scheme and (role in WHOLE_SCHEME or role.startswith("office-")):
            found.add(scheme)
    return sorted(found)


def is_staff(actor: Actor, process_id: str) -> bool:
    """Whether the actor sees every case of this process's scheme."""
    return actor.admin or process_id.partition(".")[0] in staff_schemes(actor)


def visible_roots(actor: Actor) -> ColumnElement[bool]:
    """The condition on root instances that the actor may see."""
    admitted = ~recused(instance.c.id, actor.name)
    if actor.admin:
        return admitted
    in_scheme = in_schemes(instance.c.process_id, staff_schemes(actor))
    return and_(admitted, or_(in_scheme, instance.c.owner == actor.name, _involved(actor)))


def recused(root_id: ColumnElement[int], account: str | BindParameter[str]) -> ColumnElement[bool]:
    """Whether an account has stepped back from a case. It holds for everybody, administrators too."""
    return exists().where(recusal.c.root_id == root_id, recusal.c.account == account)


def admitted_tasks(actor: Actor) -> ColumnElement[bool]:
    """The condition on user tasks of cases from which the actor is not recused; those few are read once."""
    return user_task.c.root_id.not_in(select(recusal.c.root_id).where(recusal.c.account == actor.name))


def in_schemes(process_id: ColumnElement[str], schemes: Iterable[str]) -> ColumnElement[bool]:
    """Whether a process belongs to one of the schemes."""
    conditions = [process_id.startswith(f"{scheme}.", autoescape=True) for scheme in schemes]
    return or_(*conditions) if conditions else false()


def may_work(actor: Actor) -> ColumnElement[bool]:
    """The condition on open user tasks that the actor has or may claim."""
    return or_(user_task.c.assignee == actor.name, claimable(actor))


def claimable(actor: Actor) -> ColumnElement[bool]:
    """The condition on user tasks that nobody has and the actor is a candidate for."""
    mine = [and_(candidate.c.kind == "user", candidate.c.name == actor.name)]
    groups = sorted(actor.groups)
    if groups:
        mine.append(and_(candidate.c.kind == "group", candidate.c.name.in_(groups)))
    listed = exists().where(candidate.c.task_id == user_task.c.id, or_(*mine))
    first = user_task.c.candidate_group.in_(groups)
    return and_(user_task.c.assignee.is_(None), or_(first, listed))


def claimable_apart(actor: Actor) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """`claimable` for lists, as two conditions that no task fulfils both: by its first group, by further candidates.

    Apart, each begins with an index of the actor's own; joined by “or”, a database reads every open task. That
    nobody has the task is said in a way that no index answers: nobody has most of them.
    """
    groups, alone = sorted(actor.groups), func.coalesce(user_task.c.assignee, "") == ""
    first = user_task.c.candidate_group.in_(groups)
    named = or_(
        and_(candidate.c.kind == "user", candidate.c.name == actor.name),
        and_(candidate.c.kind == "group", candidate.c.name.in_(groups)),
    )
    further = user_task.c.id.in_(select(candidate.c.task_id).where(named))
    not_first = func.coalesce(user_task.c.candidate_group, "").not_in(groups)
    return and_(alone, first), and_(alone, further, not_first)


def in_my_schemes(actor: Actor) -> ColumnElement[bool]:
    """The condition on user tasks of the schemes whose every case the actor may see."""
    return true() if actor.admin else user_task.c.scheme.in_(staff_schemes(actor))


def _involved(actor: Actor) -> ColumnElement[bool]:
    done = user_task.c.ended_by == actor.name
    at_hand = and_(user_task.c.status == "open", may_work(actor))
    tasks = select(user_task.c.root_id).where(or_(done, at_hand, user_task.c.assignee == actor.name))
    return func.coalesce(instance.c.root_id, instance.c.id).in_(tasks)
