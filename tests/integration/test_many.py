"""Wide instances: a thousand at once in one commit, and a number that is refused with its reason."""

from __future__ import annotations

from sqlalchemy import func, select

from engine.commands import instances, tasks
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from tests.integration.house import (
    STAFF,
    deploy,
    open_elements,
    open_incidents,
    open_task,
    row,
    settle,
)
from tests.support import diagrams as d
from tests.support.statements import counted
from tests.unit.bpmn import diagrams as b

EACH = d.diagram(
    "test.p",
    *(d.start(), d.task("first"), d.task("vote", inside=b.multi("people")), d.task("after"), d.end()),
    d.flows("start first vote after end"),
)


def test_a_thousand_at_once_are_few_statements(pe: ProcessEngine) -> None:
    deploy(pe, p=EACH)
    root = instances.start(pe, "test.p", business_key=None, variables={"people": list(range(1000))}, by=STAFF)
    first = open_task(pe, root, "first")
    with counted(pe) as statements:
        tasks.complete(pe, first, {}, STAFF)
    with pe.database.reading() as connection:
        query = select(user_task.c.id).where(user_task.c.status == "open").order_by(user_task.c.id)
        votes = list(connection.execute(query).scalars())
        size = connection.execute(select(func.length(instance.c.state))).scalar_one()
    assert len(votes) == 1000
    assert size <= 64_000
    assert len(statements) <= 1010
    for vote in votes[:3]:
        tasks.complete(pe, vote, {}, STAFF)
    assert len(open_elements(pe, root)) == 997


def test_more_than_two_thousand_are_an_incident_that_says_so(pe: ProcessEngine) -> None:
    waits = d.catch("pause", d.timer("timeDuration", "PT0S"))
    parts = (d.start(), waits, d.task("vote", inside=b.multi("people")), d.end())
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start pause vote end")))
    many = instances.start(pe, "test.p", business_key=None, variables={"people": list(range(2001))}, by=STAFF)
    most = instances.start(pe, "test.p", business_key=None, variables={"people": list(range(2000))}, by=STAFF)
    settle(pe)
    (held,) = open_incidents(pe)
    assert (held.root_id, held.element, held.code) == (many, "vote", "too-many-instances")
    assert held.message == "多实例有 2001 项，最多 2000 项"
    assert (open_elements(pe, many), row(pe, many).status) == ([], "active")
    assert open_elements(pe, most) == ["vote"] * 2000
