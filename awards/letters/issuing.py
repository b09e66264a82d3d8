"""The job `letter`: numbers a letter and fixes its text in the commit that sends it; its paper is an errand."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import insert, select

from awards import numbers
from awards.assignments import connection_of
from awards.directory import Directory
from awards.letters import templates
from awards.letters.filling import Occasion, facts_of, filled, head_value, occasion
from awards.models import letter
from engine.clock import business_date
from engine.jobs import errands
from engine.letters import Template
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, Variables

PAPER = "letter.paper"  # the errand
SERIES = "letter"  # of scheme.yaml, where neither task nor template names another
TOKEN = 16  # bytes: what a QR code opens cannot be guessed


def issue(pe: ProcessEngine, directory: Directory, assignment: Assignment) -> Variables:
    """Inputs: template, to, facts (context), series (optional). Result: letter {id, number}.

    Raises NoTemplate and FillError: then nothing is numbered, and the incident says what is missing.
    """
    connection, given = connection_of(assignment), assignment.variables
    same = select(letter.c.id, letter.c.number).where(letter.c.key == assignment.key)
    have = connection.execute(same).first()
    if have is not None:
        return {"letter": {"id": have.id, "number": have.number}}
    at, name, to = occasion(pe, assignment), str(given["template"]), str(given.get("to") or "")
    template = templates.find(connection, at.deployed, name)
    reached = directory(connection, to)
    recipient = reached[0].name if len(reached) == 1 else ""
    day = business_date(assignment.now)
    facts = facts_of(assignment, at, recipient=recipient)
    certificate = head_value(template, "certificate", facts, at)
    number = certificate or _number(assignment, at, template, str(given.get("series") or ""))
    facts["letter"] = {"number": number, "date": day}
    content = {
        "sheet": template.head.sheet,
        "words": filled(template, facts, at),
        "office": facts["scheme"]["office"] or facts["scheme"]["name"],
        "recipient": recipient,
    }
    row = {
        "key": assignment.key,
        "root_id": assignment.root_id,
        "scheme": at.scheme,
        "template": name,
        "title": template.head.title,
        "number": number,
        "token": token_urlsafe(TOKEN),
        "recipient": to,
        "content": content,
        "holder": head_value(template, "holder", facts, at),
        "certificate": certificate,
        "issued_on": day,
        "issued_at": assignment.now,
    }
    made = connection.execute(insert(letter).returning(letter.c.id), row).scalar_one()
    place: dict[str, Any] = {"root_id": assignment.root_id, "instance_id": assignment.instance_id}
    errands.leave(
        connection, PAPER, assignment.now, {"letter": made}, element=f"{row['title']} {number}", **place
    )
    assignment.notes.append(("letter", {"template": name, "to": to, "letter": made, "number": number}))
    return {"letter": {"id": made, "number": number}}


def _number(assignment: Assignment, at: Occasion, template: Template, asked: str) -> str:
    """The next number of the series that the task asks for, else the template, else the scheme's for letters."""
    series = asked or template.head.series or SERIES
    patterns: Mapping[str, Any] = at.data.get("series") or {}
    whose = at.data.get("short_name") or at.data.get("name") or ""
    pattern = str(patterns.get(series) or f"{whose}函〔{{year}}〕{{n:03}}号")
    year = business_date(assignment.now).year
    return numbers.issue(connection_of(assignment), f"{at.scheme}.{series}", year, pattern)
