"""Guides and self-checks: read from the deployed decisions, forms and numbers, so that they say what the cases do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from lxml import etree
from sqlalchemy import func, insert, select

import assembly
from engine import bundle as bundles
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, instances
from engine.db import metadata
from engine.models import variable
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser
from tests.support import another_district
from tests.support.databases import fresh_sqlite
from web import installation
from web.app import create_app
from web.applicants import guide
from web.settings import Settings

SCHEMES = ("association", "hongkou", "jingan", "shanghai")
# An organisation that fulfils everything that it can say of itself, on 2 March 2026.
GOOD = {
    "kind": "organisation",
    "level": "gold",
    "category": "model",
    "registered_district": "jingan",
    "operating_since": "2010-05-01",
    "district_since": "2010-05-01",
    "cqo_appointed": "true",
    "declared_other": "none",
    "same_year_city": "0",
    "same_year_city_withdrawn": "0",
    "open_city_earlier": "0",
    "same_year_other_district": "0",
}


@dataclass
class Public:
    """Somebody without an account, and the house they look at."""

    browser: Browser
    pe: ProcessEngine

    def text(self, path: str) -> str:
        return words(self.browser.page(path))

    def check(self, scheme: str, status: int = 200, **answers: Any) -> str:
        return words(self.browser.post(f"/guide/{scheme}/check", status, **answers).text)


def words(page: str) -> str:
    """The text of a page's main part."""
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ProcessEngine, Flask]]:
    """All schemes as they are kept in this project, deployed once; these tests only read."""
    clock = LentClock(datetime.fromisoformat("2026-03-02T09:00:00+08:00"))
    pe = assembly.process_engine(fresh_sqlite(tmp_path_factory.mktemp("guides")), clock)
    deployments.deploy(pe, bundles.read_folder(installation.PROCESSES), Actor("owner", admin=True))
    app = create_app(pe, Settings(secret_key="s" * 40, secure_cookies=False, clock=clock))
    app.config["WTF_CSRF_ENABLED"] = False
    yield pe, app
    pe.database.dispose()


@pytest.fixture
def public(deployed: tuple[ProcessEngine, Flask]) -> Public:
    pe, app = deployed
    return Public(Browser(app.test_client()), pe)


def said(decision: str) -> list[str]:
    """Every text of the column `message` in a file of decisions, as it stands there."""
    root = etree.parse(installation.PROCESSES / "jingan" / "decisions" / f"{decision}.dmn").getroot()
    found = []
    for table in root.iter("{*}decisionTable"):
        names = [output.get("name") for output in table.iterfind("{*}output")]
        for rule in table.iterfind("{*}rule"):
            cells = [cell.findtext("{*}text") or "" for cell in rule.iterfind("{*}outputEntry")]
            found.append(cells[names.index("message")].strip('"'))
    return found


def parameters(scheme: str) -> dict[str, dict[str, Any]]:
    data = yaml.safe_load((installation.PROCESSES / scheme / "scheme.yaml").read_text("utf-8"))
    return dict(data["parameters"])


def test_the_list_names_every_scheme_that_takes_applications(public: Public) -> None:
    page = public.text("/guide")
    for name in ("静安区政府质量奖", "虹口区区长质量奖", "上海市质量管理奖", "上海市政府质量奖"):
        assert page.count(f"看指南 {name}") == 1


def test_every_line_of_the_deciding_tables_stands_in_the_guide(public: Public) -> None:
    page = public.text("/guide/jingan")
    tables = ("org-eligibility", "person-eligibility", "reapplication", "duplicate", "validity")
    lines = [line for table in tables for line in said(table)]
    assert len(lines) == 19 + 7 + 13 + 4 + 5 + 2
    assert [line for line in lines if line not in page] == []


def test_a_condition_says_what_comes_of_it_and_what_cures_it(public: Public) -> None:
    page = public.text("/guide/jingan")
    assert "第十八条 五年内不重报" in page
    assert "不予受理 获得同一奖项未满 5 年 满 5 年的次日起可以再次申报" in page
    assert "不予受理 没有在本区登记注册 静安质量金奖 在本区登记注册后申报" in page
    assert "由办公室研判 没有在本区登记注册，由区审定办研判 静安质量奖 说明登记情况" in page


def test_the_papers_are_those_that_the_forms_ask_for(public: Public) -> None:
    page = public.text("/guide/jingan")
    organisation, _, person = page.partition("三、条件和材料：个人")
    assert "必交 自评报告 .pdf .docx" in organisation
    assert "可选 证照和资质 .pdf .zip" in organisation  # hidden from persons by the form
    assert "证照和资质 .pdf" not in person
    assert "必交 公示证明" in person


def test_what_concerns_one_kind_only_is_not_told_to_another(public: Public) -> None:
    page = public.text("/guide/association")
    organisation = page.partition("三、条件和材料：组织")[2].partition("三、条件和材料：项目")[0]
    person = page.partition("三、条件和材料：个人")[2].partition("四、办理步骤")[0]
    assert "没有质量管理体系认证证书" in organisation
    assert "没有质量管理体系认证证书" not in person
    assert "卓越质量领导没有所在单位的推荐" in person
    assert "卓越质量领导没有所在单位的推荐" not in organisation


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_are_those_of_the_rule_and_silence_is_told(public: Public, scheme: str) -> None:
    table = public.text(f"/guide/{scheme}").partition("五、办法里的数字")[2]
    given = parameters(scheme)
    silent = [name for name, about in given.items() if about["value"] is None]
    assert table.count("办法没有规定") == len(silent)
    for about in given.values():
        assert about["label"] in table


