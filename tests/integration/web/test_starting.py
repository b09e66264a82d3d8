"""Opening a cycle, filing an application, raising an objection; incidents and their retry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import insert, select

from engine.actor import Actor
from engine.commands import deployments
from engine.feel import from_json
from engine.models import incident, instance, variable
from engine.process_engine import ProcessEngine
from engine.runtime import peek
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import FILES

Browse = Callable[[str], Browser]
CODE = "91310106DEMEX00012"  # fictitious


@pytest.fixture
def cycle(house: House, engine: ProcessEngine) -> int:
    """An open cycle whose intake closes on 31 March 2026."""
    root = house.start("demo.cycle", "示例2026", cycle="示例2026")
    row = {"instance_id": root, "name": "closes_on", "kind": "date", "day": date(2026, 3, 31)}
    with engine.database.transaction() as connection:
        connection.execute(insert(variable), row)
    return root


def test_the_office_opens_a_cycle(browse: Browse, engine: ProcessEngine) -> None:
    lead = browse("lead")
    answer = lead.post("/cycles", scheme="demo")
    page = lead.page(answer.location)
    assert "demo-cycle-2026-001" in page
    with engine.database.reading() as connection:
        row = connection.execute(select(instance)).one()
    assert (row.process_id, row.business_key, row.started_by) == ("demo.cycle", "demo-cycle-2026-001", "lead")
    assert "请选择您所在审定办的奖项" in lead.post("/cycles", 422, scheme="jingan").get_data(as_text=True)


def test_an_applicant_files_an_application(browse: Browse, engine: ProcessEngine, cycle: int) -> None:
    applicant = browse("applicant")
    assert "受理到 3月31日 周二 24:00 止" in applicant.page("/applications/new")
    given = {"kind": "organisation", "name": "示例精密仪器有限公司", "code": CODE}
    answer = applicant.post("/applications", cycle=cycle, **given)
    root = int(answer.location.rsplit("/", 1)[1])
    with engine.database.reading() as connection:
        row = connection.execute(select(instance).where(instance.c.id == root)).one()
        variables = peek(engine, connection, root).variables()
    assert (row.business_key, row.owner, row.title) == (
        "demo-application-2026-001",
        "applicant",
        "示例精密仪器有限公司",
    )
    expected = {
        "case_key": "demo-application-2026-001",
        "cycle": "示例2026",
        "closes_on": {"$": "date", "v": "2026-03-31"},
        "applicant": {
            "account": "applicant",
            "name": "示例精密仪器有限公司",
            "kind": "organisation",
            "uscc": CODE,
        },
    }
    assert variables == from_json(expected)


def test_only_an_award_for_projects_takes_a_project(
    browse: Browse, engine: ProcessEngine, cycle: int
) -> None:
    applicant = browse("applicant")
    assert 'value="project"' not in applicant.page("/applications/new")
    given = {"cycle": cycle, "kind": "project", "name": "示例项目", "code": CODE}
    answer = applicant.post("/applications", 422, **given)
    assert "请选择这个奖项受理的申报人" in answer.get_data(as_text=True)
    with engine.database.reading() as connection:
        assert connection.execute(select(instance.c.id)).scalars().all() == [cycle]
    takes_projects = FILES["demo/scheme.yaml"] + b"\napplicants: [organisation, project]\n"
    deployments.deploy(engine, {**FILES, "demo/scheme.yaml": takes_projects}, Actor("owner", admin=True))
    assert 'value="project"' in applicant.page("/applications/new")
    answer = applicant.post("/applications", **given)
    with engine.database.reading() as connection:
        applied = peek(engine, connection, int(answer.location.rsplit("/", 1)[1])).variables()["applicant"]
    assert (applied["kind"], applied["uscc"], applied["unit"]) == ("project", CODE, "示例项目")


def test_an_application_with_errors_is_not_filed(browse: Browse, engine: ProcessEngine, cycle: int) -> None:
    page = (
        browse("applicant").post("/applications", 422, cycle="7", kind="x", name=" ").get_data(as_text=True)
    )
    assert "未能提交：有 4 处需要更正" in page
    with engine.database.reading() as connection:
        assert connection.execute(select(instance.c.id)).scalars().all() == [cycle]


def test_after_the_intake_nothing_can_be_filed(browse: Browse, house: House, cycle: int) -> None:
    house.go(1, month=4)
    applicant = browse("applicant")
    assert "现在没有正在受理申报的评选周期" in applicant.page("/applications/new")
    applicant.post("/applications", 422, cycle=cycle, kind="organisation", name="示例", code=CODE)


def test_a_cycle_counts_its_cases_by_stage(browse: Browse, house: House, cycle: int) -> None:
    house.apply("示申〔2026〕001号")
    house.apply("示申〔2026〕002号", "rival")
    house.apply("示申〔2026〕003号", cycle="别的周期")
    page = browse("lead").page(f"/cycles/{cycle}")
    found = re.findall(r'<span class="l">(.*?)</span><span class="v">(\d+)</span>', page)
    assert found == [("全部案件", "2"), ("资格审查", "2")]
    assert "示申〔2026〕003号" not in page
    assert "这一阶段没有案件" in browse("lead").page(f"/cycles/{cycle}?stage=desk")
    browse("applicant").page(f"/cycles/{cycle}", status=404)


def test_an_incident_is_listed_and_retried(browse: Browse, house: House, engine: ProcessEngine) -> None:
    root = house.start("demo.broken", "示例故障")
    house.claim(root, "ask", "clerk")
    house.complete(root, "ask", "clerk")
    house.settle()
    admin = browse("root")
    page = admin.page("/incidents")
    assert "the portal does not answer" in page
    assert "call-out" in page
    assert "示例故障" in page
    with engine.database.reading() as connection:
        number = connection.execute(select(incident.c.id)).scalar_one()
    admin.post(f"/incidents/{number}/retry")
    assert "没有未解决的故障" in admin.page("/incidents")
    assert "the portal does not answer" in admin.page("/incidents?view=resolved")
    assert "已经解决" in admin.post(f"/incidents/{number}/retry", 409).get_data(as_text=True)
    house.settle()
    assert "the portal does not answer" in admin.page("/incidents")
