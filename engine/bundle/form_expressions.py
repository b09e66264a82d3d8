"""Findings about the expressions and texts of forms: names that neither the form nor its process has, and faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.bpmn import Definition
from engine.bpmn.people import STARTER
from engine.bundle.model import Bundle
from engine.bundle.places import Place
from engine.bundle.scopes import ANY_NAMES, NOTHING, Names
from engine.bundle.shapes import Types, fields_of
from engine.bundle.variables import Variables
from engine.errors import Finding
from engine.feel import Expression, LentFunction, builtin_names, compile
from engine.feel.known import ANYTHING
from engine.feel.types import Type
from engine.forms import Component, Form
from engine.forms.findings import Findings

ROW_NAMES = ("this", "parent", "i")
_STARTER = Names({STARTER: Type("context")})
_HOLE = re.compile(r"\{\{\s*([^}.\s]+)[^}]*\}\}")


def form_findings(
    bundle: Bundle, variables: Variables, functions: Mapping[str, LentFunction], names: frozenset[str]
) -> Iterator[Finding]:
    """Findings about every form; a form that no task uses may be shown with anything."""
    for form in bundle.forms.values():
        file = bundle.files["form", form.id]
        lines = Findings(file.path, file.content.decode("utf-8-sig"))
        seen = _users(bundle, variables, form)
        yield from _Form(lines, functions, names).level(form.components, seen)


def _users(bundle: Bundle, variables: Variables, form: Form) -> Names:
    """What the tasks that show the form see, all together."""
    found: Names | None = None
    for definition in bundle.definitions.values():
        for element, flow in definition.dataflow.items():
            if flow.form == form.id:
                found = (found or NOTHING) | _seen_by(variables, definition, element)
    return ANY_NAMES if found is None else found


def _seen_by(variables: Variables, definition: Definition, element: str) -> Names:
    """What is there when the form is filled in: before a case begins only who begins it."""
    if definition.elements[element].type == "userTask":
        return variables.seen(definition, element)
    if element in definition.starts:
        return _STARTER
    return variables.seen(definition, element) | _STARTER


class _Form:
    def __init__(self, lines: Findings, functions: Mapping[str, LentFunction], names: frozenset[str]) -> None:
        self.lines, self.functions, self.names = lines, functions, names

    def level(self, components: tuple[Component, ...], seen: Names) -> Iterator[Finding]:
        """The components of one level and those below; `seen` is what is there without this level's own fields."""
        seen = seen.under(Names(_below(components)))
        for component in components:
            yield from self._component(component, seen)
            if component.type == "group":
                yield from self.level(component.components, seen)
            elif component.type == "dynamiclist":
                row: Types = dict.fromkeys(ROW_NAMES, ANYTHING)
                # Rows of a list that is shown again bring entries that the form need not ask for.
                yield from self.level(component.components, seen.under(Names(row, is_open=True)))

    def _component(self, component: Component, seen: Names) -> Iterator[Finding]:
        place = Place(self.lines.file, component.id, self.lines.line_of(component.id))
        for label, expression in _expressions(component):
            text = f"{label}“={expression.source}”"
            yield from place.misspelt(expression, text, self.names)
            yield from place.faults(expression, text, self.functions)
            for name in dict.fromkeys(path[0] for path in expression.reads):
                if name not in self.names and name not in builtin_names:
                    yield from place.unknown(name, seen, f"{text}里的变量")
        for template in _texts(component):
            for name in [] if template.startswith("=") else dict.fromkeys(_HOLE.findall(template)):
                yield from place.unknown(name, seen, "文字里的变量")


def _below(components: tuple[Component, ...]) -> Types:
    """The names of a level's fields; computed fields count."""
    return dict.fromkeys(fields_of(components), ANYTHING)


def _expressions(component: Component) -> Iterator[tuple[str, Expression]]:
    found = {
        "隐藏条件": component.hide,
        "只读条件": component.readonly,
        "算式": component.expression,
        "选项": component.choices.expression if component.choices else None,
        **{f"校验 {name}": rule for name, rule in component.validate.items()},
    }
    for label, expression in found.items():
        if isinstance(expression, Expression):
            yield label, expression
    for template in _texts(component):
        if template.startswith("="):
            yield "文字", compile(template[1:])


def _texts(component: Component) -> list[str]:
    return [component.label, component.description, str(component.settings.get("text") or "")]
