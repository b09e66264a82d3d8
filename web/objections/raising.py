"""Raising an objection to a case, by anybody: under one's real name and with proof it holds exactly that case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import Connection

from awards import numbers, objectors
from awards.objectors import Identity
from awards.publicity import attempts, certificates, receipts, shelf
from awards.publicity.receipts import File
from awards.publicity.shelf import Notice
from engine.actor import SYSTEM
from engine.commands import messages
from engine.heralds import heard
from engine.queries import cases
from web import formtoken
from web.access import ANYONE, may
from web.forms.plain import Entries
from web.house import engine, reading, today
from web.language import gettext as _
from web.numbering import objection_number
from web.objections import own_case
from web.public import evidence, visitors

pages = Blueprint("objections", __name__)

OTHER: Final = "other"  # the choice of a case that stands on no current list
SAID: Final = (
    "named",
    "objector",
    "contact",
    "identity",
    "facts",
    "has_proof",
)  # what makes it the same again


@pages.get("/objections/new")
@may(ANYONE)
def form() -> str:
    asked = request.args.get("case", "")[:200]
    with reading() as connection:
        lists = shelf.current(shelf.notices(connection, today(), kind="list"))
        notice = shelf.one(connection, request.args.get("notice", 0, int), today())
    listed = {case for one in lists for case in one.cases}
    alone = notice.cases[0] if notice is not None and len(notice.cases) == 1 else ""
    target = asked or alone
    given = {"case_key": target} if target in listed else {"case_key": OTHER, "other_case": target}
    first = [notice] if notice is not None and notice in lists else []
    own = own_case.known(asked) if asked else {}
    entries = Entries({**given, **own} if target else {})
    return _page(entries, [*first, *(one for one in lists if one not in first)], own=bool(own))


@pages.post("/objections")
@may(ANYONE)
def file() -> Any:
    """Take an objection once, however often it is sent, and show its receipt."""
    entries = Entries(request.form)
    with reading() as connection:
        tired = visitors.exhausted(connection, attempts.FILING)
        lists = shelf.current(shelf.notices(connection, today(), kind="list"))
    if tired:
        return _page(entries, lists, problem=visitors.too_many()), 429
    files = evidence.taken(entries)
    typed, named = _target(entries), entries.one_of("named", ("yes", "no"), _("请选择是否实名")) == "yes"
    if named:
        _person(entries)
    entries.required("facts", _("请写明异议的事实和理由"), longest=5000)
    _keep_apart(entries)
    proof = entries.one_of("has_proof", ("yes", "no"), _("请选择是否有证明材料")) == "yes"
    if entries.values.get("consent") != "yes":
        entries.errors["consent"] = _("请确认已经知道身份怎样保密、材料怎样使用")
    with reading() as connection:
        key, process = _meant(connection, typed)
    if typed and process is None:
        field = "other_case" if entries.values.get("case_key") == OTHER else "case_key"
        entries.errors[field] = _("没有这个编号的案件，请核对公示名单或证书上的编号")
    if process is None or entries.errors:
        return _page(entries, lists, files=files), 422
    said = [*(entries.values.get(name, "") for name in SAID), key, *(one.sha256 for one in files)]
    if visitors.sent_before(said):
        return redirect(url_for("public_following.receipt"), code=303)
    token = formtoken.sent(request.form) or formtoken.fresh()
    number = _publish(process, key, entries, files, token, named=named, proof=proof or bool(files))
    visitors.hand_receipt(number, receipts.code_of(token), said)
    return redirect(url_for("public_following.receipt"), code=303)


def _page(
    entries: Entries,
    lists: Sequence[Notice],
    problem: str = "",
    files: Sequence[File] = (),
    *,
    own: bool = False,
) -> str:
    token = formtoken.sent(entries.values) or formtoken.fresh()
    told: dict[str, Any] = {"lists": lists, "other": OTHER, "token": token, "problem": problem, "own": own}
    told |= {"most": evidence.AT_ONCE, "bound": evidence.bound(), "kept": evidence.carried(files)}
    return render_template("objection.html", entries=entries, **told)


def _meant(connection: Connection, typed: str) -> tuple[str, str | None]:
    """The case of a number as it was typed, or of an award's certificate, with the process that it is a case of."""
    for key in (certificates.case_of(connection, typed), *numbers.spellings(typed)):
        if key and (process := _receiving(connection, key)) is not None:
            return key, process
    return typed, None


def _receiving(connection: Connection, key: str) -> str | None:
    """The process of the case of this number, running or ended, if its award has a way to handle objections."""
    process = cases.application_process(connection, key)
    scheme = process.rpartition(".")[0] if process else ""
    return process if heard(connection, f"{scheme}.objection-submitted") else None


def _target(entries: Entries) -> str:
    """The case's number: one of the current lists, or typed."""
    chosen = entries.required("case_key", _("请选择所涉的案件"), longest=200)
    if chosen != OTHER:
        return chosen
    return entries.required("other_case", _("请填写案件编号或证书编号，公示名单或证书上有"), longest=200)


def _person(entries: Entries) -> None:
    entries.required("objector", _("实名提出须写明姓名或单位名称"), longest=100)
    entries.required("contact", _("实名提出须留联系方式，便于答复"), longest=100)
    entries.optional("identity", longest=40)


def _keep_apart(entries: Entries) -> None:
    """Who objects stays out of what is read by everybody who handles the case."""
    facts = entries.values.get("facts", "")
    said = (entries.values.get(name, "").strip() for name in ("objector", "contact", "identity"))
    if any(len(word) > 1 and word in facts for word in said):
        message = _("事实和理由里写到了您的姓名、联系方式或证件号，会被更多的人看到。请删去")
        entries.errors.setdefault("facts", message)


def _publish(
    process: str, case_key: str, entries: Entries, files: list[File], token: str, *, named: bool, proof: bool
) -> str:
    """Who objects goes into a sealed row of the same commit; the message holds a reference that says nothing.

    Nobody is its sender, also for somebody who is signed in: an account would tell who it was.
    """
    pe, scheme, issue = engine(), process.rpartition(".")[0], objection_number(process)
    objector: dict[str, Any] | None = {} if named else None
    variables = {
        "case_key": case_key,
        "named": named,
        "has_proof": proof,
        "objector": objector,
        "facts": entries.values["facts"].strip(),
    }

    def number(connection: Connection) -> str:
        key = issue(connection)
        if objector is not None:
            objectors.keep(connection, pe, scheme, key, _identity(entries))
            objector["contact"] = objectors.reference(key)
        receipts.write(connection, key, scheme, receipts.code_of(token), named=named, at=pe.now())
        receipts.add_files(connection, key, files, pe.now())
        evidence.settle(connection, files)
        visitors.note(connection, attempts.FILING)
        return key

    name, once = f"{scheme}.objection-submitted", receipts.mark(token)
    return messages.publish_numbered(
        pe, name, number, variables, SYSTEM, key_variable="objection_key", token=once
    )


def _identity(entries: Entries) -> Identity:
    said = {name: entries.values.get(name, "").strip() for name in ("objector", "contact", "identity")}
    return Identity(said["objector"], said["contact"], said["identity"])
