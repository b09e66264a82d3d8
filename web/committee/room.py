"""The committee's blueprint, who may enter, and what all of its pages ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask import Blueprint
from sqlalchemy import Connection

from awards.meetings.sittings import COMMITTEE, OFFICE, group_of
from engine.errors import NotFound
from engine.forms import Node
from engine.forms.nodes import every
from engine.queries import inbox
from web.house import actor, engine, me
from web.language import noop as N_
from web.tasks import drafts
from web.tasks import view as taskview
from web.tasks.drafts import Draft
from web.tasks.view import TaskView

pages = Blueprint("committee", __name__)

ROLES: Final = (COMMITTEE, *OFFICE)


def meeting(connection: Connection, task_id: int) -> TaskView:
    """The page of a committee's task, with its form as it stands. Raises NotFound for any other task."""
    view = view_of(connection, task_id, drafts.load(connection, me().name, task_id))
    groups = set(view.task["candidates"]["groups"])
    if not groups & {group_of(scheme) for scheme in me().schemes(*ROLES)}:
        raise NotFound(what=N_("这次会议"))
    return view


def view_of(connection: Connection, task_id: int, draft: Draft) -> TaskView:
    """A task with this draft. Raises NotFound."""
    row = inbox.task(connection, actor(), task_id)
    if row is None:
        raise NotFound(what=N_("这项任务"))
    return taskview.read(engine(), connection, row, actor(), draft, {}, {})


def scheme(view: TaskView) -> str:
    """The scheme whose committee meets."""
    return str(view.task["root_process_id"]).partition(".")[0]


def viewed(nodes: Sequence[Node], look: str) -> Node | None:
    """The first list of the form with that special rendering: `votes`, `attendance`."""
    return next((node for node in every(nodes) if node.component.properties.get("view") == look), None)


def agenda(view: TaskView) -> Node | None:
    """The list of the cases that the meeting decides on."""
    return viewed(view.nodes, "votes")


def rows(node: Node | None) -> Iterator[dict[str, Any]]:
    """The rows of a list as plain values by key."""
    for row in node.rows if node else []:
        yield {key: cell.value for key, cell in row.cells.items()}
