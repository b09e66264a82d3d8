"""What people begin and send by forms: checked by the engine, numbered, once however often they click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.commands import beginnings, deployments, instances, interventions, sending, tasks
from engine.definitions import Deployed
from engine.errors import Invalid, LaurelError, NotAllowed, NotFound, NotOpen, Refused
from engine.models import history, instance, recusal, start_form, subscription
from engine.process_engine import ProcessEngine
from engine.runtime import KeyTaken
from engine.tree import Suspended
from tests.integration.house import (
    ADMIN,
    GROUPS,
    STRANGER,
    kinds,
    open_elements,
    open_task,
    peek_variables,
    row,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave

FORM = b"""{"type": "default", "id": "test.begin", "name": "Begin it", "components": [
 {"type": "textfield", "id": "f1", "key": "number", "label": "Number", "validate": {"required": true}},
 {"type": "expression", "id": "f2", "key": "by", "expression": "=starter.account", "computeOn": "change"}]}"""
SENT = b"""{"type": "default", "id": "test.stop", "name": "Stop it", "components": [
 {"type": "textfield", "id": "f1", "key": "why", "label": "Why", "validate": {"required": true}}]}"""


def said(form: str, **named: str) -> str:
    properties = "".join(
        f"<zeebe:property name='{n.replace('_', '-')}' value='{v}'/>" for n, v in named.items()
    )
    bound = f'<zeebe:formDefinition formId="{form}" bindingType="deployment"/>' if form else ""
    return f"<bpmn:extensionElements>{bound}<zeebe:properties>{properties}</zeebe:properties></bpmn:extensionElements>"


def process(start: str, catch: str = "") -> bytes:
    """A task that a message may end early."""
    body = (d.start("start", start), d.task("work"), d.end(), d.end("stopped"))
    return d.diagram(
        "test.p",
        *body,
        d.boundary("stop", "work", catch + d.message("stop-it")),
        d.flows("start work end"),
        d.flows("stop stopped"),
        head=d.messages(**{"stop-it": "1"}),
    )


BEGIN = said("test.begin", candidate_starter_groups="test.staff")
STOP = said("test.stop", sender="=by", candidate_sender_groups="test.guests")
OWNER = Actor("clerk", frozenset({"test.staff"}))


def deploy(pe: ProcessEngine, diagram: bytes) -> None:
    files = {"shared/groups.yaml": GROUPS, "test/p.bpmn": diagram}
    files |= {"test/forms/begin.form": FORM, "test/forms/stop.form": SENT}
    deployments.deploy(pe, files, Actor("owner"))


def number(key: str = "N1") -> Callable[[Connection, Deployed], str]:
    return lambda connection, deployed: key


def begin(
    pe: ProcessEngine, by: Actor = OWNER, token: str | None = None, key: str = "N1", **content: Any
) -> int:
    return beginnings.begin(pe, "test.p", "start", content, by, issue=number(key), token=token)


def roots(pe: ProcessEngine) -> list[tuple[int, str | None]]:
    with pe.database.reading() as connection:
        query = select(instance.c.id, instance.c.business_key).order_by(instance.c.id)
        return [(r.id, r.business_key) for r in connection.execute(query)]


def ear(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        return int(connection.execute(select(subscription.c.id)).scalar_one())


def test_a_form_begins_a_case_with_what_was_filled_in(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    root = begin(pe, number="7")
    assert peek_variables(pe, root) == {"number": "7", "by": "clerk"}
    assert (row(pe, root).business_key, row(pe, root).started_by) == ("N1", "clerk")
    assert open_elements(pe, root) == ["work"]


def test_the_engine_checks_the_form_and_who_may(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    with pytest.raises(Invalid) as wrong:
        begin(pe)
    assert list(wrong.value.errors) == ["number"]
    with pytest.raises(NotAllowed):
        begin(pe, STRANGER, number="7")
    with pytest.raises(NotFound):
        beginnings.begin(pe, "test.p", "work", {}, OWNER, issue=number())
    assert roots(pe) == []


def test_a_program_cannot_hand_in_what_the_form_computes(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    content = {"number": "7", "by": "somebody"}
    root = beginnings.begin(pe, "test.p", "start", content, OWNER, issue=number())
    assert peek_variables(pe, root)["by"] == "clerk"
    with pytest.raises(Invalid):
        begin(pe, number="8", owner="somebody")


def test_a_double_click_begins_one_case(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    found: list[int] = []

    def click() -> None:
        found.append(begin(pe, token="page-1", number="7"))

    interleave(pe, click, click)
    assert len(set(found)) == len(roots(pe)) == 1
    assert begin(pe, token="page-2", key="N2", number="7") not in found


def test_an_error_does_not_use_up_the_page(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    with pytest.raises(Invalid):
        begin(pe, token="page-1")
    assert begin(pe, token="page-1", number="7") == roots(pe)[0][0]


def test_the_diagram_may_name_the_key_and_its_variable(pe: ProcessEngine) -> None:
    own = said("test.begin", candidate_starter_groups="test.staff", business_key='="K" + number')
    deploy(pe, process(own, STOP))
    begin(pe, number="7")
    assert roots(pe) == [(1, "K7")]
    with pytest.raises(KeyTaken):
        begin(pe, number="7")
    with pytest.raises(LaurelError) as failed:
        beginnings.begin(pe, "test.p", "start", {"number": " "}, OWNER, issue=number())
    assert failed.value.status == 422
    kept = said("test.begin", candidate_starter_groups="test.staff", key_variable="case_key")
    deploy(pe, process(kept, STOP))
    assert peek_variables(pe, begin(pe, number="8"))["case_key"] == "N1"


def test_a_new_version_moves_the_way_in_and_can_close_it(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    deploy(pe, process(said("", candidate_starter_groups="test.guests"), STOP))
    with pe.database.reading() as connection:
        assert [(r.element, r.groups) for r in connection.execute(select(start_form))] == [
            ("start", ["test.guests"])
        ]
    root = begin(pe, STRANGER)
    assert peek_variables(pe, root) == {}
    deploy(pe, process("", STOP))
    with pe.database.reading() as connection:
        assert connection.execute(select(start_form)).all() == []
    with pytest.raises(NotFound):
        begin(pe, STRANGER)


def test_a_message_reaches_its_case_in_the_same_step(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    root = begin(pe, number="7")
    with pytest.raises(Invalid):
        sending.send(pe, ear(pe), {}, OWNER)
    assert sending.send(pe, ear(pe), {"why": "enough"}, OWNER) == root
    assert (row(pe, root).status, row(pe, root).ends) == ("completed", ["stopped"])
    assert peek_variables(pe, root)["why"] == "enough"
    assert "message-sent" in kinds(pe, root)


def test_who_may_send_is_the_diagram_s_to_say(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    root = begin(pe, number="7")
    with pytest.raises(NotAllowed):
        sending.send(pe, ear(pe), {"why": "no"}, Actor("colleague", frozenset({"test.staff"})))
    with pe.database.transaction() as connection:
        stepped_back = {"root_id": root, "account": "stranger", "element": "work", "at": pe.now()}
        connection.execute(recusal.insert(), stepped_back)
    with pytest.raises(NotFound):
        sending.send(pe, ear(pe), {"why": "no"}, STRANGER)
    sending.send(pe, ear(pe), {"why": "yes"}, Actor("guest", frozenset({"test.guests"})))
    assert row(pe, root).status == "completed"


def test_a_message_is_sent_once_and_not_too_late(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    root, place = begin(pe, number="7"), ear(pe)
    assert sending.send(pe, place, {"why": "a"}, OWNER, token="page") == root
    assert sending.send(pe, place, {"why": "a"}, OWNER, token="page") == root
    with pytest.raises(NotOpen):
        sending.send(pe, place, {"why": "b"}, OWNER, token="other page")


def test_nothing_is_sent_to_a_case_that_stands_still(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN, STOP))
    root = begin(pe, number="7")
    interventions.suspend(pe, root, "reason", ADMIN)
    with pytest.raises(Suspended):
        sending.send(pe, ear(pe), {"why": "a"}, OWNER)


def test_messages_that_nobody_may_send_are_not_there(pe: ProcessEngine) -> None:
    deploy(pe, process(BEGIN))
    begin(pe, number="7")
    with pytest.raises(NotFound):
        sending.send(pe, ear(pe), {}, OWNER)


@pytest.mark.parametrize(("account", "told"), [(None, "ACME"), ("org-1", None)])
def test_the_history_names_whom_a_clerk_acts_for(
    pe: ProcessEngine, account: str | None, told: str | None
) -> None:
    behalf = {"on-behalf-of": "=if party.account = null then party.name else null"}
    work = d.task("work", properties=behalf)
    deploy(pe, d.diagram("test.p", d.start(), work, d.end(), d.flows("start work end")))
    party = {"name": "ACME", "account": account}
    root = instances.start(pe, "test.p", business_key=None, variables={"party": party}, by=OWNER)
    tasks.complete(pe, open_task(pe, root, "work"), {}, OWNER)
    with pe.database.reading() as connection:
        query = select(history.c.actor, history.c.facts).where(history.c.kind == "task-completed")
        ((actor, facts),) = connection.execute(query).all()
    assert (actor, facts.get("on_behalf_of")) == ("clerk", told)


def test_whom_one_acts_for_must_be_computable(pe: ProcessEngine) -> None:
    work = d.task("work", properties={"on-behalf-of": "=1 + "})
    with pytest.raises(Refused):
        deploy(pe, d.diagram("test.p", d.start(), work, d.end(), d.flows("start work end")))
