"""What stands in an address for one's own object, another's, another scheme's, and none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from awards.models import letter, publication, reminder
from engine.models import calendar_edition, incident, job, substitution
from web.models import bulk_result, saved_view, upload

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


def _timed_case(world: World, kind: str, _role: str) -> int | None:
    """own: the case whose timer `timer_id` is; others: another one."""
    if kind in ("missing", "elsewhere"):
        return NOTHING if kind == "missing" else None
    timer = world.rows(select(job.c.root_id).where(job.c.kind == "timer").order_by(job.c.id))[0]
    return next(c["id"] for c in world.cases if (c["id"] == timer["root_id"]) == (kind == "own"))


def _begun_file(world: World, kind: str, role: str) -> int | None:
    """A file of a page that was not submitted; all lie on pages with the same token."""
    whose = {"own": role, "missing": ""}.get(kind, "reviewer" if role == "applicant" else "applicant")
    rows = world.rows(select(upload).where(upload.c.page == "access", upload.c.name == f"{whose}.pdf"))
    return next((row["id"] for row in rows), NOTHING)


def _begun_half(_world: World, kind: str, role: str) -> str:
    whose = {"own": role, "missing": "nobody"}.get(kind, "reviewer" if role == "applicant" else "applicant")
    return f"page-half-{whose}"


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


def _results(world: World, kind: str, role: str) -> str | None:
    """What came of one's own work on many tasks, or of another's."""
    if kind == "missing":
        return "nothing"
    whose = {"own": role, "others": "admin" if role == "applicant" else "applicant"}.get(kind)
    known = {row["token"] for row in world.rows(select(bulk_result.c.token))}
    return f"bulk-{whose}" if f"bulk-{whose}" in known else None


def _meeting(world: World, scheme: str) -> int | None:
    """A task of the scheme's committee."""
    groups = [f"{scheme}.committee"]
    return next((int(t["id"]) for t in world.tasks if t["candidates"]["groups"] == groups), None)


def _said(world: World, kind: str, role: str) -> tuple[int, int] | None:
    """own: a case and a message that this role may send to it; elsewhere: those of the other scheme's office."""
    if kind == "missing":
        return NOTHING, NOTHING
    if kind == "others":
        return None
    elsewhere = "office" if role == "foreign" else "foreign"
    return world.message(elsewhere if kind == "elsewhere" else role)


def _part(find: Callable[[World, str, str], tuple[int, int] | None], place: int) -> Callable[..., int | None]:
    """One of two numbers of an address that belong together."""

    def pick(world: World, kind: str, role: str) -> int | None:
        found = find(world, kind, role)
        return None if found is None else found[place]

    return pick


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
    "timer_id": lambda world, kind, _role: (
        NOTHING
        if kind == "missing"
        else world.rows(select(job.c.id).where(job.c.kind == "timer").order_by(job.c.id))[0]["id"]
    ),
    "intervening.timer:case_id": _timed_case,
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
    "accounts:name": lambda _world, kind, _role: {"missing": "nobody", "own": "office2"}.get(kind),
    "messages:case_id": _part(_said, 0),
    "messages:number": _part(_said, 1),
    "calendars:number": _only(select(calendar_edition.c.id).where(calendar_edition.c.status == "entered")),
    "registering:reference": lambda world, kind, _role: {"missing": "nothing", "own": world.link}.get(kind),
    "inbox:reference": _results,
    **{f"committee.{name}:task_id": _one(_meeting) for name in ("show", "declare", "minutes", "minutes_pdf")},
    "objectors:number": lambda _world, kind, _role: NOTHING if kind == "missing" else 1,
    "entries:form": lambda world, kind, role: (
        "begin:jingan.nothing:start"
        if kind == "missing"
        else f"begin:{world.scheme(role, kind)}.supervision:entered-by-hand"
    ),
    "entries:once": lambda _world, _kind, _role: "access",
    "entries:upload_id": _begun_file,
    "entries:number": _begun_half,
    "cycles:case_id": _case_of("cycle"),
    "objectors:case_id": _case_of("objection"),
    "public_notices:number": _one(_notice),
    "public_data:reference": _one(lambda _world, _scheme: "lists", "nothing"),
    "public_rules:reference": _scheme,
    "mine.receipt:task_id": _done,
    "mine.receipt_paper:task_id": _done,
}
