"""The pages of who applies: my cases with what to do next, one case step by step, receipts of what was submitted."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, send_file
from sqlalchemy import Connection

from awards.letters import register as letters
from engine.errors import NotFound
from engine.queries import cases
from engine.vocabulary import scheme_of
from web.access import SIGNED_IN, may
from web.applicants import progress, receiptpaper, receipts, remedies, reports, told
from web.cases import messages
from web.cases import view as caseview
from web.cases.pages import badges_of, visible
from web.house import actor, engine, me, reading, today, vocabulary
from web.language import SOURCE, speaking
from web.language import noop as N_

pages = Blueprint("mine", __name__)

MOST = 50  # of one's own cases on a page; nobody applies so often


@pages.get("/my")
@may(SIGNED_IN)
def index() -> str:
    """The cases that belong to this account, each with what it waits for from its owner; reports that are owed."""
    with reading() as connection:
        rows = [row for row in cases.page(connection, actor(), limit=MOST).rows if row["owner"] == me().name]
        todo = progress.duties(engine(), connection, [row["id"] for row in rows], me().name)
        badges = badges_of(connection, rows)
        owed = reports.owed(engine(), connection, actor())
    return render_template("applicants/mine.html", rows=rows, todo=todo, badges=badges, owed=owed)


@pages.get("/my/<int:case_id>")
@may(SIGNED_IN)
def show(case_id: int) -> str:
    pe = engine()
    with reading() as connection:
        case = _own(connection, case_id)
        view = caseview.read(pe, connection, case, actor(), case_id)
        definition = pe.definitions.get(connection, case["definition_id"]).definition
        moving, inside = progress.now(definition, case_id, view.sentences, me().name)
        found = {
            "moving": moving,
            "inside": inside,
            "steps": progress.steps(connection, definition, case, view.sentences),
            "duties": progress.duties(pe, connection, [case_id], me().name)[case_id],
            "told": told.told(pe, connection, case_id),
            "done": progress.completed(connection, case_id, me().name),
            "letters": letters.of_case(connection, case_id, me().name),
            "remedy": remedies.read(pe, connection, case, today()),
            "may_send": messages.open_to(connection, pe, case, actor()),
        }
    return render_template("applicants/case.html", case=case, view=view, **found)


@pages.get("/my/receipts/<int:task_id>")
@may(SIGNED_IN)
def receipt(task_id: int) -> str:
    """What a case's owner submitted: for them, and for the staff who see the case."""
    with reading() as connection:
        case, found = _receipt(connection, task_id)
        office = _office(connection, case)
    return render_template(
        "applicants/receipt.html", case=case, receipt=found, office=office, task_id=task_id
    )


@pages.get("/my/receipts/<int:task_id>.pdf")
@may(SIGNED_IN)
def receipt_paper(task_id: int) -> Response:
    """The same as a paper to be filed."""
    with speaking(SOURCE):
        with reading() as connection:
            case, found = _receipt(connection, task_id)
            office, award = (
                _office(connection, case),
                vocabulary(connection).scheme(scheme_of(case["process_id"])),
            )
        content = BytesIO(receiptpaper.pdf(case, found, office, award))
    name = f"{found.number} {found.task}.pdf"
    return send_file(content, mimetype="application/pdf", as_attachment=True, download_name=name)


@pages.app_context_processor
def _helpers() -> dict[str, Any]:
    return {"submitted": submitted}


def submitted(case: Mapping[str, Any]) -> list[progress.Done]:
    """What a case's owner has submitted, for the staff who keep its file: each has a receipt."""
    if not case["staff"] or case["owner"] is None:
        return []
    with reading() as connection:
        return progress.completed(connection, case["id"], case["owner"])


def _receipt(connection: Connection, task_id: int) -> tuple[Mapping[str, Any], receipts.Receipt]:
    """A receipt with its case, if this account may read it. Raises NotFound."""
    done = receipts.task(connection, task_id)
    if done is None:
        raise NotFound(what=N_("这份凭证"))
    case = visible(connection, done["root_id"])
    if done["ended_by"] not in (case["owner"], me().name) or not (
        case["staff"] or done["ended_by"] == me().name
    ):
        raise NotFound(what=N_("这份凭证"))
    return case, receipts.read(engine(), connection, case, done)


def _office(connection: Connection, case: Mapping[str, Any]) -> str:
    data = engine().definitions.get(connection, case["definition_id"]).scheme or {}
    return str(data.get("office") or data.get("name") or "")


def _own(connection: Connection, case_id: int) -> Mapping[str, Any]:
    """A case of this account's own, read as its owner reads it. Raises NotFound."""
    case = visible(connection, case_id)
    if case["owner"] != me().name:
        raise NotFound(what=N_("这个案件"))
    return {**case, "staff": False}
