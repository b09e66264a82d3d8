"""The scheme's own diagrams followed from its application process, for one kind of applicant: what is met on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.bpmn import Definition, Element
from engine.definitions import Deployed
from engine.feel import Environment, Expression
from engine.process_engine import ProcessEngine
from engine.vocabulary import scheme_of

KIND = ("applicant", "kind")
ACCOUNT = ("applicant", "account")
CHOOSING = ("exclusiveGateway", "inclusiveGateway")


@dataclass(frozen=True, slots=True)
class Met:
    """An element of one of the diagrams, with the version it stands in."""

    deployed: Deployed
    element: Element

    @property
    def is_applicants(self) -> bool:
        """Whether this is a task that the diagram gives to the applicant's account."""
        return self.element.type == "userTask" and any(
            ACCOUNT in expression.variables
            for where, _, expression in self.deployed.definition.expressions
            if where == self.element.id
        )


def application(pe: ProcessEngine, connection: Connection, scheme: str) -> Deployed:
    """The newest application process of a scheme. Raises UnknownProcess."""
    return pe.definitions.newest(connection, f"{scheme}.application")


def met(pe: ProcessEngine, connection: Connection, scheme: str, kind: str) -> list[Met]:
    """Every element that an application of this kind may come to, callers before what they call. Raises UnknownProcess."""
    seen: set[str] = set()
    return list(_met(pe, connection, f"{scheme}.application", kind, seen))


def _met(
    pe: ProcessEngine, connection: Connection, process_id: str, kind: str, seen: set[str]
) -> Iterator[Met]:
    if process_id in seen:
        return
    seen.add(process_id)
    deployed = pe.definitions.newest(connection, process_id)
    definition = deployed.definition
    within = reached(definition, kind, pe.environment(connection))
    for element in _in_order(definition, None):
        if element.id not in within:
            continue
        yield Met(deployed, element)
        flow = definition.dataflow.get(element.id)
        called = flow.call.process if flow and flow.call else None
        if called and scheme_of(called) == scheme_of(process_id):
            yield from _met(pe, connection, called, kind, seen)


def _in_order(definition: Definition, scope: str | None) -> Iterator[Element]:
    """The elements as the file has them, what is inside one right behind it."""
    for element in definition.elements.values():
        if element.parent == scope:
            yield element
            yield from _in_order(definition, element.id)


def reached(definition: Definition, kind: str, env: Environment) -> set[str]:
    """Ids of the elements that are not cut off by a gateway that asks for the kind of applicant."""
    conditions = {where: expression for where, _, expression in definition.expressions}
    closed = {
        flow
        for element in definition.elements.values()
        if element.type in CHOOSING
        for flow in _closed(definition, element, conditions, kind, env)
    }
    after: dict[str, list[str]] = {}
    for flow in definition.flows.values():
        if flow.id not in closed:
            after.setdefault(flow.source, []).append(flow.target)
    found = {e.id for e in definition.elements.values() if e.type in ("startEvent", "boundaryEvent")}
    todo = list(found)
    while todo:
        for target in after.get(todo.pop(), []):
            if target not in found:
                found.add(target)
                todo.append(target)
    return found


def _closed(
    definition: Definition, gateway: Element, conditions: dict[str, Expression], kind: str, env: Environment
) -> set[str]:
    """The outgoing flows that are certainly not taken; what asks for anything but the kind stays open."""
    ways = [flow.id for flow in definition.flows.values() if flow.source == gateway.id]
    context = {"applicant": {"kind": kind}}
    answers = {
        way: conditions[way].evaluate(context, env) is True
        for way in ways
        if way in conditions and conditions[way].variables == {KIND}
    }
    closed = {way for way, holds in answers.items() if not holds}
    if any(answers.values()):
        certain = next(way for way, holds in answers.items() if holds)
        others = set(ways) if gateway.type == "exclusiveGateway" else set(ways) - conditions.keys()
        closed |= others - {certain}
    return closed
