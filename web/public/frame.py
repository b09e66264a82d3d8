"""The public frame: its navigation, in the header and as a page for narrow screens."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.access import ANYONE, may
from web.house import today
from web.language import gettext as _
from web.language import noop as N_
from web.navigation import Item
from web.public.days import long_day, long_moment

pages = Blueprint("public", __name__)
pages.add_app_template_filter(long_day, "long_day")
pages.add_app_template_filter(long_moment, "long_moment")

# What is said, the page, and the folders of addresses under which it is the current entry.
ENTRIES = (
    (N_("公示"), "public_notices.index", ("/notices", "/rules")),
    (N_("获奖名录"), "public_winners.index", ("/winners",)),
    (N_("申报指南"), "guidance.index", ("/guide",)),
    (N_("提出异议"), "objections.form", ("/objections",)),
    (N_("证书查验"), "verifying.form", ("/verify",)),
    (N_("开放数据"), "public_data.index", ("/data",)),
)


@pages.get("/public/menu")
@may(ANYONE)
def menu() -> str:
    """The navigation as a page; works without scripts."""
    return render_template("public/menu.html")


@pages.app_context_processor
def _helpers() -> dict[str, Any]:
    return {"public_navigation": navigation, "public_day": public_day}


def navigation() -> list[Item]:
    """The public entries."""
    return [
        Item(_(text), url_for(endpoint), request.path.startswith(folders))
        for text, endpoint, folders in ENTRIES
    ]


def public_day() -> str:
    """Today, with its year."""
    return long_day(today())
