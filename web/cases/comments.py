"""What those who work on a case tell each other about it: read by its staff, never by who applies or objects.

The text stands beside the case; its history says who wrote when, with a digest, so that nothing is changed later.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy import Connection, exists, insert, or_, select
from werkzeug.wrappers import Response

from engine import once
from engine.db import Record, records
from engine.errors import NotFound
from engine.history import Story
from engine.models import user_task
from engine.queries import cases
from engine.queries.visibility import is_staff
from web.access import SIGNED_IN, may
from web.addresses import safe
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.models import comment
from web.people.accounts import Account, display_names

pages = Blueprint("comments", __name__)

LONGEST: Final = 2000  # characters
NEWEST: Final = 50  # shown on a page


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments of a case that its reader may see, oldest first."""

    case_id: int
    said: list[Record]
    names: Mapping[str, str]
    whole: bool  # whether these are everybody's; who is not staff sees only their own


@pages.post("/cases/<int:case_id>/comments")
@may(SIGNED_IN)
def write(case_id: int) -> Response | tuple[str, int]:
    """Add a comment, once however often the button was pressed."""
    back = safe(request.form.get("back"))
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    with reading() as connection:
        if not _writes(connection, _case(connection, case_id), me()):
            raise NotFound(what=N_("这个案件"))
    if problem := _fault(text):
        page = render_template("task_comment.html", case_id=case_id, problem=problem, text=text, back=back)
        return page, 422
    _keep(case_id, text, request.form.get("_once", "")[:60] or None)
    flash(_("意见已写入本案。"), "done")
    return redirect(f"{back}#talk", code=303)


def talk(connection: Connection, case: Mapping[str, Any] | None) -> Talk | None:
    """The comments of a visible case for who may write there; None for everybody else."""
    account = me()
    if not _writes(connection, case, account) or case is None:
        return None
    query = select(comment).where(comment.c.root_id == case["id"])
    if not case["staff"]:
        query = query.where(comment.c.account == account.name)
    said = records(connection, query.order_by(comment.c.id.desc()).limit(NEWEST))[::-1]
    return Talk(case["id"], said, display_names(connection, {row["account"] for row in said}), case["staff"])


def _case(connection: Connection, case_id: int) -> Mapping[str, Any] | None:
    row = cases.one(connection, actor(), case_id)
    return {**row, "staff": is_staff(actor(), row["process_id"])} if row is not None else None


def _writes(connection: Connection, case: Mapping[str, Any] | None, account: Account) -> bool:
    """Whether somebody works on a case: its staff, and who has or had a task in it without being a party to it."""
    if case is None:
        return False
    if case["staff"]:
        return True
    if account.has_role("applicant") or case["owner"] == account.name:
        return False
    mine = or_(user_task.c.assignee == account.name, user_task.c.ended_by == account.name)
    query = select(exists().where(user_task.c.root_id == case["id"], mine))
    return bool(connection.execute(query).scalar_one())


def _fault(text: str) -> str | None:
    if not text:
        return _("请先写下意见。")
    if len(text) > LONGEST:
        return _("意见最多 %(most)s 字，现在是 %(n)s 字。", most=LONGEST, n=len(text))
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in text):
        return _("意见里有无法保存的字符，请删去后重写。")
    return None


def _keep(case_id: int, text: str, token: str | None) -> None:
    now, name = engine().now(), me().name
    token = f"comment:{case_id}:{token}" if token else None
    with engine().database.transaction() as connection:
        if once.answered(connection, name, token, now) is not None:
            return
        row = {"root_id": case_id, "account": name, "text": text, "written_at": now}
        number = connection.execute(insert(comment).returning(comment.c.id), row).scalar_one()
        story = Story(now, name)
        digest = hashlib.sha256(text.encode()).hexdigest()
        story.note("comment", case_id, case_id, comment=number, digest=digest)
        story.write(connection)
        once.answer(connection, name, token, str(number))
