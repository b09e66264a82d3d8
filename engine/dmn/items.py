"""Item definitions as FEEL types (DMN 1.5 §7.3.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from engine.dmn.building import BUILT_IN_TYPES, Building
from engine.dmn.source import child, children, name_of, text_of
from engine.feel import Environment, FeelError, UnaryTests
from engine.feel.types import ANY, Type

CONSTRAINT_BUDGET = 20_000


def read_items(root: Any, building: Building) -> None:
    """Put every item definition of a model among the building's types, whatever their order is."""
    definitions = {element.get("name"): element for element in children(root, "itemDefinition")}
    waiting: set[str] = set()

    def resolve(name: str) -> None:
        if name not in definitions or name in building.types or name in BUILT_IN_TYPES:
            return
        element = definitions[name]
        if name in waiting:
            building.refuse(element, f"数据类型“{name}”定义成了它自己")
            building.types[name] = ANY
            return
        waiting.add(name)
        for inner in _references(element):
            resolve(inner)
        waiting.discard(name)
        building.types.setdefault(name, _type(element, building))

    for name in definitions:
        resolve(name)


def _references(element: Any) -> list[str]:
    found: list[str] = []
    for part in [element, *element.iter()]:
        if name_of(part) == "typeRef" and part.text:
            found.append(part.text.strip())
        elif isinstance(part.tag, str) and part.get("outputTypeRef" if part is element else "typeRef"):
            found.append(part.get("outputTypeRef") or part.get("typeRef"))
    return found


def _type(element: Any, building: Building) -> Type:
    components = children(element, "itemComponent")
    function = child(element, "functionItem")
    if components:
        fields = tuple((part.get("name"), _type(part, building)) for part in components)
        found = Type("context", fields=fields)
    elif function is not None:
        found = _function_type(function, building)
    else:
        reference = child(element, "typeRef")
        found = building.type(element, reference.text if reference is not None else None)
    found = _constrained(found, element, "allowedValues", building)
    if element.get("isCollection") == "true":
        found = Type("list", element=found)
    return _constrained(found, element, "typeConstraint", building)


def _function_type(element: Any, building: Building) -> Type:
    parameters = building.types_of(children(element, "parameters", "parameter"))
    return Type(
        "function", parameters=parameters, result=building.type(element, element.get("outputTypeRef"))
    )


def _constrained(found: Type, element: Any, name: str, building: Building) -> Type:
    constraint = child(element, name)
    if constraint is None or not text_of(constraint):
        return found
    before = found.allowed.tests if isinstance(found.allowed, Allowed) else ()
    return replace(found, allowed=Allowed((*before, building.tests(element, text_of(constraint)))))


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether a value passes all the tests that a type sets, each with a budget of its own."""

    tests: tuple[UnaryTests, ...]

    def __call__(self, value: Any) -> bool:
        return all(_passes(test, value) for test in self.tests)


def _passes(test: UnaryTests, value: Any) -> bool:
    try:
        return test.passes({"?": value}, Environment(budget=CONSTRAINT_BUDGET))
    except FeelError:
        return False
