"""An organisation that was renamed or merged keeps its history: its old keys and its present one are one applicant."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from awards.models import applicant_link
from engine.errors import LaurelError

MOST = 100  # links of one organisation; more would be a circle or a mistake


class LinkRefused(LaurelError):
    """“{old}”不能归到“{new}”名下：{why}。"""

    code, status = "link-refused", 422


def present_key(connection: Connection, applicant: str) -> str:
    """The key under which an applicant goes on; its own if it was never linked."""
    links = applicant_link.c
    for _ in range(MOST):
        found = connection.execute(select(links.new).where(links.old == applicant)).scalar()
        if found is None:
            break
        applicant = found
    return applicant


def all_keys(connection: Connection, applicant: str) -> list[str]:
    """Every key that ever stood for this applicant, the present one first."""
    found = [present_key(connection, applicant)]
    links = applicant_link.c
    fresh = found
    while fresh and len(found) < MOST:
        fresh = list(
            connection.execute(select(links.old).where(links.new.in_(fresh)).order_by(links.id)).scalars()
        )
        found += fresh
    return found


def link(
    connection: Connection, old: str, new: str, since: date, reason: str, by: str, now: datetime
) -> None:
    """Say that `old` goes on as `new` since a day. Raises LinkRefused for a circle, a second link, an empty reason."""
    if not reason.strip():
        raise LinkRefused(old=old, new=new, why="请写明更名或合并的依据")
    if present_key(connection, new) == present_key(connection, old):
        raise LinkRefused(old=old, new=new, why="两个代码已经是同一个申报人")
    if present_key(connection, old) != old:
        raise LinkRefused(old=old, new=new, why="它已经归到另一个代码名下")
    row = {
        "old": old,
        "new": new,
        "since": since,
        "reason": reason.strip(),
        "entered_by": by,
        "entered_at": now,
    }
    connection.execute(insert(applicant_link), row)
