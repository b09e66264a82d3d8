"""Registering an account by oneself: nobody learns here who has one, and no identity number is asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from awards import doors
from engine.errors import LaurelError
from engine.forms import uscc
from web import auth
from web.access import ANYONE, may
from web.applicants import members
from web.forms.plain import Entries
from web.house import engine, settings, vocabulary
from web.language import gettext as _
from web.people import accounts, passwords

pages = Blueprint("registering", __name__)

KINDS = ("organisation", "person")
MOST_HERE, WITHIN = 10, timedelta(hours=1)  # registrations from one network address
MOST_MAILS = 3  # within that time to one mailbox


class TooMany(LaurelError):
    """从您的网络登记得太频繁。没有保存任何内容，请在 {minutes} 分钟后再试。"""

    code, status = "too-many", 429


class LinkOver(LaurelError):
    """这个地址已经用过、已经过期，或者抄写不完整。请重新申请一个。"""

    code, status = "link-over", 404


@pages.get("/register")
@may(ANYONE)
def form() -> str:
    return _page(Entries({"kind": "organisation"}))


@pages.post("/register")
@may(ANYONE)
def register() -> Any:
    entries = Entries(
        {name: value for name, value in request.form.items() if not name.startswith("password")}
    )
    given = _given(entries)
    password = checked_password(entries, [given["mail"].partition("@")[0], given["display_name"]])
    if entries.errors:
        return _page(entries), 422
    now = settings().clock.now()
    knock(request.remote_addr or "", doors.REGISTER)
    given["password_hash"] = accounts.hash_password(password)  # slow, so outside of every transaction
    if not doors.mails():
        return _enrolled(given)
    with engine().database.transaction() as connection:
        if doors.knock(connection, "mailbox", given["mail"], now, most=MOST_MAILS, within=WITHIN):
            known = members.named(connection, given["mail"])
            purpose, content = (doors.KNOWN, None) if known else (doors.REGISTER, given)
            doors.offer(engine(), connection, purpose, given["mail"], now, content=content)
    return redirect(url_for("registering.sent"), code=303)


@pages.get("/register/sent")
@may(ANYONE)
def sent() -> str:
    """The same for everybody, whether the mailbox had an account or not."""
    return render_template("applicants/sent.html")


@pages.get("/confirm/<reference>")
@may(ANYONE)
def link(reference: str) -> str:
    """What a mailed link is for; it takes effect by a button, since mail programs open links to look at them."""
    row = _behind(reference)
    return render_template("applicants/confirm.html", reference=reference, row=row, entries=Entries({}))


@pages.post("/confirm/<reference>")
@may(ANYONE)
def confirm(reference: str) -> Any:
    row, now = _behind(reference), settings().clock.now()
    if row.purpose == doors.PASSWORD:
        return _new_password(reference, row)
    with engine().database.transaction() as connection:
        content = dict(row.content)
        if not doors.use(connection, row.id, now):
            raise LinkOver
        if row.purpose == doors.REGISTER:
            members.enrol(connection, row.mail, content, vocabulary(connection).groups, now)
    if row.purpose == doors.ADDRESS:
        accounts.change_mail(engine().database, str(row.account), row.mail)
        flash(_("邮箱已确认，以后的提醒发到 %(mail)s。", mail=row.mail), "done")
        return redirect(url_for("profile.show"), code=303)
    flash(_("账户已经建立。账户名就是您的邮箱，请登录。"), "done")
    return redirect(url_for("auth.sign_in"), code=303)


def knock(place: str, purpose: str) -> None:
    """Note an attempt from a network address. Raises TooMany."""
    now = settings().clock.now()
    with engine().database.transaction() as connection:
        if not doors.knock(connection, purpose, place[:100], now, most=MOST_HERE, within=WITHIN):
            raise TooMany(minutes=int(WITHIN.total_seconds() // 60))


def checked_password(entries: Entries, own: list[str]) -> str:
    """The new password that was typed twice; what is wrong with it is noted. It is never shown again."""
    password = request.form.get("password", "")
    wrong = passwords.fault(password, own)
    if wrong:
        entries.errors["password"] = wrong
    elif password != request.form.get("password2", ""):
        entries.errors["password2"] = _("两次填写的密码不一样")
    return password


def _given(entries: Entries) -> dict[str, str]:
    kind = entries.one_of("kind", KINDS, _("请选择是单位还是个人"))
    name = entries.required("display_name", _("请填写单位全称或本人姓名"), longest=100)
    mail = entries.required("mail", _("请填写邮箱"), longest=accounts.LONGEST_ADDRESS).lower()
    if mail and not accounts.is_address(mail):
        entries.errors["mail"] = _("这不是邮箱地址；请写成 名称@域名")
    given = {"kind": kind, "display_name": name, "mail": mail}
    if kind == "organisation":
        given |= {"uscc": code_of(entries)}  # in the order of the page, as the summary of errors tells it
        given |= {"contact": entries.required("contact", _("请填写联系人"), longest=100)}
    return given


def code_of(entries: Entries) -> str:
    """The unified social credit code that was typed, its check digit right; else noted as an error."""
    code = entries.required("uscc", _("请填写统一社会信用代码"), longest=30).upper()
    wrong = uscc.fault(code) if code else None
    if wrong:
        entries.errors["uscc"] = wrong
    return code


def _enrolled(given: dict[str, str]) -> Response:
    """Without mail an address cannot be confirmed: the account gets a number, which tells nobody anything."""
    now = settings().clock.now()
    with engine().database.transaction() as connection:
        name = _numbered(connection, given, now)
    told = _("账户已经建立。您的账户名是 %(name)s，请记下来：以后用它和密码登录。", name=name)
    return auth.entered(name, url_for("profile.show"), told)


def _numbered(connection: Connection, given: dict[str, str], now: Any) -> str:
    while True:  # a number that is taken is one in tens of millions
        name = members.number()
        if members.enrol(connection, name, given, vocabulary(connection).groups, now):
            return name


def _behind(reference: str) -> Any:
    with engine().database.transaction() as connection:  # the key may be used here for the first time
        row = doors.behind(connection, reference, settings().clock.now())
    if row is None:
        raise LinkOver
    return row


def _new_password(reference: str, row: Any) -> Any:
    entries = Entries({})
    password = checked_password(entries, [str(row.account), row.mail.partition("@")[0]])
    if entries.errors:
        page = render_template("applicants/confirm.html", reference=reference, row=row, entries=entries)
        return page, 422
    with engine().database.transaction() as connection:
        if not doors.use(connection, row.id, settings().clock.now()):
            raise LinkOver
    accounts.change_password(engine().database, str(row.account), password)
    flash(_("密码已经改好，请用新密码登录。"), "done")
    return redirect(url_for("auth.sign_in"), code=303)


def _page(entries: Entries) -> str:
    return render_template("applicants/register.html", entries=entries, mails=doors.mails())
