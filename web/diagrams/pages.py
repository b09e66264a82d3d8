"""Diagrams for process owners: the list, and a page to draw, check and keep a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection

from engine.commands import diagrams as commands
from engine.errors import Finding, NotFound, Refused
from engine.queries import diagrams
from web.access import DRAWING, OWNER, may
from web.dates import moment_text
from web.diagrams import outline
from web.diagrams.changes import told
from web.diagrams.choices import choices
from web.errors import sentence_of
from web.forms.plain import Entries
from web.house import actor, engine, me, reading, today, vocabulary
from web.language import gettext as _
from web.language import noop as N_
from web.people.accounts import display_names

pages = Blueprint("diagrams", __name__)

PEOPLE = ("deployed_by", "draft_owner", "saved_by", "proposed_by", "ended_by")


@pages.get("/diagrams")
@may(DRAWING)
def index() -> str:
    with reading() as connection:
        rows = diagrams.listed(connection, actor())
        names = _names(connection, rows)
    folders: dict[str, list[Any]] = {}
    for row in rows:
        folders.setdefault(PurePosixPath(row["file"]).parts[0], []).append(row)
    return render_template("diagrams.html", folders=folders, count=len(rows), names=names)


@pages.get("/diagrams/<process_id>")
@may(DRAWING)
def show(process_id: str) -> str:
    """The proposal, else the draft, else what is deployed; `of=deployed` shows that in any case, to read."""
    return page(process_id, Entries())


def page(process_id: str, entries: Entries) -> str:
    """The page of a diagram; `entries` are those of an answer to a proposal that could not be taken."""
    with reading() as connection:
        row = _seen(connection, process_id)
        history = diagrams.decided(connection, process_id)
        names = _names(connection, [row, *history])
        deployed = engine().definitions.get(connection, row["id"])
        words = vocabulary(connection)
        offered = choices(connection, process_id, deployed.articles)
    newest = "proposal" if row["proposal_id"] else "draft" if row["draft_id"] else "deployed"
    shown = "deployed" if request.args.get("of") == "deployed" else newest
    draws = diagrams.may(actor(), diagrams.DRAWS, process_id)
    other = newest != "deployed"
    return render_template(
        "diagram.html",
        row=row,
        names=names,
        nodes=outline.outline(deployed.definition, (), {}),
        newest=newest,
        shown=shown,
        opened=row["proposal_digest"] or row["draft_digest"] or row["digest"],
        draws=draws,
        decides=diagrams.may(actor(), diagrams.DECIDES, process_id),
        own_hands=newest == "proposal" and actor().name in diagrams.hands(row),
        read_only=shown == "proposal" or shown != newest or not draws,
        stale=other and row["draft_base" if newest == "draft" else "proposal_base"] != row["digest"],
        changes=told(row["diagram"], row[newest], words) if other else None,
        history=history,
        offered=offered,
        entries=entries,
    )


@pages.get("/diagrams/<process_id>/source.bpmn")
@may(DRAWING)
def source(process_id: str) -> Response:
    """A text of the diagram: `of` is deployed, draft or proposal. Never shown as a page: others wrote it."""
    column = {"draft": "draft", "proposal": "proposal"}.get(request.args.get("of", ""), "diagram")
    with reading() as connection:
        row = _seen(connection, process_id)
    if row[column] is None:
        raise NotFound(what=N_("这张流程图"))
    response = Response(row[column], mimetype="application/xml")
    response.headers.set("Content-Disposition", "attachment", filename=PurePosixPath(row["file"]).name)
    return response


@pages.post("/diagrams/<process_id>/check")
@may(DRAWING)
def check(process_id: str) -> dict[str, Any]:
    """What deployment would say of the text in the body, and what it changes against what is deployed."""
    text = request.get_data()
    findings = commands.check(engine(), process_id, text, actor())
    return {**findings_for(process_id, findings), "changes": _changes(process_id, "diagram", text)}


@pages.post("/diagrams/<process_id>/draft")
@may(OWNER)
def save(process_id: str) -> Any:
    """Keep the text in the body; `opened` is the digest of what was drawn on.

    In a conflict the answer says what differs between the text that is kept and the one that was sent.
    """
    text = request.get_data()
    try:
        opened = commands.save(engine(), process_id, text, request.args.get("opened", ""), actor())
    except Refused as refused:
        return {"sentence": refused.sentence(), **findings_for(process_id, refused.findings)}, 422
    except commands.SavedMeanwhile as conflict:
        return {"sentence": sentence_of(conflict), "changes": _changes(process_id, "draft", text)}, 409
    saved = _(
        "%(display_name)s %(today)s 保存",
        display_name=me().display_name,
        today=moment_text(engine().now(), today()),
    )
    return {"opened": opened, "saved": saved, "changes": _changes(process_id, "diagram", text)}


@pages.post("/diagrams/<process_id>/discard")
@may(OWNER)
def discard(process_id: str) -> Any:
    commands.discard(engine(), process_id, actor())
    flash(_("草稿已放弃。下面是部署中的版本。"), "done")
    return redirect(url_for("diagrams.show", process_id=process_id), code=303)


def findings_for(process_id: str, findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings for the script; `elsewhere` names the file of those about another one."""
    with reading() as connection:
        own = _seen(connection, process_id)["file"]
    said = [{**f.as_dict(), "elsewhere": f.file if f.file != own else None} for f in findings]
    return {"findings": said, "errors": sum(f["severity"] == "error" for f in said)}


def _changes(process_id: str, column: str, text: bytes) -> str | None:
    """The list of changes as a part of the page; None where there is nothing to compare."""
    with reading() as connection:
        row = _seen(connection, process_id)
        words = vocabulary(connection)
    if row[column] is None:
        return None
    try:
        changes = told(row[column], text, words)
    except Refused:
        return None  # what is no XML is among the findings
    return render_template("diagram_changes.html", changes=changes, against=column, row=row)


def _seen(connection: Connection, process_id: str) -> Mapping[str, Any]:
    row = diagrams.one(connection, actor(), process_id)
    if row is None:
        raise NotFound(what=N_("这张流程图"))
    return row


def _names(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Accounts as people call them; who is no account (a command line) by its name."""
    wanted = {row[column] for row in rows for column in PEOPLE if row.get(column)}
    return {name: name for name in wanted} | display_names(connection, wanted)
