"""The demonstration opens with cases at telling stages, lived through on a lent clock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from engine.clock import LentClock
from engine.models import incident, instance, user_task
from engine.process_engine import ProcessEngine
from web import demo

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
    ]
    assert open_now == [
        "check-materials",
        "correct-materials",
        "decide-qualification",
        "declare-conflict",
        "investigate",
        "post-notice",
        "review-case",
    ]
    assert incidents == []
    assert pe.now() == datetime.fromisoformat("2026-09-28T14:30:00+08:00")
