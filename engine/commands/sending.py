"""Send a case a message by its form: a withdrawal, an accident, whatever the diagram lets people say meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from engine import forms, once, recusals
from engine.actor import Actor
from engine.bpmn.people import Senders, known_of, senders, sent_by_people
from engine.commands.instances import Filled
from engine.errors import ExpressionFailed, Invalid, NotAllowed, NotFound, NotOpen
from engine.feel import FeelError, to_json
from engine.models import subscription
from engine.process_engine import ProcessEngine
from engine.runtime import moving
from engine.tree import Tree
from engine.unit import unit


def send(
    pe: ProcessEngine,
    subscription_id: int,
    submission: Mapping[str, Any],
    by: Actor,
    *,
    token: str | None = None,
    alongside: Filled | None = None,
) -> int:
    """Hand a message to the place of a case that waits for it; returns the root instance's id.

    Nothing lies about undelivered: whoever waits takes it in this transaction. Asked again with the same `token`
    (the form's own), it does nothing more. `alongside` as of a start form. Raises NotFound, NotOpen (nobody waits for it any more), NotAllowed,
    Suspended, Invalid (form errors), ExpressionFailed.
    """
    with unit(pe, by) as work:
        before = once.answered(work.connection, by.name, token, pe.now())
        if before is not None:
            return int(before)
        found = _ear(work.connection, subscription_id)
        if found is None:
            raise NotOpen(what="这件事", state="办过，或案件已经走到别处")
        with moving(work, found.root_id) as tree:
            values = _deliver(tree, subscription_id, submission, by)
        if alongside is not None:
            alongside(work.connection, found.root_id, values)
        once.answer(work.connection, by.name, token, str(found.root_id))
        return int(found.root_id)


def _deliver(tree: Tree, number: int, submission: Mapping[str, Any], by: Actor) -> Mapping[str, Any]:
    """Let whoever waits take it; returns the values that its form has let pass."""
    tree.check_moves()
    ear = _ear(tree.connection, number)  # read again: the root is locked only now
    if ear is None:
        raise NotOpen(what="这件事", state="办过，或案件已经走到别处")
    deployed = tree.deployed(ear.instance_id)
    if recusals.holds(tree.connection, tree.root_id, by.name):
        raise NotFound(what="这件事")
    if not sent_by_people(deployed.definition, ear.element):
        raise NotFound(what="这件事")
    element, env = deployed.definition.elements[ear.element], tree.pe.environment(tree.connection)
    context = tree.workflow(ear.instance_id).context(ear.token)
    if not _senders(element, context, env).admit(by.name, by.groups):
        raise NotAllowed(what=element.name, who="流程图里写明的人", actor=by.name)
    form_id = deployed.definition.dataflow[ear.element].form
    values: dict[str, Any] = {}
    if form_id is not None:
        known = {**context, **known_of(by.name, by.groups)}
        checked = forms.check(deployed.form(form_id), submission, known, env)
        if checked.errors:
            raise Invalid(checked.errors)
        values = checked.values
    tree.story.note(
        "message-sent",
        tree.root_id,
        ear.instance_id,
        element=ear.element,
        token=ear.token,
        message=ear.message_name,
        name=deployed.form(form_id).name if form_id else element.name,
        values=to_json(values),
    )
    tree.act(ear.instance_id, lambda w, s: w.deliver(ear.token, values, s))
    return values


def _senders(element: Any, context: Mapping[str, Any], env: Any) -> Senders:
    try:
        return senders(element, context, env)
    except FeelError as error:
        reason = "谁可以发这条消息算不出来"
        raise ExpressionFailed(element=element.name, element_id=element.id, reason=reason) from error


def _ear(connection: Connection, number: int) -> Row[Any] | None:
    return connection.execute(select(subscription).where(subscription.c.id == number)).first()
