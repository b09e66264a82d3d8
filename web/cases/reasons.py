"""What an administrator asked for without saying enough: its form again, with what was typed and what is missing."""

from __future__ import annotations

from typing import Final

from flask import render_template, request

from engine.errors import Invalid
from web.forms.plain import Entries
from web.language import gettext as _
from web.language import noop as N_
from web.language import said

TITLES: Final = {
    "suspend": N_("暂停办理"),
    "resume": N_("恢复办理"),
    "cancel": N_("取消案件"),
    "begin": N_("开始一项工作"),
    "timer": N_("改期或立即触发"),
}
FIELDS: Final = ("to", "reason")  # what a person fills in; the rest of the form goes along unseen


def again(error: Invalid) -> tuple[str, int]:
    """The page of a refused request of `web.cases.intervening`."""
    entries = Entries(request.form)
    entries.errors |= {name: said(sentence) for name, sentence in error.errors.items()}
    carried = {name: text for name, text in request.form.items() if name not in (*FIELDS, "csrf_token")}
    title = _(TITLES[str(request.endpoint).rpartition(".")[2]])
    case_id = (request.view_args or {})["case_id"]
    page = render_template("case_again.html", case_id=case_id, title=title, entries=entries, carried=carried)
    return page, 422
