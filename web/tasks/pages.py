"""The task page: read the clause, fill the form, complete; what is typed is kept at every stop."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import Connection, select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine import once
from engine.commands import tasks as commands
from engine.errors import Invalid, LaurelError, NotFound, NotOpen
from engine.forms import BrowserSubmission, Node, from_browser
from engine.models import instance, user_task
from engine.queries import inbox
from web.access import SIGNED_IN, may
from web.errors import TITLES, sentence_of
from web.files import attached
from web.files.doors import place_of
from web.files.places import Place
from web.forms import refused, rows
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.navigation import OWN_CASES
from web.tasks import drafts
from web.tasks import view as taskview
from web.tasks.drafts import Draft, Source
from web.tasks.view import TaskView
from web.taskstate import works_on

pages = Blueprint("tasks", __name__)

_PAGE: Final = re.compile(r"[A-Za-z0-9_-]{8,40}")
TABLES: Final = ("table", "by", "page")  # how a long table of the page is sorted and which rows it shows


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
        content = rows.changed(content, *(request.form.get(name) for name in ("_add", "_remove", "_move")))
        _rows_changed(task_id)
    draft = kept(task_id, content)
    if not request.headers.get("HX-Request"):
        anchor = "draft" if draft.beside else "form"
        looks = {name: request.args[name] for name in TABLES if name in request.args}
        return redirect(url_for("tasks.show", task_id=task_id, _anchor=anchor, **looks), code=303)  # type: ignore[arg-type]
    if not mine:
        return _taken_away(task_id, draft)
    with reading() as connection:
        view = _view(connection, task_id, draft, {}, refused.before(request.form))
    response = make_response(render_template("task_form_part.html", view=view))
    response.headers["HX-Trigger"] = "laurel:saved"
    return response


def _rows_changed(task_id: int) -> None:
    """The files of a list's rows go where these went."""
    removed, moved = request.form.get("_remove"), request.form.get("_move")
    if removed or moved:
        with engine().database.transaction() as connection:
            attached.rows_changed(connection, Place(me().name, task_id), removed, moved)


def _taken_away(task_id: int, draft: Draft) -> Response:
    """Somebody else has the task now, or it is done: the whole form is answered, with what was typed beside it."""
    page = _again(task_id, draft, {}, _("这项任务已经不由您办理，填写的内容没有提交。"))
    response = make_response(page, 409)
    response.headers |= {"HX-Retarget": "#form", "HX-Reselect": "#form", "HX-Reswap": "outerHTML"}
    return response


@pages.post("/tasks/<int:task_id>/complete")
@may(SIGNED_IN)
def complete(task_id: int) -> Any:
    """Complete the task and forget its draft in one commit. What could not be completed is kept as a draft."""
    content, mine = posted(task_id)
    if mine and _unseen(task_id, content):
        kept(task_id, content)
        problem = _("另一个窗口存过不同的内容，这次没有办结。请先在下面选定用哪一份。")
        with reading() as connection:
            return _again(task_id, drafts.load(connection, me().name, task_id), {}, problem), 409
    name, token = me().name, _token(task_id, content)

    def alongside(connection: Connection, values: Mapping[str, Any]) -> None:
        _files_submitted(connection, task_id, values)
        once.answered(connection, name, token, engine().now())
        once.answer(connection, name, token, "completed")
        drafts.forget(connection, name, task_id)

    try:
        root_id = commands.complete(
            engine(), task_id, BrowserSubmission(rows.without_marks(content)), actor(), alongside=alongside
        )
    except LaurelError as error:
        if isinstance(error, NotOpen) and (done := _done_before(task_id, token)) is not None:
            return _gone_on(done)
        draft = kept(task_id, content)
        if isinstance(error, Invalid):
            return _again(task_id, draft, error.errors), 422
        if error.status not in (409, 422):
            raise
        problem = _("%(title)s：%(sentence)s", title=_(TITLES[error.status]), sentence=sentence_of(error))
        return _again(task_id, draft, {}, problem), error.status
    return _gone_on(root_id)


def _files_submitted(connection: Connection, task_id: int, values: Mapping[str, Any]) -> None:
    """What was sent for the task stands, unless its field was hidden in the end. Raises Invalid."""
    columns = (user_task.c.id, user_task.c.root_id, user_task.c.form_id, instance.c.definition_id)
    query = select(*columns).join(instance, instance.c.id == user_task.c.instance_id)
    task = connection.execute(query.where(user_task.c.id == task_id)).one()._asdict()
    form = attached.form_of(engine(), connection, task)
    if form is not None:
        attached.submit(connection, place_of(task), form, values)


