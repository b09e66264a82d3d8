"""Expert pools: who is in them and by which way they came (J-10.1, H-8, H-26.2, A-14)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from awards.assignments import account_of, connection_of, day_of, name_of
from awards.models import expert
from engine.registries import Assignment, BusinessError, JobHandler, Variables


def in_pool(connection: Connection, pool: str, account: str) -> bool:
    """Whether an expert is in a pool now."""
    query = select(expert.c.id).where(
        expert.c.pool == pool, expert.c.account == account, expert.c.left_on.is_(None)
    )
    return connection.execute(query).first() is not None


def _enter(assignment: Assignment) -> Variables:
    """Inputs: pool, expert {account, name, unit, unit_key}, source, entered_on. Result: expert (the row's id).

    Who is in the pool already stays, with the newest name and unit; who had left comes back.
    """
    connection, given = connection_of(assignment), assignment.variables
    person: Any = given["expert"]
    key = {"pool": str(given["pool"]), "account": account_of(person)}
    known = {
        "name": name_of(person) or key["account"],
        "unit": str(person.get("unit") or ""),
        "unit_key": str(person.get("unit_key") or "") or None,
    }
    mine = (expert.c.pool == key["pool"]) & (expert.c.account == key["account"])
    row = connection.execute(select(expert.c.id, expert.c.left_on).where(mine)).first()
    came = {"source": str(given["source"]), "entered_on": day_of(given.get("entered_on"), assignment)}
    if row is None:
        number = connection.execute(
            insert(expert).values(**key, **known, **came).returning(expert.c.id)
        ).scalar_one()
    else:
        back = {} if row.left_on is None else {**came, "left_on": None}
        connection.execute(update(expert).where(mine).values(**known, **back))
        number = row.id
    assignment.notes.append(("expert-entered", {"pool": key["pool"], "name": known["name"]}))
    return {"expert": number}


def _leave(assignment: Assignment) -> Variables:
    """Inputs: pool, account, left_on (default: today). Business error `no-expert`: not in the pool."""
    connection, given = connection_of(assignment), assignment.variables
    pool, account = str(given["pool"]), account_of(given["account"])
    if not in_pool(connection, pool, account):
        raise BusinessError("no-expert", {"pool": pool, "account": account})
    mine = (expert.c.pool == pool) & (expert.c.account == account)
    left = update(expert).where(mine).values(left_on=day_of(given.get("left_on"), assignment))
    connection.execute(left)
    assignment.notes.append(("expert-left", {"pool": pool, "account": account}))
    return {}


EXPERT_ENTER = JobHandler("awards.expert-enter", "inside", _enter)
EXPERT_LEAVE = JobHandler("awards.expert-leave", "inside", _leave)
