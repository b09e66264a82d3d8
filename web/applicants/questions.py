"""The questions of a self-check: what the deciding tables read, asked as the application's own forms ask it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from engine.dmn.table import DecisionTable
from engine.feel import Environment
from engine.forms import Component, Form
from engine.forms.component import walk
from web.applicants.conditions import Check
from web.applicants.following import Met
from web.applicants.papers import ApplicantForms, fills, hidden
from web.language import gettext as _

EMPTY_ROWS = 3  # of a list, before anything is typed
_RECORDED: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "date": ("datetime", {"subtype": "date"}),
    "number": ("number", {"decimalDigits": 0}),
}
_ID = re.compile(r"[A-Z]\d*-\d")  # a requirement: the label is for the rule's owner
_NOT_ASKED = ("filepicker", "textarea")


@dataclass(frozen=True, slots=True)
class Questions:
    """The form of a self-check; `answered` are the variables it fills, `aside` what only the office can judge."""

    form: Form
    answered: frozenset[str]
    aside: tuple[str, ...]


def questions(
    checks: Sequence[Check],
    met: Sequence[Met],
    applicant: ApplicantForms,
    given: Iterable[str],
    env: Environment,
) -> Questions:
    """The questions behind these checks; `given` are the variables that are known without asking."""
    read = _read(checks)
    asked: list[Component] = []
    named: set[str] = set()
    for form in (pair[1] for pair in applicant.forms):
        asked += _kept(form.components, read.keys() - named, applicant.kind, env)
        named |= {name for component in walk(tuple(asked)) for name in fills(component)}
    recorded = {
        name: table_input
        for name, table_input in read.items()
        if name in _recorded(met) and name not in named
    }
    more = [_component(name, label, type_) for name, (label, type_) in recorded.items() if type_ in _RECORDED]
    answered = named | {str(component.key) for component in more}
    rest = read.keys() - answered - set(given) - applicant.closed
    aside = dict.fromkeys(
        label for name, (label, _) in read.items() if name in rest and not _ID.search(label)
    )
    if more:
        asked.append(
            Component(
                "group",
                "group_recorded",
                label=_("以往的获奖和申报（没有的留空或填 0）"),
                components=tuple(more),
            )
        )
    return Questions(Form("self-check", tuple(asked)), frozenset(answered), tuple(aside))


def _read(checks: Sequence[Check]) -> dict[str, tuple[str, str]]:
    """The variables that the tables read, with the label and type of the column that reads nothing else."""
    found: dict[str, tuple[str, str]] = {}
    for check in checks:
        for table in check.tables:
            for name, about in _columns(table).items():
                found.setdefault(name, about)
    return found


def _columns(table: DecisionTable) -> dict[str, tuple[str, str]]:
    return {
        path[0]: (clause.label, clause.type.name)
        for clause in table.inputs
        for path in sorted(clause.logic.variables, reverse=True)
    }


def _recorded(met: Sequence[Met]) -> set[str]:
    """The variables that the diagrams work out from what a job looked up, from the register above all."""
    flows = [flow for place in met if (flow := place.deployed.definition.dataflow.get(place.element.id))]
    looked_up = {source.target for flow in flows if flow.job for source in flow.outputs}
    return {
        source.target
        for flow in flows
        for source in flow.inputs
        if source.expression and looked_up & {path[0] for path in source.expression.variables}
    }


def _component(name: str, label: str, type_: str) -> Component:
    kind, settings = _RECORDED[type_]
    default = 0 if type_ == "number" else None
    return Component(
        kind,
        f"field_{name}",
        name,
        label,
        validate={"min": 0} if default == 0 else {},
        default=default,
        settings=settings,
    )


def _kept(
    components: tuple[Component, ...], read: AbstractSet[str], kind: str, env: Environment
) -> list[Component]:
    """The components that fill what is read, with the groups around them and nothing else."""
    found = []
    for component in components:
        if hidden(component, kind, env):
            continue
        if component.type == "group" and not component.path:
            inner = _kept(component.components, read, kind, env)
            if inner:
                found.append(replace(component, components=tuple(inner), hide=None))
        elif read & set(fills(component)) and component.type not in _NOT_ASKED:
            found.append(_alone(component))
    return found


def _alone(component: Component) -> Component:
    """A component that does not wait for another answer: what was conditional may be left empty, so may rows."""
    if component.type == "dynamiclist":
        rows = tuple(replace(_alone(child), validate=_optional(child)) for child in component.components)
        settings = {**component.settings, "defaultRepetitions": EMPTY_ROWS, "allowAddRemove": True}
        return replace(component, hide=None, settings=settings, components=rows)
    validate = component.validate if component.hide is None else _optional(component)
    return replace(component, hide=None, validate=validate)


def _optional(component: Component) -> dict[str, Any]:
    return {key: value for key, value in component.validate.items() if key != "required"}
