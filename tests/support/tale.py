"""A small scheme in a folder, with stories told as Python: for tests of the rehearsal and of the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from tests.support import diagrams as d

START = "2026-03-02T09:00:00+08:00"  # a Monday
REVIEW_DUE = "2026-03-06T00:00:00+08:00"  # after the third working day, Thursday 5 March
_DUE = '=start of day(working days after(today(), 3) + duration("P1D"))'
_PAUSE = "=start of day(working days after(today(), 2))"

# start -> doubling -> a letter -> review -> (passed) a message -> a pause of two working days -> done
CASE = d.diagram(
    "tale.case",
    d.start(),
    d.script("double", "amount * 2", "doubled"),
    d.service("print", "letter", inputs={"template": '="receipt"', "to": "=applicant"}, retries=2),
    d.task("review", form="tale.review", groups="tale.clerk", due=_DUE, properties={"articles": "T-1"}),
    d.gateway("result", default="result-to-refusal"),
    d.task("refusal", groups="tale.clerk", properties={"articles": "T-2"}),
    d.end("refused"),
    d.catch("wait", d.message("answer")),
    d.catch("pause", d.timer("timeDate", _PAUSE)),
    d.end("done"),
    d.flows("start double print review result"),
    d.flow("result", "wait", "passed"),
    d.flows("result refusal refused"),
    d.flows("wait pause done"),
    head=d.messages(answer="case_key"),
)
OBJECTION = d.diagram(
    "tale.objection",
    d.start("objected", d.message("objection")),
    d.task("look", groups="tale.clerk"),
    d.end("settled"),
    d.flows("objected look settled"),
    head=d.messages(objection=""),
)
REVIEW = {
    "type": "default",
    "id": "tale.review",
    "schemaVersion": 18,
    "executionPlatform": "Camunda Cloud",
    "executionPlatformVersion": "8.7.0",
    "components": [
        {"type": "checkbox", "id": "field_passed", "key": "passed", "label": "通过"},
        {"type": "number", "id": "field_score", "key": "score", "label": "得分", "validate": {"max": 100}},
    ],
}
SCHEME = {
    "scheme": "tale",
    "name": "示例办法",
    "kinds": {"case": "申报", "objection": "异议"},
    "articles": [
        {"id": "T-1", "number": "第一条", "title": "审查", "summary": "三个工作日内审查。"},
        {"id": "T-2", "number": "第二条", "title": "退回", "summary": "不通过的退回。"},
    ],
}
RECEIPT = "---\ntitle: 回执\n---\n材料已经收到。\n"
Step = dict[str, Any]
PASS: Step = {"complete": "review", "by": "clerk", "with": {"passed": True, "score": 90}}
ANSWER: Step = {"message": "answer", "key": "K-1", "with": {"answer": "yes"}}
DONE: Step = {"expect": {"ended": "done"}}


def story(*steps: Step, title: str = "故事", clock: str = START, **more: Any) -> dict[str, Any]:
    """A story of one case with the amount 3; a story that expects no end gets the usual one."""
    begin = {"business key": "K-1", "variables": {"amount": 3, "case_key": "K-1", "applicant": "示例公司"}}
    told = {"scenario": title, "process": "tale.case", "clock": clock, "start": begin, "steps": list(steps)}
    return {**told, **more}


def write(folder: Path, *stories: dict[str, Any], case: bytes = CASE) -> Path:
    """The scheme with these stories in `folder/processes/tale`; returns that path."""
    root = folder / "processes"
    scheme = root / "tale"
    (scheme / "forms").mkdir(parents=True, exist_ok=True)
    (scheme / "scenarios").mkdir(exist_ok=True)
    (scheme / "letters").mkdir(exist_ok=True)
    (scheme / "letters" / "receipt.md").write_text(RECEIPT, encoding="utf-8")
    (root / "shared").mkdir(exist_ok=True)
    (root / "shared" / "groups.yaml").write_text("groups:\n  tale.clerk: 经办\n", encoding="utf-8")
    (scheme / "case.bpmn").write_bytes(case)
    (scheme / "objection.bpmn").write_bytes(OBJECTION)
    (scheme / "forms" / "review.form").write_text(json.dumps(REVIEW), encoding="utf-8")
    (scheme / "scheme.yaml").write_text(yaml.safe_dump(SCHEME, allow_unicode=True), encoding="utf-8")
    for number, told in enumerate(stories, 1):
        file = scheme / "scenarios" / f"story-{number}.yaml"
        file.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return scheme
