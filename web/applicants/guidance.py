"""Public pages: what applying for an award asks for, scheme by scheme, and a check of one's own case that binds nobody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import Connection

from engine.errors import NotFound
from engine.forms import from_browser
from engine.queries import cycles
from web.access import ANYONE, may
from web.applicants import guide, selfcheck
from web.applicants.conditions import OUTCOMES
from web.house import engine, reading, today, vocabulary
from web.language import noop as N_

pages = Blueprint("guidance", __name__)

TONES = {"hard": "bad", "refer": "hold", "supplement": "due", "soft": "wait"}  # of a line, by its outcome


@pages.get("/guide")
@may(ANYONE)
def index() -> str:
    """The schemes that take applications, with the cycles that are open."""
    pe, day = engine(), today()
    with reading() as connection:
        names = vocabulary(connection)
        found = [s for s in names.schemes if guide.takes_applications(pe, connection, s)]
        opened = {scheme: cycles.open_for_applications(connection, scheme, day) for scheme in found}
    return render_template("applicants/guides.html", schemes=found, opened=opened, names=names)


@pages.get("/guide/<scheme>")
@may(ANYONE)
def show(scheme: str) -> str:
    with reading() as connection:
        _known(connection, scheme)
        found = guide.read(engine(), connection, scheme, today())
    return render_template("applicants/guide.html", guide=found, outcomes=OUTCOMES, tones=TONES, day=today())


@pages.get("/guide/<scheme>/check")
@may(ANYONE)
def ask(scheme: str) -> str:
    return _check(scheme, request.args.get("kind", ""), None)[0]


@pages.post("/guide/<scheme>/check")
@may(ANYONE)
def check(scheme: str) -> Any:
    """Answered by the page itself: nothing of it is kept, so there is nowhere to be sent on to."""
    answers = from_browser(request.form.items(multi=True))
    return _check(scheme, request.form.get("kind", ""), answers)


def _check(scheme: str, kind: str, answers: Any) -> tuple[str, int]:
    pe = engine()
    with reading() as connection:
        root = _known(connection, scheme)
        kinds = guide.kinds_of(root)
        chosen = kind if kind in kinds else kinds[0]
        it = selfcheck.read(pe, connection, scheme, chosen, today())
        found, errors = selfcheck.checked(pe, connection, it, answers) if answers is not None else (None, {})
        nodes = selfcheck.shown(pe, connection, it, answers, errors)
        names = vocabulary(connection)
    page = render_template(
        "applicants/check.html",
        scheme=scheme,
        kinds={one: guide.kind_name(names, root.process_id, one) for one in kinds},
        kind=chosen,
        nodes=nodes,
        errors=errors,
        findings=None if errors else found,
        aside=it.asked.aside,
        outcomes=OUTCOMES,
        tones=TONES,
        day=today(),
    )
    return page, 422 if errors else 200


def _known(connection: Connection, scheme: str) -> Any:
    """The application process of a scheme that takes applications. Raises NotFound."""
    if scheme not in vocabulary(connection).schemes or not guide.takes_applications(
        engine(), connection, scheme
    ):
        raise NotFound(what=N_("这个奖项的指南"))
    return guide.following.application(engine(), connection, scheme)