def test_an_open_cycle_shows_its_last_day(public: Public) -> None:
    assert "现在不受理申报" in public.text("/guide/jingan")
    lead = Actor("lead", frozenset({"jingan.office-lead"}))
    root = instances.start(
        public.pe, "jingan.cycle", business_key="示例届", variables={"cycle": "示例届"}, by=lead
    )
    row = {"instance_id": root, "name": "closes_on", "kind": "date", "day": date(2026, 3, 31)}
    with public.pe.database.transaction() as connection:
        connection.execute(insert(variable), row)
    assert "到 2026年3月31日 周二 24:00 止。" in public.text("/guide/jingan")
    assert "正在受理" in public.text("/guide")


def test_an_unknown_scheme_has_no_guide(public: Public) -> None:
    for path in ("/guide/nowhere", "/guide/shared", "/guide/nowhere/check"):
        public.browser.page(path, 404)


def test_who_fulfils_everything_is_told_so_and_that_it_binds_nobody(public: Public) -> None:
    page = public.check("jingan", **GOOD)
    assert "决策表没有发现不符合的地方" in page
    assert page.count("对谁都没有约束力") == 2
    assert "要在审查时由办公室判断的：守法与资质、质量工作、上年度指标、材料、质量与社会责任。" in page


def test_each_fault_comes_with_its_article_its_cure_and_the_day_from_which_it_is_gone(public: Public) -> None:
    young = {**GOOD, "operating_since": "2024-05-01", "district_since": "2024-05-01"}
    page = public.check("jingan", **young, last_accident_on="2023-01-05")
    assert "有 2 处需要留意" in page
    assert (
        "不予受理 经营未满 3 年 第十六条 组织申报金奖 怎么办：满 3 年的次日起可以申报"
        " 最早可以申报的日期：2027年5月2日 周日"
    ) in page
    assert "近 5 年发生过重大质量、安全、环境污染、公共卫生或食药安全事故" in page
    assert "最早可以申报的日期：2028年1月6日 周四" in page


def test_on_the_very_day_the_office_judges(public: Public) -> None:
    page = public.check("jingan", **{**GOOD, "operating_since": "2023-03-02", "district_since": "2023-03-02"})
    assert "有 1 处需要留意： 由办公室研判 申报日恰为经营满 3 年当日" in page


def test_past_awards_and_applications_count_as_the_register_would(public: Public) -> None:
    page = public.check("jingan", **{**GOOD, "same_year_city": "1"}, last_same_award_on="2024-06-30")
    assert "获得同一奖项未满 5 年" in page
    assert "最早可以申报的日期：2029年7月1日 周日" in page
    assert "同一年度已申报市级政府质量奖" in page
    top = public.check("jingan", **{**GOOD, "level": "top"})
    assert "没有获得过静安质量金奖" in top


def test_rows_that_are_left_empty_are_no_losses(public: Public) -> None:
    blank = {f"losses[{n}].year": "" for n in range(3)}
    assert "决策表没有发现" in public.check("jingan", **GOOD, **blank)
    again = public.browser.post("/guide/jingan/check", 200, **GOOD, **blank).text
    assert len(re.findall(r'name="losses\[[0-9]\]\.year"', again)) == 3  # and may still be filled in
    page = public.check("jingan", **GOOD, **{**blank, "losses[1].year": "2024"})
    assert "近 5 年有非政策性亏损" in page
    excused = {**blank, "losses[1].year": "2024", "losses[1].policy_loss": "true"}
    assert "决策表没有发现" in public.check("jingan", **GOOD, **excused)


def test_what_must_be_answered_is_said(public: Public) -> None:
    page = public.check("jingan", 422, kind="person", level="gold")
    assert "还不能自查：有 3 处需要更正" in page
    assert "自查结果" not in page


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_kind_of_applicant_has_questions(public: Public, scheme: str) -> None:
    with public.pe.database.reading() as connection:
        kinds = guide.kinds_of(public.pe.definitions.newest(connection, f"{scheme}.application"))
    for kind in kinds:
        assert (
            'name="_' not in public.browser.page(f"/guide/{scheme}/check?kind={kind}").partition("<main")[2]
        )
        assert public.text(f"/guide/{scheme}/check?kind={kind}").count("自查") >= 2


def test_a_self_check_leaves_nothing_behind(public: Public) -> None:
    def counted() -> dict[str, int]:
        with public.pe.database.reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in metadata.tables.items()
            }

    before = counted()
    public.check("jingan", **GOOD, last_accident_on="2023-01-05")
    assert counted() == before


def test_a_new_folder_has_its_guide_and_its_self_check_without_code(tmp_path: Path, public: Public) -> None:
    another_district.build(tmp_path / "processes")
    deployments.deploy(public.pe, bundles.read_folder(tmp_path / "processes"), Actor("owner", admin=True))
    public.pe.forget_vocabulary()
    page = public.text("/guide/pudong")
    assert "› 浦东新区质量奖（参数示例） 浦东新区质量奖（参数示例） 申报指南" in page
    assert "5 年 第三条" in page
    assert "不予受理 只评组织的先进质量管理模式 改报先进质量管理模式" in page
    answers = {**GOOD, "level": "silver", "registered_district": "pudong", "operating_since": "2024-05-01"}
    assert "自查结果" in public.check("pudong", **answers)
