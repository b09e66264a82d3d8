"""Applications on paper: entered by the office, marked, once a page; the applicant's number is checked at the door."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from engine.models import instance, variable
from engine.process_engine import ProcessEngine
from engine.runtime import peek
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF
from tests.support import scanner as support
from web.files import upkeep
from web.models import entry_draft

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


def scan(browser: Browser, name: str, content: bytes = PDF) -> int:
    sent = {"_upload": "scans", "_file:scans": (io.BytesIO(content), name), "_once": "page", **FILLED}
    return browser.client.post("/entries/paper/page/files", data=sent).status_code


def test_scans_are_sent_with_it_and_become_the_cases(
    browse: Browse, engine: ProcessEngine, cycle: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))
    clerk = browse("clerk")
    assert [scan(clerk, name) for name in ("申报表.pdf", "附件.pdf")] == [303, 303]
    page = clerk.page("/applications/paper?once=page")
    for part in ("申报表.pdf</a>", "附件.pdf</a>", f'value="{FILLED["name"]}"'):
        assert part in page
    wrong = clerk.post("/applications/paper", 422, cycle=cycle, _once="page", **FILLED | {"contact": ""})
    assert "申报表.pdf</a>" in wrong.get_data(as_text=True)
    case = clerk.post("/applications/paper", cycle=cycle, _once="page", **FILLED).location
    page = clerk.page(case)
    assert "申报表.pdf</a><small>录入纸质申报，" in page
    with engine.database.reading() as connection:
        known = peek(engine, connection, applications(engine)[0]).variables()
    assert known["paper"]["scans"] == ["申报表.pdf", "附件.pdf"]
    assert clerk.client.get("/files/1").data == PDF
    assert browse("rival").client.get("/files/1").status_code == 404


def test_a_persons_identity_number_is_kept_nowhere(
    browse: Browse, engine: ProcessEngine, cycle: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))
    clerk = browse("clerk")
    sent = {"_upload": "scans", "_file:scans": (io.BytesIO(PDF), "申报表.pdf"), "kind": "person"}
    typed = {"name": "示例某", "code": "310106199001011237"}
    clerk.client.post("/entries/paper/page/files", data={**sent, **typed})
    page = clerk.page("/applications/paper?once=page")
    assert ('value="示例某"' in page, typed["code"] in page) == (True, False)
    with engine.database.reading() as connection:
        assert typed["code"] not in connection.execute(select(entry_draft.c.content)).scalar_one()


def test_a_scan_with_a_finding_is_told_at_its_field(
    browse: Browse,
    house: House,
    engine: ProcessEngine,
    cycle: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))
    upkeep.lend(engine)
    clerk = browse("clerk")
    with support.serving() as scanner:
        monkeypatch.setenv("LAUREL_CLAMD", scanner.address)
        scan(clerk, "申报表.pdf", PDF + support.MARK)
        house.settle()
        answer = clerk.post("/applications/paper", 422, cycle=cycle, _once="page", **FILLED)
    page = answer.get_data(as_text=True)
    assert ('href="#f-scans"' in page, "“申报表.pdf”查出问题" in page) == (True, True)
    assert applications(engine) == []
