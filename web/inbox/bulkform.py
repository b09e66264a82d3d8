"""Chosen tasks looked at beforehand: what is common to them, what hinders each, and one form for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy import Connection

from engine.actor import Actor
from engine.bpmn import Workflow
from engine.commands.hurdles import Act, hurdle
from engine.feel import Environment
from engine.forms import BrowserSubmission, Form, Node, check, present
from engine.forms.nodes import every
from web.errors import sentence_of
from web.house import engine, vocabulary
from web.inbox.bands import clause_of
from web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Row:
    """One chosen task; `why` it will not be done, if it will not."""

    facts: Mapping[str, Any]
    clause: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class OneForm:
    """The form of all, as the templates of forms want to know it."""

    nodes: Sequence[Node]
    controls: frozenset[str]
    words: Mapping[str, str]
    form_address: str
    page_address: str
    editable: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: rows that go and rows that stay, and the form if there is one."""

    going: Sequence[Row]
    staying: Sequence[Row]
    form: OneForm | None = None
    _forms: Sequence[tuple[Form, Mapping[str, Any], Environment]] = field(default=())

    @property
    def step(self) -> str:
        """The name that all have in common, if they have one."""
        names = {row.facts["name"] for row in (*self.going, *self.staying)}
        return names.pop() if len(names) == 1 else ""

    def errors(self, submission: BrowserSubmission) -> Mapping[str, str]:
        """What is wrong with a submission, if it fits none of the cases; else each tells its own."""
        first: Mapping[str, str] = {}
        for form, context, env in self._forms:
            found = check(form, submission, context, env).errors
            if not found:
                return {}
            first = first or found
        return first


def look(
    connection: Connection,
    found: Sequence[Mapping[str, Any]],
    by: Actor,
    act: Act,
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Choice:
    """The chosen tasks with what hinders each; `content` is what was typed into their form so far."""
    going: list[Row] = []
    staying: list[Row] = []
    for facts in found:
        problem = hurdle(engine(), connection, facts, by, act)
        why = sentence_of(problem) if problem else ""
        clause = clause_of(facts, vocabulary(connection))
        (staying if why else going).append(Row(facts, clause, why))
    if act == "claim" or not going:
        return Choice(going, staying)
    return _together(connection, going, staying, content, errors)


def _together(
    connection: Connection,
    rows: Sequence[Row],
    staying: list[Row],
    content: Mapping[str, Any] | None,
    errors: Mapping[str, str] | None,
) -> Choice:
    """Of tasks that can be completed those whose form is the first one's, with nothing in it yet."""
    env, model = engine().environment(connection), rows[0].facts
    going, forms, wanted = [], [], None
    deployed = engine().definitions.get(connection, model["definition_id"])
    form = deployed.form(model["form_id"]) if model["form_id"] else None
    for row in rows:
        if (row.facts["definition_id"], row.facts["element"]) != (model["definition_id"], model["element"]):
            staying.append(
                Row(
                    row.facts,
                    row.clause,
                    _("与“%(name)s”不是同一版流程的同一环节，请分开办结。", name=model["name"]),
                )
            )
            continue
        context = Workflow.decode(deployed.definition, row.facts["state"]).context(row.facts["token"])
        shape, why = _shape(form, context, env)
        wanted = shape if wanted is None and not why else wanted
        if not why and shape != wanted:
            why = _("本案的表单与其他各项不同，须单独办结。")
        if why:
            staying.append(Row(row.facts, row.clause, why))
            continue
        going.append(row)
        if form is not None:
            forms.append((form, context, env))
    shown = _one_form(form, forms, content, errors, model) if form is not None and forms else None
    return Choice(going, staying, shown, forms)


def _shape(form: Form | None, context: Mapping[str, Any], env: Environment) -> tuple[tuple[Any, ...], str]:
    """What a form asks in one case, to be compared; and why it cannot be filled once for several."""
    if form is None:
        return (), ""
    nodes = present(form, context, env)
    for node in _asked(nodes):
        if node.component.type == "filepicker":
            return (), _("这一环节要上传文件，须逐项办结。")
        if node.prior is not None:
            return (), _("本案的“%(field)s”已有内容，须单独办结。", field=node.label)
    return tuple((n.name, tuple(option.value for option in n.options)) for n in _asked(nodes)), ""


def _asked(nodes: Sequence[Node]) -> Iterator[Node]:
    return (node for node in every(nodes) if node.shown and node.component.is_input and not node.readonly)


def _one_form(
    form: Form,
    forms: Sequence[tuple[Form, Mapping[str, Any], Environment]],
    content: Mapping[str, Any] | None,
    errors: Mapping[str, str] | None,
    model: Mapping[str, Any],
) -> OneForm:
    _same, context, env = forms[0]
    typed = BrowserSubmission(content) if content else None
    keys = {component.key for component in form.fields() if component.key}
    used = {
        part for _place, expression in form.expressions() for path in expression.variables for part in path
    }
    return OneForm(
        nodes=present(form, context, env, typed, errors=errors),
        controls=frozenset(keys & used),
        words=vocabulary().values(model["root_process_id"]),
        form_address=url_for("inbox.bulk_form"),
        page_address=url_for("inbox.bulk_form"),
    )
