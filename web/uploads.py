"""Files behind the names in a form: sent from the task's page, fetched by whoever may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from flask import Blueprint, Flask, flash, redirect, request, send_file, url_for
from sqlalchemy import Connection, insert
from werkzeug.wrappers import Response

from engine.db import Record
from engine.errors import NotFound, NotOpen
from engine.forms import Node, from_browser
from web import filestore, rows, tasks, uploaded
from web.access import SIGNED_IN, may
from web.cases import visible
from web.formview import field_id
from web.house import engine, me, reading
from web.models import upload

pages = Blueprint("uploads", __name__)

LARGEST_REQUEST = filestore.LARGEST + 1024 * 1024  # bytes: the file and the form around it


def install(app: Flask) -> None:
    """Only the route that takes files takes more than a form; to be called before anybody reads a form."""
    app.before_request(_widen)
    app.jinja_env.globals["uploaded"] = uploaded.of_field


def _widen() -> None:
    if request.endpoint == "uploads.store":
        request.max_content_length = LARGEST_REQUEST


@pages.post("/tasks/<int:task_id>/files")
@may(SIGNED_IN)
def store(task_id: int) -> Response:
    """Keep the file of the field `_upload`, write its name into the draft, and show the task again."""
    content, mine = tasks.posted(task_id)
    if not mine:
        raise NotOpen(what="这项任务", state="由别人办理或已经办结")
    tasks.kept(task_id, content)  # whatever becomes of the file
    root_id, nodes = tasks.shown(task_id, content)
    node = next((n for n in _pickers(nodes) if n.name == request.form.get("_upload")), None)
    given = request.files.get(f"_file:{node.name}") if node is not None else None
    if node is None or given is None or not given.filename:
        flash("还没有选择文件；填写的内容已存为草稿。", "bad")
        return _back(task_id, node)
    name = PurePath(given.filename.replace("\\", "/")).name[-255:]
    settings = node.component.settings
    stored = filestore.keep(given.stream, name, str(settings.get("accept") or ""))
    row = {"root_id": root_id, "task_id": task_id, "field": node.name, "name": name}
    row |= {"sha256": stored.sha256, "size": stored.size, "account": me().name, "uploaded_at": engine().now()}
    with engine().database.transaction() as connection:
        connection.execute(insert(upload), row)
    before = rows.look_up(content, node.name) if settings.get("multiple") else None
    names = [one for one in (before if isinstance(before, list) else [before]) if one and one != name]
    posted = from_browser([(node.name, one) for one in (*names, name)])
    tasks.kept(task_id, rows.merged(content, posted, [node.name]))
    flash(f"已上传“{name}”。", "done")
    return _back(task_id, node)


@pages.get("/files/<int:upload_id>")
@may(SIGNED_IN)
def fetch(upload_id: int) -> Response:
    with reading() as connection:
        row = uploaded.one(connection, upload_id)
        if row is None or not _seen(connection, row):
            raise NotFound(what="这个文件")
    place = filestore.path_of(row["sha256"])
    if not place.is_file():
        raise NotFound(what="这个文件")
    kind = "application/octet-stream"  # nothing that was uploaded is ever shown as a page of ours
    return send_file(place, mimetype=kind, as_attachment=True, download_name=row["name"])


def _seen(connection: Connection, row: Record) -> bool:
    """One's own; another's only once it was submitted, in a case that one may see."""
    if row["account"] == me().name:
        return True
    case = visible(connection, row["root_id"])
    return any(one["id"] == row["id"] for one in uploaded.of_case(connection, case, me().name))


def _pickers(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.component.type == "filepicker" and node.shown and not node.readonly:
            yield node
        yield from _pickers(node.nodes)
        for row in node.rows:
            yield from _pickers(row.nodes)


def _back(task_id: int, node: Node | None) -> Response:
    anchor = field_id(node.name) if node is not None else "form"
    return redirect(url_for("tasks.show", task_id=task_id, _anchor=anchor), code=303)
