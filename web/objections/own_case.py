"""Somebody who objects to how their own case was decided: what their account says need not be typed again."""

from __future__ import annotations

from flask import g
from sqlalchemy import select

from engine.models import instance
from web.house import reading
from web.models import account


def known(key: str) -> dict[str, str]:
    """Name and mail address of whoever is signed in, if the case of this number is theirs; else nothing."""
    if g.account is None:
        return {}
    name = g.account.name
    mine = (instance.c.business_key == key) & (instance.c.owner == name) & instance.c.parent_id.is_(None)
    with reading() as connection:
        if connection.execute(select(instance.c.id).where(mine).limit(1)).first() is None:
            return {}
        mail = connection.execute(select(account.c.mail).where(account.c.name == name)).scalar()
    return {"named": "yes", "objector": g.account.display_name, "contact": mail or ""}
