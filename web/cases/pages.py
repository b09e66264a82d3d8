"""Cases: the list, and the page that tells where one stands, why it waits and what happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from sqlalchemy import Connection

from awards.letters import register as letters
from awards.numbers import bracketed
from engine.errors import NotFound
from engine.explain import meanwhile
from engine.queries import cases
from engine.queries.visibility import is_staff, staff_schemes
from engine.vocabulary import kind_of
from web import marks
from web.access import SIGNED_IN, may
from web.cases import comments, messages, story
from web.cases import file as casefile
from web.cases import view as caseview
from web.cases.waiting import holds
from web.files import uploaded
from web.house import actor, engine, reading, settings, vocabulary
from web.language import SOURCE, speaking
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("cases", __name__)

STORY = 20  # lines told at first
Step = tuple[str, str]  # kind of wait, name of its element


@pages.get("/cases")
@may(SIGNED_IN)
def index() -> str:
    number, size, arguments = max(1, request.args.get("page", 1, int)), settings().page_size, request.args
    with reading() as connection:
        page = cases.page(
            connection,
            actor(),
            text=bracketed(arguments.get("q", "").strip()[:100]),
            scheme=arguments.get("scheme", ""),
            kind=arguments.get("kind", ""),
            status=arguments.get("status", ""),
            offset=(number - 1) * size,
            limit=size,
        )
        steps = waited_for(connection, page.rows)
        badges = badges_of(connection, page.rows, _held(connection, page.rows, steps))
        names = {root: sorted({name for _, name in found}) for root, found in steps.items()}
    return render_template(
        "cases.html",
        page=page,
        number=number,
        size=size,
        steps=names,
        badges=badges,
        kinds=vocabulary().all_kinds(),
        schemes={scheme: vocabulary().scheme(scheme) for scheme in _schemes()},
        link=_link,
    )


@pages.get("/cases/<int:case_id>")
@may(SIGNED_IN)
def show(case_id: int) -> str:
    with reading() as connection:
        row = visible(connection, case_id)
        view = caseview.read(engine(), connection, row, actor(), request.args.get("part", case_id, int))
        written = letters.of_case(connection, case_id, None if row["staff"] else actor().name)
        may_send = messages.open_to(connection, engine(), row, actor())
        came = marks.mark_of(connection, case_id)
        files = uploaded.of_case(connection, row, actor().name)
        talk = comments.talk(connection, row)
    limit = None if request.args.get("story") == "all" else STORY
    told = story.first_lines(view.story, limit)
    told_of = {"story": told, "letters": written, "files": files, "may_send": may_send, "paper": came}
    told_of |= {"talk": talk, "back": url_for("cases.show", case_id=case_id)}
    return render_template("case.html", case=row, view=view, **told_of)


@pages.get("/cases/<int:case_id>/diagram.bpmn")
@may(SIGNED_IN)
def diagram(case_id: int) -> Response:
    """The diagram as deployed, for the viewer."""
    with reading() as connection:
        visible(connection, case_id)
        wanted = request.args.get("part", case_id, int)
        part = next((p for p in cases.parts(connection, case_id) if p.id == wanted), None)
        if part is None:
            raise NotFound(what=N_("这张流程图"))
        source = engine().definitions.get(connection, part.definition_id).diagram
    return Response(source, mimetype="application/xml")


@pages.get("/cases/<int:case_id>/file.pdf")
@may(SIGNED_IN)
def file(case_id: int) -> Response:
    """The whole case as a paper, as far as its reader may see it."""
    with reading() as connection:
        row = visible(connection, case_id)
    with speaking(SOURCE):  # what is filed is Chinese
        content = BytesIO(casefile.paper(engine(), row, actor()))
    name = _("宗卷 %(case_id)s.pdf", case_id=row["business_key"] or case_id)
    return send_file(content, mimetype="application/pdf", as_attachment=True, download_name=name)


def _schemes() -> list[str]:
    """Those by which a list may be narrowed; an administrator sees the cases of all."""
    return sorted(vocabulary().schemes) if actor().admin else staff_schemes(actor())


def visible(connection: Connection, case_id: int) -> Mapping[str, Any]:
    """The case, if there is one and the person may see it. Raises NotFound."""
    row = cases.one(connection, actor(), case_id)
    if row is None:
        raise NotFound(what=N_("这个案件"))
    return {**row, "staff": is_staff(actor(), row["process_id"]), "kind": kind_of(row["process_id"])}


def badges_of(
    connection: Connection, rows: Sequence[Mapping[str, Any]], held: Collection[int] = ()
) -> dict[int, Any]:
    """The state of each case in a list, by its id; `held` are those that an objection holds back."""
    found = {}
    for row in rows:
        definition = engine().definitions.get(connection, row["definition_id"]).definition
        found[row["id"]] = caseview.list_badge(row, definition, held=row["id"] in held)
    return found


def waited_for(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[int, list[Step]]:
    """What each case waits for, as the case page says it: what may only happen meanwhile is left out."""
    waits = cases.waits_of(connection, [row["id"] for row in rows])
    clocks: dict[int, set[str]] = {}
    for wait in waits:
        if wait.kind == "timer":
            clocks.setdefault(wait.instance_id, set()).add(wait.element)
    found: dict[int, list[Step]] = {}
    for wait in waits:
        definition = engine().definitions.get(connection, wait.definition_id).definition
        element, running = definition.elements[wait.element], clocks.get(wait.instance_id, ())
        if element.name and not meanwhile(definition, element, wait.kind, running):
            found.setdefault(wait.root_id, []).append((wait.kind, element.name))
    return found


def _held(
    connection: Connection, rows: Sequence[Mapping[str, Any]], steps: Mapping[int, Sequence[Step]]
) -> set[int]:
    """The cases that an objection holds back: by where they wait, or by their variable."""
    waiting = {root for root, found in steps.items() if any(holds(*step) for step in found)}
    applications = [row["id"] for row in rows if kind_of(row["process_id"]) == "application"]
    return waiting | cases.held(connection, applications)


def _link(**changes: Any) -> str:
    kept = {**request.args.to_dict(), **({} if "page" in changes else {"page": None}), **changes}
    return url_for("cases.index", **{key: value for key, value in kept.items() if value not in (None, "")})
