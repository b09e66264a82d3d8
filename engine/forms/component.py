"""A form as it was read: a tree of components, checked and unchanging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Expression
from engine.forms.vocabulary import INPUTS


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a radio, select or checklist."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Choices:
    """Where the options come from: written in the form, a list variable, or an expression."""

    fixed: tuple[Option, ...] = ()
    expression: Expression | None = None  # valuesKey is kept as the expression of that name


@dataclass(frozen=True, slots=True)
class Component:
    """One component. `key` is None unless it carries a value; a container's place is its `path`."""

    type: str
    id: str
    key: str | None = None
    label: str = ""
    description: str = ""
    path: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    validate: Mapping[str, Any] = field(default_factory=dict)  # numbers may be an Expression
    choices: Choices | None = None
    default: Any = None
    hide: Expression | None = None
    readonly: bool | Expression = False
    expression: Expression | None = None  # of an expression field, a table's rows or its columns' source
    settings: Mapping[str, Any] = field(
        default_factory=dict
    )  # what else the type knows: subtype, text, columns
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_input(self) -> bool:
        """Whether people fill it in."""
        return self.type in INPUTS

    @property
    def articles(self) -> tuple[str, ...]:
        """The requirement ids that it answers, from the property `articles`."""
        return tuple(part.strip() for part in self.properties.get("articles", "").split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the deployment."""

    id: str
    components: tuple[Component, ...]
    file: str = ""
    name: str = ""

    def fields(self) -> Iterator[Component]:
        """Every input component, in document order, those in groups and lists too."""
        return (component for component in walk(self.components) if component.is_input)

    def expressions(self) -> Iterator[tuple[Component, Expression]]:
        """Every FEEL expression with its component, for checks over a whole deployment."""
        for component in walk(self.components):
            for expression in _expressions(component):
                yield component, expression


def walk(components: tuple[Component, ...]) -> Iterator[Component]:
    """The components and everything inside them, in document order."""
    for component in components:
        yield component
        yield from walk(component.components)


def _expressions(component: Component) -> Iterator[Expression]:
    choices = component.choices.expression if component.choices else None
    found = (component.hide, component.readonly, component.expression, choices, *component.validate.values())
    return (expression for expression in found if isinstance(expression, Expression))
