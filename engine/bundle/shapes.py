"""The types of what forms and decisions bring into a process, as far as their files say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.dmn import DmnModel
from engine.dmn.boxed import Typed
from engine.dmn.table import DecisionTable
from engine.feel import Type
from engine.feel.known import ANYTHING, joined
from engine.feel.types import Type as FeelType
from engine.feel.values import kind, to_feel
from engine.forms import Component, Form

TEXT, NUMBER, BOOLEAN, DATE = Type("string"), Type("number"), Type("boolean"), Type("date")
INPUT_TYPES = {"textfield": TEXT, "textarea": TEXT, "number": NUMBER, "checkbox": BOOLEAN}
WHEN = {"date": DATE, "time": Type("time"), "datetime": Type("date and time")}
Types = dict[str, FeelType]


def form_types(form: Form) -> Types:
    """The variables that a submission of the form sets."""
    return fields_of(form.components)


def fields_of(components: Iterable[Component]) -> Types:
    """The variables of one level; groups without a path belong to it."""
    found: Types = {}
    for component in components:
        if component.type == "group" and not component.path:
            found |= fields_of(component.components)
        elif component.path:
            _put(found, component.path, _container(component))
        elif component.key is not None:
            found[component.key] = _input(component)
    return found


def _container(component: Component) -> FeelType:
    row = FeelType("context", fields=tuple(fields_of(component.components).items()))
    if component.type == "group":
        return row
    # Rows that nobody may add keep the other entries they came with, so their entries are not known.
    fixed = component.settings.get("allowAddRemove") is False
    return FeelType("list", FeelType("context") if fixed else row)


def _put(found: Types, path: tuple[str, ...], inner: FeelType) -> None:
    """Groups may share a path and keep what the context had there, so only their place is certain."""
    found[path[0]] = inner if len(path) == 1 and inner.name == "list" else FeelType("context")


def _input(component: Component) -> FeelType:
    if component.type == "datetime":
        return WHEN[component.settings.get("subtype") or "date"]
    if component.type in INPUT_TYPES:
        return INPUT_TYPES[component.type]
    if component.type in ("checklist", "taglist"):
        return FeelType("list")
    if component.type in ("radio", "select") and component.choices and component.choices.expression is None:
        options = [FeelType(kind(to_feel(option.value))) for option in component.choices.fixed]
        return joined(options) or ANYTHING if options else ANYTHING
    return ANYTHING


def decision_type(model: DmnModel, identifier: str) -> FeelType:
    """What a decision gives when it is not null."""
    decision = model.decisions[identifier]
    if decision.type.name != "Any":
        return _plain(decision.type)
    logic = decision.logic.logic if isinstance(decision.logic, Typed) else decision.logic
    return _table_type(logic) if isinstance(logic, DecisionTable) else ANYTHING


def _table_type(table: DecisionTable) -> FeelType:
    policy = table.policy
    if policy.aggregation:
        return NUMBER if policy.aggregation in ("SUM", "COUNT") else ANYTHING
    one = _plain(table.outputs[0].type)
    if len(table.outputs) > 1:
        one = FeelType("context", fields=tuple((out.name, _plain(out.type)) for out in table.outputs))
    return FeelType("list", one) if policy.name in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") else one


def _plain(declared: FeelType) -> FeelType:
    """The type without its entries: a declared context may have more than are declared."""
    return ANYTHING if declared.name == "Any" else FeelType(declared.name)


def merged(known: Mapping[str, FeelType], more: Mapping[str, FeelType]) -> Types:
    """Names of both; a name that both have is of a known type only if they agree."""
    result = dict(known)
    for name, kind_of in more.items():
        if name not in result:
            result[name] = kind_of
        elif ANYTHING in (result[name], kind_of):
            result[name] = ANYTHING
        else:
            both = joined((result[name], kind_of))
            result[name] = ANYTHING if both is None else both
    return result
