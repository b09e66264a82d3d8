"""The case page says of every kind of element where the case stands, what it waits for and what happened."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.actor import Actor
from engine.commands import deployments, signals, tasks
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import CLERK, FILES
from tests.integration.web.test_cases import text
from tests.support import diagrams as d

Browse = Callable[[str], Browser]
FROZEN = '<bpmn:signal id="frozen" name="demo.frozen"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="frozen"/>'
CONDITION = "<bpmn:conditionalEventDefinition><bpmn:condition>=score &gt; 60</bpmn:condition></bpmn:conditionalEventDefinition>"
UNDO = "<bpmn:compensateEventDefinition/>"
MANY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)
LOOP = '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'


def throw(name: str, inside: str) -> str:
    return f'<bpmn:intermediateThrowEvent id="{name}" name="{name}">{inside}</bpmn:intermediateThrowEvent>'


def undoing(name: str) -> str:
    task = d.task(f"un-{name}", groups=CLERK).replace(
        "<bpmn:userTask", '<bpmn:userTask isForCompensation="true"'
    )
    line = f'<bpmn:association id="as-{name}" sourceRef="cb-{name}" targetRef="un-{name}"/>'
    return d.boundary(f"cb-{name}", name, UNDO) + task + line


def sub(name: str, *parts: str, kind: str = "subProcess", of_event: bool = False) -> str:
    said = ' triggeredByEvent="true"' if of_event else ""
    return f'<bpmn:{kind} id="{name}" name="{name}"{said}>{"".join(parts)}</bpmn:{kind}>'


def process(name: str, *parts: str, head: str = "") -> bytes:
    return d.diagram(f"demo.{name}", *parts, head=head)


UNDONE = process(
    "undone",
    *(
        d.start(),
        d.task("a", groups=CLERK),
        undoing("a"),
        throw("back", UNDO),
        d.task("b", groups=CLERK),
        d.end(),
    ),
    d.flows("start a back b end"),
)
JOINED = process(
    "joined",
    *(d.start(), d.gateway("split", "parallel"), d.task("a", groups=CLERK), d.task("b", groups=CLERK)),
    *(d.gateway("meet", "parallel"), d.end(), d.flows("start split a meet end"), d.flows("split b meet")),
)
HEARD = process(
    "heard",
    *(d.start(), d.gateway("split", "parallel"), d.catch("melt", SIGNAL), d.catch("good", CONDITION)),
    *(throw("tell", SIGNAL), d.catch("keyed", d.message("due")), d.end()),
    *(d.flows("start split melt tell end"), d.flows("split good end"), d.flows("split keyed end")),
    head=FROZEN + d.messages(due="case_key"),
)
SHAPES = process(
    "shapes",
    *(d.start(), d.task("each", groups=CLERK, inside=MANY.format("false"))),
    *(
        d.task("one-by-one", groups=CLERK, inside=MANY.format("true")),
        d.task("again", groups=CLERK, inside=LOOP),
    ),
    d.boundary("late", "again", d.timer("timeDuration", "P1D")),
    sub("deal", d.start("i"), d.end("j"), d.flows("i j"), kind="transaction"),
    *(d.end(), d.end("late-end"), d.flows("start each one-by-one again deal end"), d.flows("late late-end")),
    sub("stop", d.start("x", SIGNAL), d.end("y"), d.flows("x y"), of_event=True),
    head=FROZEN,
)
MORE = {"undone": UNDONE, "joined": JOINED, "heard": HEARD, "shapes": SHAPES}


@pytest.fixture(autouse=True)
def deployed(house: House) -> None:
    files = {f"demo/{name}.bpmn": diagram for name, diagram in MORE.items()}
    deployments.deploy(house.pe, {**FILES, **files}, Actor("owner", admin=True))


def outline(page: str) -> list[tuple[str, str, str]]:
    """State, name and kind of every element of the outline."""
    part = page[page.index('<ul class="outline">') : page.index('<script type="application/json"')]
    found = re.findall(r'<li class="(\w+)">.*?<b>(.*?)</b> <small>(.*?)</small>', part, re.DOTALL)
    return [(state, name, kind.strip()) for state, name, kind in found]


def test_what_is_undone_is_marked_and_told(browse: Browse, house: House) -> None:
    case, clerk = house.start("demo.undone", "示例一"), browse("clerk")
    house.complete(case, "a", "clerk")
    page = clerk.page(f"/cases/{case}")
    assert outline(page) == [
        ("walked", "开始", "开始"),
        ("undone", "a 任务", "人工任务"),
        ("far", "cb-a", "其间（补偿）"),
        ("here", "un-a 任务", "人工任务（撤销时办）"),
        ("far", "back", "发出（补偿）"),
        ("far", "b 任务", "人工任务"),
        ("far", "结束", "结束"),
    ]
    assert "back：撤销已经办完的环节依次撤销：a 任务" in text(page)


def test_a_join_names_the_branch_it_lacks_and_where_that_is(browse: Browse, house: House) -> None:
    case = house.start("demo.joined", "示例一")
    house.complete(case, "a", "clerk")
    assert "一处汇合还缺：“b 任务”。" in text(browse("clerk").page(f"/cases/{case}"))


def test_staff_read_what_exactly_is_awaited(browse: Browse, house: House) -> None:
    case = house.start("demo.heard", "示例一", score=0, case_key="示例一")
    page = text(browse("clerk").page(f"/cases/{case}"))
    assert "melt：在等信号“demo.frozen”，发出后自动继续。" in page
    assert "good：在等条件成立（score &gt; 60，看的是 score），成立后自动继续。" in page
    assert "keyed：还没有收到通知（消息“due”，关联键 示例一），收到后自动继续。" in page


def test_signals_are_told(browse: Browse, house: House) -> None:
    case = house.start("demo.heard", "示例一", score=0, case_key="示例一")
    signals.publish(house.pe, "demo.frozen", {}, house.actor("clerk"))
    house.settle()
    page = text(browse("clerk").page(f"/cases/{case}"))
    assert "09:00melt随之：tell：发出信号“demo.frozen”" in page


def test_the_outline_says_how_often_and_by_what(browse: Browse, house: House) -> None:
    case = house.start("demo.shapes", "示例一")
    assert [(name, kind) for _, name, kind in outline(browse("clerk").page(f"/cases/{case}"))] == [
        ("开始", "开始"),
        ("each 任务", "人工任务（每项一份，同时办）"),
        ("one-by-one 任务", "人工任务（每项一份，逐个办）"),
        ("again 任务", "人工任务（可重复）"),
        ("late", "其间（到时）"),
        ("deal", "事务"),
        ("开始", "开始"),
        ("结束", "结束"),
        ("结束", "结束"),
        ("结束", "结束"),
        ("stop", "事件触发"),
        ("开始", "开始（信号）"),
        ("结束", "结束"),
    ]
    assert "each 任务等区审定办经办认领，共 2 项。" in text(browse("clerk").page(f"/cases/{case}"))


def test_the_steps_of_several_are_told_beside_what_led_to_them(browse: Browse, house: House) -> None:
    case = house.start("demo.shapes", "示例一")
    last = house.task(case, "each")
    for task in (last, last - 1):
        tasks.complete(house.pe, task, {}, house.actor("clerk"))
    page = text(browse("lead").page(f"/cases/{case}"))
    assert "each 任务办完 2 项、one-by-one 任务共 2 项到达：one-by-one 任务" in page
