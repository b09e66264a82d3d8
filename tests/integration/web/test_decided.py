"""How a decision shows in a case's story: folded, with its rules and inputs, to staff only."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.actor import Actor
from engine.commands import deployments, instances
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import APPLICANT, CLERK, FILES
from tests.support import diagrams as d

Browse = Callable[[str], Browser]

MERIT = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="评审资格" namespace="demo">
<decision id="demo.merit" name="资格审查"><variable name="merit"/>
<informationRequirement><requiredDecision href="#demo.years"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input label="经营年限够不够"><inputExpression><text>years_ok</text></inputExpression></input>
<output name="merit" label="结论"/>
<rule id="yes"><inputEntry><text>true</text></inputEntry><outputEntry><text>"合格"</text></outputEntry></rule>
<rule id="no"><description>D-16：未满三年</description><inputEntry><text>-</text></inputEntry>
<outputEntry><text>"不合格"</text></outputEntry></rule></decisionTable></decision>
<decision id="demo.years" name="经营年限"><variable name="years_ok"/><decisionTable hitPolicy="UNIQUE">
<input label="开始经营日"><inputExpression typeRef="date"><text>since</text></inputExpression></input><output name="ok"/>
<rule id="r"><inputEntry><text>&lt; date("2023-03-02")</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
JUDGE = (
    '<bpmn:businessRuleTask id="judge" name="审查资格"><bpmn:extensionElements><zeebe:calledDecision '
    'decisionId="demo.merit" resultVariable="merit" bindingType="deployment"/></bpmn:extensionElements>'
    "</bpmn:businessRuleTask>"
)
ELEMENTS = (d.start(), d.task("file", groups=APPLICANT), JUDGE, d.task("read", groups=CLERK), d.end())


def judged(engine: ProcessEngine, house: House) -> int:
    """A case whose applicant filed, whereupon the decision was taken."""
    diagram = d.diagram("demo.judging", *ELEMENTS, d.flows("start file judge read end"))
    files = {"demo/judging.bpmn": diagram, "demo/decisions/merit.dmn": MERIT.encode()}
    deployments.deploy(engine, {**FILES, **files}, Actor("owner", admin=True))
    since = {"$": "date", "v": "2024-05-06"}
    by = house.actor("applicant")
    root = instances.start(
        engine, "demo.judging", business_key=None, variables={"since": since}, by=by, owner="applicant"
    )
    house.complete(root, "file", "applicant")
    return root


def told(page: str) -> list[str]:
    """The lines of the folded records."""
    found = re.findall(r'<details class="why decided">(.*?)</details>', page, re.DOTALL)
    pieces = re.split(r"</(?:summary|h4|p|dd|dt)>", "".join(found))
    return [line for piece in pieces if (line := " ".join(re.sub(r"<[^>]+>", "", piece).split()))]


def test_staff_read_which_rules_counted_and_why(browse: Browse, engine: ProcessEngine, house: House) -> None:
    root = judged(engine, house)
    for name in ("clerk", "root"):
        lines = told(browse(name).page(f"/cases/{root}"))
        assert lines[:-1] == [
            "决策“资格审查”：“经营年限”没有规则成立；“资格审查”第 2 条成立 → 不合格",
            "决策表“经营年限”",
            "没有规则成立。",
            "开始经营日",
            "2024年5月6日",
            "决策表“资格审查”",
            "第 2 条（D-16：未满三年） → 结论 不合格",
            "经营年限够不够",
            "空",
            "结果",
            "不合格",
            "读到的变量",
            "since",
            "2024年5月6日",
        ]
        assert re.fullmatch("决策 demo.merit，内容 [0-9a-f]{12}", lines[-1])


def test_others_do_not(browse: Browse, engine: ProcessEngine, house: House) -> None:
    root = judged(engine, house)
    page = browse("applicant").page(f"/cases/{root}")
    assert "您办结“file 任务”" in page
    assert told(page) == []
    assert "资格审查”" not in page
