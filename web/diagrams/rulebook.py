"""For those who own a rule: its validity, the numbers that it and the office give, and how unclear articles are read.

What is shown is what is deployed; a number is changed in its decision table or in `scheme.yaml` and deployed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import Connection

from awards import editions, rule_texts
from awards.editions import Rule
from engine.errors import NotFound
from engine.queries.diagrams import DECIDES, DRAWS, schemes_of
from web.access import DRAWING, may
from web.house import actor, reading, today
from web.language import noop as N_

pages = Blueprint("rulebook", __name__)


@dataclass(frozen=True, slots=True)
class Number:
    """One parameter: what is counted, how many of what, where that is said, which reading it rests on."""

    label: str
    value: Any
    unit: str
    by_office: bool  # the rule leaves it to the office
    article: str
    reading: str
    table: str


@dataclass(frozen=True, slots=True)
class Book:
    """One rule as its owner answers for it."""

    scheme: str
    data: Mapping[str, Any]
    rule: Rule
    in_force: bool
    successor: Rule | None
    numbers: list[Number]
    readings: list[tuple[str, str, str]]  # id, article, how it is read


@pages.get("/rulebook")
@may(DRAWING)
def index() -> str:
    with reading() as connection:
        books = [_book(connection, scheme, data) for scheme, data in _mine(connection).items()]
    return render_template("rulebook/index.html", books=books)


@pages.get("/rulebook/<scheme>")
@may(DRAWING)
def show(scheme: str) -> str:
    with reading() as connection:
        data = _mine(connection).get(scheme)
        if data is None:
            raise NotFound(what=N_("这个办法"))
        book = _book(connection, scheme, data)
    return render_template("rulebook/book.html", book=book)


def _mine(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """The deployed schemes that the account draws or decides for; an administrator sees all."""
    own = set(schemes_of(actor(), DRAWS, DECIDES))
    known = rule_texts.deployed_schemes(connection)
    return {
        scheme: data
        for scheme, data in known.items()
        if data.get("rule") and (actor().admin or scheme in own)
    }


def _book(connection: Connection, scheme: str, data: Mapping[str, Any]) -> Book:
    base = editions.base_rule(connection, scheme)
    rule = editions.prolonged(connection, base)
    places = {str(one["id"]): str(one.get("number") or one["id"]) for one in data.get("articles") or ()}
    numbers = [_number(one, places) for one in (data.get("parameters") or {}).values()]
    readings = [
        (str(one["id"]), places.get(str(one["requirement"]), str(one["requirement"])), str(one["reading"]))
        for one in data.get("readings") or ()
    ]
    successor = editions.successor_of(connection, base)
    return Book(scheme, data, rule, rule.holds_on(today()), successor, numbers, readings)


def _number(one: Mapping[str, Any], places: Mapping[str, str]) -> Number:
    by_office = bool(one.get("not_in_rule"))
    return Number(
        label=str(one["label"]),
        value=one.get("office_value") if by_office else one.get("value"),
        unit=str(one.get("unit") or ""),
        by_office=by_office,
        article=places.get(str(one["requirement"]), str(one["requirement"])),
        reading=str(one.get("reading") or ""),
        table=str(one.get("table") or ""),
    )
