"""A running case goes on with another version: what people and clocks hold stays theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select

from engine import jobs
from engine.clock import LentClock
from engine.commands import interventions, messages, tasks
from engine.errors import Conflict, NotAllowed, NotFound, NotOpen, Refused
from engine.models import definition, history, job, signal_subscription, subscription, user_task
from engine.process_engine import ProcessEngine
from engine.registries import JobHandler
from tests.integration.house import (
    ADMIN,
    STAFF,
    deploy,
    open_elements,
    open_incidents,
    open_task,
    peek_variables,
    row,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave
from tests.unit.bpmn import diagrams as b

DAY = timedelta(days=1)
PRIORITY = '<zeebe:priorityDefinition priority="70"/>'


def version(task: str, late: str, name: str = "审查", delay: str = "P1D", articles: str = "") -> bytes:
    """A task with a reminder, beside it a message, a signal and outside work."""
    said = f'<zeebe:assignmentDefinition candidateGroups="test.staff"/>{PRIORITY}<zeebe:userTask/>'
    properties = f'<zeebe:properties><zeebe:property name="articles" value="{articles}"/></zeebe:properties>'
    user = f'<bpmn:userTask id="{task}" name="{name}"><bpmn:extensionElements>{said}{properties if articles else ""}</bpmn:extensionElements></bpmn:userTask>'
    return d.diagram(
        "test.p",
        *(d.start(), d.gateway("fork", "parallel"), user, d.task("after"), d.end()),
        d.boundary(late, task, d.timer("timeDuration", delay), interrupting=False),
        *(d.task("remind"), d.end("e2"), d.end("e3"), d.end("e4"), d.end("e5")),
        *(
            d.catch("wait", b.message("message-1")),
            d.catch("hear", b.signal()),
            d.service("work", "test.work"),
        ),
        d.flows(f"start fork {task} after end") + d.flows(f"{late} remind e2"),
        d.flows("fork wait e3") + d.flows("fork hear e4") + d.flows("fork work e5"),
        head=b.SHARED,
    )


def ready(pe: ProcessEngine, old: bytes, new: bytes) -> tuple[int, int]:
    """A case on the old version, and the id of the new definition."""
    if "test.work" not in pe.registries.handlers:
        pe.registries.add_handler(JobHandler("test.work", "inside", lambda _: {}))
    deploy(pe, p=old)
    root = start(pe, key="K-1", amount=41)
    deploy(pe, p=new)
    return root, newest(pe)


def newest(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        query = select(definition.c.id).where(definition.c.process_id == "test.p")
        return int(connection.execute(query.order_by(definition.c.version.desc()).limit(1)).scalar_one())


def only(pe: ProcessEngine, table: Any, *where: Any) -> Row[Any]:
    with pe.database.reading() as connection:
        return connection.execute(select(table).where(*where)).one()


def test_tasks_clocks_and_ears_are_kept_under_their_new_names(pe: ProcessEngine, clock: LentClock) -> None:
    pe.registries.add_handler(JobHandler("test.work", "inside", lambda _: {}))
    old = version("a", "late").replace(b'correlationKey="=key"', b'correlationKey="=&quot;K-1&quot;"')
    new = version("review", "later", "复审", "P9D", "J-1").replace(
        b'correlationKey="=key"', b'correlationKey="=&quot;K-2&quot;"'
    )
    root, to = ready(pe, old, new)
    task = open_task(pe, root, "a")
    tasks.claim(pe, task, STAFF)
    before = only(pe, user_task, user_task.c.id == task)
    timer = only(pe, job, job.c.kind == "timer")
    clock.set(clock.now() + timedelta(hours=5))  # nothing is counted anew from today
    interventions.migrate(pe, root, to, {"a": "review", "late": "later"}, "制度修订", ADMIN)

    after = only(pe, user_task, user_task.c.id == task)
    kept = ("id", "token", "assignee", "candidates", "priority", "due_at", "created_at", "status")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (after.assignee, after.priority) == ("clerk", 70)
    assert (after.element, after.name, after.articles) == ("review", "复审", ["J-1"])
    moved = only(pe, job, job.c.kind == "timer")
    assert (moved.id, moved.due_at, moved.status) == (timer.id, timer.due_at, "ready")
    assert (moved.element, moved.payload["due_at"]) == ("later", timer.payload["due_at"])
    assert only(pe, job, job.c.kind == "service").element == "work"
    assert only(pe, subscription).correlation_key == "K-1"  # it went on waiting for what it was asked to
    assert only(pe, signal_subscription).element == "hear"
    told = only(pe, history, history.c.kind == "migrated").facts
    assert (told["from_version"], told["version"], told["reason"]) == (1, 2, "制度修订")
    assert told["mapping"] == {"a": "review", "late": "later"}
    assert (row(pe, root).definition_id, peek_variables(pe, root)["amount"]) == (to, 41)

    clock.set(timer.due_at)
    messages.publish(pe, "filed", "K-1", {}, STAFF)
    settle(pe)
    assert open_elements(pe, root) == ["remind", "review"]
    tasks.complete(pe, task, {}, STAFF)
    assert open_elements(pe, root) == ["after", "remind"]
    assert open_incidents(pe) == []


ONE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
MORE = d.diagram(
    "test.p",
    *(d.start(), d.task("a"), d.task("b"), d.end(), d.end("e2")),
    d.boundary("late", "a", d.timer("timeDuration", "P2D")),
    d.flows("start a b end") + d.flows("late e2"),
)


def test_what_the_new_version_adds_is_armed_and_what_it_lacks_disarmed(
    pe: ProcessEngine, clock: LentClock
) -> None:
    root, to = ready(pe, ONE, MORE)
    interventions.migrate(pe, root, to, {}, "加期限", ADMIN)
    added = only(pe, job, job.c.kind == "timer")
    assert (added.status, added.due_at) == ("ready", clock.now() + 2 * DAY)
    with pe.database.reading() as connection:
        first = connection.execute(select(definition.c.id).where(definition.c.version == 1)).scalar_one()
    interventions.migrate(pe, root, first, {}, "去掉期限", ADMIN)
    assert only(pe, job, job.c.kind == "timer").status == "cancelled"
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert row(pe, root).ends == ["end"]


def test_a_migration_that_loses_a_token_is_refused_with_its_place(pe: ProcessEngine) -> None:
    other = d.diagram("test.p", d.start(), d.task("z"), d.end(), d.flows("start z end"))
    root, to = ready(pe, ONE, other)
    (found,) = interventions.migration_check(pe, root, to, {}, ADMIN)
    assert (found.rule, found.element) == ("migration-unmapped", "a")
    with pytest.raises(Refused) as refused:
        interventions.migrate(pe, root, to, {}, "试", ADMIN)
    assert refused.value.findings == [found]
    assert (open_elements(pe, root), row(pe, root).version) == (["a"], 1)
    assert interventions.migration_check(pe, root, to, {"a": "z"}, ADMIN) == []
    with pytest.raises(NotAllowed):
        interventions.migration_check(pe, root, to, {}, STAFF)
    with pytest.raises(NotFound):
        interventions.migrate(pe, 999, to, {}, "试", ADMIN)


def test_a_case_migrates_only_inside_its_process(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE, q=ONE.replace(b"test.p", b"test.q"))
    root = start(pe)
    with pe.database.reading() as connection:
        other = connection.execute(
            select(definition.c.id).where(definition.c.process_id == "test.q")
        ).scalar_one()
    with pytest.raises(Refused):
        interventions.migrate(pe, root, other, {}, "试", ADMIN)


def test_a_called_instance_migrates_alone(pe: ProcessEngine) -> None:
    child = ONE.replace(b"test.p", b"test.child")
    parts = (d.start(), d.call("c", "test.child"), d.task("outer"), d.end())
    parent = d.diagram("test.p", *parts, d.flows("start c outer end"))
    deploy(pe, child=child, p=parent)
    root = start(pe)
    deploy(pe, child=MORE.replace(b"test.p", b"test.child"), p=parent)
    with pe.database.reading() as connection:
        to = connection.execute(
            select(definition.c.id).where(definition.c.process_id == "test.child", definition.c.version == 2)
        ).scalar_one()
        called = connection.execute(select(user_task.c.instance_id)).scalar_one()
    interventions.migrate(pe, called, to, {}, "修订", ADMIN)
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert open_elements(pe, root) == ["b"]
    tasks.complete(pe, open_task(pe, root, "b"), {}, STAFF)
    assert open_elements(pe, root) == ["outer"]


def test_migration_against_completion(pe: ProcessEngine) -> None:
    root, to = ready(pe, ONE, MORE.replace(b'"a"', b'"z"').replace(b"start-to-a", b"start-to-z"))
    task = open_task(pe, root, "a")
    _, lost = interleave(
        pe,
        lambda: interventions.migrate(pe, root, to, {"a": "z"}, "修订", ADMIN),
        lambda: tasks.complete(pe, task, {}, STAFF),
    )
    # SQLite lets the completion read after the migration: it is an ordinary completion of the new task.
    if pe.database.is_sqlite:
        assert (lost, open_elements(pe, root)) == (root, ["b"])
        return
    assert isinstance(lost, Conflict)
    assert open_elements(pe, root) == ["z"]
    tasks.complete(pe, task, {}, STAFF)
    assert open_elements(pe, root) == ["b"]


def test_completion_against_migration(pe: ProcessEngine) -> None:
    root, to = ready(pe, ONE, MORE)
    task = open_task(pe, root, "a")
    won, lost = interleave(
        pe,
        lambda: tasks.complete(pe, task, {}, STAFF),
        lambda: interventions.migrate(pe, root, to, {}, "修订", ADMIN),
    )
    assert (won, type(lost)) == (root, NotOpen)
    assert (row(pe, root).status, row(pe, root).version) == ("completed", 2)


@pytest.mark.parametrize("migration_first", [True, False])
def test_migration_against_a_claimed_timer(
    pe: ProcessEngine, clock: LentClock, migration_first: bool
) -> None:
    late = d.boundary("late", "a", d.timer("timeDuration", "P1D"))
    parts = (d.start(), d.task("a"), late, d.task("remind"), d.end(), d.end("e2"))
    old = d.diagram("test.p", *parts, d.flows("start a end") + d.flows("late remind e2"))
    root, to = ready(pe, old, old.replace(b'name="late"', b'name="overdue"'))
    clock.set(clock.now() + DAY)
    (claimed,) = jobs.claim(pe, "worker", 8)
    pair = [
        lambda: interventions.migrate(pe, root, to, {}, "修订", ADMIN),
        lambda: jobs.run(pe, claimed),
    ]
    assert interleave(pe, *(pair if migration_first else reversed(pair))) == (None, None)
    assert (open_elements(pe, root), row(pe, root).definition_id) == (["remind"], to)
    assert (only(pe, job).status, open_incidents(pe)) == ("done", [])
