"""What an administrator does to a case from its page, with a reason: stand still, go on, end, begin or end free work,
let a timer fire or give it another instant.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from engine.clock import SHANGHAI
from engine.commands import interventions, timers
from engine.errors import Invalid, NotFound
from engine.models import instance, job
from web.access import ADMIN, may
from web.cases import reasons
from web.cases.pages import visible
from web.house import actor, engine, reading
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("intervening", __name__)
pages.register_error_handler(Invalid, reasons.again)


@pages.post("/cases/<int:case_id>/suspend")
@may(ADMIN)
def suspend(case_id: int) -> Response:
    return _done(case_id, interventions.suspend, _("已暂停。恢复之前没有人能办理本案，到期的事恢复后补办。"))


@pages.post("/cases/<int:case_id>/resume")
@may(ADMIN)
def resume(case_id: int) -> Response:
    return _done(case_id, interventions.resume, _("已恢复。暂停期间到期的事、收到的消息现在办理。"))


@pages.post("/cases/<int:case_id>/cancel")
@may(ADMIN)
def cancel(case_id: int) -> Response:
    return _done(case_id, interventions.cancel, _("已取消，本案不再等待任何事。"))


@pages.post("/cases/<int:case_id>/begin")
@may(ADMIN)
def begin(case_id: int) -> Response:
    """Begin an element of an ad-hoc sub-process of the case, or, without an element, say that enough is done."""
    part, token = request.form.get("instance", type=int), request.form.get("token", "")
    _check_own(case_id, select(instance.c.root_id).where(instance.c.id == part) if part else None)
    if part is None or not token:
        raise Invalid({"token": N_("没有写明是哪一处")})
    element = request.form.get("element")
    if element:
        interventions.begin(engine(), part, token, element, _reason(), actor())
        flash(_("已开始。"), "done")
    else:
        interventions.enough(engine(), part, token, _reason(), actor())
        flash(_("已宣布办完。"), "done")
    return _back(case_id)


@pages.post("/cases/<int:case_id>/timers/<int:timer_id>")
@may(ADMIN)
def timer(case_id: int, timer_id: int) -> Response:
    """Let it fire now, or move it to an instant of Shanghai's clock."""
    _check_own(case_id, select(job.c.root_id).where(job.c.id == timer_id, job.c.kind == "timer"))
    if request.form.get("act") == "fire":
        timers.fire(engine(), timer_id, _reason(), actor())
        flash(_("已触发，本案往下走了。"), "done")
    else:
        timers.move(engine(), timer_id, _instant(request.form.get("to", "")), _reason(), actor())
        flash(_("已改期。"), "done")
    return _back(case_id)


def _check_own(case_id: int, root_of: Select[Any] | None = None) -> None:
    """The case may be seen, and what is touched belongs to it: `root_of` asks of which case it is. Raises NotFound."""
    with reading() as connection:
        visible(connection, case_id)
        if root_of is not None and connection.execute(root_of).scalar() != case_id:
            raise NotFound(what=N_("本案的这一处"))


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Invalid({"to": N_("请填改到哪一天几点几分")}) from None


def _done(case_id: int, command: Callable[..., Any], sentence: str) -> Response:
    _check_own(case_id)
    command(engine(), case_id, _reason(), actor())
    flash(sentence, "done")
    return _back(case_id)


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _back(case_id: int) -> Response:
    return redirect(url_for("cases.show", case_id=case_id), code=303)
