"""An administrator suspends and resumes a case, begins free work, and reads what nobody took."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from playwright.sync_api import Page, expect

from engine.actor import Actor
from engine.commands import deployments, instances, messages
from tests.e2e.arranging import case_of, open_case, open_when
from tests.e2e.judging import judge
from tests.e2e.reading import sentences
from tests.e2e.serving import Site
from tests.support import diagrams as d

ADMIN = Actor("admin", frozenset({"sample.clerk"}), admin=True)
_LATE = '<bpmn:escalationEventDefinition escalationRef="late"/>'
_FREE = (
    '<bpmn:adHocSubProcess id="visit" name="现场核查">'
    + d.task("papers", groups="sample.clerk").replace("papers 任务", "查阅资料")
    + d.task("talk", groups="sample.clerk").replace("talk 任务", "访谈")
    + "<bpmn:completionCondition>=enough = true</bpmn:completionCondition></bpmn:adHocSubProcess>"
)
VISIT = d.diagram(
    "sample.visit",
    d.start(),
    f'<bpmn:intermediateThrowEvent id="report" name="上报延期">{_LATE}</bpmn:intermediateThrowEvent>',
    _FREE,
    d.end(),
    d.flows("start report visit end"),
    head='<bpmn:escalation id="late" escalationCode="late"/>',
)
SIZES = {"start": (36, 36), "report": (36, 36), "visit": (260, 120), "end": (36, 36)}
INSIDE = {"papers": (20, 20), "talk": (140, 20)}  # from the corner of the sub-process


def laid_out(source: bytes) -> bytes:
    """The diagram with its elements in a row."""
    x, shapes, at = 100, "", {}
    for element, (width, height) in SIZES.items():
        at[element] = x
        shapes += shape(element, x, 200 - height // 2, width, height)
        x += width + 60
    for element, (right, down) in INSIDE.items():
        shapes += shape(element, at["visit"] + right, 140 + down, 100, 80)
    for one, other in pairwise(SIZES):
        points = (at[one] + SIZES[one][0], at[other])
        ways = "".join(f'<di:waypoint x="{point}" y="200"/>' for point in points)
        shapes += f'<bpmndi:BPMNEdge id="{one}-e" bpmnElement="{one}-to-{other}">{ways}</bpmndi:BPMNEdge>'
    sheet = (
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
        f'id="sheet"><bpmndi:BPMNPlane id="plane" bpmnElement="sample.visit">{shapes}</bpmndi:BPMNPlane>'
        "</bpmndi:BPMNDiagram>"
    )
    return source.replace(b"</bpmn:definitions>", f"{sheet}</bpmn:definitions>".encode())


def shape(element: str, x: int, y: int, width: int, height: int) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    open_up = ' isExpanded="true"' if element == "visit" else ""
    return f'<bpmndi:BPMNShape id="{element}-d" bpmnElement="{element}"{open_up}>{bounds}</bpmndi:BPMNShape>'


SAMPLE = {
    "sample/visit.bpmn": laid_out(VISIT),
    "sample/groups.yaml": "groups: {sample.clerk: 示例经办}".encode(),
    "sample/scheme.yaml": "{name: 示例质量奖, kinds: {visit: 现场核查}}".encode(),
}


def test_a_case_stands_still_until_it_is_resumed(own_site: Site, enter: Callable[..., Page]) -> None:
    page = enter(own_site, "admin")
    open_case(page, case_of(own_site, "applicant4"))
    page.get_by_text("暂停办理", exact=True).first.click()
    page.get_by_label("暂停办理的理由").fill("等区政府批复")
    judge(page, "case-suspending")
    page.get_by_role("button", name="暂停办理").click()
    expect(page.locator(".head .b")).to_have_text("已暂停")
    expect(page.locator(".tl")).to_contain_text("您暂停办理：等区政府批复")
    judge(page, "case-suspended")
    page.get_by_text("恢复办理", exact=True).first.click()
    page.get_by_label("恢复办理的理由").fill("已批复")
    page.get_by_role("button", name="恢复办理").click()
    expect(page.locator(".head .b")).not_to_have_text("已暂停")
    expect(page.locator(".tl")).to_contain_text("您恢复办理：已批复")


def test_free_work_is_begun_and_what_nobody_took_is_read(own_site: Site, enter: Callable[..., Page]) -> None:
    deployments.deploy(own_site.engine, SAMPLE, ADMIN)
    variables = {"enough": False}
    case = instances.start(
        own_site.engine, "sample.visit", business_key="示例一", variables=variables, by=ADMIN
    )
    messages.publish(own_site.engine, "sample.lost", "示例二", {"score": 98}, ADMIN)
    page = enter(own_site, "admin")
    page.goto(f"/cases/{case}")
    page.get_by_label("理由").first.fill("先访谈")
    judge(page, "case-free")
    page.get_by_role("button", name="开始“访谈”").click()
    expect(page.locator(".tl")).to_contain_text("您选择开始“访谈”")
    assert "访谈等示例经办认领。" in sentences(page)
    open_when(page, "/incidents/untaken", "sample.lost")
    expect(page.get_by_role("table").first).to_contain_text("示例二")
    expect(page.get_by_role("table").last).to_contain_text("上报延期")
    judge(page, "untaken")
