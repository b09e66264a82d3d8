"""Instance migration: a running instance goes on with another definition, losing neither variables nor dates.

Tokens keep their ids and what they computed on arrival, so that rows outside stay right. Only what listens at
a boundary or for a scope may disappear or come new; everything else has to find its element again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn import codec
from engine.bpmn.contract import Services
from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.catching import Armed
from engine.bpmn.elements.conditions import waits_for_condition
from engine.bpmn.elements.event_gateway import EventGateway
from engine.bpmn.elements.parallel_gateway import ParallelGateway
from engine.bpmn.elements.start import ScopeStart
from engine.bpmn.elements.sub_process import EventSubProcess
from engine.bpmn.instance import Instance, at_join
from engine.bpmn.migration_plan import Plan, difference
from engine.bpmn.model import Definition
from engine.bpmn.token import Token
from engine.errors import Finding, NotOpen, Refused


def migration_findings(
    data: bytes, old: Definition, new: Definition, mapping: Mapping[str, str]
) -> list[Finding]:
    """What keeps the stored instance from going on with `new`; `mapping` gives new ids of elements and flows.

    Raises StateUnreadable.
    """
    return Plan(codec.decode(old, data), old, new, mapping).findings


def migrated(
    data: bytes, old: Definition, new: Definition, mapping: Mapping[str, str], services: Services
) -> Instance:
    """The instance on the new definition.

    Raises Refused with the findings, NotOpen, StateUnreadable, ExpressionFailed.
    """
    before = codec.decode(old, data)
    if before.outcome.state != "active":
        raise NotOpen(what="这个实例", state="结束了")
    plan = Plan(before, old, new, mapping)
    if plan.findings:
        raise Refused(plan.findings)
    document = plan.names.document(codec.read_document(data), {t.id for t in plan.disarmed})
    instance = codec.revive(new, document)
    instance.services = services
    for token in plan.disarmed:
        instance.ledger.close(token.name)
    for token in before.waiting():
        now = instance.tokens.get(token.id)
        if now is not None and now.element != token.element:
            instance.ledger.rename(token.name, now.element)
    _arm(before, instance, plan)
    _ask_anew(before, instance)
    _join(instance)
    instance.move()
    return instance


def _arm(before: Instance, instance: Instance, plan: Plan) -> None:
    """Listen for what the new definition adds; what has fired once is not new."""
    for token in list(instance.tokens.values()):
        was = before.tokens.get(token.id)
        if was is None or "incident" in token.internal_data:
            continue
        had = {plan.target(ear) for ear in _ears(was) if not _given_up(ear, plan)}
        for ear in _ears(token):
            if ear not in had:
                ear.arm(token)


def _ask_anew(before: Instance, instance: Instance) -> None:
    """What a condition was tells nothing of another one that has taken its place."""
    for token in before.tokens.values():
        now = instance.tokens.get(token.id)
        if now is not None and waits_for_condition(token) and waits_for_condition(now):
            old, new = token.task_spec.details.event, now.task_spec.details.event
            if old.expression.source != new.expression.source:
                now.internal_data["true"] = None


def _join(instance: Instance) -> None:
    """The new definition may have taken away the flows that parallel joins still waited for."""
    for token in list(instance.tokens.values()):
        if token.id in instance.tokens and isinstance(token.task_spec, ParallelGateway) and at_join(token):
            token.task_spec.released(token)


def _given_up(ear: Armed, plan: Plan) -> bool:
    found = plan.target(ear)
    return found is None or bool(difference(ear, found))


def _ears(token: Token) -> Iterator[Armed]:
    """What listens as long as this token stays."""
    spec: Any = token.task_spec
    if isinstance(spec, ScopeStart):
        inside = [t.task_spec for t in token.owned]
        if not any(isinstance(s, EventSubProcess) and s.details.interrupting for s in inside):
            yield from spec.triggers
    elif isinstance(spec, EventGateway):
        yield from (spec._wf_spec.task_specs[way.target] for way in spec.ways)
    elif isinstance(spec, Activity) and not spec.armed(token):
        yield from spec.boundaries
