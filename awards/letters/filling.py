"""A case's template filled with its facts, for letters and reminders alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from awards.assignments import connection_of, scheme_of
from awards.letters import templates
from engine.definitions import Deployed
from engine.feel import Environment
from engine.letters import Template, Words, fill, value_of
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.registries import Assignment


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is written on: the case with its version, the scheme's rule data, and where FEEL runs."""

    root: Row[Any]
    deployed: Deployed
    scheme: str
    data: Mapping[str, Any]
    env: Environment


def occasion(pe: ProcessEngine, assignment: Assignment) -> Occasion:
    """The occasion of a job that works inside its transaction."""
    connection = connection_of(assignment)
    root = connection.execute(select(instance).where(instance.c.id == assignment.root_id)).one()
    deployed = pe.definitions.get(connection, root.definition_id)
    scheme = scheme_of(assignment)
    data = templates.scheme_data(connection, deployed, scheme)
    return Occasion(root, deployed, scheme, data, pe.environment(connection))


def facts_of(assignment: Assignment, at: Occasion, **more: Any) -> dict[str, Any]:
    """What a template reads: what its task handed over, and what every template may read.

    Facts that the template names and nobody handed over are null.
    """
    given = assignment.variables.get("facts")
    handed = dict(given) if isinstance(given, Mapping) else {}
    return {**handed, **templates.standard_facts(at.root, at.data), **more}


def filled(template: Template, facts: Mapping[str, Any], at: Occasion) -> Words:
    """The letter's text. Raises FillError."""
    return fill(template, {**dict.fromkeys(template.head.facts), **facts}, at.env)


def head_value(template: Template, name: str, facts: Mapping[str, Any], at: Occasion) -> str | None:
    """What a hole of the template's head holds; None where the head has none. Raises FillError."""
    hole = getattr(template.head, name)
    known = {**dict.fromkeys(template.head.facts), **facts}
    return None if hole is None else value_of(template, hole, known, at.env)
