"""The conditions of applying, read from the decision tables that check them: one line a rule, by article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.definitions import Deployed
from engine.dmn import DmnModel
from engine.dmn.clauses import Rule
from engine.dmn.logic import Evaluation
from engine.dmn.table import DecisionTable
from engine.feel import Environment
from engine.forms import Component
from web import clauses
from web.applicants.following import KIND, Met
from web.applicants.papers import ApplicantForms
from web.language import noop as N_

FINDING = frozenset({"req", "kind", "message", "cure", "allowed_from"})  # what a line of findings consists of
OUTCOMES: Mapping[str, str] = {
    "hard": N_("不予受理"),
    "refer": N_("由办公室研判"),
    "supplement": N_("先要求补交"),
    "soft": N_("提示"),
}
_WORDS = re.compile(r'"[^"]*"(?:\s*,\s*"[^"]*")*')
_PREFIX = re.compile(r"^(?:(?:[A-Z]\d*-\d+(?:\.\d+)*|AMB-\d+)(?:（.+?）)?、?)+：")


@dataclass(frozen=True, slots=True)
class Check:
    """A decision that gives lines of findings, where a diagram asks for it, with the tables behind it."""

    deployed: Deployed
    element: str
    decision: str
    tables: tuple[DecisionTable, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as people read it: the case it is about, what comes of it, and what cures it."""

    outcome: str
    text: str
    cure: str
    only: tuple[str, ...]  # the choices for which it holds; none: for all


@dataclass(frozen=True, slots=True)
class Condition:
    """An article with the lines of all rules that rest on it."""

    clause: clauses.Clause
    lines: tuple[Line, ...]


def checks(met: Sequence[Met]) -> list[Check]:
    """The decisions on the way whose tables give findings, each once."""
    found: dict[str, Check] = {}
    for place in met:
        flow = place.deployed.definition.dataflow.get(place.element.id)
        if flow is None or not flow.decision or flow.decision in found:
            continue
        model = place.deployed.model(flow.decision)
        tables = tuple(t for t in tables_of(model, flow.decision) if {o.name for o in t.outputs} >= FINDING)
        if tables:
            found[flow.decision] = Check(place.deployed, place.element.id, flow.decision, tables)
    return list(found.values())


def tables_of(model: DmnModel, decision: str) -> Iterator[DecisionTable]:
    """The tables behind a decision, those that it requires first."""
    seen: set[str] = set()

    def inside(key: str) -> Iterator[DecisionTable]:
        part = model.decisions.get(key)
        if part is None or key in seen:
            return
        seen.add(key)
        for needed in part.requires:
            yield from inside(needed)
        if isinstance(part.logic, DecisionTable):
            yield part.logic

    return inside(decision)


def conditions(
    found: Sequence[Check], applicant: ApplicantForms, env: Environment, root: Deployed
) -> list[Condition]:
    """All lines by the article they rest on, in the order in which the tables name them."""
    lines: dict[str, dict[Line, None]] = {}
    for table, rule in ((t, r) for check in found for t in check.tables for r in t.rules):
        given = given_by(table, rule, env)
        if given.get("req") and _concerns(table, rule, applicant, env):
            line = _line(table, rule, given, applicant.fields)
            lines.setdefault(str(given["req"]), {})[line] = None
    return [Condition(clauses.clauses(root, [req])[0], tuple(of_req)) for req, of_req in lines.items()]


def given_by(table: DecisionTable, rule: Rule, env: Environment) -> dict[str, Any]:
    """What a rule's cells say without any case: what they compute from one is null."""
    evaluation = Evaluation(env)
    return {
        clause.name: logic.run({}, evaluation)
        for clause, logic in zip(table.outputs, rule.results, strict=True)
    }


def tested(table: DecisionTable, rule: Rule) -> list[tuple[str, str]]:
    """The variables that a rule asks for, each with the source of its cell."""
    asked = zip(table.inputs, rule.tests, strict=True)
    return [
        (path[0], test.source)
        for clause, test in asked
        if test.source.strip() != "-"
        for path in sorted(clause.logic.variables | test.variables)
        if path[0] != "?"
    ]


def _concerns(table: DecisionTable, rule: Rule, applicant: ApplicantForms, env: Environment) -> bool:
    """Whether a rule can hold for this kind: it does not ask for another, nor for what only others are asked."""
    kinds = (
        test
        for clause, test in zip(table.inputs, rule.tests, strict=True)
        if clause.logic.variables == {KIND}
    )
    if not all(test.test(applicant.kind, {}, env) for test in kinds):
        return False
    return not applicant.closed & {name for name, _ in tested(table, rule)}


def _line(
    table: DecisionTable, rule: Rule, given: Mapping[str, Any], fields: Mapping[str, Component]
) -> Line:
    text = str(given.get("message") or _PREFIX.sub("", rule.note))
    asked = tested(table, rule)
    only = [label for name, cell in asked for label in _chosen(cell, fields.get(name))]
    several = len({name for name, _ in asked}) > 1
    return Line(str(given.get("kind") or ""), text, str(given.get("cure") or ""), tuple(only) * several)


def _chosen(cell: str, field: Component | None) -> list[str]:
    """The labels of the options that a cell lists word for word."""
    if field is None or field.choices is None or not _WORDS.fullmatch(cell.strip()):
        return []
    words = set(re.findall(r'"([^"]*)"', cell))
    return [option.label for option in field.choices.fixed if option.value in words]
