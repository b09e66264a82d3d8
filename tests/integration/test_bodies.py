"""A role that several bodies have: each sees and does what was addressed to it; older cases stay where they were."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments, tasks
from engine.errors import Invalid, NotAllowed
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.queries.visibility import visible_roots
from tests.integration.house import STAFF, open_elements, open_task, start
from tests.support import diagrams as d

ROLE = "test.adviser"
OFFERED = f'=for body in groups under("{ROLE}") return {{label: body.name, value: body}}'
FORM = {
    "type": "default",
    "id": "test.apply",
    "components": [
        {
            "type": "select",
            "id": "f1",
            "key": "body",
            "label": "Adviser",
            "valuesExpression": OFFERED,
            "validate": {"required": True},
        }
    ],
}
BOTH = {f"{ROLE}-north": "North", f"{ROLE}-south": "South"}
NORTH, SOUTH = ({"group": f"{ROLE}-{name.lower()}", "name": name} for name in ("North", "South"))


def deploy(pe: ProcessEngine, bodies: dict[str, str] | None, advised_by: str = "=body.group") -> None:
    listed: dict[str, Any] = {"groups": {"test.staff": "Clerks", ROLE: "Advisers"}}
    if bodies is not None:
        listed["bodies"] = {ROLE: {"requirement": "T-1", "groups": bodies}}
    diagram = d.diagram(
        "test.p",
        d.start(),
        d.task("apply", form="test.apply"),
        d.task("advise", groups=advised_by),
        d.end(),
        d.flows("start apply advise end"),
    )
    files = {
        "test/p.bpmn": diagram,
        "test/forms/apply.form": json.dumps(FORM).encode(),
        "test/groups.yaml": json.dumps(listed).encode(),
        "test/scheme.yaml": b"{name: Test, articles: [{id: T-1, title: one}]}",
    }
    deployments.deploy(pe, files, Actor("owner"))


def apply(pe: ProcessEngine, body: dict[str, str]) -> int:
    root = start(pe)
    tasks.complete(pe, open_task(pe, root, "apply"), {"body": body}, STAFF)
    return root


def of(body: dict[str, str]) -> Actor:
    return Actor(body["name"], frozenset({body["group"]}))


def seen_by(pe: ProcessEngine, actor: Actor) -> list[int]:
    with pe.database.reading() as connection:
        query = select(instance.c.id).where(visible_roots(actor)).order_by(instance.c.id)
        return list(connection.execute(query).scalars())


def test_each_body_sees_and_does_what_is_addressed_to_it(pe: ProcessEngine) -> None:
    deploy(pe, BOTH)
    northern, southern = apply(pe, NORTH), apply(pe, SOUTH)
    whole = Actor("whole", frozenset({ROLE}))  # of the role, but of no body
    assert [seen_by(pe, who) for who in (of(NORTH), of(SOUTH), whole)] == [[northern], [southern], []]
    with pytest.raises(NotAllowed):
        tasks.complete(pe, open_task(pe, northern, "advise"), {}, of(SOUTH))
    tasks.complete(pe, open_task(pe, northern, "advise"), {}, of(NORTH))
    assert [seen_by(pe, who) for who in (of(NORTH), of(SOUTH))] == [[northern], [southern]]


@pytest.mark.parametrize(
    "made_up", [{"group": "test.staff", "name": "North"}, {**NORTH, "name": "South"}, "North", None]
)
def test_what_is_not_on_the_list_is_refused(pe: ProcessEngine, made_up: Any) -> None:
    deploy(pe, BOTH)
    with pytest.raises(Invalid):
        apply(pe, made_up)


@pytest.mark.parametrize("listed", [None, {}])
def test_where_no_body_is_listed_the_role_is_one_group(
    pe: ProcessEngine, listed: dict[str, str] | None
) -> None:
    deploy(pe, listed)
    root = apply(pe, {"group": ROLE, "name": "Advisers"})
    assert seen_by(pe, Actor("adviser", frozenset({ROLE}))) == [root]


def test_a_body_that_left_the_list_keeps_its_cases_and_gets_no_new_ones(pe: ProcessEngine) -> None:
    deploy(pe, BOTH)
    root, filling = apply(pe, NORTH), start(pe)
    deploy(pe, {SOUTH["group"]: "South"})
    assert (seen_by(pe, of(NORTH)), open_elements(pe, root)) == ([root], ["advise"])
    with pytest.raises(Invalid):  # also in a case that began with the older list
        tasks.complete(pe, open_task(pe, filling, "apply"), {"body": NORTH}, STAFF)
    tasks.complete(pe, open_task(pe, root, "advise"), {}, of(NORTH))


def test_cases_of_a_version_without_bodies_go_on_in_the_group_of_the_role(pe: ProcessEngine) -> None:
    deploy(pe, None, advised_by=ROLE)
    before, filling = apply(pe, {"group": ROLE, "name": "Advisers"}), start(pe)
    deploy(pe, BOTH)
    tasks.complete(pe, open_task(pe, filling, "apply"), {"body": NORTH}, STAFF)
    everybody = Actor("adviser", frozenset({ROLE}))
    assert (seen_by(pe, everybody), seen_by(pe, of(NORTH))) == ([before, filling], [])
    for root in (before, filling):
        tasks.complete(pe, open_task(pe, root, "advise"), {}, everybody)
