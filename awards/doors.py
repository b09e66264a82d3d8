"""Links by mail that prove who reads a mailbox: to confirm a registration or a new address, to set a forgotten password.

The database keeps no token. Number and nonce of a row, put through a key that lies outside (ADR 0017), give it,
so that whoever reads the database, or a job that waits there, cannot walk in.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hmac import compare_digest
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from awards import keyring
from awards.models import door_attempt, door_link
from awards.reminders.mail import post
from awards.settings import Settings, settings
from engine.clock import SHANGHAI
from engine.jobs import errands
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables

KEY: Final = "doors"
MAIL: Final = "door.mail"  # the errand
LIVES: Final = timedelta(hours=24)
KEPT: Final = timedelta(days=7)  # after that nothing of a link is left
REGISTER, KNOWN, PASSWORD, ADDRESS = "register", "known", "password", "mail"
SUBJECTS: Final[Mapping[str, str]] = {
    REGISTER: "请确认您的账户登记",
    KNOWN: "您已经有账户",
    PASSWORD: "设置新密码",
    ADDRESS: "请确认您的新邮箱",
}
_TEXTS: Final[Mapping[str, str]] = {
    REGISTER: "有人用这个邮箱登记账户。是您本人的，请在 24 小时内打开下面的地址确认：\n\n{link}\n\n不是您本人的，不用理会，账户不会建立。",
    KNOWN: "有人用这个邮箱登记账户，而这个邮箱已经有账户。是您本人的，请直接登录；忘记了密码，可以重新设置：\n\n{address}/forgotten\n\n不是您本人的，不用理会。",
    PASSWORD: "有人为这个邮箱的账户“{account}”申请设置新密码。是您本人的，请在 24 小时内打开下面的地址：\n\n{link}\n\n不是您本人的，不用理会，密码不变。",
    ADDRESS: "账户“{account}”要把提醒发到这个邮箱。是您本人的，请在 24 小时内打开下面的地址确认：\n\n{link}\n\n不是您本人的，不用理会。",
}


def mails() -> bool:
    """Whether this installation can send mail at all."""
    return bool(settings().smtp)


def offer(
    pe: ProcessEngine,
    connection: Connection,
    purpose: str,
    mail: str,
    now: datetime,
    *,
    account: str | None = None,
    content: Mapping[str, Any] | None = None,
) -> int:
    """Make a link, to be mailed as an errand of this commit; what is long over goes. Returns the row's id."""
    connection.execute(delete(door_link).where(door_link.c.expires_at <= now - KEPT))
    row: dict[str, Any] = {"purpose": purpose, "mail": mail, "account": account}
    row |= {"content": dict(content or {})}
    row |= {"nonce": secrets.token_hex(16), "made_at": now, "expires_at": now + LIVES}
    number = connection.execute(insert(door_link).values(row).returning(door_link.c.id)).scalar_one()
    errands.leave(connection, MAIL, pe.now(), {"link": number}, element=SUBJECTS[purpose])
    return int(number)


def reference(connection: Connection, number: int) -> str:
    """What the link's address ends with: the number of its row and its token. Raises WrongKey."""
    nonce = connection.execute(select(door_link.c.nonce).where(door_link.c.id == number)).scalar_one()
    return f"{number}-{keyring.digest(connection, KEY, f'{number}:{nonce}')}"


def behind(connection: Connection, given: str, now: datetime) -> Row[Any] | None:
    """The row of a link that is right, not used and not over; None of any other. Raises WrongKey."""
    number = given.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    row = connection.execute(select(door_link).where(door_link.c.id == int(number))).first()
    if row is None or row.purpose == KNOWN or row.used_at is not None or row.expires_at <= now:
        return None
    return row if compare_digest(reference(connection, row.id).encode(), given.encode()) else None


def use(connection: Connection, number: int, now: datetime) -> bool:
    """Use a link up, with what it held; False if somebody was faster."""
    mine = update(door_link).where(door_link.c.id == number, door_link.c.used_at.is_(None))
    return connection.execute(mine.values(used_at=now, content={})).rowcount == 1


def knock(
    connection: Connection, purpose: str, place: str, now: datetime, *, most: int, within: timedelta
) -> bool:
    """Note an attempt; False if there were `most` within that time already. What is older is forgotten."""
    mine = (door_attempt.c.purpose == purpose) & (door_attempt.c.place == place)
    connection.execute(
        delete(door_attempt).where(door_attempt.c.purpose == purpose, door_attempt.c.at <= now - within)
    )
    tried = connection.execute(select(func.count()).select_from(door_attempt).where(mine)).scalar_one()
    if tried >= most:
        return False
    connection.execute(insert(door_attempt).values(purpose=purpose, place=place, at=now))
    return True


def door_handlers(pe: ProcessEngine) -> tuple[JobHandler, ...]:
    """The errand that mails a link; rehearsals send nothing."""

    def send(assignment: Assignment) -> Variables:
        number = int(assignment.variables["link"])
        with pe.database.transaction() as connection:  # the key may be used here for the first time
            row = connection.execute(select(door_link).where(door_link.c.id == number)).first()
            token = reference(connection, number) if row is not None else ""
        if row is not None and row.used_at is None:
            chosen = settings()
            post(chosen, message(row, token, chosen))
        return {}

    return (JobHandler(MAIL, "outside", send, twin=_not_sent),)


def message(row: Row[Any], token: str, chosen: Settings) -> EmailMessage:
    """The mail of a link, with a Message-ID that is the same at every attempt."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = chosen.sender, row.mail, SUBJECTS[row.purpose]
    mail["Date"] = format_datetime(row.made_at.astimezone(SHANGHAI))
    domain = parseaddr(chosen.sender)[1].rpartition("@")[2] or "localhost"
    mail["Message-ID"] = f"<door-{row.id}.{row.nonce[:8]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = _TEXTS[row.purpose].format(
        link=f"{chosen.address}/confirm/{token}", address=chosen.address, account=row.account or ""
    )
    mail.set_content(f"{text}\n\n（系统发出，请勿回复。）\n")
    return mail


def _not_sent(_assignment: Assignment) -> Variables:
    return {}
