"""Substitutions: entered by who will be away, by their lead or an administrator; ended early by the same."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select, update

from engine.actor import Actor
from engine.clock import business_date
from engine.errors import Invalid, NotAllowed, NotFound
from engine.history import record
from engine.models import substitution
from engine.process_engine import ProcessEngine
from engine.queries.visibility import leads, office_schemes
from engine.sentence import Sentence
from engine.unit import unit

LONGEST = 366  # days


def enter(
    pe: ProcessEngine,
    absent: Actor,
    substitute: Actor,
    scheme: str,
    first: date,
    last: date,
    by: Actor,
) -> int:
    """From one day to another, both included, somebody of the office acts for a colleague; returns its number.

    An empty `scheme` means every scheme in which the absent person works. Raises Invalid by field (`absent`,
    `substitute`, `from_on`, `until_on`), NotAllowed.
    """
    today = business_date(pe.now())
    _permitted(absent.name, scheme, by)
    errors = _errors(absent, substitute, scheme, first, last, today)
    if errors:
        raise Invalid(errors)
    row = {"absent": absent.name, "substitute": substitute.name, "scheme": scheme}
    days = {"from_on": first, "until_on": last}
    with unit(pe, by) as work:
        told = {**row, "from_on": first.isoformat(), "until_on": last.isoformat()}
        record(work.connection, pe.now(), by.name, "substitution-entered", **told)
        written = insert(substitution).returning(substitution.c.id)
        entered = {"entered_by": by.name, "entered_at": pe.now()}
        return int(work.connection.execute(written, {**row, **days, **entered}).scalar_one())


def end(pe: ProcessEngine, number: int, by: Actor) -> None:
    """End it now. It ends by itself with its last day. Raises NotFound, NotAllowed."""
    with unit(pe, by) as work:
        query = select(substitution).where(substitution.c.id == number, substitution.c.ended_at.is_(None))
        row = work.connection.execute(query.with_for_update()).first()
        if row is None:
            raise NotFound(what="这项代办安排")
        if by.name != row.substitute:  # who acts for another may always stop
            _permitted(row.absent, row.scheme, by)
        ended = {"ended_at": pe.now(), "ended_by": by.name}
        work.connection.execute(update(substitution).where(substitution.c.id == number).values(ended))
        told = {"absent": row.absent, "substitute": row.substitute, "scheme": row.scheme}
        record(work.connection, pe.now(), by.name, "substitution-ended", **told)


def _permitted(absent: str, scheme: str, by: Actor) -> None:
    if by.name != absent and not (leads(by, scheme) if scheme else by.admin):
        raise NotAllowed(what="代办安排", who="本人、本奖项的负责人或管理员", actor=by.name)


def _errors(
    absent: Actor, substitute: Actor, scheme: str, first: date, last: date, today: date
) -> dict[str, str]:
    """What is wrong, by field."""
    found: dict[str, str] = {}
    theirs, others = set(office_schemes(absent.groups)), set(office_schemes(substitute.groups))
    wanted = {scheme} if scheme else theirs
    if not theirs & wanted:
        found["absent"] = Sentence("只有审定办的工作人员可以由人代办")
    if substitute.name == absent.name:
        found["substitute"] = Sentence("代办人须是另一个人")
    elif not others & wanted:
        found["substitute"] = Sentence("代办人须在同一奖项的审定办工作")
    if last < first:
        found["until_on"] = Sentence("最后一天不能早于第一天")
    elif last < today:
        found["until_on"] = Sentence("最后一天已经过去")
    elif (last - first).days >= LONGEST:
        found["until_on"] = Sentence("一次最多 {most} 天", most=LONGEST)
    return found
