"""Applications on paper: entered by the office, marked, once a page; the applicant's number is checked at the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import insert, select

from engine.models import instance, variable
from engine.process_engine import ProcessEngine
from engine.runtime import peek
from tests.integration.web.conftest import Browser, House

Browse = Callable[[str], Browser]
CODE = "91310106DEMEX00012"  # fictitious
FILLED = {
    "kind": "organisation",
    "name": "示例精密仪器有限公司",
    "code": CODE,
    "contact": "示例路 1 号",
    "received_on": "2026-03-02",
}


@pytest.fixture
def cycle(house: House, engine: ProcessEngine) -> int:
    """An open cycle whose intake closes on 31 March 2026."""
    root = house.start("demo.cycle", "示例2026", cycle="示例2026")
    row = {"instance_id": root, "name": "closes_on", "kind": "date", "day": date(2026, 3, 31)}
    with engine.database.transaction() as connection:
        connection.execute(insert(variable), row)
    return root


def applications(engine: ProcessEngine) -> list[int]:
    with engine.database.reading() as connection:
        query = select(instance.c.id).where(instance.c.process_id == "demo.application")
        return list(connection.execute(query.order_by(instance.c.id)).scalars())


def test_the_office_enters_an_application_that_came_on_paper(
    browse: Browse, engine: ProcessEngine, house: House, cycle: int
) -> None:
    house.go(4)
    clerk = browse("clerk")
    assert "录入纸质申报…" in clerk.page("/begin")
    assert "受理到 3月31日 周二 24:00 止" in clerk.page("/applications/paper")
    answer = clerk.post("/applications/paper", cycle=cycle, **FILLED)
    (root,) = applications(engine)
    with engine.database.reading() as connection:
        row = connection.execute(select(instance).where(instance.c.id == root)).one()
        known = peek(engine, connection, root).variables()
    assert (row.business_key, row.owner, row.started_by) == ("demo-application-2026-001", None, "clerk")
    assert known["applicant"] == {
        "account": None,
        "name": "示例精密仪器有限公司",
        "kind": "organisation",
        "contact": "示例路 1 号",
        "uscc": CODE,
    }
    assert known["paper"] == {
        "received_on": date(2026, 3, 2),
        "entered_on": date(2026, 3, 4),
        "entered_by": "经办甲",
    }
    page = clerk.page(answer.location)
    assert "纸质申报：材料 3月2日 周一 收到，3月4日 周三 由经办甲录入。" in page
    assert "纸质申报：" not in clerk.page(f"/cases/{cycle}")


def test_a_second_click_enters_nothing_more(browse: Browse, engine: ProcessEngine, cycle: int) -> None:
    clerk = browse("clerk")
    first, second = (
        clerk.post("/applications/paper", cycle=cycle, _once="page", **FILLED).location for _ in range(2)
    )
    assert (first, len(applications(engine))) == (second, 1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"received_on": "2026-12-31"}, "收到日期不能晚于今天"),
        ({"received_on": "昨天"}, "请填写日期，例如 2026-03-05"),
        ({"received_on": ""}, "请填写收到材料的日期"),
        ({"code": "91310106DEMEX00013"}, "校验"),
        ({"contact": ""}, "请填写纸质材料上的联系方式"),
        ({"kind": "ship"}, "请选择这个奖项受理的申报人"),
    ],
)
def test_wrong_entries_are_told_and_kept(
    browse: Browse, engine: ProcessEngine, cycle: int, changed: dict[str, str], message: str
) -> None:
    page = browse("clerk").post("/applications/paper", 422, cycle=cycle, **FILLED | changed)
    text = page.get_data(as_text=True)
    assert message in text
    assert "示例精密仪器有限公司" in text
    assert applications(engine) == []


def test_only_the_office_enters_papers_and_only_into_its_own_open_cycles(
    browse: Browse, engine: ProcessEngine, cycle: int, house: House
) -> None:
    browse("applicant").page("/applications/paper", 403)
    browse("applicant").post("/applications/paper", 403, cycle=cycle, **FILLED)
    browse("clerk").post("/applications/paper", 422, cycle=cycle + 1, **FILLED)
    house.go(1, month=4)
    assert "现在没有正在受理申报的评选周期" in browse("clerk").page("/applications/paper")
    browse("clerk").post("/applications/paper", 422, cycle=cycle, **FILLED)
    assert applications(engine) == []
