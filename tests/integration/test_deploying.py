"""Deployment: all or nothing, versions only for what changed, everything bound to its version."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from engine.actor import Actor
from engine.commands import deployments, interventions, messages, tasks
from engine.commands.instances import KeyTaken
from engine.errors import Refused, UnknownProcess
from engine.models import definition, deployment, instance
from engine.process_engine import ProcessEngine
from tests.integration.house import (
    ADMIN,
    GROUPS,
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

OWNER = Actor("owner")
ONE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
TWO = d.diagram("test.p", d.start(), d.task("b"), d.end(), d.flows("start b end"))


def test_the_same_again_is_no_new_version(pe: ProcessEngine) -> None:
    files = {"shared/groups.yaml": GROUPS, "test/p.bpmn": ONE}
    first = deployments.deploy(pe, files, OWNER)
    again = deployments.deploy(pe, files, OWNER)
    changed = deployments.deploy(pe, {**files, "test/p.bpmn": TWO}, OWNER)
    seen = [
        [(x["process"], x["version"], x["changed"]) for x in r.definitions] for r in (first, again, changed)
    ]
    assert seen == [[("test.p", 1, True)], [("test.p", 1, False)], [("test.p", 2, True)]]


def test_running_cases_stay_on_their_version(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE)
    old = start(pe)
    deploy(pe, p=TWO)
    assert open_elements(pe, old) == ["a"]
    assert open_elements(pe, start(pe)) == ["b"]


def test_a_bad_file_stores_nothing_and_says_where(pe: ProcessEngine) -> None:
    with pytest.raises(Refused) as refused:
        deployments.deploy(pe, {"test/p.bpmn": ONE, "test/q.bpmn": b"<not-closed>"}, OWNER)
    assert {f.file for f in refused.value.findings} >= {"test/q.bpmn"}
    with pe.database.reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(t)).scalar() for t in (deployment, definition)
        ]
    assert counts == [0, 0]


@pytest.mark.parametrize(
    ("diagram", "rule"),
    [
        (d.diagram("test.wrong", d.start(), d.end(), d.flows("start end")), "id-is-path"),
        (
            d.diagram("test.p", d.start(), d.task("a", form="test.none"), d.end(), d.flows("start a end")),
            "missing-form",
        ),
        (
            d.diagram("test.p", d.start(), d.call("c", "test.none"), d.end(), d.flows("start c end")),
            "missing-callee",
        ),
        (
            d.diagram("test.p", d.start(), d.call("c", "test.p"), d.end(), d.flows("start c end")),
            "call-cycle",
        ),
        (
            d.diagram(
                "test.p", d.start(), d.task("a", groups="test.nobody"), d.end(), d.flows("start a end")
            ),
            "missing-group",
        ),
        (
            d.diagram("test.p", d.start(), d.service("s", "no.such"), d.end(), d.flows("start s end")),
            "missing-handler",
        ),
        (
            d.diagram(
                "test.p", d.start(), d.script("s", "worked days(3)", "x"), d.end(), d.flows("start s end")
            ),
            "unknown-function",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_diagram_needs_must_be_there(pe: ProcessEngine, diagram: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        deployments.deploy(pe, {"shared/groups.yaml": GROUPS, "test/p.bpmn": diagram}, OWNER)
    assert rule in {f.rule for f in refused.value.findings}


def test_a_called_process_moves_with_its_caller(pe: ProcessEngine) -> None:
    child = d.diagram(
        "test.child",
        d.start(),
        d.task("inner"),
        d.script("sum", "given + 1", "result"),
        d.end(),
        d.flows("start inner sum end"),
    )
    parent = d.diagram(
        "test.p", d.start(), d.call("c", "test.child"), d.task("outer"), d.end(), d.flows("start c outer end")
    )
    deploy(pe, child=child, p=parent)
    root = start(pe, key="K-9", given=4)
    assert open_elements(pe, root) == ["inner"]
    tasks.complete(pe, open_task(pe, root, "inner"), {}, STAFF)
    assert open_elements(pe, root) == ["outer"]
    tasks.complete(pe, open_task(pe, root, "outer"), {}, STAFF)
    assert (row(pe, root).status, row(pe, root).version) == ("completed", 3)


def test_a_caller_is_cancelled_with_what_it_called(pe: ProcessEngine) -> None:
    child = d.diagram("test.child", d.start(), d.task("inner"), d.end(), d.flows("start inner end"))
    parent = d.diagram("test.p", d.start(), d.call("c", "test.child"), d.end(), d.flows("start c end"))
    deploy(pe, child=child, p=parent)
    root = start(pe)
    interventions.cancel(pe, root, "taken back", ADMIN)
    assert open_elements(pe, root) == []
    with pe.database.reading() as connection:
        statuses = connection.execute(select(instance.c.status)).scalars().all()
    assert statuses == ["cancelled", "cancelled"]


def test_what_is_called_is_not_cancelled_alone(pe: ProcessEngine) -> None:
    child = d.diagram("test.child", d.start(), d.task("inner"), d.end(), d.flows("start inner end"))
    parent = d.diagram("test.p", d.start(), d.call("c", "test.child"), d.end(), d.flows("start c end"))
    deploy(pe, child=child, p=parent)
    root = start(pe)
    with pe.database.reading() as connection:
        called = connection.execute(select(instance.c.id).where(instance.c.parent_id == root)).scalar_one()
    with pytest.raises(interventions.Called):
        interventions.cancel(pe, called, "taken back", ADMIN)
    tasks.complete(pe, open_task(pe, root, "inner"), {}, STAFF)
    assert row(pe, root).status == "completed"


def test_one_running_case_per_key(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE)
    start(pe, key="K-1")
    with pytest.raises(KeyTaken):
        start(pe, key="K-1")
    with pytest.raises(UnknownProcess):
        start(pe, "test.unknown")


def test_a_caller_moves_while_what_it_called_rests(pe: ProcessEngine) -> None:
    """The called instance stays live in the cache although the transaction never read its row."""
    child = d.diagram("test.child", d.start(), d.task("inner"), d.end(), d.flows("start inner end"))
    note = d.boundary("note", "c", d.message("noted"), interrupting=False)
    parts = (d.start(), d.call("c", "test.child"), note, d.task("read"), d.end(), d.end("end-read"))
    head = d.messages(noted='"K-1"')
    flows = d.flows("start c end") + d.flows("note read end-read")
    deploy(pe, child=child, p=d.diagram("test.p", *parts, flows, head=head))
    root = start(pe, key="K-1")
    for _ in range(2):
        messages.publish(pe, "noted", "K-1", {}, STAFF)
        settle(pe)
    assert open_elements(pe, root) == ["inner", "read", "read"]
    assert open_incidents(pe) == []
    tasks.complete(pe, open_task(pe, root, "inner"), {}, STAFF)
    assert open_elements(pe, root) == ["read", "read"]


def test_an_error_that_a_called_process_does_not_catch_goes_to_its_caller(pe: ProcessEngine) -> None:
    head = '<bpmn:error id="e" name="refused" errorCode="refused"/>'
    failing = d.end("failed", '<bpmn:errorEventDefinition errorRef="e"/>')
    child = d.diagram(
        "test.child", d.start(), d.task("inner"), failing, d.flows("start inner failed"), head=head
    )
    caught = d.boundary("caught", "c", '<bpmn:errorEventDefinition errorRef="e"/>')
    parts = (d.start(), d.call("c", "test.child"), caught, d.task("mend"), d.end(), d.end("end-2"))
    parent = d.diagram("test.p", *parts, d.flows("start c end"), d.flows("caught mend end-2"), head=head)
    deploy(pe, child=child, p=parent)
    root = start(pe)
    tasks.complete(pe, open_task(pe, root, "inner"), {}, STAFF)
    assert open_elements(pe, root) == ["mend"]
    assert open_incidents(pe) == []
    with pe.database.reading() as connection:
        statuses = connection.execute(select(instance.c.status).order_by(instance.c.id)).scalars().all()
    assert statuses == ["active", "cancelled"]


def test_dates_reach_a_called_process_as_dates(pe: ProcessEngine) -> None:
    child = d.diagram(
        "test.child",
        d.start(),
        d.script("later", 'day + duration("P1D")', "next"),
        d.end(),
        d.flows("start later end"),
    )
    parts = (
        d.start(),
        d.script("day", 'date("2026-03-02")', "day"),
        d.call("c", "test.child"),
        d.task("a"),
        d.end(),
    )
    deploy(pe, child=child, p=d.diagram("test.p", *parts, d.flows("start day c a end")))
    assert peek_variables(pe, start(pe))["next"] == date(2026, 3, 3)


def test_a_process_says_how_its_case_is_called_and_whose_it_is(pe: ProcessEngine) -> None:
    named = {"title": '="对 " + case_key + " 的异议"', "owner": "=objector.account"}
    deploy(
        pe, p=d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"), properties=named)
    )
    found = row(pe, start(pe, case_key="K-1", objector={"account": "somebody"}))
    assert (found.title, found.owner) == ("对 K-1 的异议", "somebody")
