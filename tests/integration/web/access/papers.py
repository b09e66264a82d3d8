"""What was written to people and posted: letters, their codes, entries in inboxes, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from awards.models import letter, publication, reminder
from tests.integration.web.access.picking import NOTHING

if TYPE_CHECKING:
    from tests.integration.web.access.world import World


def letter_of(world: World, kind: str, role: str) -> int | None:
    """own: written in a case that one applied for; others: in another's; both in one's own scheme."""
    if kind == "missing":
        return NOTHING
    owners = {c["id"]: c["owner"] for c in world.cases}
    there = [r for r in world.rows(select(letter)) if r["scheme"] == world.scheme(role, kind)]
    mine = [r["id"] for r in there if owners.get(r["root_id"]) == world.name(role)]
    if kind == "own":
        return mine[0] if mine else None
    return next((r["id"] for r in there if r["id"] not in mine), None)


def paper(world: World, kind: str, _role: str) -> str | None:
    """What the code on a letter of the demonstration opens."""
    tokens = [row["token"] for row in world.rows(select(letter)) if not row["key"].startswith("access-")]
    return {"missing": "nothing", "own": tokens[0]}.get(kind)


def entry(world: World, kind: str, role: str) -> int | None:
    if kind == "missing":
        return NOTHING
    whose = {"own": world.name(role), "others": "applicant2", "elsewhere": "hk-applicant1"}[kind]
    if kind == "others" and role != "applicant":
        whose = "applicant1"
    if kind == "elsewhere":
        whose = "office" if role == "foreign" else "hk-office"
    if kind == "others" and role == "applicant":
        whose = "office"
    return next((r["id"] for r in world.rows(select(reminder)) if r["account"] == whose), None)


def notice(world: World, scheme: str) -> int | None:
    rows = world.rows(select(publication.c.id).where(publication.c.scheme == scheme))
    return rows[0]["id"] if rows else None
