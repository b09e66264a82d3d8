"""Many tasks at once: chosen in a list, looked at beforehand, done one by one, told one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from flask import redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.commands.hurdles import Act
from engine.errors import Invalid, NotFound
from engine.forms import BrowserSubmission, from_browser
from engine.queries import inbox
from web import formtoken
from web.access import SIGNED_IN, may
from web.addresses import safe
from web.forms import rows
from web.house import actor, reading
from web.inbox import bulkrun, people
from web.inbox.bulkform import Choice, look
from web.inbox.door import pages
from web.language import gettext as _

MOST = 100  # tasks at once


@pages.get("/tasks/bulk")
@may(SIGNED_IN)
def bulk() -> str | tuple[str, int]:
    """Which of the chosen tasks will be done, which not and why; for completing, the form of all."""
    asked = request.args.get("act", "")
    act = cast(Act, asked if asked in get_args(Act) else "claim")
    ids = _ids(request.args.getlist("task"))
    if not ids:
        return _nothing(), 422
    with reading() as connection:
        return _preview(connection, act, ids)


@pages.post("/tasks/bulk/form")
@may(SIGNED_IN)
def bulk_form() -> str | tuple[str, int]:
    """The form as it follows from what is typed; rows of lists come and go here."""
    ids = _ids(request.form.getlist("_task"))
    if not ids:
        return _nothing(), 422
    content = rows.changed(_content(), request.form.get("_add"), request.form.get("_remove"))
    with reading() as connection:
        return _preview(connection, "complete", ids, content)


@pages.post("/tasks/bulk/claim")
@may(SIGNED_IN)
def bulk_claim() -> Response | tuple[str, int]:
    ids, token = _ids(request.form.getlist("_task")), _token()
    if not ids:
        return _nothing(), 422
    bulkrun.claim(ids, token)
    return _told(token)


@pages.post("/tasks/bulk/assign")
@may(SIGNED_IN)
def bulk_assign() -> Response | tuple[str, int]:
    """Everything chosen goes to one person."""
    ids, token = _ids(request.form.getlist("_task")), _token()
    if not ids:
        return _nothing(), 422
    name = request.form.get("to", "")
    with reading() as connection:
        to = people.of_names(connection, [name]).get(name)
        if to is None:
            return _preview(connection, "assign", ids, errors={"to": _("请选择交给谁办理")}), 422
    bulkrun.assign(ids, to.actor, token)
    return _told(token)


@pages.post("/tasks/bulk/complete")
@may(SIGNED_IN)
def bulk_complete() -> Response | tuple[str, int]:
    """One form for all. If it fits none of them nothing is done, and what was typed comes back."""
    ids, token = _ids(request.form.getlist("_task")), _token()
    if not ids:
        return _nothing(), 422
    content = _content()
    submission = BrowserSubmission(rows.without_marks(content))
    with reading() as connection:
        choice = look(connection, inbox.chosen(connection, actor(), ids), actor(), "complete", content)
        wrong = choice.errors(submission) if not bulkrun.begun(connection, token) else {}
        if wrong:
            return _preview(connection, "complete", ids, content, wrong), 422
    bulkrun.complete([row.facts["id"] for row in choice.going], submission, token)
    bulkrun.tell({row.facts["id"]: row.why for row in choice.staying}, token)
    return _told(token)


@pages.get("/tasks/bulk/results/<reference>")
@may(SIGNED_IN)
def bulk_results(reference: str) -> str:
    """What came of each."""
    with reading() as connection:
        results = bulkrun.results(connection, reference)
    if not results:
        raise NotFound(what=_("这次批量办理"))
    return render_template(
        "inbox/bulk_results.html",
        results=results,
        act=results[0]["act"],
        back=safe(request.args.get("_back")),
    )


def _preview(
    connection: Connection,
    act: Act,
    ids: Sequence[int],
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    found = inbox.chosen(connection, actor(), ids)
    choice: Choice = look(connection, found, actor(), act, content, errors)
    return render_template(
        "inbox/bulk.html",
        act=act,
        choice=choice,
        view=choice.form,
        able=people.able_to_do_all(connection, [row.facts for row in choice.going])
        if act == "assign" and choice.going
        else [],
        unseen=len(ids) - len(found),
        errors=errors or {},
        back=safe(request.values.get("_back")),
        token=request.form.get(formtoken.FIELD) or formtoken.fresh(),
    )


def _told(token: str) -> Response:
    """On to what came of each, from where one goes back to the list one came from."""
    back = request.form.get("_back") or None
    return redirect(url_for("inbox.bulk_results", reference=token, _back=back), code=303)


def _nothing() -> str:
    return render_template("inbox/bulk_nothing.html")


def _content() -> dict[str, Any]:
    """What stands in the form that was sent."""
    posted = from_browser(request.form.items(multi=True))
    return rows.merged({}, posted, request.form.getlist("_field"))


def _ids(texts: Sequence[str]) -> list[int]:
    """The numbers of tasks, each once, no more than can be done at once."""
    numbers = (int(text) for text in texts if text.isdecimal() and len(text) < 10)
    return list(dict.fromkeys(numbers))[:MOST]


def _token() -> str:
    token = request.form.get(formtoken.FIELD, "")
    if not token or len(token) > formtoken.LONGEST:
        raise Invalid({formtoken.FIELD: _("这张表单不完整，请回到待办重新选择")})
    return token
