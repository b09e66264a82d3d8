"""What an applicant has to fill in and hand over, read from the forms of the applicant's own tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.feel import Environment
from engine.forms import Component, Form
from engine.forms.component import walk
from web.applicants.following import KIND, Met


@dataclass(frozen=True, slots=True)
class Paper:
    """One file that a form asks for."""

    label: str
    hint: str
    required: bool
    suffixes: tuple[str, ...]
    conditional: bool  # whether it is wanted depends on what is filled in


@dataclass(frozen=True, slots=True)
class Errand:
    """One task of the applicant: what it is called, the parts of its form, the papers it wants, the articles behind it."""

    name: str
    parts: tuple[str, ...]
    papers: tuple[Paper, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicantForms:
    """The forms that one kind of applicant fills in on the way.

    `fields` are the components by the variable they fill, lists too; `closed` the variables that are filled on
    the way, but for other kinds of applicants only.
    """

    kind: str
    forms: tuple[tuple[Met, Form], ...]
    fields: Mapping[str, Component]
    closed: frozenset[str]


def applicant_forms(met: Sequence[Met], kind: str, env: Environment) -> ApplicantForms:
    """The forms of the applicant's tasks on the way, each once; the first that has a variable counts."""
    found = _forms(met)
    own = tuple((place, form) for place, form in found if place.is_applicants)
    fields: dict[str, Component] = {}
    for _, form in own:
        for component in open_to(form.components, kind, env):
            for name in fills(component):
                fields.setdefault(name, component)
    components = [form.components for _, form in found]
    return ApplicantForms(kind, own, fields, _closed(components, kind, env))


def fills(component: Component) -> tuple[str, ...]:
    """The variable of the case that a component fills, if it fills one."""
    if component.type == "dynamiclist":
        return component.path[:1]
    return (component.key,) if component.key else ()


def _closed(forms: Sequence[tuple[Component, ...]], kind: str, env: Environment) -> frozenset[str]:
    """The variables that no form asks this kind for; what hangs on one of them is looked at once more."""
    everything = {name for components in forms for c in walk(components) for name in fills(c)}
    closed: frozenset[str] = frozenset()
    for _ in range(2):
        still_open = {n for f in forms for c in open_to(f, kind, env, closed) for n in fills(c)}
        closed = frozenset(everything - still_open)
    return closed


def _forms(met: Iterable[Met]) -> list[tuple[Met, Form]]:
    found: dict[str, tuple[Met, Form]] = {}
    for place in met:
        flow = place.deployed.definition.dataflow.get(place.element.id)
        if flow and flow.form and flow.form not in found:
            found[flow.form] = (place, place.deployed.form(flow.form))
    return list(found.values())


def errands(applicant: ApplicantForms, env: Environment) -> list[Errand]:
    """What the applicant is asked for, task by task."""
    return [_errand(place, form, applicant.kind, env) for place, form in applicant.forms]


def open_to(
    components: tuple[Component, ...], kind: str, env: Environment, empty: frozenset[str] = frozenset()
) -> Iterator[Component]:
    """The components and those inside groups that are not hidden from this kind of applicant for certain."""
    for component in components:
        if hidden(component, kind, env, empty):
            continue
        yield component
        if component.type == "group":
            yield from open_to(component.components, kind, env, empty)


def depends(component: Component) -> bool:
    """Whether a component comes and goes with what is filled in."""
    return component.hide is not None and component.hide.variables != {KIND}


def hidden(component: Component, kind: str, env: Environment, empty: frozenset[str] = frozenset()) -> bool:
    """Whether a component is hidden from this kind of applicant, whatever is filled in; `empty` are names that stay null."""
    hide = component.hide
    if hide is None or not all(path == KIND or path[0] in empty for path in hide.variables):
        return False
    context = {"applicant": {"kind": kind}, **dict.fromkeys(empty)}
    return bool(hide.variables) and hide.evaluate(context, env) is True


def _errand(place: Met, form: Form, kind: str, env: Environment) -> Errand:
    open_here = list(open_to(form.components, kind, env))
    parts = tuple(c.label for c in open_here if c.type == "group" and c.label)
    pickers = [c for c in open_here if c.type == "filepicker"]
    nested = [c for c in open_here if c.type == "dynamiclist"]
    pickers += [c for rows in nested for c in walk(rows.components) if c.type == "filepicker"]
    return Errand(place.element.name, parts, tuple(map(_paper, pickers)), place.element.articles)


def _paper(component: Component) -> Paper:
    suffixes = tuple(part.strip() for part in str(component.settings.get("accept") or "").split(",") if part)
    required = component.validate.get("required") is True
    return Paper(component.label, component.description, required, suffixes, depends(component))
