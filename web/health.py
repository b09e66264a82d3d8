"""Whether this node answers and reaches its database."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from web.access import ANYONE, may
from web.house import reading

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@may(ANYONE)
def healthz() -> dict[str, str]:
    with reading() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}
