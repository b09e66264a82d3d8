"""The state of a case and what it waits for: the list says the same as the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine import jobs
from engine.actor import Actor
from engine.commands import deployments, incidents
from engine.jobs import claiming
from tests.integration.house import open_incidents
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import CLERK, FILES
from tests.integration.web.test_cases import text
from tests.support import diagrams as d

Browse = Callable[[str], Browser]
OVER = '=start of day(working days after(today(), 5) + duration("P1D"))'


def named(part: str, element: str, name: str) -> str:
    """The same part of a diagram with a Chinese name."""
    return part.replace(f'name="{element}"', f'name="{name}"')


def clock(element: str, name: str) -> str:
    return named(d.catch(element, d.timer("timeDate", OVER)), element, name)


POSTED = d.diagram(
    "demo.posted",
    d.start(),
    d.gateway("running", "eventBased"),
    clock("over", "公示期满"),
    named(d.catch("interrupted", d.message("stopped")), "interrupted", "公示中断"),
    d.task("report", groups=CLERK),
    d.end(),
    d.end("end-interrupted"),
    d.flows("start running over report end"),
    d.flows("running interrupted end-interrupted"),
    head=d.messages(stopped="case_key"),
)
INTERNAL = d.diagram(
    "demo.internal", d.start(), clock("over", "内部公示期满"), d.end(), d.flows("start over end")
)
HELD = d.diagram(
    "demo.held",
    d.start(),
    named(d.catch("pending", d.message("settled")), "pending", "等待异议办结"),
    d.end(),
    d.flows("start pending end"),
    head=d.messages(settled="case_key"),
)
MORE = {"demo/posted.bpmn": POSTED, "demo/internal.bpmn": INTERNAL, "demo/held.bpmn": HELD}


@pytest.fixture(autouse=True)
def deployed(house: House) -> None:
    deployments.deploy(house.pe, {**FILES, **MORE}, Actor("owner", admin=True))


def listed(browser: Browser) -> list[tuple[str, str]]:
    """State and what is waited for, of each case in the list."""
    page = browser.page("/cases")
    rows = re.findall(r'data-l="状态">(.*?)</td>\s*<td data-l="正在等">(.*?)</td>', page, re.DOTALL)
    return [(text(state), text(steps)) for state, steps in rows]


def state(browser: Browser, root: int) -> str:
    page = browser.page(f"/cases/{root}")
    found = re.search(r'<h1>.*?</h1>\s*<span class="b[^"]*">(.*?)</span>', page, re.DOTALL)
    assert found is not None
    return text(found[1])


def test_what_may_only_happen_is_not_waited_for(browse: Browse, house: House) -> None:
    root = house.start("demo.posted", "示例一", case_key="示例一")
    clerk = browse("clerk")
    assert listed(clerk) == [("办理中", "公示期满")]
    assert state(clerk, root) == "公示中"
    assert "在此期间公示中断的，转入结束。" in text(clerk.page(f"/cases/{root}"))


def test_an_internal_notice_is_called_so(browse: Browse, house: House) -> None:
    root = house.start("demo.internal", "示例一")
    assert state(browse("clerk"), root) == "内部公示"


def test_a_case_that_an_objection_holds_says_so_in_the_list_as_well(browse: Browse, house: House) -> None:
    root = house.start("demo.held", "示例一", case_key="示例一")
    clerk = browse("clerk")
    assert listed(clerk) == [("暂缓 · 有未决异议", "等待异议办结")]
    assert state(clerk, root) == "暂缓 · 有未决异议"


def test_an_application_that_is_marked_as_held_says_so(browse: Browse, house: House) -> None:
    root = house.start(
        "demo.application", "示例一", held=True, applicant={"account": "applicant", "name": "甲"}
    )
    clerk = browse("clerk")
    assert listed(clerk) == [("暂缓 · 有未决异议", "check 任务")]
    assert state(clerk, root) == "暂缓 · 有未决异议"


def test_a_date_that_may_not_release_is_told_in_the_story(browse: Browse, house: House) -> None:
    """Posted Tuesday 29 December 2026: five working days end in 2027, whose holidays are not announced."""
    house.go(29, 12)
    root = house.start("demo.posted", "示例一", case_key="示例一")
    house.clock.set(house.clock.now().replace(year=2027, month=1, day=20))
    house.settle()
    (held,) = open_incidents(house.pe)
    incidents.retry(house.pe, held.id, Actor("root", admin=True))
    house.settle()
    clerk = browse("clerk")
    words = text(clerk.page(f"/cases/{root}"))
    assert (
        "公示期满出了故障（今天 09:00）：“公示期满”到期日 2027-01-06 是推定日期：2027 年的放假安排尚未录入。"
        "录入放假安排后请重试；在此之前不放行。已通知系统管理员，处理后继续。"
    ) in words
    assert words.count("“公示期满”到了推定日期 2027年1月6日，没有放行：2027 年的放假安排尚未录入") == 2
    assert listed(clerk) == [("办理中", "公示期满")]


def test_a_cycle_is_started_and_an_application_filed(browse: Browse, house: House) -> None:
    cycle, application = house.start("demo.cycle", "示例2026"), house.apply()
    lead = browse("lead")
    assert "今天 09:00 启动，第 1 个工作日" in text(lead.page(f"/cases/{cycle}"))
    assert "09:00owner启动" in text(lead.page(f"/cases/{cycle}"))
    assert "今天 09:00 立案，第 1 个工作日" in text(lead.page(f"/cases/{application}"))


def test_demo_accounts_stand_in_the_order_of_their_groups(browse: Browse) -> None:
    page = browse("clerk").client.application.test_client().get("/sign-in").get_data(as_text=True)
    names = re.findall(r'name="name" value="(\w+)"', page)
    assert names == [
        "clerk",
        "colleague",
        "lead",
        "reviewer",
        "applicant",
        "rival",
        "draughtsman",
        "drawer",
        "judge",
        "stranger",
        "root",
    ]


def test_an_attempt_that_still_runs_is_not_told_as_one_that_failed(browse: Browse, house: House) -> None:
    root = house.start("demo.broken", "示例故障")
    house.claim(root, "ask", "clerk")
    house.complete(root, "ask", "clerk")
    lead = browse("lead")

    def told() -> str:
        return text(lead.page(f"/cases/{root}"))

    assert "call-out由系统自动办理，正在排队。" in told()
    claiming.claim(house.pe, "somebody", 1)
    assert "call-out由系统自动办理，正在进行。" in told()
    assert "未成" not in told()
    house.clock.set(house.clock.now() + claiming.LEASE)
    jobs.run_due(house.pe, "test")
    assert "call-out出了故障" in told()
