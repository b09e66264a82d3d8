"""The calendar's pages: a year, an entry, a second entry, the preview, the publication."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import insert

from engine.actor import Actor
from engine.commands import calendar, instances
from engine.process_engine import ProcessEngine
from tests.integration.house import deploy
from tests.integration.test_calendar_moves import notice
from tests.integration.web.conftest import Browser, House
from tests.support.amended_2026 import LONGER
from tests.support.fictional_2027 import FICTIONAL_2027
from web.models import account

Browse = Callable[[str], Browser]
REST = """\
元旦 2027-01-01 至 2027-01-03
春节 2027-02-05 至 2027-02-11
清明节 2027-04-03 至 2027-04-05
劳动节 2027-05-01 至 2027-05-05
端午节 2027-06-09
中秋节 2027-09-15
国庆节 2027-10-01 至 2027-10-07"""
WORK = "2027-02-13、2027-05-08\n2027-09-26、2027-10-09"
ENTRY = {"year": "2027", "title": "虚构的放假通知", "link": "https://example.invalid/n", "rest_text": REST}


@pytest.fixture
def keepers(engine: ProcessEngine) -> None:
    """Two people who enter the calendar."""
    rows = [
        {
            "name": name,
            "display_name": shown,
            "groups": ["shared.calendar-keeper"],
            "password_hash": "",
            "admin": False,
            "disabled": False,
        }
        for name, shown in (("keeper-1", "录入甲"), ("keeper-2", "录入乙"))
    ]
    with engine.database.transaction() as connection:
        connection.execute(insert(account), rows)


def text(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def test_a_year_is_seen_by_everybody_who_is_signed_in(browse: Browse) -> None:
    """2026 has 248 working days; Saturday 9 May is worked, 1 May is off."""
    page = browse("stranger").page("/calendar?year=2026")
    assert "248 个工作日" in text(page)
    assert 'title="5月9日 调休上班"' in page
    assert 'title="5月1日 放假（劳动节）"' in page
    assert "录入调整" not in page
    for year in ("2003", "2029", "next"):
        browse("stranger").page(f"/calendar?year={year}", 404)


def test_a_year_without_a_notice_is_marked(browse: Browse) -> None:
    page = browse("root").page("/calendar?year=2027")
    assert "2027 年的放假安排还没有录入" in text(page)
    assert 'class="guess" title="2月8日 工作日，推定"' in page


def test_from_the_first_entry_to_the_publication(browse: Browse, keepers: None) -> None:
    one, two = browse("keeper-1"), browse("keeper-2")
    entered = one.post("/calendar/enter", **ENTRY, work_text=WORK)
    address = entered.location
    assert "同一个人不能录两遍" in text(one.page(address))
    one.post(f"{address}/confirm", 409, read="yes")
    waiting = two.page(address)
    assert "由您再录一遍" in text(waiting)
    before, _, folded = waiting.partition("<details")
    assert ("2027年2月5日" in before, "2027年2月5日" in folded) == (False, True)  # entered blind
    wrong = two.post(
        f"{address}/confirm", 422, rest_text=REST.replace("2027-05-05", "2027-05-04"), work_text=WORK
    )
    assert "2027-05-05 第一次“放假 劳动节”、第二次“未列”" in text(wrong.get_data(as_text=True))
    two.post(f"{address}/publish", 409)
    two.post(f"{address}/confirm", rest_text=REST, work_text=WORK)
    assert "没有在办的定时或期限受影响" in text(two.page(address))
    two.post(f"{address}/publish")
    assert "录入甲 今天" in text(two.page(address))
    assert "已公布" in text(one.page("/calendar?year=2027"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"work_text": "2027-02-13\n2027-05-10"}, "第 2 行：调休上班日 2027-05-10 不是周六或周日"),
        ({"rest_text": REST.replace("2027-06-09", "端午")}, "第 5 行：应写成"),
        ({"working_days": "300"}, "写明全年 300 个工作日，按所录日期是 248 个"),
        ({"link": "javascript:alert(1)"}, "网址应以 https:// 或 http:// 开头"),
        ({"year": "2x"}, "年份是四位数字"),
        ({"title": " "}, "请写通知的标题"),
        ({"issued_on": "去年"}, "“去年”不是日期"),
    ],
)
def test_an_entry_that_cannot_be_right_comes_back_with_its_line(
    browse: Browse, changed: dict[str, str], sentence: str
) -> None:
    answer = browse("root").post("/calendar/enter", 422, **{**ENTRY, "work_text": WORK, **changed})
    page = answer.get_data(as_text=True)
    assert sentence in text(page)
    assert "春节 2027-02-05 至 2027-02-11" in page  # what was typed is still there


def test_the_preview_names_what_moves(engine: ProcessEngine, browse: Browse) -> None:
    """Posted on 29 April 2026: the last day moves from 9 to 12 May; the stranger to the case reads only dates."""
    deploy(engine, p=notice())
    start = {"posted_on": {"$": "date", "v": "2026-04-29"}}
    instances.start(
        engine, "test.p", business_key="示〔2026〕1 号", variables=start, by=Actor("root", admin=True)
    )
    number = calendar.enter(engine, LONGER, Actor("other", admin=True))
    page = text(browse("root").page(f"/calendar/editions/{number}"))
    assert "示〔2026〕1 号 over 5月9日 周六 → 5月12日 周二" in page
    assert "自 2026-04-29 起 5 个工作日：原到 2026-05-09，现到 2026-05-12" in page


def test_closing_a_day(browse: Browse, keepers: None) -> None:
    given = {"title": "虚构：台风停止办公", "days": "2026-09-15 台风\n2026-09-16 台风"}
    address = browse("keeper-1").post("/calendar/close", **given).location
    browse("keeper-2").post(f"{address}/confirm", days=given["days"])
    browse("keeper-2").post(f"{address}/publish")
    page = browse("stranger").page("/calendar?year=2026")
    assert 'title="9月15日 停止办公（台风）"' in page
    refused = browse("root").post("/calendar/close", 422, title="虚构", days="2026-09-15\n明天 停电")
    said = text(refused.get_data(as_text=True))
    assert "第 1 行：请写明原因" in said
    assert "第 2 行：“明天”不是日期" in said


def test_an_edition_that_is_not_there(browse: Browse) -> None:
    browse("root").page("/calendar/editions/7", 404)


def test_a_withdrawn_entry_lets_another_begin(browse: Browse, engine: ProcessEngine) -> None:
    number = calendar.enter(engine, FICTIONAL_2027, Actor("root", admin=True))
    browse("root").post("/calendar/enter", 409, **ENTRY, work_text=WORK)
    browse("root").post(f"/calendar/editions/{number}/withdraw")
    browse("root").post("/calendar/enter", **ENTRY, work_text=WORK)


def test_in_december_staff_are_reminded_of_the_next_year_until_it_is_entered(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    sentence = "2027 年的放假安排还没有录入"
    house.go(30, 11)
    assert sentence not in text(browse("clerk").page("/tasks"))
    house.go(1, 12)
    assert sentence in text(browse("clerk").page("/tasks"))
    assert sentence not in text(browse("applicant").page("/tasks"))
    number = calendar.enter(engine, FICTIONAL_2027, Actor("root", admin=True))
    calendar.confirm(engine, number, Actor("second", admin=True))
    calendar.publish(engine, number, Actor("root", admin=True))
    assert sentence not in text(browse("clerk").page("/tasks"))
