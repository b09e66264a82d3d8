"""Sending a case a message from its page: withdrawing, reporting, closing; before and after are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.bpmn.people import known_of
from engine.commands import sending
from engine.forms import BrowserSubmission
from web.access import SIGNED_IN, may
from web.begin import posting
from web.begin.entry import Asked
from web.begin.posting import Submitted
from web.cases import messages
from web.cases.pages import visible, waited_for
from web.house import actor, engine, reading
from web.language import gettext as _

pages = Blueprint("messages", __name__)


@dataclass(frozen=True, slots=True)
class Saying:
    """A message that a case waits for; `web.begin.posting` says what is done with its form."""

    case_id: int
    number: int
    template = "begin/message.html"

    @property
    def name(self) -> str:
        return f"message:{self.case_id}:{self.number}"

    def asked(self, connection: Connection) -> Asked:
        by = actor()
        row = visible(connection, self.case_id)
        message = messages.one(connection, engine(), row, self.number, by)
        known = {**message.context, **known_of(by.name, by.groups)}
        shown = {"case": row, "message": message, "now": _standing(connection, self.case_id)}
        return Asked(message.form, known, message.title, shown)

    def storable(self, content: dict[str, Any]) -> dict[str, Any]:
        return content

    def address(self, **query: str) -> str:
        return url_for("messages.show", case_id=self.case_id, number=self.number, **query)  # type: ignore[arg-type]

    def following(self) -> str:
        return url_for("messages.form", case_id=self.case_id, number=self.number)

    def send(self, content: BrowserSubmission, token: str, submitted: Submitted) -> int:
        with reading() as connection:
            visible(connection, self.case_id)
        return sending.send(engine(), self.number, content, actor(), token=token, alongside=submitted)

    def sent(self, case_id: int) -> Response:
        flash(_("已提交，案件已经往下走。"), "done")
        return redirect(url_for("cases.show", case_id=case_id), code=303)


@pages.get("/cases/<int:case_id>/messages/<int:number>")
@may(SIGNED_IN)
def show(case_id: int, number: int) -> str:
    return posting.show(Saying(case_id, number))


@pages.post("/cases/<int:case_id>/messages/<int:number>/form")
@may(SIGNED_IN)
def form(case_id: int, number: int) -> Response:
    return posting.follow(Saying(case_id, number))


@pages.post("/cases/<int:case_id>/messages/<int:number>")
@may(SIGNED_IN)
def send(case_id: int, number: int) -> Any:
    return posting.post(Saying(case_id, number))


def _standing(connection: Connection, case_id: int) -> list[str]:
    """The names of the steps at which the case waits for people or a date."""
    found = waited_for(connection, [{"id": case_id}]).get(case_id, [])
    return sorted({name for kind, name in found if kind in ("user-task", "timer")})
