"""A small scheme for tests of pages: one application process with a form, a due date, a notice and a call."""

from __future__ import annotations

import json
from typing import Any

from tests.support import diagrams as d

CLERK, LEAD, REVIEWER, APPLICANT, OWNER, APPROVER = (
    "demo.office-clerk",
    "demo.office-lead",
    "demo.review-group",
    "demo.applicant",
    "demo.process-owner",
    "demo.process-approver",
)

GROUPS = f"""
groups:
  {CLERK}: 区审定办经办
  {LEAD}: 区审定办负责人
  {REVIEWER}: 评审组
  {APPLICANT}: 申报人
  {OWNER}: 流程负责人
  {APPROVER}: 流程批准人
""".encode()

RULE = """
name: 示例质量奖
rule: {number: 示规〔2026〕1号, valid_to: 2028-11-30}
stages: {qualification: 资格审查, desk: 资料评审}
articles:
  - {id: D-20, title: 内部公示, summary: 申报前先在本单位公示。}
  - {id: D-22.1, title: 资格审查, summary: 审查基本条件和材料是否齐全。}
  - {id: D-22.3, title: 社会公示, summary: 通过审查的向社会公示不少于五个工作日。}
""".encode()

VOCABULARY = """
kinds: {cycle: 评选周期, application: 申报, window: 受理窗口, broken: 故障示例}
facts: {applicant.name: 申报人, cycle: 评选周期}
""".encode()


def field(kind: str, key: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"field_{key}", "key": key, "label": label, **more}


def options(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in pairs]


def form(name: str, *components: dict[str, Any]) -> bytes:
    return json.dumps({"type": "default", "id": name, "components": components}, ensure_ascii=False).encode()


CHECK_FORM = form(
    "demo.check",
    {
        "type": "group",
        "id": "group_result",
        "label": "一、审查结论",
        "components": [
            field(
                "radio",
                "result",
                "结论",
                validate={"required": True},
                values=options(("pass", "通过"), ("correct", "需补正")),
            ),
            field(
                "textarea",
                "corrections",
                "补正事项",
                description="只能告知一次",
                validate={"required": True},
                conditional={"hide": '=result != "correct"'},
            ),
        ],
    },
    field("number", "pages", "材料页数", validate={"min": 1}),
    field("datetime", "posted_on", "张贴日期", subtype="date", validate={"required": True}),
    field("checkbox", "complete", "材料齐全"),
    {
        "type": "dynamiclist",
        "id": "list_papers",
        "label": "材料清单",
        "path": "papers",
        "components": [field("textfield", "name", "材料名称", validate={"required": True})],
    },
)

APPLICATION = d.diagram(
    "demo.application",
    d.start(),
    d.task(
        "check",
        form="demo.check",
        groups=CLERK,
        due='=start of day(working days after(today(), 5) + duration("P1D"))',
        properties={"articles": "D-22.1"},
    ),
    d.call("notice", "demo.notice"),
    d.task("report", groups=REVIEWER),
    d.task("reply", assignee="=applicant.account"),
    d.end("awarded"),
    d.flows("start check notice report reply awarded"),
    properties={"title": "=applicant.name"},
)

NOTICE = d.diagram(
    "demo.notice",
    d.start(),
    d.catch(
        "notice-over",
        d.timer("timeDate", '=start of day(working days after(posted_on, 5) + duration("P1D"))'),
    ),
    d.end(),
    d.flows("start notice-over end"),
)

BROKEN = d.diagram(
    "demo.broken",
    d.start(),
    d.task("ask", groups=CLERK),
    d.service("call-out", "demo.never-works", retries=1),
    d.end(),
    d.flows("start ask call-out end"),
)

WINDOW = d.diagram(
    "demo.window",
    d.start(),
    d.task("decide", groups=CLERK, properties={"articles": "D-20", "not-before": '=date("2026-03-05")'}),
    d.end(),
    d.flows("start decide end"),
)

CYCLE = d.diagram(
    "demo.cycle", d.start(), d.task("open-cycle", groups=LEAD), d.end(), d.flows("start open-cycle end")
)

FILES = {
    "shared/groups.yaml": GROUPS,
    "shared/vocabulary.yaml": VOCABULARY,
    "demo/scheme.yaml": RULE,
    "demo/application.bpmn": APPLICATION,
    "demo/notice.bpmn": NOTICE,
    "demo/broken.bpmn": BROKEN,
    "demo/window.bpmn": WINDOW,
    "demo/cycle.bpmn": CYCLE,
    "demo/forms/check.form": CHECK_FORM,
}
