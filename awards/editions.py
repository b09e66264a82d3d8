"""Rules and how long they are in force: the edition that a case is pinned to, prolonged or followed by its owner.

The base is `rule:` in the scheme data with which the case's diagram was deployed; extensions and successors are
rows that two people entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from awards.models import rule_edition
from engine import yaml_text
from engine.models import definition, instance, resource

GOES_ON, NEW_RULE, STOPS = "goes-on", "new-rule", "stops"
TRANSITIONS: Final[Mapping[str, str]] = {
    GOES_ON: "在办案件按原办法办完",
    NEW_RULE: "在办案件改按新办法办理",
    STOPS: "在办案件停止办理",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; without dates it is in force from always or for ever."""

    scheme: str
    number: str | None = None
    title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Valid on its first and last day too, through 24:00 (AMB-24)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def over_on(self, day: date) -> bool:
        """Whether its validity has passed."""
        return self.valid_to is not None and self.valid_to < day


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands to its rule on a day."""

    rule: Rule  # the one to act under
    in_force: bool
    lapsed: bool  # the rule it is pinned to is over, whatever was decided since
    transition: str | None = None  # what the owners decided on cases begun before

    def as_context(self) -> dict[str, Any]:
        """As diagrams see it."""
        return {
            "in_force": self.in_force,
            "number": self.rule.number,
            "valid_from": self.rule.valid_from,
            "valid_to": self.rule.valid_to,
            "lapsed": self.lapsed,
        }


def pinned_rule(connection: Connection, root_id: int, scheme: str) -> Rule:
    """The rule in the scheme data of the case; for diagrams of all schemes the newest deployed of this scheme."""
    query = (
        select(definition.c.bindings)
        .join(instance, instance.c.definition_id == definition.c.id)
        .where(instance.c.id == root_id, instance.c.process_id.startswith(f"{scheme}.", autoescape=True))
    )
    bindings = connection.execute(query).scalar()
    number = (bindings or {}).get("scheme")
    return base_rule(connection, scheme) if number is None else _read(connection, scheme, number)


def base_rule(connection: Connection, scheme: str) -> Rule:
    """The rule in the newest deployed scheme data; an empty one if the scheme names none."""
    query = select(resource.c.id).where(resource.c.kind == "scheme", resource.c.name == scheme)
    newest = query.order_by(func.coalesce(resource.c.deployment_id, 0).desc(), resource.c.id.desc())
    number = connection.execute(newest.limit(1)).scalar()
    return Rule(scheme) if number is None else _read(connection, scheme, number)


def schemes_with_rules(connection: Connection) -> list[str]:
    """The schemes of which rule data are deployed, sorted."""
    query = select(resource.c.name).where(resource.c.kind == "scheme").distinct()
    return sorted(connection.execute(query).scalars())


def standing(connection: Connection, rule: Rule, day: date) -> Standing:
    """How a case that is pinned to `rule` stands on a day, with all that was entered since."""
    own = prolonged(connection, rule)
    if not own.over_on(day):
        return Standing(own, in_force=own.holds_on(day), lapsed=False)
    for row in _editions(connection, rule, "successor"):
        new = _rule(row)
        if new.holds_on(day):
            acting = own if row.transition == GOES_ON else new
            goes = row.transition != STOPS
            return Standing(acting, in_force=goes, lapsed=True, transition=row.transition)
    return Standing(own, in_force=False, lapsed=True)


def for_new_cases(connection: Connection, rule: Rule, day: date) -> Standing:
    """The rule under which something new may begin on a day: the pinned one as prolonged, or a successor of it."""
    own = prolonged(connection, rule)
    if own.holds_on(day):
        return Standing(own, in_force=True, lapsed=False)
    followers = [_rule(row) for row in _editions(connection, rule, "successor")]
    new = next((found for found in followers if found.holds_on(day)), None)
    lapsed = own.over_on(day)
    return Standing(new, True, lapsed) if new else Standing(own, in_force=False, lapsed=lapsed)


def successor_of(connection: Connection, rule: Rule) -> Rule | None:
    """The rule that was entered last to follow this one, whether it is in force already or not."""
    rows = _editions(connection, rule, "successor")
    return _rule(rows[0]) if rows else None


def prolonged(connection: Connection, rule: Rule) -> Rule:
    """The rule with the last day that its newest extension gives it."""
    extensions = _editions(connection, rule, "extension")
    if not extensions:
        return rule
    return Rule(rule.scheme, rule.number, rule.title, rule.valid_from, extensions[0].valid_to)


def _editions(connection: Connection, rule: Rule, kind: str) -> list[Row[Any]]:
    """What was entered on this rule, the newest first."""
    table = rule_edition.c
    mine = (table.scheme == rule.scheme) & (table.follows == (rule.number or "")) & (table.kind == kind)
    return list(connection.execute(select(rule_edition).where(mine).order_by(table.id.desc())))


def _rule(row: Row[Any]) -> Rule:
    return Rule(row.scheme, row.number, row.title, row.valid_from, row.valid_to)


def _read(connection: Connection, scheme: str, number: int) -> Rule:
    content = connection.execute(select(resource.c.content).where(resource.c.id == number)).scalar_one()
    return _parsed(scheme, bytes(content))


@lru_cache(64)
def _parsed(scheme: str, content: bytes) -> Rule:
    data = yaml_text.load(content)
    said = data.get("rule") if isinstance(data, Mapping) else None
    given = said if isinstance(said, Mapping) else {}
    dates = {name: given.get(name) for name in ("valid_from", "valid_to")}
    known = {name: day if isinstance(day, date) else None for name, day in dates.items()}
    number = given.get("number")
    return Rule(scheme, str(number) if number else None, str(given.get("title") or ""), **known)
