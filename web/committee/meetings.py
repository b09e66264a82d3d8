"""The committee's meetings: the list, one with its agenda and declarations, and declaring an interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from awards.conflicts import INTERESTS
from awards.directory import Recipient
from awards.meetings import declaring, sittings
from awards.meetings.declaring import Declared
from engine.errors import Invalid, NotFound
from engine.forms import Node
from engine.queries import inbox
from web.access import MEETING, may
from web.committee import ranking, room
from web.committee.room import ROLES, pages
from web.forms.plain import Entries
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.people.directory import recipients
from web.tasks.view import TaskView

LONGEST_NOTE = 500  # characters


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting decides on, and who has stepped back from what."""

    groups: Sequence[ranking.Group]
    dossiers: Mapping[str, int]
    names: Mapping[str, str]  # of the applicants, by case number
    members: Sequence[Recipient]
    declared: Sequence[Declared]

    def recused(self, account: str, key: str) -> bool:
        """Whether somebody has stepped back from a case."""
        return any(one.account == account and one.key == key for one in self.declared)

    def by(self, key: str) -> list[tuple[str, str]]:
        """Who has stepped back from a case, each with the reason."""
        names = {member.account: member.name for member in self.members}
        return [(names.get(one.account, one.account), one.reason) for one in self.declared if one.key == key]


@pages.get("/committee")
@may(MEETING)
def index() -> str:
    with reading() as connection:
        found = sittings.meetings(connection, actor(), me().schemes(*ROLES))
    return render_template(
        "committee/index.html", meetings=found, member=bool(me().schemes(sittings.COMMITTEE))
    )


@pages.get("/committee/<int:task_id>")
@may(MEETING)
def show(task_id: int) -> str:
    return _page(task_id, Entries({}))


@pages.post("/committee/<int:task_id>/declare")
@may(MEETING)
def declare(task_id: int) -> Any:
    """A member steps back from a case of the agenda: it is closed to them from this moment on."""
    entries = Entries(request.form)
    kinds = request.form.getlist("kinds")
    note = entries.optional("note", LONGEST_NOTE)
    with reading() as connection:
        view = room.meeting(connection, task_id)
        row = inbox.task(connection, actor(), task_id)
    if row is None or view.task["status"] != "open":
        raise NotFound(what=N_("这次会议"))
    key = entries.one_of("key", tuple(_names(room.agenda(view))), _("请选择要回避的案件"))
    if not kinds or any(kind not in INTERESTS for kind in kinds):
        entries.errors["kinds"] = _("请选择是哪一种利害关系")
    if entries.errors:
        return _page(task_id, entries), 422
    meeting = {"id": task_id, "element": row["element"], "name": row["name"], "scheme": room.scheme(view)}
    try:
        declaring.declare(engine(), meeting, key, kinds, note, actor())
    except Invalid as error:
        entries.errors.update(error.errors)
        return _page(task_id, entries), 422
    flash(_("已声明回避 %(key)s。这件案件从现在起对您关闭，表决时不计入您。", key=key), "done")
    return redirect(url_for("committee.show", task_id=task_id), code=303)


def _page(task_id: int, entries: Entries) -> str:
    with reading() as connection:
        view = room.meeting(connection, task_id)
        members = recipients(connection, sittings.group_of(room.scheme(view)))
        names = _names(room.agenda(view))
        accounts = [member.account for member in members]
        declared = declaring.declared(connection, room.scheme(view), list(names), accounts)
    node = room.agenda(view)
    agenda = Agenda(
        ranking.ranked(node) if node else [],
        ranking.dossiers(node) if node else {},
        names,
        members,
        declared,
    )
    return render_template(
        "committee/meeting.html",
        view=view,
        agenda=agenda,
        entries=entries,
        chosen=request.form.getlist("kinds"),
        interests=INTERESTS,
        may_declare=_may_declare(view),
        recorded=room.viewed(view.nodes, "attendance") is not None,
    )


def _may_declare(view: TaskView) -> bool:
    return view.task["status"] == "open" and sittings.group_of(room.scheme(view)) in me().groups


def _names(node: Node | None) -> dict[str, str]:
    """The applicants of the agenda by case number."""
    return {str(row["key"]): str(row.get("name") or row["key"]) for row in room.rows(node) if row.get("key")}
