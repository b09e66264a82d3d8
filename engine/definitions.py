"""Deployed definitions, loaded once per version and shared: a diagram with its forms, decisions and rule data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select

from engine import yaml_text
from engine.bpmn import Definition, parse
from engine.dmn import DmnModel, Recorded, evaluate_recorded
from engine.dmn import load as load_dmn
from engine.errors import NotFound, UnknownProcess
from engine.feel import Environment
from engine.forms import Form, parse_form
from engine.letters import Template, parse_template
from engine.models import definition as definition_table
from engine.models import resource
from engine.sentence import Sentence
from engine.xml import parse_xml


@dataclass
class Deployed:
    """One version of one diagram with everything that is pinned to it."""

    id: int
    version: int
    definition: Definition
    diagram: bytes
    bindings: Mapping[str, Any]
    contents: Mapping[int, bytes] = field(repr=False)

    @property
    def process_id(self) -> str:
        return self.definition.process_id

    @cached_property
    def scheme(self) -> dict[str, Any] | None:
        """The scheme's rule data (`scheme.yaml`) as it was when this version was deployed."""
        number = self.bindings.get("scheme")
        return yaml_text.load(self.contents[number]) if number else None

    @cached_property
    def articles(self) -> dict[str, dict[str, Any]]:
        """The scheme's articles by requirement id."""
        return {str(a["id"]): a for a in (self.scheme or {}).get("articles") or []}

    def form(self, form_id: str) -> Form:
        """The form bound to this version. Raises NotFound."""
        if form_id not in self._forms:
            number = self.bindings["forms"].get(form_id)
            if number is None:
                raise NotFound(what=Sentence("表单“{name}”", name=form_id))
            self._forms[form_id] = parse_form(self.contents[number], form_id)
        return self._forms[form_id]

    def letter(self, name: str) -> Template:
        """The letter template of that name bound to this version. Raises NotFound."""
        number = (self.bindings.get("letters") or {}).get(name)
        if number is None:
            raise NotFound(what=Sentence("信函模板“{name}”", name=name))
        return parse_template(self.contents[number], name, name)

    def decide(self, decision_id: str, context: Mapping[str, Any], env: Environment) -> Recorded:
        """Evaluate a decision bound to this version; the record names the content. Raises NotFound, DmnError."""
        model, digest = self._model(decision_id)
        found = evaluate_recorded(model, decision_id, dict(context), env)
        return replace(found, record={**found.record, "digest": digest})

    def model(self, decision_id: str) -> DmnModel:
        """The model that holds a decision bound to this version, to be read. Raises NotFound, DmnError."""
        return self._model(decision_id)[0]

    def _model(self, decision_id: str) -> tuple[DmnModel, str]:
        number = self.bindings["decisions"].get(decision_id)
        if number is None:
            raise NotFound(what=Sentence("决策“{name}”", name=decision_id))
        if number not in self._models:
            content = self.contents[number]
            self._models[number] = load_dmn(parse_xml(content, decision_id)), sha256(content).hexdigest()[:12]
        return self._models[number]

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {}

    @cached_property
    def _models(self) -> dict[int, tuple[DmnModel, str]]:
        return {}


class Definitions:
    """The versions this node has seen; a version never changes, so nothing here grows stale."""

    def __init__(self) -> None:
        self._known: dict[int, Deployed] = {}
        self._lock = Lock()

    def get(self, connection: Connection, definition_id: int) -> Deployed:
        """One deployed version by its row id. Raises NotFound."""
        found = self._known.get(definition_id)
        if found is None:
            found = _load(connection, definition_id)
            with self._lock:
                found = self._known.setdefault(definition_id, found)
        return found

    def newest(self, connection: Connection, process_id: str) -> Deployed:
        """The newest version of a process. Raises UnknownProcess."""
        table = definition_table.c
        query = select(table.id).where(table.process_id == process_id).order_by(table.version.desc()).limit(1)
        number = connection.execute(query).scalar()
        if number is None:
            raise UnknownProcess(process=process_id)
        return self.get(connection, number)


def _load(connection: Connection, definition_id: int) -> Deployed:
    row = connection.execute(select(definition_table).where(definition_table.c.id == definition_id)).first()
    if row is None:
        raise NotFound(what="这个流程版本")
    bound = row.bindings
    numbers = {*bound["forms"].values(), *bound["decisions"].values()}
    numbers |= {*(bound.get("letters") or {}).values()}
    if bound.get("scheme"):
        numbers.add(bound["scheme"])
    rows = connection.execute(select(resource.c.id, resource.c.content).where(resource.c.id.in_(numbers)))
    drawn = {found.process_id: found for found in parse(row.diagram, row.file)}  # a file may hold several
    definition = drawn[row.process_id]
    return Deployed(row.id, row.version, definition, row.diagram, bound, {r.id: r.content for r in rows})
