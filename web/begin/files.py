"""Files for the fields of a page that begins or sends something: sent before there is a case, and taken away again.

Until the page is submitted they are its own: only who sent them may fetch them, and what is never submitted is
forgotten (`web.files.upkeep`).
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import NotFound
from web.access import SIGNED_IN, may
from web.begin import entry, named, posting
from web.begin.entry import Asked, PageDoor
from web.begin.posting import Page
from web.files import attached, fields, pieces, receiving, uploaded
from web.forms.view import field_id
from web.house import engine, me, reading
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("entries", __name__)


@pages.post("/entries/<form>/<once>/files")
@may(SIGNED_IN)
def store(form: str, once: str) -> Response:
    """Keep the file of the field `_upload` and show the page again; what was typed is kept whatever becomes of it."""
    field = request.form.get("_upload", "")
    page, asked, door = _here(form, once)
    _keep(page, once)
    name = receiving.whole(door.place, asked.form, field)
    if name is None:
        flash(_("还没有选择文件；填写的内容都还在。"), "bad")
    else:
        flash(_("已上传“%(name)s”。", name=name), "done")
    return _back(page, once, field)


@pages.get("/entries/<form>/<once>/files")
@may(SIGNED_IN)
def rows(form: str, once: str) -> str:
    """The list of one field's files, as it stands in the form; for the script."""
    _page, asked, door = _here(form, once)
    field = request.args.get("field", "")
    component = fields.picker(asked.form, field) if asked.form is not None else None
    label = component.label if component else ""
    return render_template("file_rows.html", door=door, field=field, label=label)


@pages.post("/entries/<form>/<once>/files/<int:upload_id>/remove")
@may(SIGNED_IN)
def remove(form: str, once: str, upload_id: int) -> Response:
    """Take a file from the page. What was submitted stays."""
    page, _asked, door = _here(form, once)
    with reading() as connection:
        row = next((one for one in uploaded.of(connection, door.place) if one["id"] == upload_id), None)
    if row is None:
        raise NotFound(what=N_("这个文件"))
    with engine().database.transaction() as connection:
        attached.remove(connection, door.place, upload_id)
    if "HX-Request" in request.headers:  # by script: only this button was sent, not the form around it
        return Response(status=204)
    _keep(page, once)
    flash(_("已移除“%(name)s”。", name=row["name"]), "done")
    return _back(page, once, row["field"])


@pages.post("/entries/<form>/<once>/files/incoming")
@may(SIGNED_IN)
def begin(form: str, once: str) -> Response:
    """Expect a file in pieces."""
    _page, asked, door = _here(form, once)
    return receiving.expect(door.place, asked.form)


@pages.post("/entries/<form>/<once>/files/incoming/<number>/remove")
@may(SIGNED_IN)
def give_up(form: str, once: str, number: str) -> Response:
    """Give a file up from the page, without script; what was typed is kept."""
    page, _asked, _door = _here(form, once)
    with reading() as connection:
        row = pieces.standing(connection, number, me().name)
    if row["page"] != once:
        raise NotFound(what=N_("这个没有传完的文件"))
    _keep(page, once)
    pieces.forget(engine(), row)
    flash(_("已移除“%(name)s”。", name=row["name"]), "done")
    return _back(page, once, row["field"])


def _here(form: str, once: str) -> tuple[Page, Asked, PageDoor]:
    """The page that the address names. Raises NotFound if it is not this person's to fill in."""
    page = named.page(form)
    if entry.tidy(once) is None:
        raise NotFound(what=N_("这个页面"))
    with reading() as connection:
        return page, page.asked(connection), PageDoor(page.name, once)


def _keep(page: Page, once: str) -> None:
    posting.keep(page, once, entry.typed(request.form))


def _back(page: Page, once: str, field: str) -> Response:
    return redirect(f"{page.address(once=once)}#{field_id(field) if field else 'form-parts'}", code=303)
