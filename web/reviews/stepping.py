"""Stepping back from a case under review: a reviewer asks, or the office orders it; it holds from that moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from awards.conflicts import INTERESTS
from awards.reviews.stepping_back import reviewers_of, step_back
from engine.errors import Invalid, NotFound
from web.access import SIGNED_IN, may
from web.cases.pages import visible
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.people.accounts import display_names

pages = Blueprint("stepping", __name__)


@pages.get("/reviews/cases/<int:case_id>/step-back")
@may(SIGNED_IN)
def ask(case_id: int) -> str:
    return _page(case_id, {})


@pages.post("/reviews/cases/<int:case_id>/step-back")
@may(SIGNED_IN)
def confirm(case_id: int) -> Any:
    account = request.form.get("account", me().name)
    if not account:
        return _page(case_id, {"account": _("请选择谁回避")}), 422
    try:
        step_back(
            engine(), case_id, account, request.form.getlist("kinds"), request.form.get("reason", ""), actor()
        )
    except Invalid as error:
        return _page(case_id, error.errors), 422
    flash(_("已回避：这个案件和它的材料从现在起不再开放，已有的评分不计入。"), "done")
    return redirect(url_for("reviews.index"), code=303)


def _page(case_id: int, errors: Mapping[str, str]) -> str:
    with reading() as connection:
        case = visible(connection, case_id)
        people = reviewers_of(connection, case_id, actor())
        names = display_names(connection, people)
    if not people:
        raise NotFound(what=N_("这个案件的评审"))
    return render_template(
        "reviews/step_back.html",
        case=case,
        people=people,
        names=names,
        interests=INTERESTS,
        errors=errors,
        form=request.form,
    )
