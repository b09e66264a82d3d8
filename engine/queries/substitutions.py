"""Substitutions as they stand: for whom somebody acts on a day, and what is arranged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from engine.actor import Actor
from engine.db import Record, records
from engine.models import substitution
from engine.queries.visibility import LEAD


def in_force(account: str, day: date) -> ColumnElement[bool]:
    """The condition on substitutions by which an account acts for somebody on a day."""
    return (
        (substitution.c.substitute == account)
        & (substitution.c.from_on <= day)
        & (substitution.c.until_on >= day)
        & substitution.c.ended_at.is_(None)
    )


def arranged(connection: Connection, actor: Actor, day: date, limit: int = 200) -> list[Record]:
    """What is or will be in force, first day first: of the actor, for those they act for, of schemes they lead."""
    query = select(substitution).where(
        substitution.c.until_on >= day, substitution.c.ended_at.is_(None), _concerns(actor, led(actor.groups))
    )
    ordered = query.order_by(substitution.c.from_on, substitution.c.id).limit(limit)
    return records(connection, ordered)


def led(groups: Collection[str]) -> list[str]:
    """The schemes that somebody in these groups leads, sorted."""
    parts = (group.rpartition(".") for group in groups)
    return sorted(scheme for scheme, _, role in parts if role == LEAD)


def _concerns(actor: Actor, schemes: Collection[str]) -> ColumnElement[bool]:
    if actor.admin:
        return substitution.c.id.is_not(None)
    own = (substitution.c.absent == actor.name, substitution.c.substitute == actor.name)
    return or_(*own, substitution.c.scheme.in_(schemes))
