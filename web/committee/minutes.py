"""The minutes of a meeting, drafted from what was entered into its form: a page to print and a PDF to file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from flask import Response, render_template, send_file

from awards.letters import printing
from awards.letters.papers import day_parts
from engine.errors import NotFound
from engine.forms import Node
from engine.forms.templates import shown
from engine.vocabulary import scheme_of
from web.access import MEETING, may
from web.committee import ranking, room
from web.committee.room import pages
from web.forms import view as formview
from web.house import reading, today, vocabulary
from web.language import SOURCE, speaking
from web.language import gettext as _
from web.language import noop as N_
from web.tasks.view import TaskView


@dataclass(frozen=True, slots=True)
class Seat:
    """One member in the meeting."""

    name: str
    present: bool
    recused: Sequence[str]  # names of the applicants
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case with its votes; None where the votes were not counted case by case."""

    rank: str
    name: str
    key: str
    award: str
    recused: str
    may_vote: str
    votes: tuple[str, str, str, str] | None  # for, against, abstained, not cast
    named: Sequence[tuple[str, str]]  # how they voted, and who


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that the minutes say."""

    title: str
    scheme: str
    office: str
    case: str
    draft: bool
    facts: Sequence[tuple[str, str]]
    seats: Sequence[Seat]
    notes: Sequence[str]  # on quorum and what else the form says
    lines: Sequence[Line]
    outcome: Sequence[tuple[str, str]]
    files: Sequence[str]
    day: date

    @property
    def counted(self) -> bool:
        """Whether votes were counted case by case."""
        return any(line.votes for line in self.lines)


@pages.get("/committee/<int:task_id>/minutes")
@may(MEETING)
def minutes(task_id: int) -> str:
    with reading() as connection:
        view = room.meeting(connection, task_id)
    return render_template("committee/minutes.html", minutes=drawn_up(view), view=view)


@pages.get("/committee/<int:task_id>/minutes.pdf")
@may(MEETING)
def minutes_pdf(task_id: int) -> Response:
    with reading() as connection:
        view = room.meeting(connection, task_id)
    with speaking(SOURCE):  # what is filed is Chinese
        told = drawn_up(view)
        paper = printing.pdf("minutes", sheet(told))
    name = f"{told.case} {told.title}.pdf"
    return send_file(BytesIO(paper), mimetype="application/pdf", as_attachment=True, download_name=name)


def drawn_up(view: TaskView) -> Minutes:
    """The minutes of a meeting as its form stands. Raises NotFound if nobody sits in it."""
    seats, votes = room.viewed(view.nodes, "attendance"), room.agenda(view)
    if seats is None:
        raise NotFound(what=N_("这次会议的纪要"))
    names = {str(row.get("key")): str(row.get("name")) for row in room.rows(votes)}
    words = vocabulary()
    scheme = scheme_of(view.task["root_process_id"])
    told = list(_flat(view.nodes))
    files = [name for node in told if node.component.type == "filepicker" for name in _listed(node.value)]
    before, after = _around(told)
    return Minutes(
        title=_("%(meeting)s会议纪要", meeting=view.task["name"]),
        scheme=words.scheme(scheme),
        office=words.scheme(scheme),
        case=str(view.task["title"] or view.task["business_key"] or ""),
        draft=view.task["status"] == "open",
        facts=_facts(before),
        seats=[_seat(row, names) for row in room.rows(seats) if row.get("member")],
        notes=[node.text.replace("**", "") for node in told if node.component.type == "text" and node.text],
        lines=list(_lines(votes)),
        outcome=_facts(after),
        files=files,
        day=_held(view),
    )


def sheet(told: Minutes) -> dict[str, Any]:
    """What the sheet of the minutes is filled with."""
    head = [_("名次"), _("申报人"), _("案号"), _("可以表决"), _("回避")]
    head += [_("赞成"), _("反对"), _("弃权"), _("未投")] if told.counted else []
    return {
        "title": told.title,
        "office": told.office,
        "subject": told.case,
        "draft": _("草稿，会议还没有办结") if told.draft else "",
        "facts": told.facts,
        "seats": [[_("委员"), _("出席"), _("回避的案件"), _("回避理由")]]
        + [
            [s.name, _("是") if s.present else _("否"), _("、").join(s.recused), s.reason] for s in told.seats
        ],
        "notes": told.notes,
        "cases": [head] + [_cells(line, told.counted) for line in told.lines],
        "named": [[line.name, *pair] for line in told.lines for pair in line.named],
        "outcome": told.outcome,
        "files": list(told.files),
        "headings": [_("出席和回避"), _("审议的案件"), _("记名表决"), _("决议"), _("会议材料")],
        "signs": [_("主持人："), _("记录人：")],
        "issued": day_parts(told.day),
    }


def _cells(line: Line, counted: bool) -> list[str]:
    cells = [line.rank, line.name, line.key, line.may_vote, line.recused]
    return cells + list(line.votes or ("—",) * 4) if counted else cells


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """What the form shows, groups opened, lists as a whole."""
    for node in nodes:
        if node.shown and node.component.type == "group":
            yield from _flat(node.nodes)
        elif node.shown:
            yield node


def _around(told: Sequence[Node]) -> tuple[Sequence[Node], Sequence[Node]]:
    """What the form asks before the list of cases, and after it."""
    at = next(
        (i for i, node in enumerate(told) if node.component.properties.get("view") == "votes"), len(told)
    )
    return told[:at], told[at + 1 :]


def _facts(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """Label and value of what was entered or computed and has a label."""
    found = []
    for node in nodes:
        c = node.component
        if c.type == "filepicker" or not (c.is_input or (c.type == "expression" and node.label)):
            continue
        text = node.text if c.type == "expression" else formview.fixed_text(node)
        if text:
            found.append((node.label, text))
    return found


def _seat(row: Mapping[str, Any], names: Mapping[str, str]) -> Seat:
    recused = [names.get(str(key), str(key)) for key in row.get("recused") or []]
    return Seat(str(row["member"]), row.get("present") is True, recused, str(row.get("recusal_reason") or ""))


def _lines(votes: Node | None) -> Iterator[Line]:
    for group in ranking.ranked(votes) if votes else []:
        for place in group.places:
            cells = place.row.cells
            texts = {key: shown(cell.value) for key, cell in cells.items()}
            counted = cells["not_cast"].value is not None
            numbers = ("in_favour", "opposed", "abstained", "not_cast")
            yield Line(
                rank=texts.get("rank") or "—",
                name=texts["name"],
                key=texts["key"],
                award=group.title,
                recused=texts["recused_count"],
                may_vote=texts["may_vote"],
                votes=tuple(texts[number] for number in numbers) if counted else None,  # type: ignore[arg-type]
                named=[
                    (cells[key].label, _("、").join(map(str, cells[key].value)))
                    for key in ("for_members", "against_members", "abstain_members")
                    if cells[key].value
                ],
            )


def _held(view: TaskView) -> date:
    """The day of the meeting as it was entered; today while nothing was."""
    days = (node.value for node in view.nodes if node.component.type == "datetime")
    return next((day for day in days if isinstance(day, date)), today())


def _listed(value: Any) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else [str(value)] if value else []
