"""Engagements for one cycle: they open the cycle's cases, and when they end everything is closed again (J-10.2, H-9.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, or_, select, update

from awards.assignments import account_of, connection_of, day_of, name_of, scheme_of
from awards.experts import in_pool
from awards.models import engagement
from awards.reviews import gate
from engine.db import insert_or_skip
from engine.models import candidate, instance, recusal, user_task, variable
from engine.registries import Assignment, BusinessError, JobHandler, Variables

ENDED: Final = gate.ENDED


def _engage(assignment: Assignment) -> Variables:
    """Inputs: cycle, experts [{account, name, unit}], pool (optional). Result: engaged (accounts).

    Business error `not-in-pool` with `accounts`, if a pool is named and somebody is not in it. Who was engaged
    for this cycle before is engaged again, and sees its cases again.
    """
    connection, given, cycle = (
        connection_of(assignment),
        assignment.variables,
        str(assignment.variables["cycle"]),
    )
    experts: Sequence[Any] = given.get("experts") or []
    pool = given.get("pool")
    strangers = [account_of(e) for e in experts if pool and not in_pool(connection, str(pool), account_of(e))]
    if strangers:
        raise BusinessError("not-in-pool", {"accounts": strangers})
    scheme, today = scheme_of(assignment), day_of(None, assignment)
    for person in experts:
        key = {"scheme": scheme, "cycle": cycle, "account": account_of(person)}
        row = {**key, "name": name_of(person) or key["account"], "begun_on": today}
        unit = str(person.get("unit") or "") if not isinstance(person, str) else ""
        new = insert_or_skip(connection, engagement, list(key)).values(**row, unit=unit)
        connection.execute(new)
        mine = (engagement.c.scheme == scheme) & (engagement.c.cycle == cycle)
        again = update(engagement).where(mine, engagement.c.account == key["account"])
        connection.execute(again.values(ended_on=None))
        _open_again(connection, scheme, cycle, key["account"])
    _close_to_unsigned(assignment, scheme, cycle, [account_of(e) for e in experts])
    assignment.notes.append(("experts-engaged", {"cycle": cycle, "count": len(experts)}))
    return {"engaged": [account_of(e) for e in experts]}


def _commit(assignment: Assignment) -> Variables:
    """Inputs: cycle, account, text (its version), signed_on. The signed commitment of an engagement (A-17.1).

    Business error `not-engaged`: nobody of this account is engaged for the cycle.
    """
    given = assignment.variables
    mine = update(engagement).where(
        engagement.c.scheme == scheme_of(assignment),
        engagement.c.cycle == str(given["cycle"]),
        engagement.c.account == account_of(given["account"]),
    )
    signed = {"commitment": str(given["text"]), "committed_on": day_of(given.get("signed_on"), assignment)}
    if connection_of(assignment).execute(mine.values(signed)).rowcount != 1:
        raise BusinessError("not-engaged", {"account": given["account"]})
    roots = _roots(connection_of(assignment), scheme_of(assignment), str(given["cycle"]))
    gate.open_again(connection_of(assignment), roots, account_of(given["account"]))
    return {}


def _close_to_unsigned(assignment: Assignment, scheme: str, cycle: str, accounts: list[str]) -> None:
    """Nothing opens before the commitment is signed, but the case in which it is signed."""
    connection = connection_of(assignment)
    waiting = [account for account in gate.unsigned(connection, scheme, cycle) if account in accounts]
    roots = (
        [root for root in _roots(connection, scheme, cycle) if root != assignment.root_id] if waiting else []
    )
    gate.close(connection, roots, waiting, assignment.now)


def _end(assignment: Assignment) -> Variables:
    """Inputs: cycle, accounts (optional: only these). Result: ended (accounts).

    From this transaction on the cycle and its cases are closed to them, also those in which they have or had
    tasks; what they had claimed goes back to its group.
    """
    connection, given = connection_of(assignment), assignment.variables
    scheme, cycle, today = scheme_of(assignment), str(given["cycle"]), day_of(None, assignment)
    mine = (engagement.c.scheme == scheme) & (engagement.c.cycle == cycle) & engagement.c.ended_on.is_(None)
    if given.get("accounts") is not None:
        mine &= engagement.c.account.in_([account_of(a) for a in given["accounts"]])
    ended = update(engagement).where(mine).values(ended_on=today).returning(engagement.c.account)
    accounts = sorted(connection.execute(ended).scalars())
    roots = _roots(connection, scheme, cycle) if accounts else []
    closed = [
        {"root_id": root, "account": account, "element": ENDED, "at": assignment.now}
        for root in roots
        for account in accounts
    ]
    if closed:
        connection.execute(insert_or_skip(connection, recusal, ["root_id", "account"]), closed)
        _give_back(connection, roots, accounts)
    assignment.notes.append(("engagements-ended", {"cycle": cycle, "count": len(accounts)}))
    return {"ended": accounts}


def _roots(connection: Connection, scheme: str, cycle: str) -> list[int]:
    """The cycle and every case of it."""
    carries = select(variable.c.instance_id).where(variable.c.name == "cycle", variable.c.text == cycle)
    query = select(instance.c.id).where(
        instance.c.process_id.startswith(f"{scheme}.", autoescape=True),
        instance.c.parent_id.is_(None),
        or_(instance.c.id.in_(carries), instance.c.business_key == cycle),
    )
    return list(connection.execute(query.order_by(instance.c.id)).scalars())


def _give_back(connection: Connection, roots: list[int], accounts: list[str]) -> None:
    """Tasks that others may do too are theirs again."""
    others = select(candidate.c.task_id).where(candidate.c.task_id == user_task.c.id).exists()
    connection.execute(
        update(user_task)
        .where(
            user_task.c.root_id.in_(roots),
            user_task.c.status == "open",
            user_task.c.assignee.in_(accounts),
            or_(user_task.c.candidate_group.is_not(None), others),
        )
        .values(assignee=None)
    )


def _open_again(connection: Connection, scheme: str, cycle: str, account: str) -> None:
    """Only what the end of the engagement had closed; a declared recusal stays."""
    connection.execute(
        delete(recusal).where(
            recusal.c.root_id.in_(_roots(connection, scheme, cycle)),
            recusal.c.account == account,
            recusal.c.element == ENDED,
        )
    )


ENGAGE = JobHandler("awards.engage", "inside", _engage)
COMMIT = JobHandler("awards.commit", "inside", _commit)
END_ENGAGEMENTS = JobHandler("awards.end-engagements", "inside", _end)
