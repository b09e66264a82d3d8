"""Completing user tasks: once, by those who may, with everything in one commit."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import event, select

from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import handing, tasks
from engine.errors import ExpressionFailed, NotAllowed, NotFound, NotOpen, TooEarly
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from engine.queries.visibility import claimable
from tests.integration.house import (
    OTHER,
    STAFF,
    STRANGER,
    deploy,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    row,
    start,
)
from tests.support import diagrams as d
from tests.support.statements import counted

TWO_STEPS = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a b end"))


def test_a_case_moves_from_task_to_task_to_its_end(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    root = start(pe, key="K-1")
    assert open_elements(pe, root) == ["a"]
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert open_elements(pe, root) == ["b"]
    tasks.complete(pe, open_task(pe, root, "b"), {}, OTHER)
    ended = row(pe, root)
    assert (ended.status, ended.ends, ended.version) == ("completed", ["end"], 3)
    assert ended.ended_at == pe.now()
    assert [k for k in kinds(pe, root) if k != "moved"] == [
        "instance-started",
        "task-completed",
        "task-completed",
        "instance-completed",
    ]


def test_a_second_submission_is_refused_and_the_case_unharmed(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    task = open_task(pe, root, "a")
    tasks.complete(pe, task, {}, STAFF)
    with pytest.raises(NotOpen):
        tasks.complete(pe, task, {}, OTHER)
    assert open_elements(pe, root) == ["b"]
    assert row(pe, root).version == 2


def test_only_those_who_may_complete_a_task(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    task = open_task(pe, root, "a")
    with pytest.raises(NotAllowed):
        tasks.complete(pe, task, {}, STRANGER)
    tasks.claim(pe, task, STAFF)
    with pytest.raises(NotAllowed):
        tasks.complete(pe, task, {}, OTHER)
    with pytest.raises(NotFound):
        tasks.complete(pe, 999_999, {}, STAFF)
    assert open_elements(pe, root) == ["a"]


def test_claiming_and_releasing(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    task = open_task(pe, root, "a")
    tasks.claim(pe, task, STAFF)
    tasks.release(pe, task, STAFF)
    tasks.claim(pe, task, OTHER)
    tasks.complete(pe, task, {}, OTHER)
    with pe.database.reading() as connection:
        done = connection.execute(select(user_task).where(user_task.c.id == task)).one()
    assert (done.status, done.ended_by, done.candidate_group) == ("completed", "other", "test.staff")


def test_every_candidate_group_finds_its_task(pe: ProcessEngine) -> None:
    two = d.task("a", groups="test.staff, test.guests")
    deploy(pe, p=d.diagram("test.p", d.start(), two, d.end(), d.flows("start a end")))
    start(pe)
    for actor in (STAFF, STRANGER):
        with pe.database.reading() as connection:
            found = connection.execute(select(user_task.c.element).where(claimable(actor))).scalars().all()
        assert found == ["a"]


def test_four_eyes(pe: ProcessEngine) -> None:
    second = d.task("b", properties={"four-eyes": "a"})
    deploy(pe, p=d.diagram("test.p", d.start(), d.task("a"), second, d.end(), d.flows("start a b end")))
    root = start(pe)
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    with pytest.raises(NotAllowed):
        tasks.complete(pe, open_task(pe, root, "b"), {}, STAFF)
    tasks.complete(pe, open_task(pe, root, "b"), {}, OTHER)
    assert row(pe, root).status == "completed"


def test_a_step_outside_its_window_is_refused_with_the_date(pe: ProcessEngine) -> None:
    # From Monday 2026-03-02: the fifth working day after it is Monday 2026-03-09.
    early = d.task("a", properties={"not-before": "=working days after(date(posted), 5)"})
    deploy(pe, p=d.diagram("test.p", d.start(), early, d.end(), d.flows("start a end")))
    root = start(pe, posted="2026-03-02")
    with pytest.raises(TooEarly, match="2026-03-09"):
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert open_elements(pe, root) == ["a"]


@pytest.mark.parametrize("window", ["=working days after(date(psoted), 5)", '="soon"', "=3"])
def test_a_window_that_cannot_be_computed_is_not_open(pe: ProcessEngine, window: str) -> None:
    early = d.task("a", properties={"not-before": window})
    deploy(pe, p=d.diagram("test.p", d.start(), early, d.end(), d.flows("start a end")))
    root = start(pe, posted="2026-03-02")
    with pytest.raises(ExpressionFailed):
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert open_elements(pe, root) == ["a"]
    assert [(i.code, i.element) for i in open_incidents(pe)] == [("expression-failed", "a")]


def test_a_window_may_open_at_an_hour(pe: ProcessEngine, clock: LentClock) -> None:
    early = d.task("a", properties={"not-before": '=date and time("2026-03-03T14:00:00+08:00")'})
    deploy(pe, p=d.diagram("test.p", d.start(), early, d.end(), d.flows("start a end")))
    root = start(pe)
    clock.set(datetime.fromisoformat("2026-03-03T13:59:59+08:00"))
    with pytest.raises(TooEarly, match="2026-03-03"):
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    clock.set(datetime.fromisoformat("2026-03-03T14:00:00+08:00"))
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert row(pe, root).status == "completed"


def test_an_expression_that_fails_changes_nothing_and_opens_an_incident(pe: ProcessEngine) -> None:
    broken = d.gateway("choice")
    deploy(
        pe,
        p=d.diagram(
            "test.p",
            d.start(),
            d.task("a"),
            broken,
            d.end(),
            d.flows("start a choice"),
            d.flow("choice", "end", "missing > 3", name="never"),
        ),
    )
    root = start(pe)
    before = row(pe, root)
    with pytest.raises(ExpressionFailed) as raised:
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert raised.value.facts["element"] == "choice"
    assert row(pe, root) == before
    assert open_elements(pe, root) == ["a"]
    assert [(i.code, i.element, i.root_id) for i in open_incidents(pe)] == [
        ("expression-failed", "choice", root)
    ]


def test_a_completion_costs_few_statements_and_one_commit(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO_STEPS)
    first = start(pe, amount=3)
    tasks.complete(pe, open_task(pe, first, "a"), {}, STAFF)  # what a node reads once has been read
    root = start(pe, amount=3)
    task = open_task(pe, root, "a")
    commits: list[int] = []
    event.listen(pe.database.engine, "commit", lambda _connection: commits.append(1))
    with counted(pe) as statements:
        tasks.complete(pe, task, {}, STAFF)
    assert len(statements) <= 5, statements
    assert len(commits) == 1


def test_parallel_versions_of_one_case_cannot_both_win(pe: ProcessEngine) -> None:
    """The version on the root's row is the guard: a stale writer changes nothing."""
    deploy(pe, p=TWO_STEPS)
    root = start(pe)
    with pe.database.transaction() as connection:
        connection.execute(instance.update().where(instance.c.id == root).values(version=7))
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert row(pe, root).version == 8


def test_an_administrator_hands_a_task_over_but_does_not_do_it(pe: ProcessEngine) -> None:
    deploy(
        pe, p=d.diagram("test.p", d.start(), d.task("a", assignee="gone"), d.end(), d.flows("start a end"))
    )
    root = start(pe)
    task = open_task(pe, root, "a")
    administrator = Actor("admin", admin=True)
    with pytest.raises(NotAllowed):
        handing.assign(pe, task, STAFF, STAFF)
    handing.assign(pe, task, STAFF, administrator)
    with pytest.raises(NotAllowed):
        tasks.complete(pe, task, {}, administrator)
    tasks.complete(pe, task, {}, STAFF)
    assert row(pe, root).status == "completed"
