"""What the demonstration does not have: a file of everybody's, a half one, an entry in every inbox, an incident."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert

from awards.models import letter, reminder
from engine.models import incident, substitution
from tests.integration.web.access.cases import OTHER, OWN
from tests.integration.web.access.lines import ROLES
from web.files import stores
from web.models import incoming_file, saved_view, upload

if TYPE_CHECKING:
    from tests.integration.web.access.world import World

CONTENT: Final = b"%PDF-1.7 somebody's"
DIGEST: Final = sha256(CONTENT).hexdigest()


def furnish(world: World, connection: Connection) -> None:
    """All of it, in one transaction."""
    stores.chosen().put(DIGEST, BytesIO(CONTENT), len(CONTENT))
    for role, (name, _) in ROLES.items():
        if name is not None:
            _files_at_task(world, connection, role, name)
            _files_on_page(world, connection, role, name)
            _entry(world, connection, role, name)
            view = {"owner": name, "name": "本周要办（示例）", "arguments": {}, "saved_at": world.pe.now()}
            connection.execute(insert(saved_view), view)
    _absences(world, connection)
    _submitted(world, connection)
    _letters(world, connection)
    _incident(world, connection)


def _whole(world: World) -> dict[str, Any]:
    """What the row of a file says that has come whole."""
    return {"sha256": DIGEST, "size": len(CONTENT), "uploaded_at": world.pe.now()}


def _half(world: World, number: str) -> dict[str, Any]:
    """What the row of a file says of which nothing has come yet."""
    return {"id": number, "size": 9, "received": 0, "pieces": [], "touched_at": world.pe.now()}


def _files_at_task(world: World, connection: Connection, role: str, name: str) -> None:
    """Files that this role has sent for a task and not submitted."""
    task = world.task("own", role)
    if task is None:
        return
    root = next(t["root_id"] for t in world.tasks if t["id"] == task)
    row = {"task_id": task, "root_id": root, "account": name, "field": "f", "name": "申报材料.pdf"}
    connection.execute(insert(incoming_file), {**row, **_half(world, f"half-{role}")})
    connection.execute(insert(upload), {**row, **_whole(world)})


def _files_on_page(world: World, connection: Connection, role: str, name: str) -> None:
    """A page on which this role has begun to fill in something: a file and a half one, of no case yet."""
    row = {"account": name, "page": "access", "field": "f", "name": f"{role}.pdf"}
    connection.execute(insert(incoming_file), {**row, **_half(world, f"page-half-{role}")})
    connection.execute(insert(upload), {**row, **_whole(world)})


def _entry(world: World, connection: Connection, role: str, name: str) -> None:
    entry: dict[str, Any] = {"key": f"access-{role}", "account": name, "root_id": world.case("own", role)}
    entry |= {"subject": "任务明天到期（示例）", "text": "请在期限之前办结。", "created_at": world.pe.now()}
    connection.execute(insert(reminder), entry)


def _absences(world: World, connection: Connection) -> None:
    now = world.pe.now()
    for scheme, absent, other in ((OWN, "office", "office2"), (OTHER, "hk-office", "hk-lead")):
        away = {"absent": absent, "substitute": other, "scheme": scheme, "from_on": now.date()}
        away |= {"until_on": now.date(), "entered_by": absent, "entered_at": now}
        connection.execute(insert(substitution), away)


def _submitted(world: World, connection: Connection) -> None:
    """With every task that somebody completed a file of theirs."""
    for task in world.tasks:
        if task["status"] == "completed" and task["ended_by"]:
            sent = {"task_id": task["id"], "root_id": task["root_id"], "account": task["ended_by"]}
            sent |= {"field": "g", "name": "佐证材料.pdf", **_whole(world)}
            connection.execute(insert(upload), sent)


def _letters(world: World, connection: Connection) -> None:
    """A letter to each of three applicants."""
    now = world.pe.now()
    applied = [c for c in world.cases if c["process_id"] == f"{OWN}.application"]
    for number, whose in enumerate(("applicant1", "applicant2", "applicant3")):
        root = next(c["id"] for c in applied if c["owner"] == whose)
        paper = {"key": f"access-{number}", "root_id": root, "scheme": OWN, "template": "refusal"}
        paper |= {"title": "不予受理通知书", "number": f"示例函〔2026〕{number + 1}号", "token": f"t{number}"}
        paper |= {"recipient": whose, "content": {}, "issued_on": now.date(), "issued_at": now}
        connection.execute(insert(letter), paper)


def _incident(world: World, connection: Connection) -> None:
    trouble = {"root_id": world.case("own", "office"), "code": "unavailable", "opened_at": world.pe.now()}
    trouble |= {"message": "外部系统没有应答，已重试三次（示例）。"}
    connection.execute(insert(incident), trouble)
