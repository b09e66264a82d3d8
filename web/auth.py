"""Signing in and out with a local account."""

from __future__ import annotations

from collections.abc import Iterable

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from werkzeug.wrappers import Response

from engine.vocabulary import SHARED, Vocabulary, scheme_of
from web.access import ANYONE, SIGNED_IN, may
from web.addresses import safe
from web.house import engine, settings, today, vocabulary
from web.language import gettext as _
from web.people import accounts, sessions, standing_in

pages = Blueprint("auth", __name__)


def install(app: Flask) -> None:
    app.before_request(_load)


@pages.get("/sign-in")
@may(ANYONE)
def sign_in() -> Response | str:
    if g.account is not None:
        return redirect(safe(request.args.get("next")))
    return page()


@pages.post("/sign-in")
@may(ANYONE)
def sign_in_post() -> Response | tuple[str, int]:
    name = tidy_name(request.form.get("name", ""))
    address = request.remote_addr or ""
    house = engine().database
    with house.reading() as connection:
        if sessions.throttled(connection, settings(), name, address):
            minutes = int(settings().failure_window.total_seconds() // 60)
            return page(_("失败次数过多，请在 %(minutes)s 分钟后再试。", minutes=minutes)), 429
    account = accounts.verified(house, name, request.form.get("password", ""))
    if account is None:
        sessions.note_failure(house, settings(), name, address)
        return page(_("账户名或密码不对。")), 422
    response = entered(account.name, safe(request.form.get("next")))
    for welcome in current_app.extensions.get("laurel_welcome", ()):
        welcome(account)
    return response


def entered(name: str, target: str, told: str = "") -> Response:
    """Sign an account in, whoever was signed in before, and send its browser on to where it is told something."""
    house = engine().database
    browser.clear()  # a new anti-forgery token belongs to the new sign-in
    if told:
        flash(told, "done")
    sessions.end(house, request.cookies.get(cookie_name()))
    response = make_response(redirect(target, code=303))
    _give(response, sessions.begin(house, settings(), name))
    return response


@pages.post("/sign-out")
@may(SIGNED_IN)
def sign_out() -> Response:
    sessions.end(engine().database, request.cookies.get(cookie_name()))
    browser.clear()
    flash(_("您已退出。"), "done")
    response = make_response(redirect(url_for("auth.sign_in"), code=303))
    response.delete_cookie(
        cookie_name(), path="/", secure=settings().secure_cookies, httponly=True, samesite="Lax"
    )
    return response


def tidy_name(typed: str) -> str:
    """An account's name as it is stored: one that is a mail address has no capitals."""
    name = typed.strip()[:200]
    return name.lower() if "@" in name else name


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host and to HTTPS; plain HTTP is for a demonstration only."""
    return "__Host-laurel" if settings().secure_cookies else "laurel"


def _load() -> None:
    g.account = None
    if request.endpoint != "static":
        identity = request.cookies.get(cookie_name())
        found = sessions.account_of(engine().database, settings(), identity)
        g.account = found and standing_in.for_others(engine().database, found, today())


def _give(response: Response, identity: str) -> None:
    flags = {"path": "/", "secure": settings().secure_cookies, "httponly": True, "samesite": "Lax"}
    response.set_cookie(cookie_name(), identity, **flags)  # type: ignore[arg-type]


def page(problem: str = "", *, back: str | None = None, carried: str | None = None) -> str:
    """The sign-in page; `carried` is what somebody typed when their session ended, for the page `back`."""
    expired = carried is not None
    carried = carried if expired else request.form.get("_carried", "")
    demo: list[tuple[str, list[tuple[accounts.Account, str]]]] = []
    if settings().demo and not carried:
        with engine().database.reading() as connection:
            demo = _by_scheme(accounts.listed(connection), vocabulary(connection))
    return render_template(
        "sign_in.html",
        problem=problem,
        name="" if expired else request.form.get("name", ""),
        next=back or safe(request.values.get("next")),
        carried=carried,
        demo=demo,
        demo_password=settings().demo_password,
    )


def _by_scheme(
    listed: Iterable[accounts.Account], names: Vocabulary
) -> list[tuple[str, list[tuple[accounts.Account, str]]]]:
    """The demonstration's people by award, the one with most people first; who serves all of them comes last."""
    found: dict[str, list[tuple[accounts.Account, str]]] = {}
    for account in sorted(listed, key=lambda account: _rank(account, names)):
        schemes = {scheme_of(group) for group in account.groups} - {SHARED}
        found.setdefault(min(schemes, default=""), []).append((account, _roles(account, names)))
    order = sorted(found, key=lambda scheme: (scheme == "", -len(found[scheme]), scheme))
    return [(names.scheme(scheme) if scheme else _("系统管理"), found[scheme]) for scheme in order]


def _roles(account: accounts.Account, names: Vocabulary) -> str:
    return names.groups_text(sorted(account.groups)) or (_("系统管理员") if account.admin else "")


def _rank(account: accounts.Account, names: Vocabulary) -> tuple[bool, int, str]:
    """Whom a visitor meets first: in the order in which the groups are named, administrators last."""
    order = list(names.groups)
    places = [order.index(group) for group in account.groups if group in order]
    return account.admin, max(places, default=len(order)), account.name
