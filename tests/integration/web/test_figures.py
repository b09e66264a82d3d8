"""Pages of figures: true numbers that are links, for staff of the scheme only, with a bounded number of statements."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from tests.support.statements import counted
from web.people import accounts

Browse = Callable[[str], Browser]
PAGES = ("/figures", "/figures/load", "/figures/notices")


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def to_notice(house: House, number: int) -> int:
    """A case whose notice was posted on Monday 2 March 2026."""
    root = house.apply(f"示申〔2026〕{number:03}号")
    house.claim(root, "check", "clerk")
    papers = [{"name": "a"}]
    house.complete(
        root, "check", "clerk", result="pass", posted_on="2026-03-02", complete="true", papers=papers
    )
    return root


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["applicant", "reviewer", "stranger", "drawer"])
def test_nobody_else_finds_them(browse: Browse, path: str, who: str) -> None:
    browse(who).page(path, 404)


@pytest.mark.parametrize("path", PAGES)
def test_another_schemes_figures_are_not_there(browse: Browse, path: str) -> None:
    browse("clerk").page(f"{path}?scheme=demo")
    browse("clerk").page(f"{path}?scheme=elsewhere", 404)


def test_the_way_of_a_cycle_counts_and_leads_to_its_cases(browse: Browse, house: House) -> None:
    cycle = house.start("demo.cycle", "示例2026")
    first, second = house.apply("示申 1"), house.apply("示申 2")
    house.apply("示申 3", cycle="另一届")
    page = browse("lead").page("/figures?scheme=demo")
    # The scheme names two stages and no funnel: both cases stand at the first.
    assert "资格审查 2 2" in words(page)
    assert "资料评审 0 0" in words(page)
    (link,) = set(re.findall(r'href="(/figures/cases\?[^"]*)"', page)) - {
        found for found in re.findall(r'href="(/figures/cases\?[^"]*)"', page) if "here=1" in found
    }
    listed = browse("lead").page(link.replace("&amp;", "&"))
    assert re.findall(r'href="/cases/(\d+)"', listed) == [str(first), str(second)]
    browse("lead").page(f"/figures/cases?scheme=demo&cycle={cycle}&step=nothing", 404)
    browse("lead").page("/figures/cases?scheme=demo&cycle=999999&step=qualification", 404)
    browse("applicant").page(f"/figures/cases?scheme=demo&cycle={cycle}&step=qualification", 404)


def test_many_cases_behind_a_number_come_a_page_at_a_time(browse: Browse, house: House) -> None:
    cycle = house.start("demo.cycle", "示例2026")
    roots = [str(house.apply(f"示申 {n:02}")) for n in range(1, 28)]
    lead = browse("lead")
    address = f"/figures/cases?scheme=demo&cycle={cycle}&step=qualification"
    pages = [lead.page(f"{address}{more}") for more in ("", "&page=2", "&here=1&page=2", "&page=x")]
    listed = [re.findall(r'href="/cases/(\d+)"', page) for page in pages]
    assert listed == [roots[:25], roots[25:], roots[25:], roots[:25]]
    assert "第 26–27 项，共 27 项" in words(pages[1])
    assert f'rel="next" href="{address.replace("&", "&amp;")}&amp;page=2"' in pages[0]
    assert 'here=1&amp;page=1"' in pages[2]
    assert lead.client.get(f"{address}&page=3").location == f"{address}&page=1"


def test_more_falls_due_in_a_week_than_is_listed(browse: Browse, house: House) -> None:
    for n in range(1, 24):
        house.apply(f"示申 {n:02}")
    house.go(9)  # all are due on Monday 9 March, 24:00: today
    page = words(browse("lead").page("/figures"))
    assert "本周到期 23 项，含已逾期的" in page
    assert "只列最急的 20 项。" in page
    assert "已逾期 0 今天 今天：到期 23 23 周二 0" in page
    house.go(10)
    assert "已逾期：到期 23 23 今天 0" in words(browse("lead").page("/figures"))


def test_load_counts_what_each_has_is_late_with_and_has_done(browse: Browse, house: House) -> None:
    to_notice(house, 1)
    late, _other = house.apply("示申〔2026〕002号"), house.apply("示申〔2026〕003号")
    house.claim(late, "check", "colleague")
    house.go(10)  # both are due on Monday 9 March, 24:00
    page = words(browse("lead").page("/figures/load"))
    # open, overdue, within 7 days, done in 30 days
    assert "经办乙 1 1 0 0" in page
    assert "经办甲 0 0 0 1" in page
    assert "区审定办经办 1 1 0 0" in page
    assert "示例精密仪器有限公司" not in page


def test_notices_say_their_days_and_who_posted_them(browse: Browse, house: House) -> None:
    to_notice(house, 1)
    house.go(4)
    page = words(browse("lead").page("/figures/notices"))
    # 3, 4, 5, 6 and 9 March: the 4th is the second of five.
    assert "3月2日 周一" in page
    assert "3月9日 周一 24:00" in page
    assert "2 / 5 个工作日" in page
    house.go(10)
    house.settle()
    assert "已期满" in words(browse("lead").page("/figures/notices"))
    house.go(31)
    assert "现在没有正在进行的公示" in words(browse("lead").page("/figures/notices"))


def test_more_cases_cost_no_more_statements(browse: Browse, house: House, engine: ProcessEngine) -> None:
    house.start("demo.cycle", "示例2026")
    lead = browse("lead")
    asked: list[list[int]] = []
    for number in (1, 2):
        for n in range(3):
            to_notice(house, number * 10 + n)
            house.apply(f"示申〔2026〕9{number}{n}号")
        house.go(4)
        for path in PAGES:
            lead.page(path)  # what is kept for a minute is read before
        found = []
        for path in PAGES:
            with counted(engine) as statements:
                lead.page(path)
            found.append(len(statements))
        asked.append(found)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 30


def test_an_evaluator_reads_the_numbers_of_a_cycle_and_no_case(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    accounts.add(engine.database, "evaluator", "第三方", PASSWORD, ["demo.third-party"])
    house.start("demo.cycle", "示例2026")
    case = house.apply("示申 1")
    house.apply("示申 2", cycle="另一届")
    evaluator = browse("evaluator")
    page = evaluator.page("/figures/evaluated")
    assert "资格审查 1 1" in words(page)
    assert "check 任务 0 0 1" in words(page)  # the only task so far: none completed, none late, one waits
    assert [word for word in ("示申 1", "申报人甲", 'href="/cases/') if word in page] == []
    evaluator.page(f"/cases/{case}", 404)
    for path in ("/figures/evaluated?scheme=elsewhere", "/figures/evaluated?cycle=999999", *PAGES):
        evaluator.page(path, 404)
    browse("lead").page("/figures/evaluated", 404)