def _unseen(task_id: int, content: dict[str, Any]) -> bool:
    """Whether another page saved a different draft that this one has not seen."""
    with reading() as connection:
        return not drafts.load(connection, me().name, task_id).known_to(_source(), content)


def _token(task_id: int, content: Mapping[str, Any]) -> str | None:
    """The same for the same entries from the same page: what a second click sends; None if the page has no name."""
    page = _source().page
    if not page:
        return None
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f"task:{task_id}:{page}:{digest[:32]}"


def _done_before(task_id: int, token: str | None) -> int | None:
    """The case, if these very entries completed the task before: a second click, an answer that never arrived."""
    if token is None:
        return None
    with reading() as connection:
        row = inbox.task(connection, actor(), task_id)
        return row["root_id"] if row and once.before(connection, me().name, token) else None


def _gone_on(root_id: int) -> Response:
    """To the next page; a script is told where, since it would otherwise read the page in vain."""
    address = _next(root_id)
    if not request.headers.get("HX-Request"):
        return redirect(address, code=303)
    response = make_response("")
    response.headers["HX-Redirect"] = address
    return response


def _next(root_id: int) -> str:
    """This person's next task of the same case, else the list."""
    with reading() as connection:
        following = inbox.next_task(connection, actor(), root_id)
    if following is None:
        receipt = _("收件凭证在“我的案件”里。") if OWN_CASES.allows(me()) else ""
        flash(_("已办结。本案现在没有需要您办理的事。") + receipt, "done")
        return url_for("inbox.index")
    flash(_("已办结。下面是本案的下一项任务。"), "done")
    return url_for("tasks.show", task_id=following)


def _again(task_id: int, draft: Draft, errors: Mapping[str, str], problem: str = "") -> str:
    """The form once more, with everything typed and what is wrong with it."""
    with reading() as connection:
        view = _view(connection, task_id, draft, errors)
    return render_template("task.html", view=view, problem=problem)


def _view(
    connection: Connection,
    task_id: int,
    draft: Draft,
    errors: Mapping[str, str],
    wrong: Sequence[str] = (),
) -> TaskView:
    row = inbox.task(connection, actor(), task_id)
    if row is None:
        raise NotFound(what=N_("这项任务"))
    looks = {name: request.args[name][:60] for name in TABLES if name in request.args}
    return taskview.read(engine(), connection, row, actor(), draft, errors, looks, wrong)


def shown(task_id: int, content: dict[str, Any]) -> tuple[int, Sequence[Node]]:
    """The case of a task, and its form as it stands with these entries. Raises NotFound."""
    with reading() as connection:
        view = _view(connection, task_id, Draft(content), {})
    return view.task["root_id"], view.nodes


def posted(task_id: int) -> tuple[dict[str, Any], bool]:
    """What was posted, laid over the draft; and whether this person may still work on the task."""
    return entries(task_id, request.form)


def entries(task_id: int, sent: MultiDict[str, str]) -> tuple[dict[str, Any], bool]:
    """As `posted`, of what a page sent before."""
    with reading() as connection:
        row = inbox.task(connection, actor(), task_id)
        if row is None:
            raise NotFound(what=N_("这项任务"))
        before = drafts.load(connection, me().name, task_id)
        content = rows.merged(before.content, from_browser(sent.items(multi=True)), sent.getlist("_field"))
        content = attached.over(engine(), connection, row, place_of(row), content)
    return content, row["status"] == "open" and works_on(row, actor())


def kept(task_id: int, content: dict[str, Any], source: Source | None = None) -> Draft:
    """Keep the entries as this person's draft, or beside the newest one if their page had not seen it.

    Also of a task that is no longer theirs: what was typed can still be read there. What they completed
    themselves needs no draft: a belated post changes nothing.
    """
    content = rows.bounded(content)
    with reading() as connection:
        row = inbox.task(connection, actor(), task_id)
    if row is None or (row["status"] != "open" and row["ended_by"] == me().name):
        return Draft(content)
    now, source = engine().now(), source or _source()
    return drafts.save(engine().database, me().name, task_id, content, now, source)


def _source() -> Source:
    return source_of(request.form)


def source_of(sent: MultiDict[str, str]) -> Source:
    """Which page sent this, and which version of the draft it had read."""
    page, version = sent.get("_page", ""), sent.get("_version", "")
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    return Source(page if _PAGE.fullmatch(page) else "", known)
