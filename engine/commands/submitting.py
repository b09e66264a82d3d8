"""What was filled in for a user task: checked against its form, and against the window in which it may be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from engine import forms
from engine.bpmn.timers import as_instant
from engine.clock import business_date
from engine.errors import ExpressionFailed, Invalid, TooEarly
from engine.feel import Environment, FeelError
from engine.feel import compile as compile_feel
from engine.tree import Tree


def filled_in(
    tree: Tree, task: Row[Any], submission: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The submission as FEEL values, checked against the deployed form; then all that is known with them.

    Raises Invalid (form errors), TooEarly, ExpressionFailed.
    """
    deployed = tree.deployed(task.instance_id)
    context = tree.workflow(task.instance_id).context(task.token)
    env = tree.pe.environment(tree.connection)
    values: dict[str, Any] = {}
    if task.form_id:
        checked = forms.check(deployed.form(task.form_id), submission, context, env)
        if checked.errors:
            raise Invalid(checked.errors)
        values = checked.values
    known = {**context, **values}
    not_before = deployed.definition.elements[task.element].properties.get("not-before")
    if not_before:
        check_window(task, not_before, known, env, tree.now)
    return values, known


def on_behalf(tree: Tree, task: Row[Any], known: Mapping[str, Any]) -> dict[str, str]:
    """Who is acted for, by name, where the task's property `on-behalf-of` gives one; for the history.

    Raises ExpressionFailed if it cannot be computed.
    """
    expression = (
        tree.deployed(task.instance_id).definition.elements[task.element].properties.get("on-behalf-of")
    )
    if not expression:
        return {}
    env = tree.pe.environment(tree.connection)
    try:
        name = compile_feel(expression.removeprefix("=")).evaluate(known, env)
    except FeelError as error:
        reason = f"代谁办理（{expression}）算不出来"
        raise ExpressionFailed(element=task.name, element_id=task.element, reason=reason) from error
    return {"on_behalf_of": str(name)} if name else {}


def check_window(
    task: Row[Any], expression: str, context: Mapping[str, Any], env: Environment, now: datetime
) -> None:
    """A step that must wait for its window: the property `not-before` is a FEEL date, or date and time.

    A window that cannot be computed is not open. Raises TooEarly, ExpressionFailed.
    """
    try:
        opens = as_instant(compile_feel(expression.removeprefix("=")).evaluate(context, env))
    except (FeelError, TypeError, ValueError) as error:
        reason = f"最早办理时间（{expression}）没有得到日期"
        raise ExpressionFailed(element=task.name, element_id=task.element, reason=reason) from error
    if now < opens:
        raise TooEarly(
            what=task.name,
            step=task.name,
            date=f"{business_date(opens):%Y-%m-%d}",
            reason="、".join(task.articles) or "窗口未满",
        )
