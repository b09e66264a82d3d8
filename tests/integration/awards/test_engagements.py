"""Engagements open a cycle's cases to experts, and their end closes them at once (J-10.2, H-9.1, A-17.1)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from awards.models import engagement, expert
from engine.actor import Actor
from engine.commands import tasks
from engine.errors import NotFound
from engine.models import recusal, user_task
from engine.process_engine import ProcessEngine
from engine.queries import cases
from engine.registries import BusinessError
from tests.integration.awards.office import do
from tests.integration.house import STAFF, deploy, open_task, start
from tests.support import diagrams as d

CYCLE = "示例届〔2026〕1号"
EXPERT = Actor("expert-e")
E = {"account": "expert-e", "name": "专家戊", "unit": "示例大学"}
F = {"account": "expert-f", "name": "专家己", "unit": "示例研究院"}


@pytest.fixture
def case(pe: ProcessEngine) -> int:
    """A case of the cycle with a task of the expert, and one of a group that the expert has claimed."""
    review = d.task("review", assignee="expert-e")
    shared = d.task("shared", groups="test.staff")
    parts = [d.gateway("fork", "parallel"), review, shared, d.gateway("join", "parallel")]
    ways = [d.flows("start fork review join end"), d.flow("fork", "shared"), d.flow("shared", "join")]
    deploy(pe, p=d.diagram("test.p", d.start(), *parts, d.end(), *ways))
    root = start(pe, key="K-1", cycle=CYCLE)
    engage(pe, E, F)
    tasks.claim(pe, open_task(pe, root, "shared"), Actor("expert-e", frozenset({"test.staff"})))
    return root


def engage(pe: ProcessEngine, *experts: dict[str, str], **more: Any) -> object:
    return do(pe, "awards.engage", {"cycle": CYCLE, "experts": list(experts), **more})


def end(pe: ProcessEngine, **more: Any) -> object:
    return do(pe, "awards.end-engagements", {"cycle": CYCLE, **more})


def sign(pe: ProcessEngine, account: str = "expert-e") -> None:
    do(pe, "awards.commit", {"cycle": CYCLE, "account": account, "text": "第 1 版"})


def sees(pe: ProcessEngine, root: int, who: Actor = EXPERT) -> bool:
    with pe.database.reading() as connection:
        return cases.one(connection, who, root) is not None


def test_the_end_of_an_engagement_closes_every_case_at_once(pe: ProcessEngine, case: int) -> None:
    assert sees(pe, case)
    assert end(pe) == {"ended": ["expert-e", "expert-f"]}
    assert not sees(pe, case)
    with pytest.raises(NotFound):
        tasks.complete(pe, open_task(pe, case, "review"), {}, EXPERT)
    with pe.database.reading() as connection:
        back = connection.execute(select(user_task.c.assignee).where(user_task.c.element == "shared"))
        assert back.scalar_one() is None  # what it had claimed is the group's again
    tasks.complete(pe, open_task(pe, case, "shared"), {}, STAFF)


def test_only_those_who_are_named_end(pe: ProcessEngine, case: int) -> None:
    assert end(pe, accounts=["expert-f"]) == {"ended": ["expert-f"]}
    assert sees(pe, case)


def test_another_cycle_is_not_touched(pe: ProcessEngine, case: int) -> None:
    other = start(pe, key="K-2", cycle="示例届〔2028〕1号")
    end(pe)
    assert (sees(pe, case), sees(pe, other)) == (False, True)


def test_who_is_engaged_again_sees_again_but_not_what_they_stepped_back_from(
    pe: ProcessEngine, case: int
) -> None:
    sign(pe)
    other = start(pe, key="K-2", cycle=CYCLE)
    row = {"root_id": other, "account": "expert-e", "element": "declare", "at": pe.now()}
    with pe.database.transaction() as connection:
        connection.execute(recusal.insert(), row)
    end(pe)
    engage(pe, E)
    assert (sees(pe, case), sees(pe, other)) == (True, False)


def test_nothing_opens_before_the_commitment_is_signed(pe: ProcessEngine, case: int) -> None:
    clerk = Actor("expert-e", frozenset({"test.office-clerk"}))  # staff of the scheme: would see every case
    later = start(pe, key="K-2", cycle=CYCLE)
    elsewhere = start(pe, key="K-3", cycle="示例届〔2028〕1号")
    engage(pe, {"account": "expert-n", "name": "专家新", "unit": "示例大学"})
    newcomer = Actor("expert-n", frozenset({"test.office-clerk"}))
    assert (sees(pe, later, clerk), sees(pe, later, newcomer), sees(pe, elsewhere, newcomer)) == (
        False,
        False,
        True,
    )
    with pytest.raises(NotFound):
        tasks.claim(pe, open_task(pe, later, "shared"), newcomer)
    sign(pe, "expert-n")
    born_after = start(pe, key="K-4", cycle=CYCLE)
    assert (sees(pe, later, newcomer), sees(pe, born_after, newcomer)) == (True, True)
    assert not sees(pe, later, clerk)  # the other has not signed yet


def test_who_has_not_signed_is_not_proposed(pe: ProcessEngine, case: int) -> None:
    asked = {"cycle": CYCLE, "applicant": "X"}
    before = do(pe, "awards.propose-reviewers", asked)
    do(pe, "awards.commit", {"cycle": CYCLE, "account": "expert-f", "text": "第 1 版"})
    after = do(pe, "awards.propose-reviewers", asked)
    assert before["proposed"] == []
    assert [p["account"] for p in after["proposed"]] == ["expert-f"]
    assert [b["account"] for b in after["barred"]] == ["expert-e"]


def test_the_least_burdened_come_first(pe: ProcessEngine, case: int) -> None:
    for account in ("expert-e", "expert-f"):
        do(pe, "awards.commit", {"cycle": CYCLE, "account": account, "text": "第 1 版"})
    found = do(pe, "awards.propose-reviewers", {"cycle": CYCLE, "applicant": "X"})["proposed"]
    assert [(p["account"], p["tasks"]) for p in found] == [("expert-f", 0), ("expert-e", 2)]


def test_nobody_is_engaged_from_outside_the_pool(pe: ProcessEngine) -> None:
    do(pe, "awards.expert-enter", {"pool": "test.experts", "expert": E, "source": "chosen"})
    with pytest.raises(BusinessError) as refused:
        engage(pe, E, F, pool="test.experts")
    assert (refused.value.code, refused.value.variables) == ("not-in-pool", {"accounts": ["expert-f"]})
    with pe.database.reading() as connection:
        assert connection.execute(select(engagement)).all() == []


def test_an_expert_is_in_a_pool_once_and_may_come_back(pe: ProcessEngine) -> None:
    entry = {"pool": "test.experts", "expert": E, "source": "chosen"}
    first = do(pe, "awards.expert-enter", entry)
    again = do(pe, "awards.expert-enter", {**entry, "expert": {**E, "unit": "示例学院"}, "source": "award"})
    with pe.database.reading() as connection:
        kept = connection.execute(select(expert.c.unit, expert.c.source)).all()
    assert (first, kept) == (again, [("示例学院", "chosen")])
    do(pe, "awards.expert-leave", {"pool": "test.experts", "account": "expert-e"})
    with pytest.raises(BusinessError, match="no-expert"):
        do(pe, "awards.expert-leave", {"pool": "test.experts", "account": "expert-e"})
    do(pe, "awards.expert-enter", {**entry, "source": "award"})
    with pe.database.reading() as connection:
        back = connection.execute(select(expert.c.source, expert.c.left_on)).all()
    assert back == [("award", None)]


def test_a_commitment_needs_an_engagement(pe: ProcessEngine) -> None:
    with pytest.raises(BusinessError, match="not-engaged"):
        do(pe, "awards.commit", {"cycle": CYCLE, "account": "expert-e", "text": "第 1 版"})
