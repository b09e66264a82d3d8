"""What those who work on a case tell each other about it: read by its staff, never by who applies or objects.

Whoever acts for a colleague who is away reads and writes in their place, and both names are told.

The text stands beside the case; its history says who wrote when, with a digest, so that nothing is changed later.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy import Connection, exists, insert, or_, select
from werkzeug.wrappers import Response

from engine import once, recusals
from engine.actor import Actor, StandIn
from engine.db import Record, records
from engine.errors import NotFound
from engine.history import Story
from engine.models import user_task
from engine.queries import cases
from engine.queries.visibility import is_staff
from engine.vocabulary import scheme_of
from web import formtoken
from web.access import SIGNED_IN, may
from web.addresses import safe
from web.house import actor, engine, me, reading, today
from web.language import gettext as _
from web.language import noop as N_
from web.models import comment
from web.people.accounts import display_names

pages = Blueprint("comments", __name__)

LONGEST: Final = 2000  # characters
NEWEST: Final = 50  # shown on a page


@dataclass(frozen=True, slots=True)
class Voice:
    """With what right somebody reads and writes: as staff of the case or as one who works on it, in whose place."""

    whole: bool  # staff read everybody's; whoever else works on it their own
    stands_for: str | None = None  # the colleague who is away


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments of a case that its reader may see, oldest first."""

    case_id: int
    said: list[Record]
    names: Mapping[str, str]
    whole: bool  # whether these are everybody's; who is not staff sees only their own
    stands_for: str | None


@pages.post("/cases/<int:case_id>/comments")
@may(SIGNED_IN)
def write(case_id: int) -> Response | tuple[str, int]:
    """Add a comment, once however often the button was pressed."""
    back = safe(request.form.get("back"))
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    with reading() as connection:
        voice = voice_of(connection, _case(connection, case_id), actor(), today())
    if voice is None:
        raise NotFound(what=N_("这个案件"))
    if problem := _fault(text):
        page = render_template("task_comment.html", case_id=case_id, problem=problem, text=text, back=back)
        return page, 422
    _keep(case_id, text, voice, formtoken.sent(request.form))
    flash(_("意见已写入本案。"), "done")
    return redirect(f"{back}#talk", code=303)


def talk(connection: Connection, case: Mapping[str, Any] | None) -> Talk | None:
    """The comments of a visible case for who may write there, the newest; None for everybody else."""
    return talk_with(connection, case, actor(), today(), NEWEST)


def talk_with(
    connection: Connection, case: Mapping[str, Any] | None, by: Actor, day: date, most: int
) -> Talk | None:
    """As `talk`, of at most so many comments, outside of a request."""
    voice = voice_of(connection, case, by, day)
    if voice is None or case is None:
        return None
    query = select(comment).where(comment.c.root_id == case["id"])
    if not voice.whole:
        query = query.where(comment.c.account == by.name)
    said = records(connection, query.order_by(comment.c.id.desc()).limit(most))[::-1]
    people = {voice.stands_for, *(row[column] for row in said for column in ("account", "stands_for"))}
    names = display_names(connection, {name for name in people if name})
    return Talk(case["id"], said, names, voice.whole, voice.stands_for)


def voice_of(connection: Connection, case: Mapping[str, Any] | None, by: Actor, day: date) -> Voice | None:
    """Whether and how somebody may talk about a case that they may see; its parties never."""
    if case is None:
        return None
    if case["staff"]:
        return Voice(True)
    if case["owner"] == by.name or any(group.rpartition(".")[2] == "applicant" for group in by.groups):
        return None
    for absent in by.stands_in:
        if _is_staff_in_place(connection, case, absent, day):
            return Voice(True, absent.name)
    mine = or_(user_task.c.assignee == by.name, user_task.c.ended_by == by.name)
    works = connection.execute(select(exists().where(user_task.c.root_id == case["id"], mine))).scalar_one()
    return Voice(False) if works else None


def _is_staff_in_place(connection: Connection, case: Mapping[str, Any], absent: StandIn, day: date) -> bool:
    """Whether a colleague who is away is staff of the case, stands back from nothing there, and is covered today."""
    process = case["process_id"]
    return (
        absent.covers(scheme_of(process), day)
        and is_staff(Actor(absent.name, absent.groups), process)
        and not recusals.holds(connection, case["id"], absent.name)
    )


def _case(connection: Connection, case_id: int) -> Mapping[str, Any] | None:
    row = cases.one(connection, actor(), case_id)
    return {**row, "staff": is_staff(actor(), row["process_id"])} if row is not None else None


def _fault(text: str) -> str | None:
    if not text:
        return _("请先写下意见。")
    if len(text) > LONGEST:
        return _("意见最多 %(most)s 字，现在是 %(n)s 字。", most=LONGEST, n=len(text))
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in text):
        return _("意见里有无法保存的字符，请删去后重写。")
    return None


def _keep(case_id: int, text: str, voice: Voice, token: str | None) -> None:
    now, name = engine().now(), me().name
    token = f"comment:{case_id}:{token}" if token else None
    theirs = {"stands_for": voice.stands_for} if voice.stands_for else {}
    with engine().database.transaction() as connection:
        if once.answered(connection, name, token, now) is not None:
            return
        row = {"root_id": case_id, "account": name, "text": text, "written_at": now, **theirs}
        number = connection.execute(insert(comment).returning(comment.c.id), row).scalar_one()
        story = Story(now, name)
        digest = hashlib.sha256(text.encode()).hexdigest()
        story.note("comment", case_id, case_id, comment=number, digest=digest, **theirs)
        story.write(connection)
        once.answer(connection, name, token, str(number))
