"""The demonstration opens with cases at telling stages, lived through on a lent clock."""

from __future__ import annotations

from collections import Counter
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
from web import demo
from web.people import accounts

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def test_furnishing_a_demonstration(pe: ProcessEngine, clock: LentClock) -> None:
    clock.set(datetime.fromisoformat("2026-09-28T14:30:00+08:00"))
    demo.furnish(pe, PROCESSES)
    demo.furnish(pe, PROCESSES)  # a later start finds everything as it was left
    with pe.database.reading() as connection:
        roots = connection.execute(
            select(instance.c.process_id, instance.c.status).where(instance.c.parent_id.is_(None))
        ).all()
        tasks = connection.execute(
            select(user_task.c.scheme, user_task.c.element).where(user_task.c.status == "open")
        ).all()
        incidents = connection.execute(select(incident.c.id)).all()
    assert Counter((process, status) for process, status in roots if not process.startswith("shared.")) == {
        ("jingan.application", "active"): 8,
        ("jingan.cycle", "active"): 1,
        ("jingan.objection", "active"): 1,
        ("jingan.after-award", "active"): 1,
        ("jingan.retention", "active"): 1,
        ("jingan.supervision", "completed"): 1,  # the ratings are handed out
        ("jingan.third-party-evaluation", "active"): 1,
        ("hongkou.cycle", "active"): 2,
        ("hongkou.application", "active"): 4,  # one of them lies with each of two recommending bodies
        ("hongkou.application", "completed"): 1,  # not selected
        ("hongkou.supervision", "active"): 2,
        ("hongkou.after-award", "active"): 1,
        ("association.cycle", "active"): 1,
        ("association.application", "active"): 5,
        ("association.application", "completed"): 1,
        ("shanghai.application", "completed"): 1,  # at “rule text needed”
        ("shanghai.incubation", "active"): 1,
    }
    assert sorted(tuple(task) for task in tasks) == [
        ("association", "propose-winners"),
        ("hongkou", "file-report"),
        ("hongkou", "government-approval"),
        ("hongkou", "log-promotion"),
        ("hongkou", "open-ratings"),
        ("hongkou", "open-ratings"),
        ("hongkou", "recommend"),
        ("hongkou", "recommend"),
        ("jingan", "check-holds"),
        ("jingan", "check-materials"),
        ("jingan", "correct-materials"),
        ("jingan", "decide-qualification"),
        ("jingan", "declare-conflict"),
        ("jingan", "file-report"),
        ("jingan", "investigate"),
        ("jingan", "log-promotion"),
        ("jingan", "post-notice"),
        ("jingan", "review-case"),
        ("jingan", "submit-evaluation"),
        ("jingan", "visit-winner"),
        ("shanghai", "expert-guidance"),
        ("shared", "form-group"),  # Hongkou's and Jing'an's review groups of their cycles
        ("shared", "form-group"),
        ("shared", "form-group"),
        ("shared", "prepare-edition"),  # Hongkou's rule ends on 2026-11-21
        ("shared", "rate"),  # a reviewer's, of the applicant they met
        ("shared", "receive-rating"),
        ("shared", "receive-rating"),
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
