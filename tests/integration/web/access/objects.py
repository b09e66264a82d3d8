"""What stands in an address for one's own object, another's, another scheme's, and none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from engine.models import calendar_edition, incident, job
from tests.integration.web.access import files, papers, work
from tests.integration.web.access.picking import NOTHING, Finder, nothing, one, only, part

if TYPE_CHECKING:
    from tests.integration.web.access.world import World


def finder(endpoint: str, name: str) -> Finder:
    """How the object that a name in a route's address stands for is found."""
    own, of_blueprint = f"{endpoint}:{name}", f"{endpoint.partition('.')[0]}:{name}"
    return OBJECTS.get(own) or OBJECTS.get(of_blueprint) or OBJECTS.get(name, nothing)


def _process(world: World, kind: str, role: str) -> str:
    return "jingan.nothing" if kind == "missing" else f"{world.scheme(role, kind)}.application"


def _scheme(world: World, kind: str, role: str) -> str:
    return "nowhere" if kind == "missing" else world.scheme(role, kind)


# How an object of a kind is found, by the name of the argument, of a blueprint's, or of a route's own.
OBJECTS: Final[dict[str, Finder]] = {
    "case_id": lambda world, kind, role: world.case(kind, role),
    "task_id": lambda world, kind, role: world.task(kind, role),
    "upload_id": files.upload_of,
    "letter_id": papers.letter_of,
    "reminder_id": papers.entry,
    "incident_id": only(select(incident.c.id)),
    "timer_id": lambda world, kind, _role: (
        NOTHING
        if kind == "missing"
        else world.rows(select(job.c.id).where(job.c.kind == "timer").order_by(job.c.id))[0]["id"]
    ),
    "intervening.timer:case_id": work.timed_case,
    "process_id": _process,
    "scheme": _scheme,
    "filename": lambda _world, kind, _role: "nothing.css" if kind == "missing" else "laurel.css",
    "element": lambda _world, _kind, _role: "start",
    "sending:number": files.half,
    "inbox.change:number": work.view,
    "inbox.remove:number": work.view,
    "inbox.end_absence:number": one(work.absence),
    "verifying:reference": papers.paper,
    "begin:process_id": lambda world, kind, role: (
        "jingan.nothing" if kind == "missing" else f"{world.scheme(role, kind)}.supervision"
    ),
    "begin:element": lambda _world, _kind, _role: "entered-by-hand",
    "accounts:name": lambda _world, kind, _role: {"missing": "nobody", "own": "office2"}.get(kind),
    "messages:case_id": part(work.said, 0),
    "messages:number": part(work.said, 1),
    "calendars:number": only(select(calendar_edition.c.id).where(calendar_edition.c.status == "entered")),
    "registering:reference": lambda world, kind, _role: {"missing": "nothing", "own": world.link}.get(kind),
    "inbox:reference": work.results,
    **{
        f"committee.{name}:task_id": one(work.meeting)
        for name in ("show", "declare", "minutes", "minutes_pdf")
    },
    "objectors:number": lambda _world, kind, _role: NOTHING if kind == "missing" else 1,
    "entries:form": lambda world, kind, role: (
        "begin:jingan.nothing:start"
        if kind == "missing"
        else f"begin:{world.scheme(role, kind)}.supervision:entered-by-hand"
    ),
    "entries:once": lambda _world, _kind, _role: "access",
    "entries:upload_id": files.begun_file,
    "entries:number": files.begun_half,
    "cycles:case_id": work.case_of("cycle"),
    "objectors:case_id": work.case_of("objection"),
    "public_notices:number": one(papers.notice),
    "public_data:reference": one(lambda _world, _scheme: "lists", "nothing"),
    "public_rules:reference": _scheme,
    "mine.receipt:task_id": work.done,
    "mine.receipt_paper:task_id": work.done,
}
