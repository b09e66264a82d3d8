"""Who may see a case: staff of its scheme or of its kind, its owner, whoever has or had a task in it or acts for one who
has; nobody who is recused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    case,
    exists,
    false,
    func,
    null,
    or_,
    select,
    true,
    union,
)

from engine.actor import Actor, StandIn
from engine.models import candidate, instance, recusal, user_task

WHOLE_SCHEME = frozenset({"committee", "approver", "review-leader"})
WHOLE_KIND = {
    "archive": "retention",
    "follow-up": "after-award",
}  # the one kind of case that is this role's business
OFFICE = "office-"  # what the roles of those who run a scheme begin with
LEAD = "office-lead"


def staff_schemes(actor: Actor) -> list[str]:
    """The schemes all of whose cases the actor may see, sorted."""
    found = set()
    for group in actor.groups:
        scheme, _, role = group.rpartition(".")
        if scheme and (role in WHOLE_SCHEME or role.startswith(OFFICE)):
            found.add(scheme)
    return sorted(found)


def staff_processes(actor: Actor) -> list[str]:
    """The processes all of whose cases the actor may see by a role that looks after one kind, sorted."""
    parts = (group.rpartition(".") for group in actor.groups)
    return sorted(
        {f"{scheme}.{WHOLE_KIND[role]}" for scheme, _, role in parts if scheme and role in WHOLE_KIND}
    )


def office_schemes(groups: Iterable[str]) -> list[str]:
    """The schemes that somebody in these groups helps to run, sorted."""
    parts = (group.rpartition(".") for group in groups)
    return sorted({scheme for scheme, _, role in parts if scheme and role.startswith(OFFICE)})


def leads(actor: Actor, scheme: str) -> bool:
    """Whether the actor may give out a scheme's work: its lead, or an administrator."""
    return actor.admin or f"{scheme}.{LEAD}" in actor.groups


def is_staff(actor: Actor, process_id: str) -> bool:
    """Whether the actor sees every case of this process."""
    in_scheme = process_id.partition(".")[0] in staff_schemes(actor)
    return actor.admin or in_scheme or process_id in staff_processes(actor)


def visible_roots(actor: Actor) -> ColumnElement[bool]:
    """The condition on root instances that the actor may see."""
    admitted = ~recused(instance.c.id, actor.name)
    if actor.admin:
        return admitted
    in_scheme = in_schemes(instance.c.process_id, staff_schemes(actor))
    of_kind = instance.c.process_id.in_(staff_processes(actor))
    return and_(admitted, or_(in_scheme, of_kind, instance.c.owner == actor.name, _involved(actor)))


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
    """The condition on open user tasks that the actor has or may claim, or does for somebody absent."""
    return or_(user_task.c.assignee == actor.name, claimable(actor), *map(_in_place, actor.stands_in))


def stands_for(actor: Actor) -> ColumnElement[Any]:
    """For user tasks: the absent person in whose name the actor may do it; null where nobody needs to be named."""
    if not actor.stands_in:
        return null()
    own = or_(user_task.c.assignee == actor.name, claimable(actor))
    places = [(_in_place(absent), absent.name) for absent in actor.stands_in]
    return case((own, null()), *places, else_=null())


def only_in_place(actor: Actor) -> ColumnElement[bool]:
    """The condition on open user tasks that the actor may do for somebody absent, and not in their own name."""
    found = []
    for absent in actor.stands_in:
        alone = Actor(absent.name, absent.groups - actor.groups)
        for part in (user_task.c.assignee == absent.name, *claimable_apart(alone)):
            theirs = (user_task.c.status == "open", _within(absent), admitted_tasks(alone), part)
            found.append(select(user_task.c.id).where(*theirs))
    return user_task.c.id.in_(union(*found)) if found else false()


def _in_place(absent: StandIn) -> ColumnElement[bool]:
    """What an absent person has or may claim, of the schemes for which they are represented, without their recusals."""
    person = Actor(absent.name, absent.groups)
    at_hand = or_(user_task.c.assignee == person.name, claimable(person))
    return and_(_within(absent), admitted_tasks(person), at_hand)


def _within(absent: StandIn) -> ColumnElement[bool]:
    return user_task.c.scheme == absent.scheme if absent.scheme else true()


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
