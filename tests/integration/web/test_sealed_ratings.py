"""Two-way ratings are sealed (J-30): whoever is rated, and the office, reads nothing, before and after the closing day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select

from engine import bundle as bundles
from engine.actor import Actor
from engine.commands import deployments, messages, tasks
from engine.errors import NotAllowed
from engine.models import user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from web.people import accounts

Browse = Callable[[str], Browser]
PROCESSES = Path(__file__).resolve().parents[3] / "processes"
KEY = "静质奖申〔2026〕001号"
SECRET = {"applicant": "申报人的意见：迟到两次", "expert": "评审员的意见：招待过度"}
ROLES = {
    "office": ["jingan.office-lead", "jingan.office-clerk"],
    "expert": ["jingan.review-group", "jingan.review-leader"],  # a leader sees every case of the scheme
    "member": ["jingan.committee"],
    "inspector": ["jingan.discipline"],
    "rated": ["jingan.applicant"],
}
ANSWERS = {"rating_fair": "yes", "rating_clean": "yes", "rating_secret": "yes"}


@pytest.fixture
def ratings(engine: ProcessEngine, house: House) -> dict[str, Row[Any]]:
    """The on-site review is over: the applicant and the reviewer each have one rating to give."""
    deployments.deploy(engine, bundles.read_folder(PROCESSES), Actor("owner", admin=True))
    for name, groups in ROLES.items():
        accounts.add(engine.database, name, name, PASSWORD, groups)
    contact = {
        "case_key": KEY,
        "contact": "现场评审",
        "applicant": {"name": "示例精密仪器有限公司", "account": "applicant"},
        "reviewers": [{"name": "评审员甲", "account": "expert"}],
    }
    messages.publish(engine, "jingan.contact-ended", KEY, contact, Actor("owner", admin=True))
    house.settle()
    tasks.complete(engine, _task(engine, "open-ratings").id, {"closes_on": "2026-03-20"}, _actor("office"))
    house.settle()
    return {task.assignee: task for task in _tasks(engine, "rate")}


def test_each_side_has_its_own_rating_and_does_not_see_the_others(
    browse: Browse, ratings: dict[str, Row[Any]]
) -> None:
    assert sorted(ratings) == ["applicant", "expert"]
    for name, task in ratings.items():
        browse(name).page(f"/tasks/{task.id}")
        _unseen(browse, ratings, task, besides=name)


def test_what_was_answered_stays_sealed_before_and_after_the_closing_day(
    engine: ProcessEngine, browse: Browse, house: House, ratings: dict[str, Row[Any]]
) -> None:
    for name, task in ratings.items():
        tasks.complete(engine, task.id, {**ANSWERS, "rating_text": SECRET[name]}, Actor(name))
    house.settle()
    _sealed(browse, ratings)
    house.go(23)
    house.settle()
    _sealed(browse, ratings)


def test_the_discipline_body_receives_both_and_nobody_else_can(
    engine: ProcessEngine, browse: Browse, house: House, ratings: dict[str, Row[Any]]
) -> None:
    for name, task in ratings.items():
        tasks.complete(engine, task.id, {**ANSWERS, "rating_text": SECRET[name]}, Actor(name))
    house.settle()
    received = _tasks(engine, "receive-rating")
    texts = []
    for task in received:
        with pytest.raises(NotAllowed):
            tasks.complete(engine, task.id, {"rating_receipt": "收件 1 号"}, _actor("office"))
        texts.append(browse("inspector").page(f"/tasks/{task.id}"))
        tasks.complete(engine, task.id, {"rating_receipt": "收件 1 号"}, _actor("inspector"))
    assert sorted(secret for secret in SECRET.values() if any(secret in text for text in texts)) == sorted(
        SECRET.values()
    )
    house.settle()
    assert _tasks(engine, "read-copy") == []  # no copy to the office unless its owner decides so
    _sealed(browse, ratings)


def _sealed(browse: Browse, ratings: dict[str, Row[Any]]) -> None:
    for name, task in ratings.items():
        _unseen(browse, ratings, task, besides=name)


def _unseen(browse: Browse, ratings: dict[str, Row[Any]], task: Row[Any], *, besides: str) -> None:
    """Task and case answer "not found" to everybody but the one who rates, in lists and by their address."""
    for name in sorted({*ratings, "office", "expert", "member", "stranger"} - {besides}):
        browser = browse(name)
        browser.page(f"/tasks/{task.id}", status=404)
        browser.page(f"/cases/{task.root_id}", status=404)
        assert f"/cases/{task.root_id}" not in browser.page("/cases")
        assert SECRET[besides] not in browser.page("/cases") + browser.page("/tasks")


def _actor(name: str) -> Actor:
    return Actor(name, frozenset(ROLES[name]))


def _task(pe: ProcessEngine, element: str) -> Row[Any]:
    (found,) = _tasks(pe, element)
    return found


def _tasks(pe: ProcessEngine, element: str) -> list[Row[Any]]:
    query = select(user_task).where(user_task.c.element == element).order_by(user_task.c.id)
    with pe.database.reading() as connection:
        return list(connection.execute(query))
