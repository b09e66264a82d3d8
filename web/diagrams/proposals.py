"""What process owners put forward, and what the approver answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from engine.commands import proposals as commands
from engine.errors import Invalid, Refused
from web.access import APPROVER, OWNER, may
from web.diagrams.pages import findings_for, page
from web.forms.plain import Entries
from web.house import actor, engine
from web.language import gettext as _
from web.language import said

pages = Blueprint("proposals", __name__)


@pages.post("/diagrams/<process_id>/propose")
@may(OWNER)
def propose(process_id: str) -> Any:
    """Put the draft forward, with a `reason`; `opened` is the digest of the draft that was read."""
    try:
        commands.propose(engine(), process_id, _sent("opened"), _sent("reason"), actor())
    except Refused as refused:
        return {"sentence": refused.sentence(), **findings_for(process_id, refused.findings)}, 422
    flash(_("已提交审批。"), "done")
    return {"location": url_for("diagrams.show", process_id=process_id)}


@pages.post("/diagrams/<process_id>/withdraw")
@may(OWNER)
def withdraw(process_id: str) -> Any:
    commands.withdraw(engine(), process_id, actor())
    flash(_("已撤回。内容又是草稿，可以接着改。"), "done")
    return redirect(url_for("diagrams.show", process_id=process_id), code=303)


@pages.post("/diagrams/<process_id>/accept")
@may(APPROVER)
def accept(process_id: str) -> Any:
    """Deploy the proposal that was read: `opened` is its digest."""
    version = commands.accept(engine(), process_id, _sent("opened"), actor())
    flash(
        _(
            "已批准并部署，现在是第 %(version)s 版。新立的案件按新版走，在办的案件仍按原来的版本。",
            version=version,
        ),
        "done",
    )
    return redirect(url_for("diagrams.show", process_id=process_id), code=303)


@pages.post("/diagrams/<process_id>/decline")
@may(APPROVER)
def decline(process_id: str) -> Any:
    """Send the proposal back; without a reason the page asks for one."""
    try:
        commands.decline(engine(), process_id, _sent("opened"), _sent("reason"), actor())
    except Invalid as invalid:
        errors = {name: said(message) for name, message in invalid.errors.items()}
        return page(process_id, Entries(request.form, errors)), 422
    flash(_("已退回。内容又是草稿，画图的人会看到您写的理由。"), "done")
    return redirect(url_for("diagrams.show", process_id=process_id), code=303)


def _sent(name: str) -> str:
    return request.form.get(name, "")
