"""Saved views: a list under a name, one's own or shown to a group; named, changed and taken away by who saved it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.db import Record, record, records
from engine.errors import Invalid, NotAllowed, NotFound
from engine.queries.substitutions import led
from engine.vocabulary import scheme_of
from web.access import SIGNED_IN, may
from web.house import actor, engine, me, reading, vocabulary
from web.inbox.asked import KEPT
from web.inbox.door import pages
from web.language import gettext as _
from web.models import account as accounts
from web.models import saved_view

LONGEST_NAME = 60  # characters
MOST = 30  # views of one person, and shown to one


def offered(connection: Connection, who: Actor) -> list[Record]:
    """One's own views, then those shown to one's groups, by name."""
    shown = or_(saved_view.c.owner == who.name, saved_view.c.shown_to.in_(sorted(who.groups)))
    query = select(saved_view, accounts.c.display_name.label("owner_name")).join(accounts).where(shown)
    ordered = query.order_by((saved_view.c.owner == who.name).desc(), saved_view.c.name).limit(2 * MOST)
    found = records(connection, ordered)
    return [{**row, "own": row["owner"] == who.name, "address": _address(row)} for row in found]


@pages.get("/tasks/views")
@may(SIGNED_IN)
def saved_views() -> str:
    """All of them, to be renamed, shown to others, taken away; and the door by which a list is saved."""
    return _page()


@pages.post("/tasks/views")
@may(SIGNED_IN)
def save() -> Response | tuple[str, int]:
    """Keep the list of an address under a name; with the number of a view that one owns, in its place."""
    given = dict(parse_qsl(request.form.get("arguments", "").lstrip("?")[:2000]))
    arguments = {key: value for key, value in given.items() if key in KEPT and value}
    try:
        number = write(actor(), request.form.get("name", ""), _group(), arguments, engine().now())
    except Invalid as error:
        return _page(error.errors, arguments), 422
    flash(_("视图已存下，在左边“存下的视图”里。"), "done")
    return redirect(_address({"arguments": arguments, "id": number}), code=303)


@pages.post("/tasks/views/<int:number>")
@may(SIGNED_IN)
def change(number: int) -> Response | tuple[str, int]:
    """Another name, other readers; or, if a list comes with it, that list instead."""
    row = _own(number)
    arguments = row["arguments"]
    if "arguments" in request.form:
        given = dict(parse_qsl(request.form["arguments"].lstrip("?")[:2000]))
        arguments = {key: value for key, value in given.items() if key in KEPT and value}
    try:
        write(actor(), request.form.get("name", row["name"]), _group(), arguments, engine().now(), number)
    except Invalid as error:
        return _page(error.errors, number=number), 422
    flash(_("视图已更新。"), "done")
    return redirect(url_for("inbox.saved_views"), code=303)


@pages.post("/tasks/views/<int:number>/delete")
@may(SIGNED_IN)
def remove(number: int) -> Response:
    row = _own(number)
    with engine().database.transaction() as connection:
        connection.execute(delete(saved_view).where(saved_view.c.id == row["id"]))
    flash(_("视图“%(name)s”已删除，任务不受影响。", name=row["name"]), "done")
    return redirect(url_for("inbox.saved_views"), code=303)


def groups_for(who: Actor) -> dict[str, str]:
    """To whom one may show a view: a lead to the groups of the scheme, an administrator to all that run a scheme."""
    names, schemes = vocabulary(), set(led(who.groups))
    inside = {g: name for g, name in names.groups.items() if who.admin or scheme_of(g) in schemes}
    return {group: name for group, name in inside.items() if not group.endswith(".applicant")}


def write(
    who: Actor,
    name: str,
    group: str | None,
    arguments: Mapping[str, str],
    now: datetime,
    number: int | None = None,
) -> int:
    """Keep a view; returns its number. Raises Invalid (`name`), NotAllowed (`group`)."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": _("请给视图起一个名字，不超过 %(n)s 个字", n=LONGEST_NAME)})
    if group is not None and group not in groups_for(who):
        raise NotAllowed(what=_("给一组人看的视图"), who=_("本奖项的负责人或管理员"), actor=who.name)
    values = {"name": name, "shown_to": group, "arguments": dict(arguments), "saved_at": now}
    try:
        with engine().database.transaction() as connection:
            if number is not None:
                connection.execute(update(saved_view).where(saved_view.c.id == number).values(values))
                return number
            own = select(saved_view.c.id).where(saved_view.c.owner == who.name).limit(MOST)
            if len(connection.execute(own).all()) == MOST:
                raise Invalid({"name": _("最多存 %(n)s 个视图，请先删去不用的", n=MOST)})
            kept = insert(saved_view).values(owner=who.name, **values).returning(saved_view.c.id)
            return int(connection.execute(kept).scalar_one())
    except IntegrityError:
        raise Invalid({"name": _("您已有同名的视图，请换一个名字")}) from None


def _page(
    errors: Mapping[str, str] | None = None,
    arguments: Mapping[str, str] | None = None,
    number: int | None = None,
) -> str:
    with reading() as connection:
        views = offered(connection, actor())
    if arguments is None:
        arguments = {key: value for key, value in request.args.items() if key in KEPT}
    return render_template(
        "inbox/views.html",
        views=views,
        groups=groups_for(actor()),
        errors=errors or {},
        arguments=arguments,
        wrong=number,
        name=request.form.get("name", ""),
    )


def _own(number: int) -> Record:
    """A view that one saved. Raises NotFound, NotAllowed (somebody else's, shown to one's group)."""
    with reading() as connection:
        row = record(connection, select(saved_view).where(saved_view.c.id == number))
    if row is None or (row["owner"] != me().name and row["shown_to"] not in me().actor.groups):
        raise NotFound(what=_("这个视图"))
    if row["owner"] != me().name:
        raise NotAllowed(what=row["name"], who=_("存下它的人"), actor=me().display_name)
    return row


def _group() -> str | None:
    return request.form.get("group") or None


def _address(row: Mapping[str, Any]) -> str:
    known = {key: value for key, value in row["arguments"].items() if key in KEPT}
    return url_for("inbox.index", **{**known, "saved": row["id"]})
