"""Awards from before the system: looked through, entered once, found by eligibility, verification and the list."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards import identity, register
from awards.models import award, ban
from awards.past.planning import slots
from engine.actor import Actor
from engine.commands import deployments
from engine.models import history
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser
from tests.integration.web.scheme import FILES, RULE

Browse = Callable[[str], Browser]
CODE = "91310106DEMEX00012"  # fictitious
BODY = "31010119800101001"
PERSON = BODY + identity.check_digit(BODY)
HEAD = "获奖者名称,统一社会信用代码或身份证号,奖项,证书编号,表彰文号,表彰日期,案件编号,撤销日期,撤销原因,不受理到\n"
COMPANY = f"示例公司,{CODE},示例金奖 模式,示例证[2019]007号,示府〔2019〕1号,2019-11-05,,2021-03-01,弄虚作假,2026-03-01\n"
SOMEBODY = f"示例计量师,{PERSON},示例金奖 个人,,示府〔2019〕1号,2019-11-05,,,,\n"


@pytest.fixture
def lead(engine: ProcessEngine, browse: Browse) -> Browser:
    """Who leads the office of an award with two prizes."""
    prizes = "\nslots: {gold-model: 示例金奖 模式, gold-person: 示例金奖 个人}\n".encode()
    deployments.deploy(engine, {**FILES, "demo/scheme.yaml": RULE + prizes}, Actor("o", admin=True))
    return browse("lead")


def look(lead: Browser, table: str, status: int = 200) -> str:
    sent = (io.BytesIO(table.encode("gb18030")), "名单.csv")
    return html.unescape(lead.post("/awards/past", status, scheme="demo", table=sent).get_data(as_text=True))


def enter(lead: Browser, page: str) -> str:
    looked = re.findall(r'name="_looked" value="([^"]+)"', page)[0]
    lead.post("/awards/past/enter", _looked=looked)
    return lead.page("/awards/past")


def rows(engine: ProcessEngine, *what: Any) -> list[Any]:
    with engine.database.reading() as connection:
        return list(connection.execute(select(*what)))


def test_a_table_is_looked_through_then_entered_once(
    engine: ProcessEngine, lead: Browser, app: Flask
) -> None:
    page = look(lead, HEAD + COMPANY + SOMEBODY)
    assert "新登记 2 项，登记簿里已有 0 项，有误 0 项。还没有写入。" in page
    assert (rows(engine, award.c.id), PERSON in page) == ([], False)
    assert "已登记 2 项以往获奖，0 项原来就有。" in enter(lead, page)
    assert "已登记 0 项以往获奖，2 项原来就有。" in enter(lead, page)  # the same click twice, or the way back
    assert "新登记 0 项，登记簿里已有 2 项，有误 0 项。" in look(lead, HEAD + COMPANY + SOMEBODY)
    found = rows(engine, award.c.applicant_name, award.c.level, award.c.category, award.c.certificate)
    assert found == [
        ("示例公司", "gold", "model", "示例证〔2019〕007号"),
        ("示例计量师", "gold", "person", None),
    ]
    assert PERSON not in str(rows(engine, award.c.applicant))
    told = rows(engine, history.c.actor, history.c.facts)
    assert [(actor, facts) for actor, facts in told if "awards" in facts] == [
        (
            "lead",
            {
                "scheme": "demo",
                "awards": [
                    ["示例公司", "示府〔2019〕1号", "示例证〔2019〕007号"],
                    ["示例计量师", "示府〔2019〕1号", ""],
                ],
            },
        )
    ]
    verified = app.test_client().get("/verify/示例证(2019)007").get_data(as_text=True)
    assert ("已撤销" in verified, "示例公司" in verified) == (True, True)


def test_eligibility_knows_what_was_entered(engine: ProcessEngine, lead: Browser) -> None:
    enter(lead, look(lead, HEAD + COMPANY))
    with engine.database.reading() as connection:
        known = register.look_up(connection, CODE)
    assert known["awards"] == [
        {
            "scheme": "demo",
            "level": "gold",
            "category": "model",
            "document_date": date(2019, 11, 5),
            "revoked": True,
            "revoked_on": date(2021, 3, 1),
        }
    ]
    wanted = {"scheme": "demo", "ground": "fraud", "decided_on": date(2021, 3, 1), "until": date(2026, 3, 1)}
    assert known["bans"] == [wanted]
    assert len(rows(engine, ban.c.id)) == 1


def test_what_contradicts_the_register_or_itself_is_told_by_line(
    engine: ProcessEngine, lead: Browser
) -> None:
    enter(lead, look(lead, HEAD + COMPANY))
    other = COMPANY.replace("2019-11-05", "2019-11-06")
    again = COMPANY.replace("[2019]007", "[2019]008")
    page = look(lead, HEAD + other + again + SOMEBODY.replace("个人", "银奖") + COMPANY + COMPANY)
    for said in (
        "登记簿里这个证书编号是示例公司的，奖项或日期和表里不一样",
        "登记簿里已有这个获奖者同一天的同一奖项，证书编号是示例证〔2019〕007号",
        "奖项只能写成：示例金奖 模式、示例金奖 个人",
        "证书编号示例证〔2019〕007号在表里写了两次",
        "新登记 0 项，登记簿里已有 0 项，有误 5 项",
    ):
        assert said in page
    assert "登记这" not in page


def test_only_who_leads_the_office_and_only_what_was_shown(lead: Browser, browse: Browse) -> None:
    page = look(lead, HEAD + COMPANY)
    browse("clerk").page("/awards/past", 403)
    looked = re.findall(r'name="_looked" value="([^"]+)"', page)[0]
    lead.post("/awards/past/enter", _looked=f"{looked}x")
    assert "这次预览已经不能用了" in lead.page("/awards/past")
    assert lead.client.get("/awards/past/table.csv").data.decode("utf-8-sig") == HEAD.replace("\n", "\r\n")
    assert "请选择表格文件" in lead.post("/awards/past", 422, scheme="demo").get_data(as_text=True)


def test_an_award_s_name_says_its_level_and_category() -> None:
    given = {
        "top-model": "最高奖",
        "organisation": "组织奖",
        "organisation-exemplar": "标杆",
        "project": "项目奖",
    }
    assert slots({"slots": given}) == {
        "最高奖": ("top", "model"),
        "标杆": ("exemplar", "organisation"),
        "项目奖": ("project", "project"),
    }
