"""Notices hang as they were posted: listed fields only, a countdown, supplements; and the same as open data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from awards.models import award, publication
from engine.actor import Actor
from engine.commands import calendar, deployments, messages, tasks
from engine.errors import Invalid
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_objections import jingan
from tests.support.amended_2026 import LONGER
from web.public.opendata import TABLES, safe_cell

Browse = Callable[[str], Browser]
ADMIN = Actor("admin", admin=True)
CLERK = Actor("office", frozenset({"jingan.office-clerk"}))
PLANTED = ("13800000007", "91310106DEMEX00012", "评分九十九", "内部意见")
# What a case hands over may hold more than may hang.
ITEM = {
    "key": "静质奖申〔2026〕001号",
    "name": "示例精密仪器有限公司",
    "slot": "gold-model",
    **dict(zip(("contact", "uscc", "score", "rationale"), PLANTED, strict=True)),
}
ASKED = {
    "scheme": "jingan",
    "notice_type": "qualified",
    "notice_key": "n1",
    "case_keys": [ITEM["key"]],
    "title": "资格审查通过名单公示",
    "items": [ITEM],
    "reference": None,
}
# Wednesday 29 April: 30 April, 6, 7, 8 May and Saturday 9 May, a make-up day, count.
POSTED = {
    "posted_on": "2026-04-29",
    "notice_days": 5,
    "notice_channels": ["government"],
    "posted_url": "https://example.invalid/1",
    "objection_channel_shown": True,
}


@pytest.fixture
def asked(engine: ProcessEngine, house: House) -> int:
    """A notice that is to be posted on 29 April."""
    deployments.deploy(engine, jingan(), Actor("owner", admin=True))
    house.go(29, 4)
    root = house.start("shared.public-notice", key="n1", **ASKED)
    house.settle()
    return root


@pytest.fixture
def posted(asked: int, house: House) -> int:
    """The same notice, posted; the root's id."""
    post(house, asked)
    return asked


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


def post(house: House, root: int, **changed: Any) -> None:
    tasks.complete(house.pe, house.task(root, "post-notice"), {**POSTED, **changed}, CLERK)
    house.settle()


def kept(engine: ProcessEngine) -> list[Any]:
    with engine.database.reading() as connection:
        return list(connection.execute(select(publication).order_by(publication.c.id)))


