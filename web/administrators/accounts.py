"""Accounts for administrators: who there is, in which groups, who may sign in; a new one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.vocabulary import SHARED, scheme_of
from web.access import ADMIN, may
from web.administrators import managing
from web.forms.plain import Entries
from web.house import actor, engine, me, reading, vocabulary
from web.language import gettext as _
from web.people import accounts, passwords

pages = Blueprint("accounts", __name__)

LONGEST = 60  # characters of a name
FIELDS = ("name", "display_name", "mail", "password")  # in the order of the page


@pages.get("/accounts")
@may(ADMIN)
def index() -> str:
    text, group = request.args.get("q", "").strip()[:100], request.args.get("group", "")
    with reading() as connection:
        rows = managing.listed(connection, text, group)
        total = managing.count(connection)
    return render_template(
        "accounts/index.html", rows=rows, total=total, offered=_offered(), most=managing.MOST
    )


@pages.get("/accounts/new")
@may(ADMIN)
def new() -> str:
    return _page(Entries({}), [])


@pages.post("/accounts")
@may(ADMIN)
def make() -> Any:
    """Make an account; its first password is told to its holder, who gives themselves another."""
    entries, groups = _given()
    name = entries.required("name", _("请填写账户名"), LONGEST)
    if name and not all(one.isalnum() or one in "-_.@" for one in name):
        entries.errors["name"] = _("账户名只用字母、数字和 - _ . @")
    with reading() as connection:
        if name and accounts.display_names(connection, [name]):
            entries.errors["name"] = _("这个账户名已经有人用了，请换一个")
    password = request.form.get("password", "")
    wrong = passwords.fault(password, [name])
    if wrong:
        entries.errors["password"] = wrong
    if entries.errors:
        return _page(entries, groups), 422
    shown, mail = entries.values["display_name"].strip(), entries.values.get("mail", "")
    hashed = accounts.hash_password(password)  # slow, so outside of the transaction
    managing.make(engine().database, name, shown, mail, hashed, groups, actor(), engine().now())
    flash(_("已建立账户 %(name)s。请把初始密码当面告诉本人，由本人改掉。", name=name), "done")
    return redirect(url_for("accounts.show", name=name), code=303)


@pages.get("/accounts/<name>")
@may(ADMIN)
def show(name: str) -> str:
    with reading() as connection:
        row = managing.one(connection, name)
    return _page(Entries({"display_name": row.display_name, "mail": row.mail or ""}), row.groups, row)


@pages.post("/accounts/<name>")
@may(ADMIN)
def change(name: str) -> Any:
    with reading() as connection:
        row = managing.one(connection, name)
    entries, groups = _given()
    if entries.errors:
        return _page(entries, groups, row), 422
    shown, mail = entries.values["display_name"].strip(), entries.values.get("mail", "")
    kept = [group for group in row.groups if group not in vocabulary().groups]  # of schemes not deployed here
    managing.change(engine().database, name, shown, mail, [*groups, *kept], actor(), engine().now())
    flash(_("已保存，下一次打开页面就生效。"), "done")
    return redirect(url_for("accounts.show", name=name), code=303)


@pages.post("/accounts/<name>/disable")
@may(ADMIN)
def disable(name: str) -> Response:
    managing.shut(engine().database, name, actor(), engine().now())
    flash(_("已停用，这个账户在各处都已退出。"), "done")
    return redirect(url_for("accounts.show", name=name), code=303)


@pages.post("/accounts/<name>/enable")
@may(ADMIN)
def enable(name: str) -> Response:
    managing.shut(engine().database, name, actor(), engine().now(), again=True)
    flash(_("已恢复，本人可以登录了。"), "done")
    return redirect(url_for("accounts.show", name=name), code=303)


def _given() -> tuple[Entries, list[str]]:
    """What every account has: the name that is shown, a mailbox, its groups; a password is never kept."""
    typed = {name: value for name, value in request.form.items() if name not in ("groups", "password")}
    entries = Entries(typed)
    entries.required("display_name", _("请填写名称"), LONGEST)
    mail = entries.optional("mail", accounts.LONGEST_ADDRESS)
    if mail and not accounts.is_address(mail):
        entries.errors["mail"] = _("邮箱写成 名称@域名，或者留空")
    known = {group for names in _offered().values() for group in names}
    return entries, [group for group in request.form.getlist("groups") if group in known]


def _offered() -> dict[str, dict[str, str]]:
    """The groups that may be given, by scheme; administrators are not made here."""
    found: dict[str, dict[str, str]] = {}
    for group, shown in vocabulary().groups.items():
        if "." in group:
            found.setdefault(scheme_of(group), {})[group] = shown
    return dict(sorted(found.items(), key=lambda scheme: (scheme[0] == SHARED, scheme[0])))


def _page(entries: Entries, groups: Any, row: Any = None) -> str:
    own = row is not None and row.name == me().name
    entries.errors = {name: entries.errors[name] for name in FIELDS if name in entries.errors}
    return render_template(
        "accounts/account.html", entries=entries, picked=set(groups), row=row, own=own, offered=_offered()
    )
