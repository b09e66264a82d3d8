"""Raising an objection to a case: under one's real name it holds exactly that case."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection

from awards import objectors
from awards.objectors import Identity
from engine.actor import SYSTEM
from engine.commands import messages
from engine.queries import cases
from web.access import SIGNED_IN, may
from web.house import actor, engine, me, reading
from web.numbering import objection_number
from web.plainform import Entries

pages = Blueprint("objections", __name__)

_AFTERWARDS = {
    True: "登记后按办法处理并答复您；进展可以在“案件”里查看。",
    False: "按线索登记；匿名提出的无法答复。",
}


@pages.get("/objections/new")
@may(SIGNED_IN)
def form() -> str:
    given = {"case_key": request.args.get("case", ""), "objector": me().display_name, "named": "yes"}
    return render_template("objection.html", entries=Entries(given))


@pages.post("/objections")
@may(SIGNED_IN)
def file() -> Any:
    entries = Entries(request.form)
    key = entries.required("case_key", "请填写案件编号，公示名单上有", longest=200)
    named = entries.one_of("named", ("yes", "no"), "请选择是否实名") == "yes"
    if named:
        entries.required("objector", "实名提出须写明姓名或单位名称", longest=100)
        entries.required("contact", "实名提出须留联系方式，便于答复", longest=100)
        entries.optional("identity", longest=40)
    proof = entries.one_of("has_proof", ("yes", "no"), "请选择是否附证明材料") == "yes"
    entries.required("facts", "请写明异议的事实和理由", longest=5000)
    with reading() as connection:
        process = cases.running_application(connection, key) if key else None
    if key and process is None:
        entries.errors["case_key"] = "没有这个编号的在办案件，请核对公示名单上的编号"
    if process is None or entries.errors:
        return render_template("objection.html", entries=entries), 422
    number = _publish(process, key, entries, named=named, proof=proof)
    flash(f"已收到您的异议，编号 {number}。{_AFTERWARDS[named]}", "done")
    return redirect(url_for("objections.form"), code=303)


def _publish(process: str, case_key: str, entries: Entries, *, named: bool, proof: bool) -> str:
    """Who objects goes into a sealed row of the same commit; the message holds an account and a reference."""
    pe, scheme, issue = engine(), process.rpartition(".")[0], objection_number(process)
    objector: dict[str, Any] | None = {"account": me().name} if named else None
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
        return key

    sender = actor() if named else SYSTEM  # who stays anonymous is written nowhere
    name = f"{scheme}.objection-submitted"
    return messages.publish_numbered(pe, name, number, variables, sender, key_variable="objection_key")


def _identity(entries: Entries) -> Identity:
    said = {name: entries.values.get(name, "").strip() for name in ("objector", "contact", "identity")}
    return Identity(said["objector"], said["contact"], said["identity"])
