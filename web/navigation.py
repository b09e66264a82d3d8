"""The main navigation: one line a room, in the order of use; six stand in the bar, the menu page has all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request, url_for
from sqlalchemy import Connection, select

from engine.models import start_form
from engine.queries import diagrams, inbox, incidents
from web.access import (
    ADMIN,
    APPLICANT,
    DRAWING,
    EVALUATING,
    FIGURES,
    MEETING,
    REVIEWING,
    SIGNED_IN,
    STAFF,
    Rule,
)
from web.house import engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.people.accounts import Account

MOST = 6  # entries of the bar


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as a page shows it."""

    text: str
    address: str
    current: bool
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One room: its word, its first page, for whom, and how many things wait there."""

    text: str
    endpoint: str
    who: Rule
    number: Callable[[Connection, Account], int] | None = None
    unless: Rule | None = None
    when: Callable[[Connection, Account], bool] | None = None  # asked last: it costs a statement


def _own_tasks(connection: Connection, account: Account) -> int:
    return inbox.assigned_count(connection, account.actor, engine().now())


def _proposed(connection: Connection, account: Account) -> int:
    return diagrams.awaiting(connection, account.actor)


def _broken(connection: Connection, account: Account) -> int:
    return incidents.open_count(connection)


def _begins(connection: Connection, account: Account) -> bool:
    """Whether any deployed start form is for a group of this account."""
    return any(
        account.groups & set(groups) for groups in connection.execute(select(start_form.c.groups)).scalars()
    )


# Who sees no other cases than their own.
OWN_CASES = Rule(
    N_("申报单位或个人"), lambda account: APPLICANT.allows(account) and not STAFF.allows(account)
)
# Who belongs to a group, of which the deployed start forms may speak.
BEGINNING = Rule(N_("有候选组的账户"), lambda account: account is not None and bool(account.groups))
ENTRIES = (
    Entry(N_("待办"), "inbox.index", SIGNED_IN, _own_tasks),
    Entry(N_("我的案件"), "mine.index", OWN_CASES),
    Entry(N_("案件"), "cases.index", SIGNED_IN, unless=OWN_CASES),
    Entry(N_("评选周期"), "cycles.index", STAFF),
    Entry(N_("委员会"), "committee.index", MEETING),
    Entry(N_("统计"), "figures.index", FIGURES),
    Entry(N_("汇总资料"), "figures.evaluated", EVALUATING),
    Entry(N_("评审"), "reviews.index", REVIEWING),
    Entry(N_("申报"), "starts.applications", APPLICANT),
    Entry(N_("立案"), "begin.index", BEGINNING, when=_begins),
    Entry(N_("故障"), "incidents.index", ADMIN, _broken),
    Entry(N_("流程图"), "diagrams.index", DRAWING, _proposed),
    Entry(N_("办法和数字"), "rulebook.index", DRAWING),
    Entry(N_("账户"), "accounts.index", ADMIN),
    Entry(N_("提出异议"), "objections.form", SIGNED_IN),
)
# Pages that belong to a room of another name.
RELATED = {
    "tasks": "inbox",
    "taskdiagram": "inbox",
    "stepping": "reviews",
    "messages": "cases",
    "paper": "begin",
    "past": "begin",
}


def bar() -> list[Item]:
    """The first entries of this account."""
    return everything()[:MOST]


def everything() -> list[Item]:
    """All entries of this account; what waits is counted once a page."""
    if "navigation" not in g:
        account = me()
        mine = [e for e in ENTRIES if e.who.allows(account) and not (e.unless and e.unless.allows(account))]
        with reading() as connection:
            open_to = [entry for entry in mine if entry.when is None or entry.when(connection, account)]
            g.navigation = [_item(entry, connection, account) for entry in open_to]
    found: list[Item] = g.navigation
    return found


def _item(entry: Entry, connection: Connection, account: Account) -> Item:
    here = request.blueprint or ""
    current = RELATED.get(here, here) == entry.endpoint.partition(".")[0]
    number = entry.number(connection, account) if entry.number else None
    return Item(_(entry.text), url_for(entry.endpoint), current, number)