def text(client: FlaskClient, path: str) -> str:
    """What a page says, without its marks."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True).partition("<main")[2]).split())


def test_a_posted_notice_is_frozen_with_number_and_fingerprint(posted: int, engine: ProcessEngine) -> None:
    (row,) = kept(engine)
    assert (row.kind, row.scheme, row.number) == ("list", "jingan", "静质奖告〔2026〕001号")
    assert (row.posted_on, row.closes_on) == (date(2026, 4, 29), date(2026, 5, 9))
    assert row.sha256 == sha256(row.content.encode()).hexdigest()
    content = orjson.loads(row.content)
    assert content["items"] == [
        {
            "name": "示例精密仪器有限公司",
            "unit": "",
            "award": "静安质量金奖 先进质量管理模式",
            "case": "静质奖申〔2026〕001号",
        }
    ]
    assert content["paragraphs"] == [
        "根据《上海市静安区政府质量奖管理办法》（静府规〔2023〕2号）第二十二条，现将下列1项向社会公示。",
        "公示期不少于5个工作日，自2026年4月29日（周三）张贴，当日不计，至2026年5月9日（周六）24:00止。",
        "任何单位或者个人对公示名单有异议的，可在公示期内实名向静安区政府质量奖审定委员会办公室提出，"
        "并提供必要的证明材料。提出人的身份信息依规保密。",
    ]


def test_what_was_refused_is_not_published(asked: int, house: House, engine: ProcessEngine) -> None:
    with pytest.raises(Invalid):
        post(house, asked, notice_days=4)
    assert kept(engine) == []


def test_its_page_counts_working_days(posted: int, stranger: FlaskClient, house: House) -> None:
    page = text(stranger, "/notices/1")
    assert "还剩 5 个工作日 不含今天；至 2026年5月9日 周六 24:00" in page
    assert "只会延长，不会提前" in page
    house.go(8, 5)
    assert "还剩 1 个工作日" in text(stranger, "/notices/1")
    house.go(9, 5)
    assert "今天 24:00 止" in text(stranger, "/notices/1")
    house.go(10, 5)
    house.settle()
    assert "已结束 截止日期 2026年5月9日 周六" in text(stranger, "/notices/1")


def test_the_page_and_the_list_lead_to_an_objection(posted: int, stranger: FlaskClient) -> None:
    assert "对此提出异议" in text(stranger, "/notices/1")
    address = "/objections/new?case=静质奖申〔2026〕001号"
    form = stranger.get(address).get_data(as_text=True)
    assert '<option value="静质奖申〔2026〕001号" selected>' in form


def test_the_text_that_is_fetched_has_the_fingerprint(posted: int, stranger: FlaskClient) -> None:
    content = stranger.get("/notices/1/text").get_data()
    assert sha256(content).hexdigest() in text(stranger, "/notices/1")


def test_home_lists_what_runs_and_sends_staff_to_their_work(
    posted: int, stranger: FlaskClient, browse: Browse, house: House
) -> None:
    assert "静安区政府质量奖资格审查通过名单公示" in text(stranger, "/")
    assert browse("clerk").client.get("/").location == "/tasks"
    house.go(10, 5)
    house.settle()
    assert "现在没有正在公示的名单" in text(stranger, "/")
    assert "静质奖告〔2026〕001号" in text(stranger, "/notices")


def test_a_longer_holiday_is_a_supplement_and_the_text_stays(
    posted: int, stranger: FlaskClient, engine: ProcessEngine
) -> None:
    """With 6 and 7 May off: 30 April, 8, 9 (make-up), 11 and 12 May."""
    before = stranger.get("/notices/1/text").get_data()
    number = calendar.enter(engine, LONGER, ADMIN)
    calendar.confirm(engine, number, Actor("second", admin=True))
    calendar.publish(engine, number, ADMIN)
    page = text(stranger, "/notices/1")
    assert "由 2026年5月9日 周六 顺延到 2026年5月12日 周二 24:00" in page
    assert "至 2026年5月12日 周二 24:00" in page
    assert "至2026年5月9日（周六）24:00止" in page
    assert stranger.get("/notices/1/text").get_data() == before


def test_an_end_in_a_year_without_its_holidays_is_provisional(
    asked: int, stranger: FlaskClient, house: House, engine: ProcessEngine
) -> None:
    """29, 30 and 31 December count, and two days of a January of which nothing is announced yet."""
    house.go(28, 12)
    post(house, asked, posted_on="2026-12-28")
    page = text(stranger, "/notices/1")
    assert "公示期 推定 还剩 5 个工作日" in page
    assert "公布以前不会凭它放行" in page
    assert "截止日期是推定的，以补充公告为准；只会延长，不会提前" in page
    assert "推定" in text(stranger, "/")


def test_what_was_interrupted_hangs_again_under_a_new_number(
    posted: int, stranger: FlaskClient, house: House, engine: ProcessEngine
) -> None:
    messages.publish(engine, "notice-interrupted", "n1", {"interruption": "网站停机"}, ADMIN)
    house.settle()
    assert "这份公示已经停止" in text(stranger, "/notices/1")
    post(house, posted, posted_on="2026-04-30")
    assert [row.number for row in kept(engine)] == ["静质奖告〔2026〕001号", "静质奖告〔2026〕002号"]
    assert "以重新张贴的为准" in text(stranger, "/notices/1")
    assert "还剩" in text(stranger, "/notices/2")


def test_nothing_but_the_listed_fields_leaves_the_house(posted: int, stranger: FlaskClient) -> None:
    places = ["/", "/notices", "/notices/1", "/notices/1/text", "/objections/new?notice=1"]
    places += [f"/data/{name}.{kind}" for name in TABLES for kind in ("csv", "json")]
    seen = {place: stranger.get(place).get_data(as_text=True) for place in places}
    assert [(place, word) for place, said in seen.items() for word in PLANTED if word in said] == []


def test_lists_as_csv_and_json_have_the_listed_columns(posted: int, stranger: FlaskClient) -> None:
    columns = (
        *("notice", "scheme", "award_name", "title", "posted_on", "closes_on"),
        *("state", "case", "name", "unit", "award", "sha256"),
    )
    content = stranger.get("/data/lists.csv").get_data()
    assert content.startswith(b"\xef\xbb\xbf")  # for Excel
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == columns
    assert rows[1][:8] == [
        *("静质奖告〔2026〕001号", "jingan", "静安区政府质量奖", "静安区政府质量奖资格审查通过名单公示"),
        *("2026-04-29", "2026-05-09", "running", "静质奖申〔2026〕001号"),
    ]
    told = stranger.get("/data/lists.json").get_json()
    assert (told["columns"], [tuple(row) for row in told["rows"]]) == (list(columns), [columns])


def test_who_has_a_file_already_is_told_so(posted: int, stranger: FlaskClient, house: House) -> None:
    first = stranger.get("/data/lists.json")
    same = {"If-None-Match": first.headers["ETag"]}
    assert stranger.get("/data/lists.json", headers=same).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert stranger.get("/data/lists.json", headers=since).status_code == 304
    house.go(10, 5)
    house.settle()
    assert stranger.get("/data/lists.json", headers=same).status_code == 200
    assert stranger.get("/data/lists.json", headers=since).status_code == 200


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_no_spreadsheet_runs_a_cell(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    given = ("示例公司", "3-5", "", None, date(2026, 1, 2))
    assert [safe_cell(value) for value in given] == ["示例公司", "3-5", "", "", "2026-01-02"]


def test_winners_hang_by_year_and_a_revoked_one_says_so(
    asked: int, stranger: FlaskClient, engine: ProcessEngine
) -> None:
    common = {"scheme": "jingan", "level": "gold", "category": "model", "document_number": "静府〔2025〕1号"}
    rows = [
        {
            **common,
            "applicant": "91310106DEMEX00012",
            "applicant_name": "示例甲公司",
            "document_date": date(2025, 6, 1),
            "certificate": "静质奖证〔2025〕001号",
            "revoked_on": date(2026, 2, 3),
        },
        {
            **common,
            "applicant": "91310106DEMEX00025",
            "applicant_name": "=示例乙公司",
            "document_date": date(2023, 6, 1),
            "certificate": None,
            "revoked_on": None,
        },
    ]
    with engine.database.transaction() as connection:
        connection.execute(insert(award), rows)
    page = text(stranger, "/winners")
    assert "示例甲公司 已撤销 2026年2月3日 周二 撤销 静安质量金奖 先进质量管理模式" in page
    assert "示例乙公司" not in page
    assert "示例乙公司" in text(stranger, "/winners?year=2023")
    content = stranger.get("/data/winners.csv").get_data().decode("utf-8-sig")
    columns = "year,scheme,award_name,name,award,certificate,document_number,document_date,revoked_on"
    assert content.splitlines()[0] == columns
    assert content.splitlines()[2].split(",")[3] == "'=示例乙公司"
    assert "DEMEX" not in content


def test_rules_tell_their_validity_and_articles_in_our_words(asked: int, stranger: FlaskClient) -> None:
    page = text(stranger, "/rules/jingan")
    assert "静府规〔2023〕2号 现行有效" in page
    assert "第三条（名额上限）" in page
    assert "有效期至 2028年11月30日 周四 24:00" in page
    assert "上海市静安区政府质量奖管理办法" in text(stranger, "/rules")


def test_what_is_not_there_is_not_found(asked: int, stranger: FlaskClient) -> None:
    addresses = ("/notices/7", "/notices/7/text", "/rules/nowhere", "/data/cases.csv", "/data/cases.json")
    assert [stranger.get(address).status_code for address in addresses] == [404] * 5
