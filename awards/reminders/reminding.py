"""The job `reminder`: entries in inboxes in the commit that reminds; mails are errands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from awards.assignments import connection_of
from awards.directory import Directory, Recipient
from awards.letters import templates
from awards.letters.filling import facts_of, filled, occasion
from awards.models import reminder
from awards.settings import settings
from engine.clock import business_date
from engine.errors import LaurelError
from engine.jobs import errands
from engine.letters import plain
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, Variables

MAIL = "reminder.mail"  # the errand
LONGEST = 200  # characters of a subject


class Addressless(LaurelError):
    """提醒没有写明给谁：任务的 to 是空值。请补上帐号或候选组后重试。"""

    code, status = "no-addressee", 422


def remind(pe: ProcessEngine, directory: Directory, assignment: Assignment) -> Variables:
    """Inputs: to (account or group), then subject and text, or template and facts.

    Without a mail server, or an address, the entry alone is made. Raises Addressless, NoTemplate, FillError.
    """
    connection = connection_of(assignment)
    if connection.execute(select(reminder.c.id).where(reminder.c.key == assignment.key)).first() is not None:
        return {}
    to = str(assignment.variables.get("to") or "")
    if not to:
        raise Addressless
    subject, text = _said(pe, assignment)
    for recipient in directory(connection, to) or [Recipient(to, to)]:
        _enter(assignment, recipient, subject, text)
    told = {"template": str(assignment.variables.get("template") or ""), "to": to, "subject": subject}
    assignment.notes.append(("reminder", told))
    return {}


def _said(pe: ProcessEngine, assignment: Assignment) -> tuple[str, str]:
    """Subject and text: as the task says them, else from the template."""
    given = assignment.variables
    subject, text = str(given.get("subject") or ""), str(given.get("text") or "")
    if given.get("template"):
        at = occasion(pe, assignment)
        template = templates.find(connection_of(assignment), at.deployed, str(given["template"]))
        day = business_date(assignment.now)
        facts = facts_of(assignment, at, recipient="", letter={"number": "", "date": day})
        subject, text = subject or template.head.title, text or plain(filled(template, facts, at))
    return " ".join(subject.split())[:LONGEST], text


def _enter(assignment: Assignment, recipient: Recipient, subject: str, text: str) -> None:
    connection, goes = connection_of(assignment), bool(settings().smtp and recipient.mail)
    row: dict[str, Any] = {
        "key": assignment.key,
        "account": recipient.account,
        "root_id": assignment.root_id,
        "subject": subject,
        "text": text,
        "created_at": assignment.now,
        "mail_to": recipient.mail if goes else None,
    }
    made = connection.execute(insert(reminder).returning(reminder.c.id), row).scalar_one()
    if goes:
        place: dict[str, Any] = {"root_id": assignment.root_id, "instance_id": assignment.instance_id}
        what = f"邮件 {subject}"[:LONGEST]
        errands.leave(connection, MAIL, assignment.now, {"reminder": made}, element=what, **place)
