"""What ties experts to an applicant: filed mentoring, declared interests, their own unit (D9; J-14, J-29.3, A-18.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from awards.assignments import (
    account_of,
    connection_of,
    cycle_of,
    day_of,
    day_or_none,
    name_of,
    of_case,
    scheme_of,
)
from awards.keys import applicant_key, known_key
from awards.links import all_keys
from awards.models import award, engagement, expert, interest, mentoring
from engine.db import insert_or_skip
from engine.registries import Assignment, JobHandler, Variables
from engine.sentence import Sentence

# Ties that experts declare, as the declaration form calls them.
INTERESTS: Final[Mapping[str, str]] = {
    "employment": Sentence("现在或曾经任职"),
    "family": Sentence("亲属"),
    "capital": Sentence("出资或持股"),
    "mentoring": Sentence("担任过指导专家"),
    "consulting": Sentence("指导、咨询或培训"),
    "competitor": Sentence("竞争关系"),
    "other": Sentence("其他利害关系"),
}
# What the rules name nobody may waive (AMB-11); on the rest the office may decide with a reason.
_WAIVABLE: Final = frozenset({"competitor", "other"})


def _file(assignment: Assignment) -> Variables:
    """Inputs: expert (account or {account, name}), applicant, from, to, content, filed_on. Result: mentoring (its id)."""
    given, begun = assignment.variables, day_of(assignment.variables.get("from"), assignment)
    row = {
        "account": account_of(given["expert"]),
        "name": name_of(given["expert"]) or account_of(given["expert"]),
        "applicant": applicant_key(given["applicant"]),
        "begun_on": begun,
        "ended_on": day_or_none(given.get("to"), assignment),
        "content": str(given.get("content") or ""),
        "filed_on": day_of(given.get("filed_on"), assignment),
        "case_key": assignment.business_key,
    }
    new = insert(mentoring).values(row).returning(mentoring.c.id)
    number = connection_of(assignment).execute(new).scalar_one()
    assignment.notes.append(("mentoring-filed", {"name": row["name"], "from": begun.isoformat()}))
    return {"mentoring": number}


def _declare(assignment: Assignment) -> Variables:
    """Inputs: expert (account), kinds (of INTERESTS; default: other), applicant (default: the case's).

    Kept for every later case.
    """
    connection, given = connection_of(assignment), assignment.variables
    applicant = given.get("applicant") or of_case(assignment, "applicant")
    row = {
        "account": account_of(given["expert"]),
        "applicant": applicant_key(applicant),
        "declared_on": day_of(None, assignment),
        "case_key": assignment.business_key,
    }
    new = insert_or_skip(connection, interest, ["applicant", "account", "kind"])
    for kind in given.get("kinds") or ["other"]:
        connection.execute(new, {**row, "kind": str(kind) if kind in INTERESTS else "other"})
    return {}


def _conflicts(assignment: Assignment) -> Variables:
    """Inputs: candidates (accounts or contexts), applicant (key or context) and cycle; default: those of the case.

    Results: conflicts [{account, kind, reason, waivable}] in the order of the candidates, and `free`, the
    accounts that have none.
    """
    accounts = list(dict.fromkeys(account_of(c) for c in assignment.variables.get("candidates") or []))
    found = ties(assignment, accounts)
    tied = {conflict["account"] for conflict in found}
    return {"conflicts": found, "free": [account for account in accounts if account not in tied]}


def ties(assignment: Assignment, accounts: Sequence[str]) -> list[dict[str, Any]]:
    """The conflicts of these accounts with the applicant, in the order of the accounts."""
    connection, cycle = connection_of(assignment), cycle_of(assignment)
    applicant = assignment.variables.get("applicant") or of_case(assignment, "applicant")
    found = list(_found(connection, applicant, accounts))
    if cycle is not None:
        found += _not_engaged(connection, scheme_of(assignment), cycle, accounts)
    return sorted(found, key=lambda conflict: accounts.index(conflict["account"]))


def _found(connection: Connection, applicant: Any, accounts: Sequence[str]) -> Iterator[dict[str, Any]]:
    key = known_key(applicant)
    keys = all_keys(connection, key) if key else []
    filed = select(mentoring).where(mentoring.c.applicant.in_(keys), mentoring.c.account.in_(accounts))
    for row in connection.execute(filed.order_by(mentoring.c.id)):
        reason = f"{row.filed_on} 备案担任该申报人的指导专家"
        yield _conflict(row.account, "mentoring", reason)
    declared = select(interest).where(interest.c.applicant.in_(keys), interest.c.account.in_(accounts))
    for row in connection.execute(declared.order_by(interest.c.id)):
        reason = f"{row.declared_on} 声明与该申报人有利害关系：{INTERESTS[row.kind]}"
        yield _conflict(row.account, row.kind, reason, waivable=row.kind in _WAIVABLE)
    names = _names(connection, keys) | {name_of(applicant)} - {""}
    listed = select(expert).where(expert.c.account.in_(accounts)).order_by(expert.c.id)
    for account in dict.fromkeys(
        row.account for row in connection.execute(listed) if row.unit_key in keys or row.unit in names
    ):
        yield _conflict(account, "own-unit", "专家库登记的所在单位就是该申报人")


def _names(connection: Connection, keys: Sequence[str]) -> set[str]:
    """What the applicant is called in the register."""
    query = select(award.c.applicant_name).where(award.c.applicant.in_(keys)).distinct()
    return {name for name in connection.execute(query).scalars() if name}


def _not_engaged(
    connection: Connection, scheme: str, cycle: str, accounts: Sequence[str]
) -> list[dict[str, Any]]:
    """Whose engagement for the cycle has ended, or who has not signed; one who never was engaged is not known here."""
    query = select(engagement).where(
        engagement.c.scheme == scheme, engagement.c.cycle == cycle, engagement.c.account.in_(accounts)
    )
    found = []
    for row in connection.execute(query.order_by(engagement.c.id)):
        if row.ended_on is not None:
            found.append(_conflict(row.account, "engagement-ended", f"本届聘请已于 {row.ended_on} 结束"))
        elif row.committed_on is None:
            found.append(_conflict(row.account, "no-commitment", "尚未签署公正廉洁保密承诺书"))
    return found


def _conflict(account: str, kind: str, reason: str, *, waivable: bool = False) -> dict[str, Any]:
    return {"account": account, "kind": kind, "reason": reason, "waivable": waivable}


MENTOR_FILE = JobHandler("awards.mentor-file", "inside", _file)
DECLARE_INTEREST = JobHandler("awards.declare-interest", "inside", _declare)
CONFLICTS = JobHandler("awards.conflicts", "inside", _conflicts)
