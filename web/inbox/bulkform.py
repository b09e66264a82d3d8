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

Filled = tuple[Form, Mapping[str, Any], Environment]  # a form over one case
Shape = dict[str, tuple[str, tuple[Any, ...], Any]]  # by place: label, options, what stands there already


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
    own: Sequence[str] = ()  # labels of what is not shown, since each case says something else there
    editable: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: rows that go and rows that stay, and the form if there is one."""

    going: Sequence[Row]
    staying: Sequence[Row]
    form: OneForm | None = None
    _forms: Sequence[Filled] = field(default=())

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
    if act != "complete" or not going:
        return Choice(going, staying)
    return _together(connection, going, staying, content, errors)


def _together(
    connection: Connection,
    rows: Sequence[Row],
    staying: list[Row],
    content: Mapping[str, Any] | None,
    errors: Mapping[str, str] | None,
) -> Choice:
    """Of tasks that can be completed those whose form is the first one's, with the same in it as yet."""
    env, model = engine().environment(connection), rows[0].facts
    going: list[Row] = []
    forms: list[Filled] = []
    wanted: Shape | None = None
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
        why = why or _unlike(shape, wanted or {})
        if why:
            staying.append(Row(row.facts, row.clause, why))
            continue
        going.append(row)
        if form is not None:
            forms.append((form, context, env))
    shown = _one_form(forms, content, errors, model) if forms else None
    return Choice(going, staying, shown, forms)


def _shape(form: Form | None, context: Mapping[str, Any], env: Environment) -> tuple[Shape, str]:
    """What a form asks in one case and what stands in it already; and why it cannot be filled once for several."""
    asked = list(_asked(present(form, context, env))) if form is not None else []
    if any(node.component.type == "filepicker" for node in asked):
        return {}, _("这一环节要上传文件，须逐项办结。")
    return {n.name: (n.label, tuple(option.value for option in n.options), n.prior) for n in asked}, ""


def _unlike(shape: Shape, wanted: Shape) -> str:
    """Why a case is not filled together with the first one; empty if its form is the same."""
    if shape.keys() != wanted.keys():
        return _("本案的表单与其他各项不同，须单独办结。")
    labels = [mine[0] for mine, first in zip(shape.values(), wanted.values(), strict=True) if mine != first]
    return _("本案的“%(field)s”与其他各项不同，须单独办结。", field=labels[0]) if labels else ""


def _asked(nodes: Sequence[Node]) -> Iterator[Node]:
    return (node for node in every(nodes) if _is_asked(node))


def _is_asked(node: Node) -> bool:
    return node.shown and node.component.is_input and not node.readonly


def _one_form(
    forms: Sequence[Filled],
    content: Mapping[str, Any] | None,
    errors: Mapping[str, str] | None,
    model: Mapping[str, Any],
) -> OneForm:
    """The first case's form without what only this case says (its applicant, its results): it serves all."""
    form, context, env = forms[0]
    typed = BrowserSubmission(content) if content else None
    keys = {component.key for component in form.fields() if component.key}
    used = {
        part for _place, expression in form.expressions() for path in expression.variables for part in path
    }
    nodes = present(form, context, env, typed, errors=errors)
    own = set_apart(nodes, [present(form, other, env, typed) for _form, other, _env in forms[1:]])
    return OneForm(
        nodes=nodes,
        controls=frozenset(keys & used),
        words=vocabulary().values(model["root_process_id"]),
        form_address=url_for("inbox.bulk_form"),
        page_address=url_for("inbox.bulk_form"),
        own=own,
    )


def set_apart(nodes: Sequence[Node], others: Sequence[Sequence[Node]]) -> list[str]:
    """Hide what a form says in one case and otherwise in others of the same shape; returns its labels."""
    first, told = _told(nodes), [_told(other) for other in others]
    own = [node for node in every(nodes) if any(first.get(node.name) != one.get(node.name) for one in told)]
    for node in own:
        node.shown = False
    return [node.label for node in own if node.label]


def _told(nodes: Sequence[Node]) -> dict[str, tuple[Any, ...]]:
    """What a form says without asking, by place: texts, tables, computed and fixed values."""
    return {
        node.name: (node.value, node.text, node.table)
        for node in every(nodes)
        if node.shown and not node.nodes and not node.rows and not _is_asked(node)
    }
