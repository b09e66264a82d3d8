"""People without an account: what their browser holds for a while, and how often an address may act."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
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


def hand_receipt(key: str, code: str, said: Iterable[str] = ()) -> None:
    """Number and code for the page that shows them: only this browser has the code, signed, for half an hour.

    `said` is what was sent; of it a keyed mark is kept, by which the same is known when it comes again.
    """
    session[_RECEIPT] = {"key": key, "code": code, "until": _until(), "mark": _said(said)}


def sent_before(said: Iterable[str]) -> bool:
    """Whether the receipt that this browser still holds is for the very same: somebody went back and sent it again."""
    held = receipt() and session[_RECEIPT].get("mark")
    return isinstance(held, str) and hmac.compare_digest(held, _said(said))


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


def _said(said: Iterable[str]) -> str:
    text = "\x1f".join(part.strip() for part in said)
    return hmac.new(settings().secret_key.encode(), text.encode(), sha256).hexdigest()


def _until() -> str:
    return (settings().clock.now() + PATIENCE).isoformat()


def _in_time(held: dict[str, str]) -> bool:
    return settings().clock.now() < datetime.fromisoformat(held["until"])


def _mark() -> str:
    return attempts.address_mark(settings().secret_key, request.remote_addr or "")
