"""Files that were sent, whole or half, at a task or on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tests.integration.web.access.picking import NOTHING
from web.models import upload

if TYPE_CHECKING:
    from tests.integration.web.access.world import World


def upload_of(world: World, kind: str, role: str) -> int | None:
    """own: sent by oneself; others: submitted by somebody else in a case that is not one's own."""
    if kind == "missing":
        return NOTHING
    rows = world.rows(select(upload).order_by(upload.c.id))
    if kind == "own":
        return next((r["id"] for r in rows if r["account"] == world.name(role) and r["field"] == "f"), None)
    case = world.case(kind, role)
    return next((r["id"] for r in rows if r["root_id"] == case and r["field"] == "g"), None)


def half(world: World, kind: str, role: str) -> str | None:
    if kind == "missing":
        return "nothing"
    if kind == "own":
        return f"half-{role}" if world.task("own", role) is not None else None
    if kind == "elsewhere":
        return "half-applicant" if role == "foreign" else "half-foreign"
    return "half-reviewer" if role == "applicant" else "half-applicant"


def begun_file(world: World, kind: str, role: str) -> int | None:
    """A file of a page that was not submitted; all lie on pages with the same token."""
    whose = {"own": role, "missing": ""}.get(kind, "reviewer" if role == "applicant" else "applicant")
    rows = world.rows(select(upload).where(upload.c.page == "access", upload.c.name == f"{whose}.pdf"))
    return next((row["id"] for row in rows), NOTHING)


def begun_half(_world: World, kind: str, role: str) -> str:
    whose = {"own": role, "missing": "nobody"}.get(kind, "reviewer" if role == "applicant" else "applicant")
    return f"page-half-{whose}"
