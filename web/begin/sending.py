"""Sending a case a message from its page: withdrawing, reporting, closing; before and after are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from engine.bpmn.people import known_of
from engine.commands import sending
from engine.errors import Invalid, LaurelError, NotAllowed, NotFound
from engine.queries import cases
from web.access import SIGNED_IN, may
from web.begin import entry, messages
from web.cases.pages import visible
from web.errors import sentence_of
from web.house import actor, engine, reading
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("messages", __name__)


@pages.get("/cases/<int:case_id>/messages/<int:number>")
@may(SIGNED_IN)
def show(case_id: int, number: int) -> str:
    return _page(case_id, number)


@pages.post("/cases/<int:case_id>/messages/<int:number>/form")
@may(SIGNED_IN)
def form(case_id: int, number: int) -> str:
    """The form as it follows from what is typed; nothing is kept."""
    return _page(case_id, number, entry.typed())


@pages.post("/cases/<int:case_id>/messages/<int:number>")
@may(SIGNED_IN)
def send(case_id: int, number: int) -> Any:
    """Send it. A second click of the same page does nothing more."""
    content, token = entry.submitted()
    with reading() as connection:
        visible(connection, case_id)
    try:
        sending.send(engine(), number, content, actor(), token=token)
    except Invalid as error:
        return _page(case_id, number, content, error.errors), 422
    except NotAllowed:
        raise NotFound(what=N_("这件事")) from None
    except LaurelError as error:
        if error.status != 422:
            raise
        return _page(case_id, number, content, problem=sentence_of(error)), 422
    flash(_("已提交，案件已经往下走。"), "done")
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _page(
    case_id: int,
    number: int,
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
) -> str:
    by = actor()
    address = url_for("messages.form", case_id=case_id, number=number)
    with reading() as connection:
        row = visible(connection, case_id)
        message = messages.one(connection, engine(), row, number, by)
        known = {**message.context, **known_of(by.name, by.groups)}
        view = entry.read(connection, message.form, known, address, content, errors)
        now = _standing(connection, case_id)
    return render_template(
        "begin/message.html", case=row, message=message, view=view, problem=problem, now=now
    )


def _standing(connection: Any, case_id: int) -> list[str]:
    """The names of the steps at which the case waits for people or a date."""
    found = set()
    for wait in cases.waits_of(connection, [case_id]):
        if wait.kind in ("user-task", "timer"):
            definition = engine().definitions.get(connection, wait.definition_id).definition
            found.add(definition.elements[wait.element].name or wait.element)
    return sorted(found)
