"""The criteria set that a case is reviewed by: the one its version of the diagram is bound to, as a FEEL value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from awards.assignments import connection_of
from engine import yaml_text
from engine.bundle.criteria import JOB, CriteriaSet, criteria_of
from engine.errors import NotFound
from engine.models import definition, instance, resource
from engine.registries import Assignment, JobHandler, Variables
from engine.sentence import Sentence

NOTHING: Final[Mapping[str, Any]] = {
    "id": None,
    "name": None,
    "edition": None,
    "note": None,
    "total": None,
    "scored": False,
    "items": [],
}


def bound(connection: Connection, root_id: int, kind: str) -> Any:
    """What the version of a case's diagram is bound to: ids of resources by name (`criteria`), or one id (`scheme`)."""
    query = select(definition.c.bindings).join(instance, instance.c.definition_id == definition.c.id)
    return (connection.execute(query.where(instance.c.id == root_id)).scalar_one() or {}).get(kind)


def content(connection: Connection, number: int) -> Any:
    """What a YAML resource says."""
    query = select(resource.c.content).where(resource.c.id == number)
    return yaml_text.load(connection.execute(query).scalar_one())


def as_value(found: CriteriaSet) -> dict[str, Any]:
    """A set as diagrams and forms see it. `scored` says whether its items have points."""
    return {
        "id": found.id,
        "name": found.name,
        "edition": found.edition,
        "note": found.note,
        "total": found.total,
        "scored": found.total is not None,
        "items": [
            {
                "number": item.number,
                "title": item.title,
                "category": found.categories[item.category],
                "points": item.points,
            }
            for item in found.items
        ],
    }


def _criteria(assignment: Assignment) -> Variables:
    """Input: criteria_set (an id, or null for none). Result: criteria.

    Raises NotFound if the version of the case's diagram is not bound to the set.
    """
    wanted = assignment.variables.get("criteria_set")
    if wanted is None:
        return {"criteria": NOTHING}
    connection = connection_of(assignment)
    number = (bound(connection, assignment.root_id, "criteria") or {}).get(str(wanted))
    if number is None:
        raise NotFound(what=Sentence("评分标准“{wanted}”", wanted=wanted))
    return {"criteria": as_value(criteria_of(str(wanted), content(connection, number)))}


CRITERIA = JobHandler(JOB, "inside", _criteria)
