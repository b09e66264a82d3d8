"""The guide of a scheme, put together from the very diagrams, decisions, forms and rule data that its cases run on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.db import Record
from engine.definitions import Deployed
from engine.errors import UnknownProcess
from engine.process_engine import ProcessEngine
from engine.queries import cycles
from engine.vocabulary import Vocabulary, scheme_of
from web import clauses
from web.applicants import conditions, following, numbers, papers
from web.cases import stages

APPLICANTS = ("organisation", "person")  # who may apply, if the scheme does not say otherwise


@dataclass(frozen=True, slots=True)
class ForKind:
    """What holds for one kind of applicant."""

    kind: str
    name: str
    conditions: Sequence[conditions.Condition]
    errands: Sequence[papers.Errand]


@dataclass(frozen=True, slots=True)
class Step:
    """A main step of the procedure, with the articles it rests on."""

    name: str
    clause: str


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that the guide of a scheme says."""

    scheme: str
    name: str
    organiser: str
    operator: str
    office: str
    rule: str
    cycles: Sequence[Record]
    kinds: Sequence[ForKind]
    steps: Sequence[Step]
    numbers: Sequence[numbers.Number]


def takes_applications(pe: ProcessEngine, connection: Connection, scheme: str) -> bool:
    """Whether a scheme has a process that cases of applicants run on."""
    try:
        following.application(pe, connection, scheme)
    except UnknownProcess:
        return False
    return True


def kinds_of(deployed: Deployed) -> tuple[str, ...]:
    """The kinds of applicants that a scheme's award is for."""
    return tuple((deployed.scheme or {}).get("applicants") or APPLICANTS)


def read(pe: ProcessEngine, connection: Connection, scheme: str, today: date) -> Guide:
    """The guide as it stands today. Raises UnknownProcess."""
    root = following.application(pe, connection, scheme)
    data, names = root.scheme or {}, pe.vocabulary(connection)
    return Guide(
        scheme,
        names.scheme(scheme),
        str(data.get("organiser") or ""),
        str(data.get("operator") or ""),
        str(data.get("office") or ""),
        clauses.source(root),
        cycles.open_for_applications(connection, scheme, today),
        [_for_kind(pe, connection, root, kind, names) for kind in kinds_of(root)],
        [
            Step(element.name, clauses.label(element.articles))
            for element in map(root.definition.elements.__getitem__, stages.main_steps(root.definition))
        ],
        numbers.numbers(root),
    )


def _for_kind(
    pe: ProcessEngine, connection: Connection, root: Deployed, kind: str, names: Vocabulary
) -> ForKind:
    env = pe.environment(connection)
    met = following.met(pe, connection, scheme_of(root.process_id), kind)
    applicant = papers.applicant_forms(met, kind, env)
    return ForKind(
        kind,
        kind_name(names, root.process_id, kind),
        conditions.conditions(conditions.checks(met), applicant, env, root),
        papers.errands(applicant, env),
    )


def kind_name(names: Vocabulary, process_id: str, kind: str) -> str:
    """What a kind of applicant is called: `organisation` -> 组织."""
    return names.values(process_id).get(kind, kind)
