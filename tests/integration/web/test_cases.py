"""The case page: where it stands, why it waits, what happened; for staff in full, for others without names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tests.integration.web.conftest import Browser, House

Browse = Callable[[str], Browser]


def to_notice(house: House) -> int:
    """A case whose notice was posted on Monday 2 March 2026."""
    root = house.apply()
    house.claim(root, "check", "clerk")
    house.complete(
        root, "check", "clerk", result="pass", posted_on="2026-03-02", complete="true", papers=[{"name": "a"}]
    )
    return root


def text(page: str) -> str:
    """The page's words without tags and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def tokens(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="tokens">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    parsed: dict[str, object] = json.loads(found[1])
    return parsed


def test_waiting_for_somebody_to_claim(browse: Browse, house: House) -> None:
    root = house.apply()
    page = browse("clerk").page(f"/cases/{root}")
    assert "check 任务等区审定办经办认领，期限 3月9日 周一 24:00（还剩 5 个工作日）。" in text(page)
    assert "第二十二条" in page
    house.claim(root, "check", "clerk")
    assert "check 任务等您办理" in text(browse("clerk").page(f"/cases/{root}"))
    assert "check 任务等经办甲办理" in text(browse("lead").page(f"/cases/{root}"))


def test_waiting_for_a_notice_to_end(browse: Browse, house: House) -> None:
    root = to_notice(house)
    house.go(4)
    words = text(browse("clerk").page(f"/cases/{root}"))
    # 3, 4, 5, 6 and 9 March; the 4th is the second of them; 7 and 8 are a weekend.
    assert "notice-over要等到 3月9日 周一 24:00，满 5 个工作日；今天是第 2 个，其间周末 2 天不计。" in words
    assert "期满后最早 3月10日 周二继续接着：report 任务" in words
    assert "5 个工作日，起算当日不计" in words
    assert "第 5 个，24:00 止" in words


def test_tokens_for_the_diagram(browse: Browse, house: House) -> None:
    root = to_notice(house)
    found = tokens(browse("clerk").page(f"/cases/{root}"))
    assert found["walked"] == ["start", "start-to-check", "check", "check-to-notice"]
    assert found["here"] == [
        {"element": "notice", "number": 1, "tone": "run", "label": "notice-over", "href": "#wait-1"}
    ]


def test_the_diagram_of_a_called_part(browse: Browse, house: House) -> None:
    root = to_notice(house)
    clerk = browse("clerk")
    part = re.search(rf"/cases/{root}\?part=(\d+)\"(?! aria)", clerk.page(f"/cases/{root}"))
    assert part is not None
    found = tokens(clerk.page(f"/cases/{root}?part={part[1]}"))
    assert found["walked"] == ["start", "start-to-notice-over"]
    answer = clerk.client.get(f"/cases/{root}/diagram.bpmn?part={part[1]}")
    assert answer.mimetype == "application/xml"
    assert b'id="demo.notice"' in answer.data
    assert clerk.client.get(f"/cases/{root}/diagram.bpmn?part=999").status_code == 404


def test_the_outline_says_what_the_diagram_shows(browse: Browse, house: House) -> None:
    root = to_notice(house)
    page = browse("clerk").page(f"/cases/{root}")
    outline = page[page.index('<ul class="outline">') : page.index("</ul>")]
    assert re.findall(r'<li class="(\w+)">.*?<b>(.*?)</b>', outline, re.DOTALL) == [
        ("walked", "开始"),
        ("walked", "check 任务"),
        ("here", "notice"),
        ("far", "report 任务"),
        ("far", "reply 任务"),
        ("far", "结束"),
    ]


def test_the_story_names_people_to_staff_only(browse: Browse, house: House) -> None:
    root = to_notice(house)
    staff = text(browse("lead").page(f"/cases/{root}"))
    assert "09:00经办甲办结“check 任务”" in staff
    assert "09:00经办甲认领“check 任务”" in staff
    assert "09:00示例精密仪器有限公司立案" in staff
    owner = text(browse("applicant").page(f"/cases/{root}"))
    assert "09:00工作人员办结“check 任务”" in owner
    assert "认领" not in owner
    assert "您立案" in owner
    assert "经办甲" not in owner


def test_owners_read_back_only_what_identifies_the_case(browse: Browse, house: House) -> None:
    root = to_notice(house)
    assert "张贴日期" in browse("clerk").page(f"/cases/{root}")
    page = browse("applicant").page(f"/cases/{root}")
    assert "张贴日期" not in page
    assert "示例精密仪器有限公司" in page


def test_reviewers_learn_only_whose_case_it_is(browse: Browse, house: House) -> None:
    root = to_notice(house)
    house.go(12)
    house.settle()
    page = browse("reviewer").page(f"/tasks/{house.task(root, 'report')}")
    facts = page[page.index("<h2>案情</h2>") :]
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", facts) == [
        ("申报人", "示例精密仪器有限公司"),
        ("评选周期", "示例2026"),
    ]


def test_an_incident_is_said_in_the_sentence(browse: Browse, house: House) -> None:
    root = house.start("demo.broken", "示例故障")
    house.claim(root, "ask", "clerk")
    house.complete(root, "ask", "clerk")
    house.settle()
    page = browse("clerk").page(f"/cases/{root}")
    assert "call-out出了故障（今天 09:00）" in text(page)
    assert "故障</span>" in page


def test_the_list_can_be_searched(browse: Browse, house: House) -> None:
    house.apply("示申〔2026〕001号")
    house.apply("示申〔2026〕002号", "rival")
    clerk = browse("clerk")
    assert "示申〔2026〕001号" not in clerk.page("/cases?q=样例")
    assert "示申〔2026〕002号" in clerk.page("/cases?q=样例")
    assert "没有符合条件的案件" in clerk.page("/cases?kind=objection")
    assert "check 任务" in clerk.page("/cases?kind=application&status=active")
