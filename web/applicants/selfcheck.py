"""A self-check: the answers put before the very decisions that a case meets, and what they say; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from awards.editions import base_rule, for_new_cases
from engine.definitions import Deployed
from engine.dmn.table import DecisionTable
from engine.forms import Node, check, present
from engine.process_engine import ProcessEngine
from engine.queries import cycles
from web import clauses
from web.applicants import conditions, following, papers
from web.applicants.conditions import Check, tested
from web.applicants.questions import Questions, questions

IN_FORCE = "awards.rule-in-force"  # the job type that says whether a rule is in force


@dataclass(frozen=True, slots=True)
class Finding:
    """One line that the decisions gave: article, what is the matter, what cures it, and from which day one may apply."""

    clause: clauses.Clause
    outcome: str
    text: str
    cure: str
    allowed_from: date | None


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The questions for one kind of applicant, and what they are put before."""

    root: Deployed
    kind: str
    asked: Questions
    checks: Sequence[Check]
    given: Mapping[str, Any]


def read(pe: ProcessEngine, connection: Connection, scheme: str, kind: str, today: date) -> SelfCheck:
    """The self-check of a scheme as of today. Raises UnknownProcess."""
    root = following.application(pe, connection, scheme)
    met = following.met(pe, connection, scheme, kind)
    found, env = conditions.checks(met), pe.environment(connection)
    given = _given(pe, connection, scheme, kind, today, met)
    asked = questions(found, met, papers.applicant_forms(met, kind, env), given, env)
    return SelfCheck(root, kind, asked, found, given)


def shown(
    pe: ProcessEngine,
    connection: Connection,
    it: SelfCheck,
    answers: Mapping[str, Any] | None,
    errors: Mapping[str, str],
) -> list[Node]:
    """The questions for the screen, with what was answered; rows that were left empty stay."""
    kept = None if answers is None else dict(answers)
    return present(it.asked.form, it.given, pe.environment(connection), kept, errors=errors)


def checked(
    pe: ProcessEngine, connection: Connection, it: SelfCheck, answers: Mapping[str, Any]
) -> tuple[list[Finding], Mapping[str, str]]:
    """What the decisions say to the answers, or what must be corrected in these. Raises FeelError, DmnError."""
    env = pe.environment(connection)
    form = check(it.asked.form, answers, it.given, env)
    if form.errors:
        return [], form.errors
    context = {**it.given, **form.values}
    known = it.asked.answered | set(it.given)
    found: dict[Finding, None] = {}
    for one in it.checks:
        result = one.deployed.model(one.decision).evaluate(one.decision, context, env)
        tables = {table.owner: table for table in one.tables}
        for rule in result.matched:
            table = tables.get(rule.decision)
            if table is not None and rests_on(table, rule.index, known):
                found[_finding(it.root, rule.outputs)] = None
    return list(found), {}


def rests_on(table: DecisionTable, index: int, known: frozenset[str] | set[str]) -> bool:
    """Whether a rule asks only for what is known: what nobody was asked decides nothing."""
    return all(name in known for name, _ in tested(table, table.rules[index - 1]))


def _finding(root: Deployed, line: Mapping[str, Any]) -> Finding:
    day = line.get("allowed_from")
    return Finding(
        clauses.clauses(root, [str(line.get("req") or "")])[0],
        str(line.get("kind") or ""),
        str(line.get("message") or ""),
        str(line.get("cure") or ""),
        day if isinstance(day, date) else None,
    )


def _given(
    pe: ProcessEngine,
    connection: Connection,
    scheme: str,
    kind: str,
    today: date,
    met: Sequence[following.Met],
) -> dict[str, Any]:
    """What is known without asking: who applies, today as the day of filing, the rule's standing, an open intake's end."""
    found: dict[str, Any] = {"applicant": {"kind": kind}, "filed_on": today}
    standing = for_new_cases(connection, base_rule(connection, scheme), today).as_context()
    env = pe.environment(connection)
    for place in met:
        flow = place.deployed.definition.dataflow.get(place.element.id)
        if flow and flow.job == IN_FORCE:
            for source in flow.outputs:
                if source.expression:
                    found[source.target] = source.expression.evaluate({"rule": standing}, env)
    opened = cycles.open_for_applications(connection, scheme, today)
    return {**found, "closes_on": opened[0]["closes_on"]} if opened else found
