"""The rules of each award: title, number, validity, our own summaries, and published texts as far as they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from awards import editions, rule_texts
from awards.editions import Rule
from engine.errors import NotFound, UnknownProcess
from web import clauses
from web.access import ANYONE, may
from web.house import engine, reading, today
from web.language import gettext as _

pages = Blueprint("public_rules", __name__)


@dataclass(frozen=True, slots=True)
class Ruled:
    """One award with its rule by now."""

    scheme: str
    data: Mapping[str, Any]
    rule: Rule
    in_force: bool
    successor: Rule | None


@pages.get("/rules")
@may(ANYONE)
def index() -> str:
    with reading() as connection:
        known = rule_texts.deployed_schemes(connection)
        found = [_ruled(connection, scheme, data) for scheme, data in known.items()]
    return render_template("public/rules.html", found=[one for one in found if one.rule.title])


@pages.get("/rules/<reference>")
@may(ANYONE)
def show(reference: str) -> str:
    """One rule, article by article."""
    with reading() as connection:
        data = rule_texts.deployed_schemes(connection).get(reference)
        if data is None:
            raise NotFound(what=_("这个办法"))
        ruled = _ruled(connection, reference, data)
        try:
            deployed = engine().definitions.newest(connection, f"{reference}.application")
        except UnknownProcess:
            raise NotFound(what=_("这个办法")) from None
        panel = clauses.panel(connection, deployed, deployed.articles)
        texts = rule_texts.shelf(connection, reference)
    return render_template("public/rule.html", ruled=ruled, panel=panel, texts=texts)


def _ruled(connection: Any, scheme: str, data: Mapping[str, Any]) -> Ruled:
    base = editions.base_rule(connection, scheme)
    rule = editions.prolonged(connection, base)
    return Ruled(scheme, data, rule, rule.holds_on(today()), editions.successor_of(connection, base))
