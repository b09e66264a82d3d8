"""What stands in an address for one's own object, another's, another scheme's, and none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from awards.models import letter, publication, reminder
from engine.models import incident, job, substitution
from web.models import saved_view, upload

if TYPE_CHECKING:
    from tests.integration.web.access.world import World

NOTHING: Final = 999_999


def nothing(_world: World, _kind: str, _role: str) -> int:
    """What nobody has taught this house to find is not there."""
    return NOTHING


def _upload(world: World, kind: str, role: str) -> int | None:
    """own: sent by oneself; others: submitted by somebody else in a case that is not one's own."""
    if kind == "missing":
        return NOTHING
    rows = world.rows(select(upload).order_by(upload.c.id))
    if kind == "own":
        return next((r["id"] for r in rows if r["account"] == world.name(role) and r["field"] == "f"), None)
    case = world.case(kind, role)
    return next((r["id"] for r in rows if r["root_id"] == case and r["field"] == "g"), None)


def _half(world: World, kind: str, role: str) -> str | None:
    if kind == "missing":
        return "nothing"
    if kind == "own":
        return f"half-{role}" if world.task("own", role) is not None else None
    if kind == "elsewhere":
        return "half-applicant" if role == "foreign" else "half-foreign"
    return "half-reviewer" if role == "applicant" else "half-applicant"


def _letter(world: World, kind: str, role: str) -> int | None:
    """own: written in a case that one applied for; others: in another's; both in one's own scheme."""
    if kind == "missing":
        return NOTHING
    owners = {c["id"]: c["owner"] for c in world.cases}
    there = [r for r in world.rows(select(letter)) if r["scheme"] == world.scheme(role, kind)]
    mine = [r["id"] for r in there if owners.get(r["root_id"]) == world.name(role)]
    if kind == "own":
        return mine[0] if mine else None
    return next((r["id"] for r in there if r["id"] not in mine), None)


def _reminder(world: World, kind: str, role: str) -> int | None:
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


def _view(world: World, kind: str, role: str) -> int | None:
    """A saved view of the inbox, shown to nobody else."""
    if kind == "missing":
        return NOTHING
    whose = {
        "own": world.name(role),
        "others": "admin" if role == "applicant" else "applicant1",
        "elsewhere": None,
    }[kind]
    return next((r["id"] for r in world.rows(select(saved_view)) if r["owner"] == whose), None)


def _absence(world: World, scheme: str) -> int | None:
    rows = world.rows(select(substitution).where(substitution.c.scheme == scheme))
    return rows[0]["id"] if rows else None


def _paper(world: World, kind: str, _role: str) -> str | None:
    """What the code on a letter of the demonstration opens."""
    tokens = [row["token"] for row in world.rows(select(letter)) if not row["key"].startswith("access-")]
    return {"missing": "nothing", "own": tokens[0]}.get(kind)


def _one(find: Callable[[World, str], Any], missing: Any = NOTHING) -> Callable[[World, str, str], Any]:
    """own: what `find` gives for the scheme; elsewhere: the same of another scheme. Nobody's in particular."""

    def pick(world: World, kind: str, role: str) -> Any:
        if kind == "missing":
            return missing
        return None if kind == "others" else find(world, world.scheme(role, kind))

    return pick


def _only(query: Any) -> Callable[[World, str, str], int | None]:
    """The first row of a table that knows no schemes."""

    def find(world: World, kind: str, _role: str) -> int | None:
        if kind == "missing":
            return NOTHING
        return next((row["id"] for row in world.rows(query)), None) if kind == "own" else None

    return find


def _case_of(process: str) -> Callable[[World, str, str], Any]:
    def find(world: World, scheme: str) -> int | None:
        return next((c["id"] for c in world.cases if c["process_id"] == f"{scheme}.{process}"), None)

    return _one(find)


def _notice(world: World, scheme: str) -> int | None:
    rows = world.rows(select(publication.c.id).where(publication.c.scheme == scheme))
    return rows[0]["id"] if rows else None


def _done(world: World, kind: str, role: str) -> int | None:
    """own: a task that this role completed; others, elsewhere: one that somebody else did."""
    if kind == "missing":
        return NOTHING
    for task in world.tasks:
        if task["status"] != "completed" or not task["root_process"].startswith(world.scheme(role, kind)):
            continue
        if (task["ended_by"] == world.name(role)) == (kind == "own"):
            return int(task["id"])
    return None


def _process(world: World, kind: str, role: str) -> str:
    return "jingan.nothing" if kind == "missing" else f"{world.scheme(role, kind)}.application"


def _scheme(world: World, kind: str, role: str) -> str:
    return "nowhere" if kind == "missing" else world.scheme(role, kind)


# What a form must hold so that it is its object that decides, not an empty field.
REASON: Final = {"reason": "理由"}
BODIES: Final[dict[str, dict[str, Any]]] = {
    **{f"intervening.{name}": REASON for name in ("begin", "cancel", "resume", "suspend", "timer")},
    "proposals.decline": REASON,
    "proposals.propose": REASON,
    "inbox.assign": {"to": "office2"},
    "inbox.delegate": {"to": "office2"},
    "inbox.follow_up": {"act": "clear"},
}

# How an object of a kind is found, by the name of the argument, of a blueprint's, or of a route's own.
OBJECTS: dict[str, Callable[[World, str, str], Any]] = {
    "case_id": lambda world, kind, role: world.case(kind, role),
    "task_id": lambda world, kind, role: world.task(kind, role),
    "upload_id": _upload,
    "letter_id": _letter,
    "reminder_id": _reminder,
    "incident_id": _only(select(incident.c.id)),
    "timer_id": _only(select(job.c.id).where(job.c.kind == "timer").order_by(job.c.id)),
    "process_id": _process,
    "scheme": _scheme,
    "filename": lambda _world, kind, _role: "nothing.css" if kind == "missing" else "laurel.css",
    "element": lambda _world, _kind, _role: "start",
    "sending:number": _half,
    "inbox.change:number": _view,
    "inbox.remove:number": _view,
    "inbox.end_absence:number": _one(_absence),
    "verifying:reference": _paper,
    "begin:process_id": lambda world, kind, role: (
        "jingan.nothing" if kind == "missing" else f"{world.scheme(role, kind)}.supervision"
    ),
    "begin:element": lambda _world, _kind, _role: "entered-by-hand",
    "cycles:case_id": _case_of("cycle"),
    "objectors:case_id": _case_of("objection"),
    "public_notices:number": _one(_notice),
    "public_data:reference": _one(lambda _world, _scheme: "lists", "nothing"),
    "public_rules:reference": _scheme,
    "mine.receipt:task_id": _done,
}
