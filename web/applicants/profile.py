"""One's own account: how one is called, where mail goes, the password; and the way back in for who forgot it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from awards import doors
from web import auth
from web.access import ANYONE, SIGNED_IN, may
from web.applicants import members, registering
from web.forms.plain import Entries
from web.house import engine, me, reading, settings
from web.language import gettext as _
from web.people import accounts, sessions

pages = Blueprint("profile", __name__)


@pages.get("/profile")
@may(SIGNED_IN)
def show() -> str:
    return _page(Entries(_known()))


@pages.post("/profile")
@may(SIGNED_IN)
def save() -> Any:
    """Keep what was changed; a new mail address counts once a link there was followed."""
    entries, before = Entries(request.form), _known()
    name = entries.required("display_name", _("请填写显示的名称"), longest=100)
    mail = entries.optional("mail", longest=accounts.LONGEST_ADDRESS)
    if mail and not accounts.is_address(mail):
        entries.errors["mail"] = _("这不是邮箱地址；请写成 名称@域名，或者留空")
    if before.get("kind") == "organisation":
        code = registering.code_of(entries)
        contact = entries.required("contact", _("请填写联系人"), longest=100)
    if entries.errors:
        return _page(entries), 422
    if before.get("kind") == "organisation":
        with engine().database.transaction() as connection:
            members.describe(connection, me().name, uscc=code, contact=contact)
    if name != before["display_name"]:
        members.rename(engine().database, me().name, name)
    told = _("已保存。")
    if mail != before["mail"]:
        told = _moved(mail)
    flash(told, "done")
    return redirect(url_for("profile.show"), code=303)


@pages.post("/profile/password")
@may(SIGNED_IN)
def password() -> Any:
    """The password now in use must be known, as often as at the door; everybody else is signed out."""
    entries, name = Entries(_known()), me().name
    house, place = engine().database, request.remote_addr or ""
    with house.reading() as connection:
        closed = sessions.throttled(connection, settings(), name, place)
    if closed:
        entries.errors["old"] = _("失败次数过多，请过一刻钟再试")
    elif accounts.verified(house, name, request.form.get("old", "")) is None:
        sessions.note_failure(house, settings(), name, place)
        entries.errors["old"] = _("现在的密码不对")
    new = registering.checked_password(entries, [name.partition("@")[0], me().display_name])
    if entries.errors:
        return _page(entries), 422
    accounts.change_password(house, name, new)
    told = _("密码已经改好；别处登录的都已退出。")
    return auth.entered(name, url_for("profile.show"), told)


@pages.get("/forgotten")
@may(ANYONE)
def forgotten() -> str:
    return render_template("applicants/forgotten.html", entries=Entries({}), mails=doors.mails())


@pages.post("/forgotten")
@may(ANYONE)
def ask() -> Any:
    """The same answer whether there is such an account or not."""
    entries = Entries(request.form)
    typed = auth.tidy_name(
        entries.required("name", _("请填写账户名或邮箱"), longest=accounts.LONGEST_ADDRESS)
    )
    if entries.errors or not doors.mails():
        return render_template("applicants/forgotten.html", entries=entries, mails=doors.mails()), 422
    registering.knock(request.remote_addr or "", doors.PASSWORD)
    _send(typed)
    return redirect(url_for("registering.sent"), code=303)


def _send(typed: str) -> None:
    """A link to each account of that name or address, so often and no more. Administrators are helped otherwise."""
    now, box = settings().clock.now(), sha256(typed.encode()).hexdigest()
    most, within = registering.MOST_MAILS, registering.WITHIN
    with engine().database.transaction() as connection:
        if not doors.knock(connection, "mailbox", box, now, most=most, within=within):
            return
        for row in members.named(connection, typed):
            if row.mail and not row.admin:
                doors.offer(engine(), connection, doors.PASSWORD, row.mail, now, account=row.name)


def _moved(mail: str) -> str:
    """Where reminders go from now on, or once it is confirmed; said as a sentence."""
    if not mail or not doors.mails():
        accounts.change_mail(engine().database, me().name, mail)
        return _("已保存。")
    with engine().database.transaction() as connection:
        now = settings().clock.now()
        doors.offer(engine(), connection, doors.ADDRESS, mail, now, account=me().name)
    return _("已保存。确认邮件已发往 %(mail)s；打开里面的地址之后，新邮箱才生效。", mail=mail)


def _known() -> dict[str, str]:
    with reading() as connection:
        row = accounts.row(connection, me().name)
        profile = members.profile(connection, me().name) or {}
    told = {key: str(profile.get(key) or "") for key in ("kind", "uscc", "contact")}
    return {"display_name": row.display_name, "mail": row.mail or "", **told}


def _page(entries: Entries) -> str:
    return render_template("applicants/profile.html", entries=entries, known=_known(), mails=doors.mails())
