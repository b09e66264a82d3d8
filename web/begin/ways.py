"""What somebody may begin: the start forms of all that is deployed, by scheme, as their groups admit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.bpmn.people import begun_by_people
from engine.definitions import Deployed
from engine.errors import NotFound
from engine.forms import Form
from engine.models import start_form
from engine.process_engine import ProcessEngine
from engine.vocabulary import scheme_of
from web.language import noop as N_


@dataclass(frozen=True, slots=True)
class Way:
    """One place where a case begins: its form's name, or the event's, and the sentence beside it in the diagram."""

    deployed: Deployed
    element: str
    title: str
    sentence: str
    form: Form | None

    @property
    def process_id(self) -> str:
        return self.deployed.process_id

    @property
    def scheme(self) -> str:
        return scheme_of(self.process_id)


def ways(connection: Connection, pe: ProcessEngine, by: Actor) -> Sequence[Way]:
    """All that this person may begin, by process and event; one statement, then what each node has loaded."""
    rows = connection.execute(select(start_form).order_by(start_form.c.process_id, start_form.c.element))
    return [
        _way(pe.definitions.get(connection, row.definition_id), row.element)
        for row in rows
        if by.groups & set(row.groups)
    ]


def one(connection: Connection, pe: ProcessEngine, process_id: str, element: str, by: Actor) -> Way:
    """One of them. Raises NotFound, also if it exists for others only."""
    for found in ways_of(connection, pe, process_id, by):
        if found.element == element:
            return found
    raise NotFound(what=N_("这个入口"))


def ways_of(connection: Connection, pe: ProcessEngine, process_id: str, by: Actor) -> Sequence[Way]:
    """Those of one process."""
    query = select(start_form).where(start_form.c.process_id == process_id).order_by(start_form.c.element)
    return [
        _way(pe.definitions.get(connection, row.definition_id), row.element)
        for row in connection.execute(query)
        if by.groups & set(row.groups)
    ]


def _way(deployed: Deployed, element: str) -> Way:
    drawn = deployed.definition.elements[element]
    form_id = begun_by_people(deployed.definition)[element]
    form = deployed.form(form_id) if form_id else None
    title = form.name if form and form.name else drawn.name
    return Way(deployed, element, title, drawn.documentation, form)
