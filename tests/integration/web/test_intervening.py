"""What an administrator does to a case from its page, and what stands in the way of everybody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.bpmn import StartBefore
from engine.commands import deployments, interventions, messages
from engine.models import job, recusal
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import CLERK, FILES
from tests.integration.web.test_cases import text
from tests.support import diagrams as d

Browse = Callable[[str], Browser]
ROOT = Actor("root", admin=True)


def ad_hoc(name: str, *inside: str, enough: str) -> str:
    condition = f"<bpmn:completionCondition>{enough}</bpmn:completionCondition>"
    return f'<bpmn:adHocSubProcess id="{name}" name="现场核查">{"".join(inside)}{condition}</bpmn:adHocSubProcess>'


FREE = d.diagram(
    "demo.free",
    d.start(),
    ad_hoc("visit", d.task("papers", groups=CLERK), d.task("talk", groups=CLERK), enough="=settled = true"),
    d.end("visited"),
    d.flows("start visit visited"),
)
WINDOW = {"demo/free.bpmn": FREE}


@pytest.fixture
def free(house: House) -> int:
    """A case that stands in an ad-hoc sub-process."""
    deployments.deploy(house.pe, {**FILES, **WINDOW}, Actor("owner", admin=True))
    return house.start("demo.free", "示例一", settled=False)


def test_a_case_is_suspended_and_resumed_with_a_reason(browse: Browse, house: House) -> None:
    case, root = house.apply(), browse("root")
    root.post(f"/cases/{case}/suspend", reason="等区政府批复")
    page = text(browse("clerk").page(f"/cases/{case}"))
    assert "本案自 今天 09:00 起暂停办理。恢复之前没有人能办理，到期的事恢复后补办。" in page
    assert "管理员暂停办理：等区政府批复" in page
    assert "已暂停" in text(browse("clerk").page("/cases"))
    task = house.claim(case, "check", "clerk")
    assert "已暂停办理，恢复之后才能继续" in text(
        browse("clerk").post(f"/tasks/{task}/complete", status=409).get_data(as_text=True)
    )
    root.post(f"/cases/{case}/resume", reason="已批复")
    assert "管理员恢复办理：已批复" in text(browse("clerk").page(f"/cases/{case}"))
    assert "暂停办理。" not in text(browse("clerk").page(f"/cases/{case}"))


def test_a_case_is_cancelled_with_a_reason(browse: Browse, house: House) -> None:
    case, root = house.apply(), browse("root")
    root.post(f"/cases/{case}/cancel", reason="申报人撤回")
    page = text(root.page(f"/cases/{case}"))
    assert "您取消：申报人撤回" in page
    assert "本案已取消。" in page
    assert "管理本案" not in page


def test_without_a_reason_nothing_is_done(browse: Browse, house: House) -> None:
    case, root = house.apply(), browse("root")
    assert "请写明理由" in text(root.post(f"/cases/{case}/suspend", status=422).get_data(as_text=True))
    assert "暂停办理：" not in text(root.page(f"/cases/{case}"))


def test_only_the_administrator_finds_the_buttons(browse: Browse, house: House, free: int) -> None:
    for page in (f"/cases/{house.apply()}", f"/cases/{free}"):
        assert "/suspend" in browse("root").page(page)
        assert "/suspend" not in browse("lead").page(page)
        assert "开始“" not in text(browse("lead").page(page))


def buttons(page: str) -> list[str]:
    return re.findall(r'name="element" value="([\w-]+)"', page)


def test_free_work_is_begun_from_the_page_and_ended_there(browse: Browse, house: House, free: int) -> None:
    root = browse("root")
    page = root.page(f"/cases/{free}")
    assert "现场核查里的环节由人选择开始，可以开始：papers 任务、talk 任务。" in text(page)
    assert buttons(page) == ["papers", "talk"]
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    at = {"instance": free, "token": token[1]}
    root.post(f"/cases/{free}/begin", element="talk", reason="先访谈", **at)
    house.complete(free, "talk", "clerk")
    words = text(root.page(f"/cases/{free}"))
    assert "您选择开始“talk 任务”理由：先访谈" in words
    assert "经办甲办结“talk 任务”" in words
    root.post(f"/cases/{free}/begin", reason="材料无须再看", **at)
    words = text(root.page(f"/cases/{free}"))
    assert "您宣布自选环节已经办完理由：材料无须再看" in words
    assert "办结：结束" in words


def test_free_work_needs_to_be_named(browse: Browse, free: int) -> None:
    assert "没有写明是哪一处" in text(
        browse("root").post(f"/cases/{free}/begin", status=422, reason="x").get_data(as_text=True)
    )


@pytest.fixture
def waiting(house: House) -> tuple[int, str]:
    """A case that waits until the end of Monday 9 March, and the address of its timer."""
    due = d.timer("timeDate", '=date and time("2026-03-10T00:00:00+08:00")')
    window = d.diagram(
        "demo.window", d.start(), d.catch("until", due), d.task("next", groups=CLERK), d.end("over"),
        d.flows("start until next over"),
    )  # fmt: skip
    deployments.deploy(house.pe, {**FILES, "demo/window.bpmn": window}, Actor("owner", admin=True))
    case = house.start("demo.window", "示例二")
    with house.pe.database.reading() as connection:
        number = connection.execute(select(job.c.id).where(job.c.root_id == case)).scalar_one()
    return case, f"/cases/{case}/timers/{number}"


def test_a_timer_is_moved_and_fired_from_the_page(
    browse: Browse, house: House, waiting: tuple[int, str]
) -> None:
    case, timer = waiting
    root = browse("root")
    assert f'action="{timer}"' in root.page(f"/cases/{case}")
    assert f'action="{timer}"' not in browse("lead").page(f"/cases/{case}")
    root.post(timer, act="move", to="2026-03-13T00:00", reason="等区政府批复")
    page = text(root.page(f"/cases/{case}"))
    assert "要等到 3月12日 周四 24:00" in page
    assert "您把“until”改期到 2026年3月12日：等区政府批复" in page
    root.post(timer, act="fire", reason="已批复")
    page = text(root.page(f"/cases/{case}"))
    assert "不等到期，由管理员触发：已批复" in page
    assert "next 任务等区审定办经办认领" in page
    assert "触发或取消" in text(root.post(timer, 409, act="fire", reason="再来一次").get_data(as_text=True))


def test_a_timer_moves_only_to_an_instant_that_is_named(browse: Browse, waiting: tuple[int, str]) -> None:
    _, timer = waiting
    root = browse("root")
    for to, sentence in (("", "请填改到哪一天几点几分"), ("2026-03-01T08:00", "请填将来的时刻")):
        answer = root.post(timer, 422, act="move", to=to, reason="改期")
        assert sentence in text(answer.get_data(as_text=True))


def test_messages_that_nobody_takes_are_listed_with_the_names_of_what_they_carry(
    browse: Browse, house: House
) -> None:
    messages.publish(house.pe, "demo.lost", "示〔1〕号", {"score": 98, "secret": "甲"}, house.actor("clerk"))
    house.settle()
    page = text(browse("root").page("/incidents/untaken"))
    assert "demo.lost没有案件在等，也没有流程由它开始" in page
    assert "示〔1〕号" in page
    assert "今天 09:00经办甲" in page
    assert "score、secret" in page
    assert "98" not in page
    house.clock.set(house.clock.now().replace(month=4, day=2))
    assert "已过期，不再送达" in text(browse("root").page("/incidents/untaken"))


ESCALATES = d.diagram(
    "demo.reported",
    d.start(),
    '<bpmn:intermediateThrowEvent id="report" name="上报延期"><bpmn:escalationEventDefinition escalationRef="late"/>'
    "</bpmn:intermediateThrowEvent>",
    d.task("go-on", groups=CLERK),
    d.end(),
    d.flows("start report go-on end"),
    head='<bpmn:escalation id="late" escalationCode="late"/>',
)


def test_an_escalation_that_nobody_caught_is_listed_and_told(browse: Browse, house: House) -> None:
    deployments.deploy(house.pe, {**FILES, "demo/reported.bpmn": ESCALATES}, Actor("owner", admin=True))
    case = house.start("demo.reported", "示例二")
    page = text(browse("root").page("/incidents/untaken"))
    assert "近 30 天 1 次" in page
    assert "上报延期示例二late今天 09:00" in page
    assert "“上报延期”没有环节接收代码 late" in text(browse("clerk").page(f"/cases/{case}"))


def test_what_an_administrator_changed_is_told_to_staff_with_its_reason(
    browse: Browse, house: House, free: int
) -> None:
    """Variables, the place of tokens, the version of the diagram."""
    root = house.pe
    interventions.set_variables(root, free, {"settled": False, "score": 7}, "录错了", ROOT)
    interventions.modify(root, free, [StartBefore("talk")], "漏了访谈", ROOT)
    changed = FREE.replace("现场核查".encode(), "上门核查".encode())
    deployments.deploy(root, {**FILES, "demo/free.bpmn": changed}, Actor("owner", admin=True))
    with root.database.reading() as connection:
        newest = root.definitions.newest(connection, "demo.free").id
    interventions.migrate(root, free, newest, {}, "图改了名", ROOT)
    page = text(browse("lead").page(f"/cases/{free}"))
    assert "管理员更改案情数据：录错了更改：settled、score" in page
    assert "管理员调整办理位置：漏了访谈从“talk 任务”之前开始" in page
    assert "管理员把案件转到流程第 2 版：图改了名" in page
    assert "上门核查里的环节由人选择开始" in page


def test_of_a_case_that_may_not_be_seen_nothing_is_told(browse: Browse, house: House, free: int) -> None:
    """Neither of one that is not there, nor of one from which the administrator is recused; with or without a reason."""
    root = browse("root")
    with house.pe.database.transaction() as connection:
        connection.execute(
            recusal.insert().values(root_id=free, account="root", at=house.pe.now(), element="visit")
        )
    for case in (free, 999_999):
        for act in ("suspend", "resume", "cancel", "begin", "timers/1"):
            root.post(f"/cases/{case}/{act}", 404)
            root.post(f"/cases/{case}/{act}", 404, reason="理由", act="fire")


def test_what_is_of_another_case_is_not_there(browse: Browse, house: House, free: int) -> None:
    other, root = house.apply(), browse("root")
    root.post(f"/cases/{other}/begin", 404, instance=free, token="any", element="papers", reason="理由")
    house.claim(other, "check", "clerk")
    house.complete(other, "check", "clerk", result="pass", posted_on="2026-03-02")
    with house.pe.database.reading() as connection:
        timer = connection.execute(select(job.c.id).where(job.c.kind == "timer")).scalar_one()
    root.post(f"/cases/{free}/timers/{timer}", 404, act="fire", reason="理由")
    root.post(f"/cases/{other}/timers/{timer}", act="fire", reason="理由")
