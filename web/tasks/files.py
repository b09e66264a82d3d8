"""Files behind the fields of a form: sent from the task's page, taken away again, fetched by whoever may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.db import Record
from engine.errors import NotFound, NotOpen
from engine.forms import Component, Form
from engine.queries import inbox
from web.access import SIGNED_IN, may
from web.cases.pages import visible
from web.files import attached, clamd, fields, listing, receiving, states, stores, uploaded
from web.files.doors import TaskDoor, place_of
from web.forms.view import field_id
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.tasks import pages as tasks
from web.taskstate import works_on

pages = Blueprint("uploads", __name__)

FORM = 1024 * 1024  # bytes around a file: what else stands in the form
TAKING = frozenset({"uploads.store", "entries.store"})  # routes that take files with a form around them


def install(app: Flask) -> None:
    """Only the routes that take files take more than a form; to be called before anybody reads a form."""
    app.before_request(_widen)
    listing.install(app)


def _widen() -> None:
    if request.endpoint in TAKING and request.mimetype == "multipart/form-data":
        request.max_content_length = receiving.mine().largest + FORM


@pages.post("/tasks/<int:task_id>/files")
@may(SIGNED_IN)
def store(task_id: int) -> Response:
    """Keep the file of the field `_upload` and show the task again; what was typed is kept whatever becomes of it."""
    content, task = typed(task_id)
    field = request.form.get("_upload", "")
    name = receiving.whole(place_of(task), _form(task), field)
    if name is None:
        flash(_("还没有选择文件；填写的内容已存为草稿。"), "bad")
        return _back(task_id, field if _picker(task, field) else None)
    _kept(task, content)
    flash(_("已上传“%(name)s”。", name=name), "done")
    return _back(task_id, field)


@pages.post("/tasks/<int:task_id>/files/paper")
@may(SIGNED_IN)
def paper(task_id: int) -> Response:
    """The office says that what a field asks for came on paper with the application, and lies in a folder."""
    content, task = typed(task_id)
    field = request.form.get("_paper", "")
    component = _picker(task, field)
    if component is None or not listing.on_paper(task["root_id"]):
        raise NotFound(what=_("这个文件栏"))
    pe = engine()
    with pe.database.transaction() as connection:
        name = attached.add_paper(connection, place_of(task), component, field, pe.now())
    _kept(task, content)
    flash(_("已记为“%(name)s”。", name=name), "done")
    return _back(task_id, field)


@pages.post("/tasks/<int:task_id>/files/<int:upload_id>/remove")
@may(SIGNED_IN)
def remove(task_id: int, upload_id: int) -> Response:
    """Take a file from one's draft. What was submitted stays."""
    by_script = "HX-Request" in request.headers  # then only this button was sent, not the form around it
    content, task = ({}, open_task(task_id)) if by_script else typed(task_id)
    with reading() as connection:
        row = uploaded.one(connection, upload_id)
    if row is None or row["account"] != me().name or row["task_id"] != task_id:
        raise NotFound(what=_("这个文件"))
    with engine().database.transaction() as connection:
        attached.remove(connection, place_of(task), upload_id)
    if by_script:
        return Response(status=204)
    _kept(task, content)
    flash(_("已移除“%(name)s”。", name=row["name"]), "done")
    return _back(task_id, row["field"])


@pages.get("/tasks/<int:task_id>/files")
@may(SIGNED_IN)
def rows(task_id: int) -> str:
    """The list of one field's files, as it stands in the form; for the script."""
    task = open_task(task_id)
    field = request.args.get("field", "")
    component = _picker(task, field)
    label = component.label if component else ""
    return render_template("file_rows.html", door=TaskDoor(place_of(task)), field=field, label=label)


@pages.get("/files/<int:upload_id>")
@may(SIGNED_IN)
def fetch(upload_id: int) -> Response:
    """A file as an attachment, never as a page; while the scanner has not let it pass, a sentence."""
    with reading() as connection:
        row = uploaded.one(connection, upload_id)
        if row is None or not row["sha256"] or not _seen(connection, row):
            raise NotFound(what=_("这个文件"))
    states.check_may_leave(row["name"], row["state"], row["finding"], scanner=bool(clamd.address()))
    content = stores.chosen().open(row["sha256"])
    if content is None:
        raise NotFound(what=_("这个文件"))
    kind = "application/octet-stream"  # nothing that was uploaded is ever shown as a page of ours
    response = send_file(content, mimetype=kind, as_attachment=True, download_name=row["name"])
    response.content_length = row["size"]
    return response


def open_task(task_id: int) -> Record:
    """One's task that may be worked on. Raises NotFound, and NotOpen if it is another's or done."""
    with reading() as connection:
        row = inbox.task(connection, actor(), task_id)
    if row is None:
        raise NotFound(what=_("这项任务"))
    if row["status"] != "open" or not works_on(row, actor()):
        raise NotOpen(what=row["name"], state=N_("由别人办理或已经办结"))
    return row


def typed(task_id: int) -> tuple[dict[str, Any], Record]:
    """What was typed, kept as a draft, and its task. Raises NotFound, NotOpen."""
    content, _mine = tasks.posted(task_id)
    task = open_task(task_id)
    tasks.kept(task_id, content)
    return content, task


def _kept(task: Mapping[str, Any], content: dict[str, Any]) -> None:
    """The draft once more, with the names as they are now."""
    with reading() as connection:
        content = attached.over(engine(), connection, task, place_of(task), content)
    tasks.kept(task["id"], content)


def _form(task: Mapping[str, Any]) -> Form | None:
    with reading() as connection:
        return attached.form_of(engine(), connection, task)


def _picker(task: Mapping[str, Any], field: str) -> Component | None:
    form = _form(task)
    return fields.picker(form, field) if form is not None else None


def _seen(connection: Connection, row: Record) -> bool:
    """One's own; another's only once it was submitted, in a case that one may see."""
    if row["account"] == me().name:
        return True
    if row["root_id"] is None:
        return False
    case = visible(connection, row["root_id"])
    return any(one["id"] == row["id"] for one in uploaded.of_case(connection, case, me().name))


def _back(task_id: int, field: str | None) -> Response:
    return redirect(
        url_for("tasks.show", task_id=task_id, _anchor=field_id(field) if field else "form"), code=303
    )
