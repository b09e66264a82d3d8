"""People without an account: what their browser holds for a while, and how often an address may act."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import request, session
from sqlalchemy import Connection

from awards.publicity import attempts
from awards.publicity.attempts import Bound
from web.house import settings
from web.language import gettext as _

PATIENCE: Final = timedelta(minutes=30)
_RECEIPT: Final = "objection_receipt"
_FOLLOWED: Final = "objection_followed"


def exhausted(connection: Connection, bound: Bound) -> bool:
    """Whether this address has done enough of it for now."""
    return attempts.exhausted(connection, bound, _mark(), settings().clock.now())


def note(connection: Connection, bound: Bound) -> None:
    """One more from this address, in the caller's transaction."""
    attempts.note(connection, bound, _mark(), settings().clock.now())


def too_many() -> str:
    """What somebody reads whose address has done enough."""
    minutes = int(attempts.WINDOW.total_seconds() // 60)
    return _("从这个网络地址提交得太多，请在 %(n)s 分钟后再试。填写的内容还在页面上。", n=minutes)


def hand_receipt(key: str, code: str) -> None:
    """Number and code for the page that shows them: only this browser has the code, signed, for half an hour."""
    session[_RECEIPT] = {"key": key, "code": code, "until": _until()}


def receipt() -> tuple[str, str] | None:
    """The number and code just given, as long as they may be shown again."""
    held = session.get(_RECEIPT)
    if not isinstance(held, dict) or not _in_time(held):
        session.pop(_RECEIPT, None)
        return None
    return str(held["key"]), str(held["code"])


def forget() -> None:
    """Nothing about objections stays in this browser."""
    session.pop(_RECEIPT, None)
    session.pop(_FOLLOWED, None)


def follow(key: str) -> None:
    """Let this browser see one objection for half an hour."""
    session[_FOLLOWED] = {"key": key, "until": _until()}


def followed() -> str | None:
    """The number of the objection that this browser may see."""
    held = session.get(_FOLLOWED)
    if not isinstance(held, dict) or not _in_time(held):
        session.pop(_FOLLOWED, None)
        return None
    return str(held["key"])


def _until() -> str:
    return (settings().clock.now() + PATIENCE).isoformat()


def _in_time(held: dict[str, str]) -> bool:
    return settings().clock.now() < datetime.fromisoformat(held["until"])


def _mark() -> str:
    return attempts.address_mark(settings().secret_key, request.remote_addr or "")
