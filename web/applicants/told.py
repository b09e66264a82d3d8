"""What the office has written in its tasks for the applicant to read: fields whose form says so, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.feel import from_json
from engine.forms import present
from engine.forms.nodes import every
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from engine.queries import story
from web.forms import view as formview

READER: Final = "reader"  # the property of a field that names who else may read it
OWNER: Final = "owner"


@dataclass(frozen=True, slots=True)
class Told:
    """One completed task of the office: what it is called, when it was done, and what of it is for the owner."""

    task: str
    at: datetime
    lines: Sequence[tuple[str, str]]


def told(pe: ProcessEngine, connection: Connection, case_id: int) -> list[Told]:
    """What the owner of a case was told in the tasks of others, newest first."""
    query = (
        select(user_task, instance.c.definition_id)
        .join(instance, instance.c.id == user_task.c.instance_id)
        .where(user_task.c.root_id == case_id, user_task.c.status == "completed")
        .where(user_task.c.form_id.is_not(None))
        .order_by(user_task.c.ended_at.desc(), user_task.c.id.desc())
    )
    found = [
        Told(row.name, row.ended_at, _lines(pe, connection, row)) for row in connection.execute(query).all()
    ]
    return [one for one in found if one.lines]


def _lines(pe: ProcessEngine, connection: Connection, row: Any) -> list[tuple[str, str]]:
    form = pe.definitions.get(connection, row.definition_id).form(row.form_id)
    if all(field.properties.get(READER) != OWNER for field in form.fields()):
        return []
    values = story.completion(connection, row.instance_id, row.token)
    nodes = present(form, from_json(values), pe.environment(connection))
    meant = [node for node in every(nodes) if node.component.properties.get(READER) == OWNER and node.shown]
    texts = [(node.label, formview.entry_text(node)) for node in meant]
    return [(label, text) for label, text in texts if text]
