"""Help with the committee's forms that needs no script: move a case in the ranking, fill in who sits in the committee.

Both change the draft and show the form again; what counts is what is completed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from awards.directory import Recipient
from awards.meetings.declaring import Declared, declared
from awards.meetings.sittings import group_of
from engine.errors import BETWEEN, NotFound
from engine.forms import Node
from web.access import SIGNED_IN, may
from web.committee import ranking, room
from web.committee.room import pages
from web.house import reading
from web.language import noop as N_
from web.people.directory import recipients
from web.tasks import pages as tasks
from web.tasks.drafts import Draft
from web.tasks.view import TaskView

_ROW = re.compile(r"([a-z][a-z0-9_.]*)\[([0-9]{1,3})\]")


@pages.post("/committee/tasks/<int:task_id>/rank")
@may(SIGNED_IN)
def rank(task_id: int) -> Response:
    """One case of the ranking goes a place up (`_up`) or down (`_down`); its award is numbered anew."""
    content, mine = tasks.posted(task_id)
    asked = request.form.get("_up") or request.form.get("_down") or ""
    place = _ROW.fullmatch(asked)
    if not mine or place is None:
        return _shown(task_id)
    _, nodes = tasks.shown(task_id, content)
    node = room.viewed(nodes, "ranking")
    if node is not None and place[1] == node.name:
        order = ranking.moved(node, int(place[2]), -1 if "_up" in request.form else 1)
        for index, number in order.items():
            _row(content, node.name, index)["rank"] = str(number)
    return _again(task_id, content)


@pages.post("/committee/tasks/<int:task_id>/roster")
@may(SIGNED_IN)
def roster(task_id: int) -> Response:
    """The members of the committee with the recusals that they have declared, laid into the attendance list."""
    content, mine = tasks.posted(task_id)
    with reading() as connection:
        view = room.view_of(connection, task_id, Draft(content))
        seats = room.viewed(view.nodes, "attendance")
        if not mine or seats is None:
            raise NotFound(what=N_("这份出席名单"))
        members, recused = _members(connection, view)
    _lay(content, seats, members, recused)
    return _again(task_id, content)


def undeclared(view: TaskView, seats: Node) -> list[tuple[str, list[str]]]:
    """Members whose declared recusals the attendance list does not show yet, with the applicants' names."""
    with reading() as connection:
        members, recused = _members(connection, view)
    shown = {str(row.get("member") or ""): row.get("recused") or [] for row in room.rows(seats)}
    names = {str(row.get("key")): str(row.get("name")) for row in room.rows(room.agenda(view))}
    found = []
    for member in members:
        said = [one.key for one in recused if one.account == member.account]
        missing = [names[key] for key in said if key not in shown.get(member.name, [])]
        if missing:
            found.append((member.name, missing))
    return found


def _members(connection: Connection, view: TaskView) -> tuple[list[Recipient], list[Declared]]:
    """Who is in the committee, and from which cases of the agenda they have stepped back."""
    scheme = room.scheme(view)
    members = recipients(connection, group_of(scheme))
    keys = [str(row["key"]) for row in room.rows(room.agenda(view)) if row.get("key")]
    return members, declared(connection, scheme, keys, [member.account for member in members])


def _lay(content: dict[str, Any], seats: Node, members: list[Recipient], recused: list[Declared]) -> None:
    """Members who are not in the list get a row; declared recusals are added, nothing is taken away."""
    rows = [row for row in _typed(content, seats) if row.get("member")]
    by_name = {str(row["member"]): row for row in rows}
    for member in members:
        said = [one for one in recused if one.account == member.account]
        row = by_name.get(member.name)
        if row is None:
            row = {"member": member.name, "present": "true"}
            rows.append(row)
        keys = row.get("recused") or []
        keys = keys if isinstance(keys, list) else [keys]
        row["recused"] = list(dict.fromkeys([*keys, *(one.key for one in said)]))
        if said and not row.get("recusal_reason"):
            row["recusal_reason"] = BETWEEN.join(dict.fromkeys(one.reason for one in said if one.reason))
    content[seats.name] = rows


def _typed(content: Mapping[str, Any], seats: Node) -> Iterator[dict[str, Any]]:
    """The rows as they were typed; as the process knows them where nothing was typed yet."""
    typed = content.get(seats.name)
    if isinstance(typed, list):
        yield from (dict(row) for row in typed if isinstance(row, Mapping))
        return
    for row in seats.rows:
        cells = row.cells
        yield {
            "member": cells["member"].posted,
            "present": cells["present"].posted,
            "recused": [picked for picked in cells["recused"].picked if picked],
            "recusal_reason": cells["recusal_reason"].posted,
        }


def _row(content: dict[str, Any], path: str, index: int) -> dict[str, Any]:
    """The typed row of that number; rows before it are there too, as they were."""
    rows = content.setdefault(path, [])
    while len(rows) <= index:
        rows.append({})
    found: dict[str, Any] = rows[index]
    return found


def _again(task_id: int, content: dict[str, Any]) -> Response:
    """The task page once more with the changed draft."""
    tasks.kept(task_id, content)
    return _shown(task_id)


def _shown(task_id: int) -> Response:
    """The task page; a script takes the form's parts out of it."""
    return redirect(url_for("tasks.show", task_id=task_id, _anchor="form"), code=303)
