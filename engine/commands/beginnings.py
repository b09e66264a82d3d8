"""Begin a case by a start form: what was filled in is checked as a task's form is, and becomes its first variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import forms, once
from engine.actor import Actor
from engine.births import Birth
from engine.bpmn.people import KEY, KEY_VARIABLE, begun_by_people, known_of, starter_groups
from engine.commands.instances import Filled, IssueKey
from engine.definitions import Deployed
from engine.errors import ExpressionFailed, Invalid, NotAllowed, NotFound
from engine.feel import Environment, FeelError
from engine.feel import compile as compile_feel
from engine.process_engine import ProcessEngine
from engine.runtime import starting
from engine.unit import unit


def begin(
    pe: ProcessEngine,
    process_id: str,
    element: str,
    submission: Mapping[str, Any],
    by: Actor,
    *,
    issue: IssueKey,
    token: str | None = None,
    alongside: Filled | None = None,
) -> int:
    """Begin the newest version at a start event with a form; returns the instance's id.

    The business key is what the property `business-key` gives, a FEEL text over the form's values; else it is
    issued. Asked again with the same `token` (the form's own), it answers with the instance begun before.
    `alongside` writes what the caller keeps of the form in the same commit: it is told the instance and the form's
    values, and what it refuses is not begun. Raises UnknownProcess, NotFound (nothing is begun there by people), NotAllowed, Invalid (form errors), KeyTaken,
    ExpressionFailed.
    """
    with unit(pe, by) as work:
        before = once.answered(work.connection, by.name, token, pe.now())
        if before is not None:
            return int(before)
        deployed = pe.definitions.newest(work.connection, process_id)
        form_id = _way(deployed, element, by)
        env = pe.environment(work.connection)
        filled = _filled(deployed, form_id, submission, by, env)
        key = _key(deployed, element, filled, env) or issue(work.connection, deployed)
        values = {**filled, **_kept(deployed, element, key)}
        birth = Birth(deployed, {}, business_key=key, start_element=element, payload=values)
        with starting(work, birth) as tree:
            pass
        if alongside is not None:
            alongside(work.connection, tree.root_id, filled)
        once.answer(work.connection, by.name, token, str(tree.root_id))
        return tree.root_id


def _filled(
    deployed: Deployed, form_id: str | None, submission: Mapping[str, Any], by: Actor, env: Environment
) -> dict[str, Any]:
    """What was filled in, as FEEL values. Raises Invalid."""
    if form_id is None:
        return {}
    checked = forms.check(deployed.form(form_id), submission, known_of(by.name, by.groups), env)
    if checked.errors:
        raise Invalid(checked.errors)
    return checked.values


def _way(deployed: Deployed, element: str, by: Actor) -> str | None:
    """The form of a start event where this person may begin; None if nothing is asked there."""
    ways = begun_by_people(deployed.definition)
    if element not in ways:
        raise NotFound(what="这个入口")
    drawn = deployed.definition.elements[element]
    groups = starter_groups(drawn.properties, deployed.definition.properties)
    if not groups & by.groups:
        raise NotAllowed(what=drawn.name, who="、".join(sorted(groups)), actor=by.name)
    return ways[element]


def _key(deployed: Deployed, element: str, values: Mapping[str, Any], env: Environment) -> str | None:
    """The business key that the diagram names. Raises ExpressionFailed if it comes to no text."""
    drawn = deployed.definition.elements[element]
    expression = drawn.properties.get(KEY)
    if not expression:
        return None
    reason = f"案件编号（{expression}）没有得到文字"
    try:
        key = compile_feel(expression.removeprefix("=")).evaluate(dict(values), env)
    except FeelError as error:
        raise ExpressionFailed(element=drawn.name, element_id=element, reason=reason) from error
    if not isinstance(key, str) or not key.strip():
        raise ExpressionFailed(element=drawn.name, element_id=element, reason=reason)
    return key.strip()


def _kept(deployed: Deployed, element: str, key: str) -> dict[str, str]:
    """The variable that carries the key, if the diagram names one."""
    variable = deployed.definition.elements[element].properties.get(KEY_VARIABLE)
    return {variable: key} if variable else {}
