"""Assigning, delegating, taking back; follow-up dates; who may not be given a task."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, following, handing, tasks
from engine.errors import Invalid, NotAllowed, NotOpen
from engine.models import history, recusal, user_task
from engine.process_engine import ProcessEngine
from engine.queries import inbox
from engine.queries.inbox import Counts, Filters
from tests.integration.house import open_task, row, start
from tests.support import diagrams as d

CLERKS = "test.office-clerk"
OWNER, COLLEAGUE = Actor("owner", frozenset({CLERKS})), Actor("colleague", frozenset({CLERKS}))
LEAD = Actor("lead", frozenset({"test.office-lead"}))
REVIEWER = Actor("reviewer", frozenset({"test.review-group"}))
ADMIN = Actor("admin", admin=True)
GROUPS = b"groups:\n  test.office-clerk: clerks\n  test.review-group: reviewers\n"
STEPS = d.diagram(
    "test.p",
    *(d.start(), d.task("a", groups=CLERKS), d.task("b", groups=CLERKS, properties={"four-eyes": "a"})),
    *(d.task("c", groups="test.review-group"), d.end(), d.flows("start a b c end")),
)


@pytest.fixture
def root(pe: ProcessEngine) -> int:
    deployments.deploy(pe, {"shared/groups.yaml": GROUPS, "test/p.bpmn": STEPS}, ADMIN)
    return start(pe)


def has(pe: ProcessEngine, root: int, element: str) -> tuple[str | None, str | None, str | None]:
    """Who has a task, who delegated it, to whom."""
    query = select(user_task.c.assignee, user_task.c.delegated_by, user_task.c.delegated_to)
    with pe.database.reading() as connection:
        found = connection.execute(query.where(user_task.c.id == open_task(pe, root, element))).one()
    return found.assignee, found.delegated_by, found.delegated_to


def told(pe: ProcessEngine, root: int) -> list[tuple[str, str, str | None]]:
    query = select(history.c.kind, history.c.actor, history.c.facts).where(history.c.kind.startswith("task-"))
    with pe.database.reading() as connection:
        rows = connection.execute(query.where(history.c.root_id == root).order_by(history.c.id))
        return [(r.kind, r.actor, r.facts.get("to")) for r in rows]


def test_what_was_delegated_comes_back_and_its_owner_completes_it(pe: ProcessEngine, root: int) -> None:
    a = open_task(pe, root, "a")
    tasks.claim(pe, a, OWNER)
    handing.delegate(pe, a, COLLEAGUE, OWNER)
    assert has(pe, root, "a") == ("colleague", "owner", "colleague")
    with pytest.raises(NotAllowed, match="请先交回"):
        tasks.complete(pe, a, {}, COLLEAGUE)
    with pytest.raises(NotAllowed):
        tasks.complete(pe, a, {}, OWNER)
    with pytest.raises(NotAllowed):
        handing.delegate(pe, a, LEAD, COLLEAGUE)
    handing.hand_back(pe, a, COLLEAGUE)
    assert has(pe, root, "a") == ("owner", "owner", "colleague")
    with pytest.raises(NotOpen):
        handing.hand_back(pe, a, OWNER)
    tasks.complete(pe, a, {}, OWNER)
    assert told(pe, root) == [
        ("task-claimed", "owner", "owner"),
        ("task-delegated", "owner", "colleague"),
        ("task-returned", "colleague", "owner"),
        ("task-completed", "owner", None),
    ]
    with pytest.raises(NotAllowed, match="四眼原则"):  # who prepared it does not check it either
        tasks.claim(pe, open_task(pe, root, "b"), COLLEAGUE)


@pytest.mark.parametrize("by", [OWNER, LEAD, ADMIN], ids=lambda a: a.name)
def test_it_can_be_taken_back_before(pe: ProcessEngine, root: int, by: Actor) -> None:
    a = open_task(pe, root, "a")
    handing.delegate(pe, a, COLLEAGUE, OWNER)
    with pytest.raises(NotAllowed):
        handing.recall(pe, a, Actor("third", frozenset({CLERKS})))
    handing.recall(pe, a, by)
    assert has(pe, root, "a") == ("owner", None, None)
    with pytest.raises(NotOpen):
        handing.recall(pe, a, by)


def test_an_owner_who_stepped_back_meanwhile_gets_nothing_back(pe: ProcessEngine, root: int) -> None:
    a = open_task(pe, root, "a")
    handing.delegate(pe, a, COLLEAGUE, OWNER)
    with pe.database.transaction() as connection:
        row = {"root_id": root, "account": "owner", "element": "a", "at": pe.now()}
        connection.execute(recusal.insert(), row)
    handing.hand_back(pe, a, COLLEAGUE)
    assert has(pe, root, "a") == (None, None, None)


def test_only_the_office_hands_over_and_is_handed(pe: ProcessEngine, root: int) -> None:
    a = open_task(pe, root, "a")
    for to in (REVIEWER, OWNER):
        with pytest.raises(NotAllowed):
            handing.delegate(pe, a, to, OWNER)
    with pytest.raises(NotAllowed):
        handing.assign(pe, a, REVIEWER, OWNER)
    tasks.complete(pe, a, {}, OWNER)
    tasks.complete(pe, open_task(pe, root, "b"), {}, COLLEAGUE)
    another = Actor("another", frozenset({"test.review-group"}))
    with pytest.raises(NotAllowed):
        handing.assign(pe, open_task(pe, root, "c"), another, REVIEWER)
    handing.assign(pe, open_task(pe, root, "c"), another, LEAD)
    assert has(pe, root, "c") == ("another", None, None)


def test_who_did_the_one_is_not_given_the_other(pe: ProcessEngine, root: int) -> None:
    tasks.complete(pe, open_task(pe, root, "a"), {}, OWNER)
    with pytest.raises(NotAllowed, match="四眼原则"):
        handing.assign(pe, open_task(pe, root, "b"), OWNER, LEAD)
    handing.assign(pe, open_task(pe, root, "b"), COLLEAGUE, LEAD)
    assert has(pe, root, "b") == ("colleague", None, None)


def test_a_follow_up_date_hides_a_task_until_then(pe: ProcessEngine, root: int, clock: LentClock) -> None:
    a, now = open_task(pe, root, "a"), pe.now()
    with pytest.raises(NotAllowed):
        following.follow_up(pe, a, now + timedelta(days=1), OWNER)
    tasks.claim(pe, a, OWNER)
    with pytest.raises(Invalid):
        following.follow_up(pe, a, now, OWNER)
    following.follow_up(pe, a, now + timedelta(days=1), OWNER)
    assert in_lists(pe) == ([], ["a"], Counts(0, 0, 0, 1, later=1))
    clock.set(now + timedelta(days=1))
    assert in_lists(pe) == (["a"], [], Counts(1, 0, 0, 1, later=0))
    following.follow_up(pe, a, pe.now() + timedelta(days=1), OWNER)
    following.follow_up(pe, a, None, OWNER)
    assert in_lists(pe)[0] == ["a"]


def test_whoever_is_given_a_task_sees_it_at_once(pe: ProcessEngine, root: int) -> None:
    a = open_task(pe, root, "a")
    tasks.claim(pe, a, COLLEAGUE)
    following.follow_up(pe, a, pe.now() + timedelta(days=9), COLLEAGUE)
    handing.assign(pe, a, OWNER, COLLEAGUE)
    assert in_lists(pe)[0] == ["a"]


def in_lists(pe: ProcessEngine) -> tuple[list[str], list[str], Counts]:
    """The owner's own tasks, those that wait for their day, and the counts."""
    with pe.database.reading() as connection:
        mine, later = (
            [r["element"] for r in inbox.page(connection, OWNER, view, Filters(), pe.now()).rows]
            for view in ("mine", "later")
        )
        return mine, later, inbox.counts(connection, OWNER, pe.now())


def test_it_is_told_in_the_end_who_did_it(pe: ProcessEngine, root: int) -> None:
    for element, who in (("a", OWNER), ("b", COLLEAGUE), ("c", REVIEWER)):
        tasks.complete(pe, open_task(pe, root, element), {}, who)
    assert row(pe, root).status == "completed"
