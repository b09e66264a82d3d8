"""The task page: read the clause, fill the form, complete; what is typed is kept at every stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.commands import tasks as commands
from engine.errors import Invalid, LaurelError, NotFound
from engine.forms import BrowserSubmission, Node, from_browser
from engine.queries import inbox
from web import drafts, rows, taskview
from web.access import SIGNED_IN, may
from web.drafts import Draft
from web.errors import TITLES, sentence_of
from web.house import actor, engine, me, reading
from web.taskview import TaskView

pages = Blueprint("tasks", __name__)


@pages.get("/tasks/<int:task_id>")
@may(SIGNED_IN)
def show(task_id: int) -> str:
    with reading() as connection:
        view = _view(connection, task_id, drafts.load(connection, me().name, task_id), {})
    return render_template("task.html", view=view)


@pages.post("/tasks/<int:task_id>/form")
@may(SIGNED_IN)
def form(task_id: int) -> Response:
    """Keep the draft and show the form's parts as they follow from it; rows of lists come and go here."""
    content, mine = posted(task_id)
    if mine:
        content = rows.changed(content, request.form.get("_add"), request.form.get("_remove"))
    draft = kept(task_id, content) if mine else Draft(content)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("tasks.show", task_id=task_id, _anchor="form"), code=303)
    with reading() as connection:
        view = _view(connection, task_id, draft, {})
    response = make_response(render_template("task_form_part.html", view=view))
    response.headers["HX-Trigger"] = "laurel:saved"
    return response


@pages.post("/tasks/<int:task_id>/complete")
@may(SIGNED_IN)
def complete(task_id: int) -> Any:
    """Complete the task and forget its draft in one commit. What could not be completed is kept as a draft."""
    content, mine = posted(task_id)
    name = me().name
    try:
        root_id = commands.complete(
            engine(),
            task_id,
            BrowserSubmission(rows.without_marks(content)),
            actor(),
            alongside=lambda connection: drafts.forget(connection, name, task_id),
        )
    except LaurelError as error:
        draft = kept(task_id, content) if mine else Draft(content)
        if isinstance(error, Invalid):
            return _again(task_id, draft, error.errors), 422
        if error.status not in (409, 422):
            raise
        return _again(task_id, draft, {}, f"{TITLES[error.status]}：{sentence_of(error)}"), error.status
    return redirect(_next(root_id), code=303)


def _next(root_id: int) -> str:
    """This person's next task of the same case, else the list."""
    with reading() as connection:
        following = inbox.next_task(connection, actor(), root_id)
    if following is None:
        flash("已办结。本案现在没有需要您办理的事。", "done")
        return url_for("inbox.index")
    flash("已办结。下面是本案的下一项任务。", "done")
    return url_for("tasks.show", task_id=following)


def _again(task_id: int, draft: Draft, errors: Mapping[str, str], problem: str = "") -> str:
    """The form once more, with everything typed and what is wrong with it."""
    with reading() as connection:
        view = _view(connection, task_id, draft, errors)
    return render_template("task.html", view=view, problem=problem)


def _view(connection: Connection, task_id: int, draft: Draft, errors: Mapping[str, str]) -> TaskView:
    row = inbox.task(connection, actor(), task_id)
    if row is None:
        raise NotFound(what="这项任务")
    return taskview.read(engine(), connection, row, actor(), draft, errors)


def shown(task_id: int, content: dict[str, Any]) -> tuple[int, Sequence[Node]]:
    """The case of a task, and its form as it stands with these entries. Raises NotFound."""
    with reading() as connection:
        view = _view(connection, task_id, Draft(content), {})
    return view.task["root_id"], view.nodes


def posted(task_id: int) -> tuple[dict[str, Any], bool]:
    """What was posted, laid over the draft; and whether this person may still work on the task."""
    with reading() as connection:
        row = inbox.task(connection, actor(), task_id)
        if row is None:
            raise NotFound(what="这项任务")
        before = drafts.load(connection, me().name, task_id)
    posted = from_browser(request.form.items(multi=True))
    content = rows.merged(before.content, posted, request.form.getlist("_field"))
    return content, row["status"] == "open" and commands.may(row["assignee"], row["candidates"], actor())


def kept(task_id: int, content: dict[str, Any]) -> Draft:
    """Keep the entries as this person's draft."""
    now = engine().now()
    drafts.save(engine().database, me().name, task_id, content, now)
    return Draft(content, now)
