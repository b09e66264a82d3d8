"""The demonstration opens with cases at telling stages, lived through on a lent clock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import diagrams, proposals
from engine.models import incident, instance, user_task
from engine.process_engine import ProcessEngine
from engine.queries.diagrams import digest_of
from tests.integration.house import GROUPS
from tests.support import diagrams as d
from web import accounts, demo

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def test_furnishing_a_demonstration(pe: ProcessEngine, clock: LentClock) -> None:
    clock.set(datetime.fromisoformat("2026-09-28T14:30:00+08:00"))
    demo.furnish(pe, PROCESSES)
    demo.furnish(pe, PROCESSES)  # a later start finds everything as it was left
    with pe.database.reading() as connection:
        roots = connection.execute(
            select(instance.c.process_id, instance.c.status).where(instance.c.parent_id.is_(None))
        ).all()
        tasks = connection.execute(select(user_task.c.element).where(user_task.c.status == "open")).scalars()
        open_now = sorted(tasks)
        incidents = connection.execute(select(incident.c.id)).all()
    assert sorted(roots) == [
        *[("jingan.application", "active")] * 8,
        ("jingan.cycle", "active"),
        ("jingan.objection", "active"),
        *[("shared.rule-validity", "active")] * 2,  # Hongkou's and Jing'an's, begun on a first of a quarter
        *[("shared.rule-validity-watch", "completed")] * 2,
    ]
    assert open_now == [
        "check-materials",
        "correct-materials",
        "decide-qualification",
        "declare-conflict",
        "investigate",
        "post-notice",
        "prepare-edition",  # Hongkou's rule ends on 2026-11-21
        "review-case",
    ]
    assert incidents == []
    assert pe.now() == datetime.fromisoformat("2026-09-28T14:30:00+08:00")


def test_a_later_start_does_not_take_back_what_was_approved(pe: ProcessEngine, tmp_path: Path) -> None:
    first, approved, newer = (
        d.diagram("test.p", d.start(), d.task(name), d.end(), d.flows(f"start {name} end"))
        for name in ("first", "approved", "newer")
    )
    (tmp_path / "shared").mkdir()
    (tmp_path / "test").mkdir()
    (tmp_path / "shared" / "groups.yaml").write_bytes(GROUPS)
    file = tmp_path / "test" / "p.bpmn"
    accounts.add(pe.database, "somebody", "somebody", "a long enough password")  # furnished already

    def started(content: bytes) -> bytes:
        file.write_bytes(content)
        demo.furnish(pe, tmp_path)
        with pe.database.reading() as connection:
            return pe.definitions.newest(connection, "test.p").diagram

    assert started(first) == first
    owner, judge = (Actor(role, frozenset({f"test.process-{role}"})) for role in ("owner", "approver"))
    drawn = diagrams.save(pe, "test.p", approved, digest_of(first), owner)
    proposals.propose(pe, "test.p", drawn, "因为", owner)
    assert proposals.accept(pe, "test.p", drawn, judge) == 2
    assert started(first) == approved
    assert started(newer) == newer  # what the folder brings anew counts
