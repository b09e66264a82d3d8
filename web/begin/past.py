"""Awards from before the system, entered by the office from a table: chosen, looked through line by line, then written.

What was looked through travels in the page, signed, with hashes instead of identity numbers: nothing is kept before
it is confirmed, and what is confirmed is what was shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from awards.past import entering, planning, reading
from awards.past.planning import Past, Planned
from awards.rule_texts import deployed_schemes
from engine.errors import LaurelError, NotFound
from web import house
from web.access import LEADING, may
from web.forms.plain import Entries
from web.house import actor, engine, me, settings, today
from web.language import gettext as _
from web.language import noop as N_
from web.language import said

pages = Blueprint("past", __name__)

ROLE: Final = "office-lead"
TABLE: Final = "table"  # the field of the file
BOM: Final = "\ufeff"


@pages.get("/awards/past")
@may(LEADING)
def new() -> str:
    """Which award, and a file; what a table looks like."""
    schemes = _schemes()
    only = next(iter(schemes)) if len(schemes) == 1 else ""
    return _page(Entries({"scheme": request.args.get("scheme", only)}))


@pages.get("/awards/past/table.csv")
@may(LEADING)
def table() -> Response:
    """An empty table with its head, which spreadsheets open as Chinese."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(reading.COLUMNS.values())
    content = io.BytesIO((BOM + text.getvalue()).encode())
    return send_file(content, mimetype="text/csv", as_attachment=True, download_name=_("以往获奖名单.csv"))


@pages.post("/awards/past")
@may(LEADING)
def look() -> Any:
    """Every line with what would become of it; nothing is written."""
    schemes = _schemes()
    entries = Entries({"scheme": request.form.get("scheme", "")})
    scheme = entries.one_of("scheme", tuple(schemes), _("请选择奖项"))
    given = request.files.get(TABLE)
    if given is None or not given.filename:
        entries.errors[TABLE] = _("请选择表格文件")
    if given is None or entries.errors:
        return _page(entries), 422
    try:
        lines = reading.read(given.stream.read(reading.LARGEST + 1))
    except LaurelError as error:
        entries.errors[TABLE] = error.sentence(_)
        return _page(entries), 422
    with engine().database.transaction() as connection:
        planned = planning.plan(connection, scheme, schemes[scheme], lines, today())
    return _shown(scheme, planned)


@pages.post("/awards/past/enter")
@may(LEADING)
def enter() -> Any:
    """Write what was looked through, once however often it is sent."""
    try:
        carried = _signer().loads(request.form.get("_looked", ""))
    except BadSignature:
        flash(_("这次预览已经不能用了，请重新选择表格。"), "bad")
        return redirect(url_for("past.new"), code=303)
    scheme = str(carried["scheme"])
    if scheme not in _schemes() or carried["by"] != me().name:
        raise NotFound(what=N_("这个奖项"))
    done = entering.enter(engine(), scheme, [Past.of(one) for one in carried["awards"]], actor())
    told = _("已登记 %(new)s 项以往获奖，%(known)s 项原来就有。", new=done.new, known=done.known)
    if done.wrong:
        told += _("%(wrong)s 项与登记簿里刚登记的不一致，没有写入。", wrong=done.wrong)
    flash(told, "done")
    return redirect(url_for("past.new", scheme=scheme), code=303)


def _schemes() -> dict[str, Mapping[str, Any]]:
    """The awards whose office this account leads, with their rule data."""
    with house.reading() as connection:
        known = deployed_schemes(connection)
    return {scheme: known[scheme] for scheme in me().schemes(ROLE) if scheme in known}


def _page(entries: Entries) -> str:
    schemes = {scheme: planning.slots(data) for scheme, data in _schemes().items()}
    return render_template(
        "begin/past.html",
        entries=entries,
        schemes=schemes,
        columns=reading.COLUMNS,
        required=reading.REQUIRED,
        grounds=tuple(reading.GROUNDS),
        most=reading.MOST,
    )


def _shown(scheme: str, planned: Sequence[Planned]) -> str:
    fresh = [one.past.carried() for one in planned if one.state == "new" and one.past is not None]
    counted = {state: sum(one.state == state for one in planned) for state in ("new", "known", "wrong")}
    return render_template(
        "begin/past_look.html",
        scheme=scheme,
        planned=planned,
        counted=counted,
        looked=_signer().dumps({"scheme": scheme, "by": me().name, "awards": fresh}),
        faults=lambda one: [said(fault) for fault in one.faults],
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="past awards")
