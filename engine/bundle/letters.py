"""Letters of a bundle: which template a task means, whether it is there, and whether its holes can be filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn import Dataflow, Definition
from engine.bundle.data import SHARED
from engine.bundle.model import Bundle
from engine.bundle.places import Place
from engine.bundle.scopes import Names, by_target, fixed_text
from engine.bundle.variables import INPUT, Variables
from engine.errors import Finding
from engine.feel import LentFunction, builtin_names
from engine.feel.known import ANYTHING
from engine.letters import JOBS, STANDARD, Template
from engine.vocabulary import scheme_of

COMPUTED = "*"  # a template whose name FEEL computes may be any


def template_names(definition: Definition) -> set[str]:
    """The names of the templates that a diagram's own tasks use; `COMPUTED` among them if one is computed."""
    return {name or COMPUTED for _, _, name in _uses(definition)}


def letters_of(bundle: Bundle, definition: Definition) -> dict[str, str]:
    """By name: the id of each template that a case of this process may use, in what it calls too.

    A scheme's own template goes before the shared one, also where a shared diagram uses it for the scheme.
    """
    wanted = _wanted(bundle, definition)
    own = scheme_of(definition.process_id)
    known: dict[str, str] = {}
    for scheme in (SHARED, own):
        known |= {t.rpartition(".")[2]: t for t in bundle.letters if t.rpartition(".")[0] == scheme}
    return {name: known[name] for name in sorted(known) if COMPUTED in wanted or name in wanted}


def letter_findings(
    bundle: Bundle, variables: Variables, lent: Mapping[str, LentFunction], names: frozenset[str]
) -> Iterator[Finding]:
    """Findings about templates, and about the tasks that use them. A bundle without templates is not asked."""
    if not bundle.letters:
        return
    for template in bundle.letters.values():
        yield from _template(bundle, template, lent, names)
    for definition in bundle.definitions.values():
        for element, flow, name in _uses(definition):
            if name is not None:
                yield from _use(bundle, definition, element, flow, name, variables)


def _uses(definition: Definition) -> Iterator[tuple[str, Dataflow, str | None]]:
    """The tasks that fill a template: element, its variables, the template's name (None where computed)."""
    for element, flow in definition.dataflow.items():
        sources = dict(by_target(flow.inputs)) if flow.job in JOBS else {}
        if "template" in sources:
            yield element, flow, fixed_text(sources["template"])


def _wanted(bundle: Bundle, definition: Definition) -> set[str]:
    found: set[str] = set()
    seen, todo = {definition.process_id}, [definition]
    while todo:
        current = todo.pop()
        found |= template_names(current)
        if "call" in current.dynamic:
            found.add(COMPUTED)
        for callee in current.calls - seen:
            seen.add(callee)
            todo += [bundle.definitions[callee]] if callee in bundle.definitions else []
    return found


def _template(
    bundle: Bundle, template: Template, lent: Mapping[str, LentFunction], names: frozenset[str]
) -> Iterator[Finding]:
    file = bundle.files["letter", template.id].path
    known = dict.fromkeys((*template.head.facts, *STANDARD), ANYTHING)
    for hole, bound in template.readings():
        place = Place(file, None, hole.line)
        text = f"“{hole.expression.source}”"
        yield from place.misspelt(hole.expression, text, names)
        yield from place.faults(hole.expression, text, lent)
        seen = Names({**known, **dict.fromkeys(bound, ANYTHING)})
        for name in dict.fromkeys(path[0] for path in hole.expression.reads):
            if name not in names and name not in builtin_names and name not in seen.types:
                message = (
                    f"{text}里的“{name}”不在 facts 里；请在模板开头的 facts 里写上它，并由发信的任务交来。"
                )
                yield place.error("unknown-variable", message)


def _use(
    bundle: Bundle, definition: Definition, element: str, flow: Dataflow, name: str, variables: Variables
) -> Iterator[Finding]:
    """The template is there, and the task hands over the facts that it cannot do without."""
    place = Place(definition.file, element, definition.elements[element].line)
    own = scheme_of(definition.process_id)
    template = bundle.letters.get(f"{own}.{name}") or bundle.letters.get(f"{SHARED}.{name}")
    if template is None:
        message = f"找不到信函模板“{name}”。请补上 {own}/letters/{name}.md，或改正任务上写的模板名称。"
        yield place.error("missing-letter", message)
        return
    facts = dict(by_target(flow.inputs)).get("facts")
    found = None
    if facts is not None and facts.expression is not None:
        seen = variables.seen(definition, element, INPUT)
        found = facts.expression.full_type(variables.functions, seen.known)
    if facts is not None and (found is None or found.fields is None):
        return  # computed elsewhere; what is missing shows when the letter is filled
    given = {key for key, _ in found.fields} if found is not None and found.fields is not None else set()
    for fact, needed in template.head.facts.items():
        if needed and fact not in given:
            message = f"信函模板“{template.id}”要用“{fact}”，这项任务的 facts 没有交来；请补上，或在模板里给它加问号。"
            yield place.error("missing-fact", message)
