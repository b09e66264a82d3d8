"""The errand `reminder.mail`: one reminder as a mail over SMTP, with a Message-ID that is the same at every attempt."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from sqlalchemy import Row, select, update

from awards.models import reminder
from awards.settings import Settings, settings
from engine.clock import SHANGHAI
from engine.errors import LaurelError, NotFound
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, Variables

PATIENCE: Final = 20  # seconds for each answer of the server


class NoMailServer(LaurelError):
    """没有设置邮件服务器（LAUREL_SMTP_URL），邮件没有发出；收件人的站内提醒不受影响。设置好后请重试。"""

    code, status = "no-mail-server", 503


def send(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: reminder (id). One that was sent is not sent again. Raises NotFound, NoMailServer, smtplib's errors."""
    number = int(assignment.variables["reminder"])
    with pe.database.reading() as connection:
        row = connection.execute(select(reminder).where(reminder.c.id == number)).first()
    if row is None:
        raise NotFound(what="这条提醒")
    if row.mail_to and row.sent_at is None:
        chosen = settings()
        post(chosen, message(row, chosen))
        mine = update(reminder).where(reminder.c.id == number)
        with pe.database.transaction() as connection:
            connection.execute(mine.values(sent_at=pe.now()))
    return {}


def message(row: Row[Any], chosen: Settings) -> EmailMessage:
    """The mail of a reminder."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = chosen.sender, row.mail_to, row.subject
    mail["Date"] = format_datetime(row.created_at.astimezone(SHANGHAI))
    domain = parseaddr(chosen.sender)[1].rpartition("@")[2] or "localhost"
    mail["Message-ID"] = f"<reminder-{row.id}.{row.key}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{row.text}\n\n登录后查看：{chosen.address}/reminders\n（系统发出，请勿回复。）\n")
    return mail


def post(chosen: Settings, mail: EmailMessage) -> None:
    """Hand a mail to the server of `LAUREL_SMTP_URL`: smtp://, smtps://, with or without name and password.

    Over smtp:// the connection is encrypted before a password is sent.
    """
    if not chosen.smtp:
        raise NoMailServer
    url = urlsplit(chosen.smtp)
    host, safe = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=safe)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
    with server:
        if url.username:
            if url.scheme != "smtps":
                server.starttls(context=safe)
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(mail)
