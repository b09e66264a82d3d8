"""Diagrams for process owners: the list, and a page to draw, check, keep a draft, put forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection

from engine.commands import diagrams as commands
from engine.errors import Finding, NotFound, Refused
from engine.queries import diagrams
from web import outline
from web.access import OWNER, may
from web.accounts import display_names
from web.dates import moment_text
from web.house import actor, engine, me, reading, today

pages = Blueprint("diagrams", __name__)

PEOPLE = ("deployed_by", "draft_owner", "saved_by", "proposed_by")


@pages.get("/diagrams")
@may(OWNER)
def index() -> str:
    with reading() as connection:
        rows = diagrams.listed(connection, actor())
        names = _names(connection, rows)
    folders: dict[str, list[Any]] = {}
    for row in rows:
        folders.setdefault(PurePosixPath(row["file"]).parts[0], []).append(row)
    return render_template("diagrams.html", folders=folders, count=len(rows), names=names)


@pages.get("/diagrams/<process_id>")
@may(OWNER)
def show(process_id: str) -> str:
    with reading() as connection:
        row = _mine(connection, process_id)
        names = _names(connection, [row])
        definition = engine().definitions.get(connection, row["id"]).definition
    return render_template(
        "diagram.html",
        row=row,
        names=names,
        nodes=outline.outline(definition, (), {}),
        shown="proposal" if row["proposal_id"] else "draft" if row["draft_id"] else "deployed",
        opened=row["proposal_digest"] or row["draft_digest"] or row["digest"],
        stale=bool(row["draft_id"]) and row["draft_base"] != row["digest"],
    )


@pages.get("/diagrams/<process_id>/source.bpmn")
@may(OWNER)
def source(process_id: str) -> Response:
    """A text of the diagram: `of` is deployed, draft or proposal."""
    column = {"draft": "draft", "proposal": "proposal"}.get(request.args.get("of", ""), "diagram")
    with reading() as connection:
        row = _mine(connection, process_id)
    if row[column] is None:
        raise NotFound(what="这张流程图")
    name = PurePosixPath(row["file"]).name
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if "download" in request.args else {}
    return Response(row[column], mimetype="application/xml", headers=headers)


@pages.post("/diagrams/<process_id>/check")
@may(OWNER)
def check(process_id: str) -> dict[str, Any]:
    """What deployment would say of the text in the body."""
    return _findings(process_id, commands.check(engine(), process_id, request.get_data(), actor()))


@pages.post("/diagrams/<process_id>/draft")
@may(OWNER)
def save(process_id: str) -> Any:
    """Keep the text in the body; `opened` is the digest of what was drawn on."""
    try:
        opened = commands.save(
            engine(), process_id, request.get_data(), request.args.get("opened", ""), actor()
        )
    except Refused as refused:
        return {"sentence": refused.sentence(), **_findings(process_id, refused.findings)}, 422
    return {"opened": opened, "saved": f"{me().display_name} {moment_text(engine().now(), today())} 保存"}


@pages.post("/diagrams/<process_id>/discard")
@may(OWNER)
def discard(process_id: str) -> Any:
    commands.discard(engine(), process_id, actor())
    flash("草稿已放弃。下面是部署中的版本。", "done")
    return redirect(url_for("diagrams.show", process_id=process_id), code=303)


@pages.post("/diagrams/<process_id>/propose")
@may(OWNER)
def propose(process_id: str) -> Any:
    """Put the draft forward; `opened` is the digest of the draft that was read."""
    try:
        commands.propose(engine(), process_id, request.args.get("opened", ""), actor())
    except Refused as refused:
        return {"sentence": refused.sentence(), **_findings(process_id, refused.findings)}, 422
    flash("已提交审批。", "done")
    return {"location": url_for("diagrams.show", process_id=process_id)}


@pages.post("/diagrams/<process_id>/withdraw")
@may(OWNER)
def withdraw(process_id: str) -> Any:
    commands.withdraw(engine(), process_id, actor())
    flash("已撤回。内容又是草稿，可以接着改。", "done")
    return redirect(url_for("diagrams.show", process_id=process_id), code=303)


def _mine(connection: Connection, process_id: str) -> Mapping[str, Any]:
    row = diagrams.one(connection, actor(), process_id)
    if row is None:
        raise NotFound(what="这张流程图")
    return row


def _names(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Accounts as people call them; who is no account (a command line) by its name."""
    wanted = {row[column] for row in rows for column in PEOPLE if row[column]}
    return {name: name for name in wanted} | display_names(connection, wanted)


def _findings(process_id: str, findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings for the script; `elsewhere` names the file of those about another one."""
    with reading() as connection:
        own = _mine(connection, process_id)["file"]
    told = [{**f.as_dict(), "elsewhere": f.file if f.file != own else None} for f in findings]
    return {"findings": told, "errors": sum(f["severity"] == "error" for f in told)}
