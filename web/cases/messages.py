"""Which messages somebody may send to a case as it stands: what the diagram lets people say meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.actor import Actor
from engine.bpmn import Workflow
from engine.bpmn.people import senders, sent_by_people
from engine.errors import NotFound
from engine.feel import FeelError
from engine.forms import Form
from engine.models import instance, subscription
from engine.process_engine import ProcessEngine
from web.language import noop as N_


@dataclass(frozen=True, slots=True)
class Message:
    """One of them: its subscription, what it is called, what comes of it, its form and what is known there."""

    number: int
    title: str
    sentence: str
    form: Form | None
    context: Mapping[str, Any]


def open_to(
    connection: Connection, pe: ProcessEngine, case: Mapping[str, Any], by: Actor
) -> Sequence[Message]:
    """What this person may send to a case that they may see; nothing while it stands still."""
    if case["status"] != "active" or case["suspended_at"] is not None:
        return []
    query = (
        select(subscription, instance.c.definition_id)
        .join(instance, instance.c.id == subscription.c.instance_id)
        .where(subscription.c.root_id == case["id"])
        .order_by(subscription.c.id)
    )
    return list(_admitted(connection, pe, connection.execute(query).all(), by))


def one(
    connection: Connection, pe: ProcessEngine, case: Mapping[str, Any], number: int, by: Actor
) -> Message:
    """One of them. Raises NotFound, also if it is for others only, or was, or is no more."""
    found = next((m for m in open_to(connection, pe, case, by) if m.number == number), None)
    if found is None:
        raise NotFound(what=N_("这件事"))
    return found


def _admitted(
    connection: Connection, pe: ProcessEngine, ears: Sequence[Row[Any]], by: Actor
) -> Iterator[Message]:
    workflows: dict[int, Workflow] = {}
    for ear in ears:
        deployed = pe.definitions.get(connection, ear.definition_id)
        if not sent_by_people(deployed.definition, ear.element):
            continue
        if ear.instance_id not in workflows:
            state = connection.execute(
                select(instance.c.state).where(instance.c.id == ear.instance_id)
            ).scalar_one()
            workflows[ear.instance_id] = Workflow.decode(deployed.definition, state)
        context = workflows[ear.instance_id].context(ear.token)
        element = deployed.definition.elements[ear.element]
        try:
            admitted = senders(element, context, pe.environment(connection)).admit(by.name, by.groups)
        except FeelError:
            continue  # nobody may until an administrator has mended the variables it reads
        if admitted:
            form_id = deployed.definition.dataflow[ear.element].form
            form = deployed.form(form_id) if form_id else None
            title = form.name if form and form.name else element.name
            yield Message(ear.id, title, element.documentation, form, context)
