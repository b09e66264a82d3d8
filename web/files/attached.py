"""Files joined to a place and taken from it; and what becomes of them when what was filled in there is submitted.

A paper that the staff keep in a folder is written down by `add_paper`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, insert, select, update

from engine.bpmn import Workflow
from engine.db import Record
from engine.errors import Invalid
from engine.forms import Component, Form
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence
from web.files import fields, keeping, states, uploaded
from web.files.keeping import Kept
from web.files.places import Place
from web.forms import paths
from web.forms.rows import look_up
from web.models import upload

PAPER: Final = "（纸质件）"


def form_of(pe: ProcessEngine, connection: Connection, task: Mapping[str, Any]) -> Form | None:
    """The form of a task as `engine.queries.inbox.task` tells it."""
    if not task["form_id"]:
        return None
    return pe.definitions.get(connection, task["definition_id"]).form(task["form_id"])


def add(
    connection: Connection,
    place: Place,
    field: str,
    name: str,
    kept: Kept,
    now: datetime,
    *,
    multiple: bool,
) -> int:
    """Join a stored file to a field and return its id; one of the same name, or the only one, gives way to it.

    The same file a second time changes nothing.
    """
    there = place.holds(upload) & (upload.c.field == field)
    same = and_(there, upload.c.name == name, upload.c.sha256 == kept.sha256)
    again = connection.execute(select(upload.c.id).where(same)).scalar()
    give_way = and_(there, upload.c.name == name) if multiple else there
    connection.execute(delete(upload).where(give_way, upload.c.id != (again or 0)))
    if again is not None:
        return int(again)
    row = {**place.columns(), "field": field, "name": name}
    row |= {"sha256": kept.sha256, "size": kept.size, "uploaded_at": now}
    if kept.sha256:
        keeping.settle(connection, kept, now, place.root_id, name)
    return int(connection.execute(insert(upload).returning(upload.c.id), row).scalar_one())


def add_paper(connection: Connection, place: Place, component: Component, field: str, now: datetime) -> str:
    """Write down that what a field asks for came on paper; returns the name that stands for it."""
    accepted = [part.strip() for part in fields.takes(component)[0].split(",") if part.strip()]
    name = f"{component.label[:100]}{PAPER}{accepted[0] if accepted else ''}"
    add(connection, place, field, name, Kept("", 0), now, multiple=True)
    return name


def remove(connection: Connection, place: Place, number: int) -> bool:
    """Take a file from a place where nothing was submitted; False if there is none."""
    mine = place.holds(upload) & (upload.c.id == number)
    return connection.execute(delete(upload).where(mine)).rowcount == 1


def rows_changed(connection: Connection, place: Place, removed: str | None, moved: str | None) -> None:
    """A row of a list (`cases[2]`) went, or changed places with the one above it: so do the files of these rows."""
    for file in uploaded.of(connection, place):
        mine, field = upload.c.id == file["id"], paths.after(file["field"], removed, moved)
        if field is None:
            connection.execute(delete(upload).where(mine))
        elif field != file["field"]:
            connection.execute(update(upload).where(mine).values(field=field))


def over(
    pe: ProcessEngine,
    connection: Connection,
    task: Mapping[str, Any],
    place: Place,
    content: Mapping[str, Any],
) -> dict[str, Any]:
    """Entries of a browser with the true names in every file field of a task."""

    def known(field: str) -> list[str]:
        """What the case had there when its task began; of a task that is done nothing is asked."""
        if task["status"] != "open":
            return fields.names_of(look_up(content, field))
        deployed = pe.definitions.get(connection, task["definition_id"])
        before = Workflow.decode(deployed.definition, task["state"]).context(task["token"])
        return fields.names_of(look_up(before, field))

    form = form_of(pe, connection, task)
    return fields.laid(form, content, uploaded.names(connection, place), known)


def submit(
    connection: Connection,
    place: Place,
    form: Form,
    values: Mapping[str, Any],
    root_id: int | None = None,
    title: str = "",
) -> None:
    """What was filled in is submitted, in the caller's transaction: its files stand from now on.

    `values` are those that a check has let pass. A file of a field that was hidden in the end was not submitted, and
    goes. Files of a page become those of the case `root_id`, under the title of the page's form. Raises Invalid for
    what the scanner found something in.
    """
    names = fields.submitted(form, values)
    files = uploaded.of(connection, place)
    gone = [file["id"] for file in files if not _stands(file, names)]
    if bad := _faults(file for file in files if file["id"] not in gone):
        raise Invalid(bad)
    if gone:
        connection.execute(delete(upload).where(upload.c.id.in_(gone)))
    if place.task_id is None:
        connection.execute(
            update(upload).where(place.holds(upload)).values(root_id=root_id, title=title[:200])
        )


def faults(connection: Connection, place: Place) -> dict[str, Sentence]:
    """What the scanner found in the files of a place, by field."""
    return _faults(uploaded.of(connection, place))


def _faults(files: Iterable[Record]) -> dict[str, Sentence]:
    return {file["field"]: _fault(file) for file in files if file["state"] in states.BAD}


def _stands(file: Record, names: Mapping[str, set[str]]) -> bool:
    return file["name"] in names.get(fields.place_in(file["field"]), ())


def _fault(file: Record) -> Sentence:
    return Sentence(
        "“{name}”查出问题（{finding}），请移除后另传一份",
        name=file["name"],
        finding=Sentence(file["finding"] or states.WORDS[file["state"]]),
    )
