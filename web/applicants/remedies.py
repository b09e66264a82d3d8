"""What somebody can do who does not agree with how their case stands or ended: in which way, until when, what again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from awards.publicity import shelf
from awards.publicity.shelf import Notice
from engine.heralds import heard
from engine.process_engine import ProcessEngine
from engine.queries import cases
from engine.vocabulary import kind_of, scheme_of
from web.applicants.conditions import FINDING
from web.cases.view import UNFAVOURABLE, variables_of

OWN_WISH: Final = frozenset({"withdrawn"})  # ends that the applicant asked for


@dataclass(frozen=True, slots=True)
class Remedy:
    """`notice` is the public list that runs now and is about this case or its cycle: until its end an objection holds
    the case. `allowed_from` is the first day on which one may apply again, where the decisions named one."""

    refused: bool
    office: str
    heard: bool  # whether the scheme has a procedure for objections
    named: bool  # whether it wants the real name and proof
    notice: Notice | None
    left: int | None  # working days of the notice after today
    allowed_from: date | None
    scheme: str


def read(pe: ProcessEngine, connection: Connection, case: Mapping[str, Any], today: date) -> Remedy | None:
    """The ways that are open to a case's owner; None for what is no application."""
    if kind_of(case["process_id"]) != "application" or not case["business_key"]:
        return None
    scheme = scheme_of(case["process_id"])
    deployed = pe.definitions.get(connection, case["definition_id"])
    data = deployed.scheme or {}
    variables = variables_of(deployed, cases.parts(connection, case["id"])[0])
    notice = _notice(connection, case, scheme, str(variables.get("cycle") or ""), today)
    return Remedy(
        refused=bool((UNFAVOURABLE - OWN_WISH) & set(case["ends"] or ())),
        office=str(data.get("office") or data.get("name") or scheme),
        heard=heard(connection, f"{scheme}.objection-submitted"),
        named=data.get("objections") == "named",
        notice=notice,
        left=_left(pe, connection, notice, today),
        allowed_from=again(variables.get("findings")),
        scheme=scheme,
    )


def _notice(
    connection: Connection, case: Mapping[str, Any], scheme: str, cycle: str, today: date
) -> Notice | None:
    """The running list that names the case, else one of its cycle: who is missing on it may object to that."""
    lists = shelf.current(shelf.notices(connection, today, kind="list", scheme=scheme))
    mine = [one for one in lists if case["business_key"] in one.cases]
    of_cycle = [one for one in lists if cycle and one.content.get("cycle") == cycle and len(one.cases) > 1]
    return next(iter((*mine, *of_cycle)), None)


def _left(pe: ProcessEngine, connection: Connection, notice: Notice | None, today: date) -> int | None:
    if notice is None or notice.closes_on is None or notice.closes_on < today:
        return None
    return pe.calendar(connection).count(today, notice.closes_on)


def again(findings: object) -> date | None:
    """The latest of the days on which the obstacles end."""
    lines = findings if isinstance(findings, list) else []
    days = [line.get("allowed_from") for line in lines if isinstance(line, Mapping) and set(line) & FINDING]
    return max((day for day in days if isinstance(day, date)), default=None)
