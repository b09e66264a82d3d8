"""Incubation pools: in once, out with a reason, in again with what came before."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from awards.models import pool_member
from engine.process_engine import ProcessEngine
from engine.registries import BusinessError
from tests.integration.awards.office import do

WHO = {"pool": "shanghai.incubation", "applicant": {"uscc": "91310106DEMEX00012"}}
ENTRY = {**WHO, "name": "示例公司", "channel": "self", "entered_on": date(2026, 2, 2)}


def test_who_is_in_stays_as_it_is(pe: ProcessEngine) -> None:
    first = do(pe, "awards.pool-enter", ENTRY)["member"]
    again = do(pe, "awards.pool-enter", {**ENTRY, "entered_on": date(2026, 3, 1)})["member"]
    assert first == again
    assert (first["entered_on"], first["left_on"], first["channel"], first["earlier"]) == (
        date(2026, 2, 2),
        None,
        "self",
        [],
    )


def test_who_left_may_come_back_and_the_past_is_told(pe: ProcessEngine) -> None:
    do(pe, "awards.pool-enter", ENTRY)
    left = do(pe, "awards.pool-leave", {**WHO, "reason": "重大安全事故", "left_on": date(2026, 4, 2)})
    assert (left["member"]["left_on"], left["member"]["reason"]) == (date(2026, 4, 2), "重大安全事故")
    back = do(pe, "awards.pool-enter", {**ENTRY, "entered_on": date(2029, 4, 3)})["member"]
    assert back["entered_on"] == date(2029, 4, 3)
    before = {"entered_on": date(2026, 2, 2), "left_on": date(2026, 4, 2), "reason": "重大安全事故"}
    assert back["earlier"] == [before]


def test_who_is_not_in_cannot_leave(pe: ProcessEngine) -> None:
    with pytest.raises(BusinessError, match="no-member"):
        do(pe, "awards.pool-leave", {**WHO, "reason": "自愿退出"})
    assert do(pe, "awards.pool-member", WHO) == {"member": None}


def test_pools_are_kept_apart(pe: ProcessEngine) -> None:
    do(pe, "awards.pool-enter", ENTRY)
    do(pe, "awards.pool-enter", {**ENTRY, "pool": "jingan.incubation"})
    do(pe, "awards.pool-leave", {**WHO, "reason": "期满"})
    with pe.database.reading() as connection:
        stays = connection.execute(select(pool_member.c.pool).where(pool_member.c.left_on.is_(None)))
        assert stays.scalars().all() == ["jingan.incubation"]
