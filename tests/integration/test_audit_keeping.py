"""How long a case is kept is data: it is destroyed after its term, by two people, and never under a hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from engine import audit
from engine.actor import Actor
from engine.audit.keeping import Purged, Shortened
from engine.audit.purging import NotPurgeable, ranges
from engine.clock import LentClock
from engine.commands import tasks
from engine.errors import NotFound
from engine.models import history, retention
from engine.process_engine import ProcessEngine
from tests.integration.house import STAFF, deploy, kinds, open_task, start
from tests.support import diagrams as d
from tests.support.tampering import tamper

ONE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
CLERK, WITNESS = Actor("clerk"), Actor("witness")
TERM = date(2036, 12, 31)


@pytest.fixture
def case(pe: ProcessEngine) -> int:
    """A case that has ended, between two others whose entries stand among its own."""
    deploy(pe, p=ONE)
    first, root, other = (start(pe) for _ in range(3))
    for moved in (first, root):
        tasks.complete(pe, open_task(pe, moved, "a"), {}, STAFF)
    assert open_task(pe, other, "a")
    audit.seal_all(pe)
    return root


def over(pe: ProcessEngine, clock: LentClock, case: int) -> None:
    """The term has been set and is over, and everything is sealed."""
    audit.keep(pe, case, TERM, "评选材料保存十年", CLERK)
    clock.set(clock.now() + timedelta(days=366 * 11))
    audit.seal_all(pe)


def entries(pe: ProcessEngine, case: int) -> list[int]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(history.c.id).where(history.c.root_id == case)).scalars())


def test_a_case_is_destroyed_after_its_term_and_the_chain_stays_whole(
    pe: ProcessEngine, clock: LentClock, case: int
) -> None:
    over(pe, clock, case)
    gone = entries(pe, case)
    assert audit.purge(pe, case, "保存期满，鉴定无续存价值", CLERK, WITNESS) == len(gone) > 2
    assert kinds(pe, case) == ["history-purged"]
    with pe.database.reading() as connection:
        tombstone = connection.execute(select(history).where(history.c.root_id == case)).one()
    assert (tombstone.actor, tombstone.facts["witness"], tombstone.facts["count"]) == (
        "clerk",
        "witness",
        len(gone),
    )
    audit.seal_all(pe)
    verdict = audit.verify(pe)
    assert (verdict.findings, verdict.purged, verdict.unsealed) == ([], len(gone), 0)
    with pytest.raises(Purged):
        audit.purge(pe, case, "再来一次", CLERK, WITNESS)
    with pytest.raises(Purged):
        audit.hold(pe, case, "太迟了", CLERK)


def test_what_vanishes_beside_a_purge_is_still_missing(
    pe: ProcessEngine, clock: LentClock, case: int
) -> None:
    over(pe, clock, case)
    other = min(set(range(1, max(entries(pe, case)))) - set(entries(pe, case)))
    audit.purge(pe, case, "保存期满", CLERK, WITNESS)
    audit.seal_all(pe)
    tamper(pe, f"DELETE FROM history WHERE id = {other}")
    assert [(f.rule, f.entry) for f in audit.verify(pe).findings] == [("missing", other)]


def test_nothing_is_destroyed_before_its_time(pe: ProcessEngine, clock: LentClock, case: int) -> None:
    def refused(root: int, why: str, witness: Actor = WITNESS) -> None:
        with pytest.raises(NotPurgeable, match=why):
            audit.purge(pe, root, "试试", CLERK, witness)

    refused(case, "没有登记保存期限")
    refused(case + 1, "案件仍在办理")
    audit.keep(pe, case, TERM, "十年", CLERK)
    refused(case, "保存期限到 2036-12-31 才满")
    with pytest.raises(Shortened):
        audit.keep(pe, case, TERM - timedelta(days=1), "早一点", CLERK)
    clock.set(clock.now() + timedelta(days=366 * 11))
    refused(case, "还有记录没有封存")
    audit.seal_all(pe)
    audit.hold(pe, case, "行政诉讼", CLERK)
    audit.seal_all(pe)
    refused(case, "已被暂停销毁")
    refused(case, "须由两人共同办理", witness=CLERK)
    audit.release(pe, case, "已结案", CLERK)
    audit.seal_all(pe)
    count = len(entries(pe, case))
    assert audit.purge(pe, case, "保存期满", CLERK, WITNESS) == count
    with pytest.raises(NotFound):
        audit.keep(pe, 4711, TERM, "没有这个案件", CLERK)


def test_a_years_cases_are_given_their_term_at_once(pe: ProcessEngine, clock: LentClock, case: int) -> None:
    """Ten years from 1 January of the next year; whoever has a term keeps it, whoever is not done gets none."""
    other = case + 1
    clock.set(datetime.fromisoformat("2027-01-01T00:00:00+08:00"))  # in UTC it is 2026 still
    tasks.complete(pe, open_task(pe, other, "a"), {}, STAFF)
    audit.keep(pe, case, date(2040, 1, 1), "续存", CLERK)
    assert audit.keep_ended(pe, 2026, 10, "评选材料保存十年", CLERK) == 1
    assert audit.keep_ended(pe, 2026, 10, "评选材料保存十年", CLERK) == 0
    with pe.database.reading() as connection:
        kept = connection.execute(select(retention.c.root_id, retention.c.keep_until)).all()
    assert dict(map(tuple, kept)) == {case: date(2040, 1, 1), case - 1: date(2036, 12, 31)}


def test_every_change_of_the_term_is_told(pe: ProcessEngine, case: int) -> None:
    before = len(kinds(pe, case))
    audit.keep(pe, case, TERM, "十年", CLERK)
    audit.hold(pe, case, "异议", CLERK)
    audit.release(pe, case, "办结", CLERK)
    assert kinds(pe, case)[before:] == ["retention-set", "hold-placed", "hold-lifted"]


def test_the_database_itself_holds_the_term(pe: ProcessEngine, case: int) -> None:
    def refused(statement: str) -> None:
        with pytest.raises(IntegrityError), pe.database.transaction() as connection:
            connection.execute(text(statement))

    refused(f"DELETE FROM history WHERE root_id = {case}")
    audit.hold(pe, case, "诉讼", CLERK)
    refused(f"UPDATE retention SET purged_at = '2040-01-01 00:00:00+00' WHERE root_id = {case}")
    audit.release(pe, case, "结案", CLERK)
    refused(f"UPDATE retention SET purged_at = '2040-01-01 00:00:00+00' WHERE root_id = {case}")
    with pe.database.reading() as connection:
        assert connection.execute(select(retention.c.purged_at)).scalars().all() == [None]


def test_a_tombstone_cannot_be_deleted(pe: ProcessEngine, clock: LentClock, case: int) -> None:
    over(pe, clock, case)
    audit.purge(pe, case, "保存期满", CLERK, WITNESS)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        pe.database.transaction() as connection,
    ):
        connection.execute(text(f"DELETE FROM history WHERE root_id = {case}"))
    assert kinds(pe, case) == ["history-purged"]


@pytest.mark.parametrize(
    ("ids", "runs"),
    [([], []), ([4], [[4, 4]]), ([1, 2, 3, 7, 9, 10], [[1, 3], [7, 7], [9, 10]])],
)
def test_ids_as_runs(ids: list[int], runs: list[list[int]]) -> None:
    assert ranges(ids) == runs
