"""What the demonstration has not reached: a year being entered, a mailed link, bulk work done, a receipt with its proof."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, insert, select, update

from awards import doors, objectors
from awards.letters import archive
from awards.models import letter
from awards.publicity import receipts
from awards.publicity.receipts import File
from engine.actor import Actor
from engine.commands import calendar
from engine.models import instance
from tests.integration.web.access.lines import ROLES
from tests.support.fictional_2027 import FICTIONAL_2027
from web.models import bulk_result

if TYPE_CHECKING:
    from tests.integration.web.access.world import World

CODE: Final = "ABCD-EFGH-IJKL-MNOP"  # what opens the objection
KEEPER: Final = Actor("office2", frozenset({"shared.calendar-keeper"}))


def enter_a_year(world: World) -> None:
    """A first entry that waits for the second person."""
    calendar.enter(world.pe, FICTIONAL_2027, KEEPER)


def furnish(world: World, connection: Connection, content: bytes) -> None:
    """The rest, in one transaction. `content` lies in the store as a file."""
    _results(world, connection)
    mail, now = "stranger@example.invalid", world.pe.now()
    number = doors.offer(world.pe, connection, doors.PASSWORD, mail, now, account="stranger")
    world.link = doors.reference(connection, number)
    _objection(world, connection, content)


def _results(world: World, connection: Connection) -> None:
    """Of every role one task that it would have claimed among many."""
    for role in ROLES:
        task = world.task("own", role)
        if task is not None:
            row = {"account": world.name(role), "token": f"bulk-{role}", "task_id": task, "act": "claim"}
            connection.execute(insert(bulk_result), {**row, "done": True, "said": "", "at": world.pe.now()})


def _objection(world: World, connection: Connection, content: bytes) -> None:
    """The demonstration's objection with a receipt, a file of evidence and a letter that answers; papers are printed."""
    query = select(instance.c.id, instance.c.business_key).where(
        instance.c.process_id == "jingan.objection", instance.c.parent_id.is_(None)
    )
    root = connection.execute(query).first()
    assert root is not None
    now, key, paper = world.pe.now(), root.business_key, archive.keep(content)
    receipts.write(connection, key, "jingan", CODE, named=True, at=now)
    receipts.add_files(connection, key, [File(sha256(content).hexdigest(), len(content), ".pdf")], now)
    answer = {"key": "access-answer", "root_id": root.id, "scheme": "jingan", "template": "objection-reply"}
    answer |= {"title": "异议答复书", "number": "示例〔2026〕1号", "token": "t-answer", "content": {}}
    answer |= {"recipient": objectors.reference(key), "issued_on": now.date(), "issued_at": now}
    connection.execute(insert(letter), answer)
    printed = letter.c.key.startswith("access-")
    connection.execute(update(letter).where(printed).values(sha256=paper, size=len(content)))
    world.objection = key
