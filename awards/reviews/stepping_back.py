"""Stepping back in the middle of a review: the case closes at once, the sheet stays where it is and stops counting."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, exists, select, update

from awards.conflicts import INTERESTS
from awards.keys import known_key
from awards.models import interest
from awards.reviews.rounds import PARTS, ROUND
from engine.actor import Actor
from engine.clock import business_date
from engine.correlation import publish_in
from engine.db import insert_or_skip
from engine.errors import Invalid, NotFound
from engine.history import Story
from engine.models import instance, recusal, subscription, user_task, variable
from engine.process_engine import ProcessEngine
from engine.queries.visibility import visible_roots
from engine.sentence import Sentence
from engine.unit import Unit, unit

OFFICE = frozenset({"office-clerk", "office-lead"})  # who may order somebody to step back
STEPPED_BACK, RECOUNT = "review.stepped-back", "review.recount"


def step_back(
    pe: ProcessEngine, root_id: int, account: str, kinds: Collection[str], reason: str, by: Actor
) -> None:
    """Close a case to one of its reviewers: by the reviewer, or by the office of the scheme. One transaction.

    `kinds` (of INTERESTS) are kept for every later case. Raises NotFound (no such case or reviewer, or not
    one's business), Invalid.
    """
    with unit(pe, by) as work:
        case = _case(work.connection, root_id, account, by)
        wrong = _wrong(kinds, reason)
        if wrong:
            raise Invalid(wrong)
        _close(work, case, account, reason)
        _remember(work, case, account, kinds)
        _tell(work, case, account)
        work.after.append(pe.wake.set)


def reviewers_of(connection: Connection, root_id: int, by: Actor) -> list[str]:
    """The accounts that `by` may ask to step back: all reviewers of the case for its office, oneself for a reviewer."""
    process = connection.execute(select(instance.c.process_id).where(instance.c.id == root_id)).scalar()
    gone = exists().where(recusal.c.root_id == root_id, recusal.c.account == user_task.c.assignee)
    query = (
        select(user_task.c.assignee)
        .where(
            user_task.c.root_id == root_id,
            user_task.c.process_id == ROUND,
            user_task.c.element.in_(PARTS),
            user_task.c.status != "cancelled",
            user_task.c.assignee.is_not(None),
            ~gone,
        )
        .distinct()
    )
    accounts = sorted(connection.execute(query).scalars())
    return accounts if process and _orders(process, by) else [a for a in accounts if a == by.name]


def _orders(process_id: str, by: Actor) -> bool:
    """Whether this is the office of the scheme."""
    return any(f"{process_id.partition('.')[0]}.{role}" in by.groups for role in OFFICE)


def _wrong(kinds: Collection[str], reason: str) -> dict[str, str]:
    """What is missing, by field."""
    found: dict[str, str] = (
        {} if kinds and set(kinds) <= set(INTERESTS) else {"kinds": Sentence("请至少选择一种关系")}
    )
    return found if reason.strip() else {**found, "reason": Sentence("请写明理由")}


def _case(connection: Connection, root_id: int, account: str, by: Actor) -> Row[Any]:
    """The locked root, if that account reviews there and `by` may ask for this. Raises NotFound."""
    locked = (
        select(instance)
        .where(instance.c.id == root_id, visible_roots(by))
        .with_for_update(of=instance, key_share=True)
    )
    found = connection.execute(locked).first()
    if found is None or account not in reviewers_of(connection, root_id, by):
        raise NotFound(what="这位评审员在这个案件里的评审")
    return found


def _close(work: Unit, case: Row[Any], account: str, reason: str) -> None:
    now = work.pe.now()
    row = {"root_id": case.id, "account": account, "element": "review-case", "at": now}
    work.connection.execute(insert_or_skip(work.connection, recusal, ["root_id", "account"]).values(row))
    claimed = update(user_task).where(
        user_task.c.root_id == case.id,
        user_task.c.status == "open",
        user_task.c.assignee == account,
        user_task.c.candidate_group.is_not(None),
    )
    work.connection.execute(claimed.values(assignee=None))
    story = Story(now, work.actor.name)
    story.note("recused", case.id, case.id, name="评审", to=account, reason=reason)
    story.write(work.connection)


def _remember(work: Unit, case: Row[Any], account: str, kinds: Collection[str]) -> None:
    """Found by every later assignment, if the applicant has a key."""
    mine = select(variable.c.name, variable.c.text).where(
        variable.c.instance_id == case.id, variable.c.name.startswith("applicant.", autoescape=True)
    )
    applicant = {
        row.name.removeprefix("applicant."): row.text for row in work.connection.execute(mine) if row.text
    }
    key = known_key(applicant)
    if key is None:
        return
    row = {
        "account": account,
        "applicant": key,
        "declared_on": business_date(work.pe.now()),
        "case_key": case.business_key,
    }
    new = insert_or_skip(work.connection, interest, ["applicant", "account", "kind"])
    for kind in kinds:
        work.connection.execute(new, {**row, "kind": kind})


def _tell(work: Unit, case: Row[Any], account: str) -> None:
    """The tokens that wait for this: the reviewer's own sheet, and what was counted already. Nobody else is told."""
    query = select(subscription.c.message_name, subscription.c.correlation_key).where(
        subscription.c.root_id == case.id, subscription.c.message_name.in_((STEPPED_BACK, RECOUNT))
    )
    for waiting in work.connection.execute(query).all():
        if waiting.message_name == RECOUNT or waiting.correlation_key.endswith(f" {account}"):
            publish_in(
                work.connection,
                name=waiting.message_name,
                key=waiting.correlation_key,
                payload={},
                by=work.actor.name,
                now=work.pe.now(),
            )
