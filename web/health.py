"""Whether this node may be sent requests: it reaches its database, and its clock agrees with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy import text

from engine.skew import agrees, skew
from web.access import ANYONE, may
from web.errors import RETRY_AFTER
from web.house import engine, reading

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@may(ANYONE)
def healthz() -> tuple[dict[str, Any], int, dict[str, str]]:
    with reading() as connection:
        connection.execute(text("SELECT 1"))
    ahead = skew(engine().database, engine().clock)
    if agrees(ahead):
        return {"status": "ok"}, 200, {}
    seconds = round(ahead.total_seconds())
    return {"status": "clock", "ahead_seconds": seconds}, 503, {"Retry-After": str(RETRY_AFTER)}
