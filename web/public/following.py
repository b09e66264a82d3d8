"""A receipt, and what it opens: how the objection stands, the proof that is asked for, the answer."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)

from awards import numbers, rule_texts
from awards.letters import archive
from awards.publicity import attempts, following, receipts
from awards.publicity.following import Standing
from awards.publicity.receipts import File
from engine.errors import NotFound, NotOpen
from web import formtoken
from web.access import ANYONE, may
from web.forms.plain import Entries
from web.house import calendar, engine, reading, today
from web.language import gettext as _
from web.public import evidence, visitors

pages = Blueprint("public_following", __name__)


@pages.get("/objections/receipt")
@may(ANYONE)
def receipt() -> Any:
    """Number and code, to be printed or written down."""
    held = visitors.receipt()
    if held is None:
        return redirect(url_for("public_following.form"))
    with reading() as connection:
        kept = receipts.one(connection, held[0])
        files = receipts.files_of(connection, held[0])
        data = rule_texts.deployed_schemes(connection).get(kept["scheme"]) if kept else None
    if kept is None:
        raise NotFound(what=_("这份回执"))
    told = {"key": held[0], "code": held[1], "kept": kept, "files": files, "scheme": data or {}}
    return _unkept(render_template("public/receipt.html", **told))


@pages.post("/objections/receipt")
@may(ANYONE)
def noted() -> Any:
    """Written down: the code leaves this browser."""
    visitors.forget()
    return redirect(url_for("public_following.form"), code=303)


@pages.get("/objections/follow")
@may(ANYONE)
def form() -> Any:
    return _unkept(render_template("public/follow.html", entries=Entries(), problem=""))


@pages.post("/objections/follow")
@may(ANYONE)
def enter() -> Any:
    """Number and code open the objection for half an hour."""
    entries = Entries(request.form)
    key = entries.required("number", _("请填写异议编号，回执上有"), longest=200)
    code = entries.required("code", _("请填写查询码，回执上有"), longest=60)
    with reading() as connection:
        tired = visitors.exhausted(connection, attempts.WRONG_CODE)
        known = (one for one in numbers.spellings(key) if receipts.opened(connection, one, code))
        right = None if tired or entries.errors else next(known, None)
    if tired:
        return _page(entries, visitors.too_many()), 429
    if right:
        visitors.follow(right)
        return redirect(url_for("public_following.status"), code=303)
    if not entries.errors:
        entries.errors["code"] = _("编号和查询码对不上，请核对。查询码由字母和 2 到 7 的数字组成")
        with engine().database.transaction() as connection:
            visitors.note(connection, attempts.WRONG_CODE)
    return _page(entries), 422


@pages.get("/objections/status")
@may(ANYONE)
def status() -> Any:
    if visitors.followed() is None:
        return redirect(url_for("public_following.form"))
    return _status(Entries())


@pages.post("/objections/status")
@may(ANYONE)
def supply() -> Any:
    """Hand in the proof that was asked for; sent twice it counts once."""
    key = visitors.followed()
    if key is None:
        return redirect(url_for("public_following.form"), code=303)
    entries = Entries(request.form)
    with reading() as connection:
        tired = visitors.exhausted(connection, attempts.SUPPLYING)
    if tired:
        return _status(entries, visitors.too_many()), 429
    files = evidence.taken(entries)
    if not files and not entries.errors:
        entries.errors[evidence.FIELD] = _("请选择要补充的证明材料")
    if entries.errors:
        return _status(entries, files=files), 422
    token = formtoken.sent(request.form) or formtoken.fresh()

    def alongside(connection: Any) -> None:
        evidence.settle(connection, files)
        visitors.note(connection, attempts.SUPPLYING)

    try:
        following.supply(engine(), key, files, token, alongside=alongside)
    except NotOpen:
        return _status(entries, _("现在不需要补充证明：已经收到，或者补交期限已过。")), 409
    flash(_("已收到补充的证明材料，办理继续。"), "done")
    return redirect(url_for("public_following.status"), code=303)


@pages.post("/objections/leave")
@may(ANYONE)
def leave() -> Any:
    """On a shared computer: nothing stays behind."""
    visitors.forget()
    return redirect(url_for("public_following.form"), code=303)


@pages.get("/objections/reply.pdf")
@may(ANYONE)
def reply() -> Any:
    """The answer's paper, for the browser that opened the objection."""
    found = _followed()
    if found is None or found.answer is None or not found.answer["sha256"]:
        raise NotFound(what=_("这份答复"))
    content = BytesIO(archive.read(found.answer["sha256"]))
    name = f"{found.answer['number']}.pdf"
    return send_file(content, mimetype="application/pdf", as_attachment=True, download_name=name)


def _followed() -> Standing | None:
    key = visitors.followed()
    if key is None:
        return None
    with reading() as connection:
        return following.standing(engine(), connection, key)


def _status(entries: Entries, problem: str = "", files: Sequence[File] = ()) -> Response:
    found = _followed()
    if found is None:
        raise NotFound(what=_("这件异议"))
    with reading() as connection:
        left = None
        if found.due_on is not None and found.due_on >= today():
            left = calendar(connection).count(today(), found.due_on)
    token = formtoken.sent(entries.values) or formtoken.fresh()
    told = {"entries": entries, "problem": problem, "left": left, "token": token}
    told["kept"] = evidence.carried(files)
    page = render_template(
        "public/status.html", it=found, most=evidence.AT_ONCE, bound=evidence.bound(), **told
    )
    return _unkept(page)


def _page(entries: Entries, problem: str = "") -> Response:
    entries.values = {**entries.values, "code": ""}  # a code is typed anew and never sent back
    return _unkept(render_template("public/follow.html", entries=entries, problem=problem))


def _unkept(page: str) -> Response:
    """No browser keeps these pages."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
