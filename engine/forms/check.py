"""Checks a submission on the server against the form that the browser showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from engine.clock import business_date
from engine.feel import Environment
from engine.forms.browser import BrowserSubmission
from engine.forms.component import Form
from engine.forms.nodes import Layer, Node
from engine.forms.rules import broken
from engine.forms.settle import Scope, scope_of, scoped, settle
from engine.forms.strangers import strangers
from engine.forms.templates import text
from engine.forms.values import collect
from engine.sentence import Sentence

MAX_STRANGERS: Final = 20  # unknown entries that are named, of however many there are


@dataclass(frozen=True, slots=True)
class Checked:
    """The values to go on with (FEEL), or the errors by field name; values are meant only without errors."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Sentence] = field(default_factory=dict)


def check(
    form: Form,
    submission: Mapping[str, Any],
    context: Mapping[str, Any],
    env: Environment,
    *,
    strict: bool | None = None,
) -> Checked:
    """The submission as FEEL values, or a Chinese message for every field that must be corrected.

    Hidden fields are dropped, readonly ones keep the context's value. Entries that the form does not know
    are errors, unless the submission came through `from_browser` (or `strict` says otherwise).
    """
    nodes = Layer(submission).lay(form.components, submission, context)
    settle(nodes, context, env)
    errors = faults(nodes, scope_of(nodes, context), env)
    if strict if strict is not None else not isinstance(submission, BrowserSubmission):
        unknown = islice(strangers(form.components, submission), MAX_STRANGERS)
        errors |= {path: Sentence("表单没有“{name}”这一项", name=path[:80]) for path in unknown}
    return Checked(collect(nodes, context), errors)


def visible(
    form: Form, values: Mapping[str, Any], context: Mapping[str, Any], env: Environment
) -> frozenset[str]:
    """The names of what is shown with these values: paths of fields and lists, ids of other components."""
    nodes = Layer(values).lay(form.components, values, context)
    settle(nodes, context, env)
    return frozenset(node.name for node, _, _ in scoped(nodes, context) if node.shown)


def faults(nodes: Sequence[Node], scope: Scope, env: Environment) -> dict[str, Sentence]:
    """The message of every shown node that was filled in wrongly."""
    today = business_date(env.now) if env.now else None
    found = {}
    for node, inner, _ in scoped(nodes, scope):
        template = _fault(node, inner, env, today) if node.shown else None
        if template is not None:
            found[node.name] = template.knowing(label=label_of(node, inner, env))
    return found


def _fault(node: Node, scope: Scope, env: Environment, today: date | None) -> Sentence | None:
    if isinstance(node.fault, Sentence) and not node.readonly:
        return node.fault
    if not node.component.is_input or node.readonly:
        return None
    return broken(node.component, node.value, scope, env, today)


def label_of(node: Node, scope: Scope, env: Environment) -> str:
    """How the field is called in messages: its label without a closing colon, else what it holds."""
    label = text(node.component.label, scope, env).strip().rstrip("：:")
    fallback = Sentence("日期") if node.component.type == "datetime" else node.component.key
    return label or fallback or ".".join(node.component.path) or Sentence("此项")
