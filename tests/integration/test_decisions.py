"""Decisions leave a record in the history: an administrator reads why a case was judged as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from engine.actor import Actor
from engine.bundle import read_folder
from engine.clock import LentClock
from engine.commands import deployments, instances, tasks
from engine.errors import ExpressionFailed
from engine.models import history
from engine.process_engine import ProcessEngine
from tests.integration.house import GROUPS, STAFF, open_incidents, open_task, settle, start
from tests.support import diagrams as d

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def records(pe: ProcessEngine, root: int) -> dict[str, dict[str, Any]]:
    """The records of a case's decisions by decision id."""
    query = select(history.c.facts).where(history.c.root_id == root, history.c.kind == "decision-evaluated")
    with pe.database.reading() as connection:
        return {facts["decision"]: facts for facts in connection.execute(query).scalars()}


def day(text: str) -> dict[str, str]:
    return {"$": "date", "v": text}


def test_why_an_organisation_may_not_apply(pe: ProcessEngine, clock: LentClock) -> None:
    """Registered elsewhere (J-16.1), and three years of business are complete on 1 June 2027 only."""
    deployments.deploy(pe, read_folder(PROCESSES), Actor("owner", admin=True))
    variables = {
        "applicant": {"name": "示例精密仪器有限公司", "kind": "organisation", "uscc": "91310106DEMEX00012"},
        "level": "gold",
        "category": "model",
        "registered_district": "hongkou",
        "operating_since": day("2024-06-01"),
        "district_since": day("2024-06-01"),
        "filed_on": day("2026-03-02"),
        "judged_compliance": "yes",
        "judged_quality": "yes",
        "judged_indicators": "yes",
        "judged_responsibility": "yes",
        "materials_result": "complete",
        "cqo_appointed": True,
        "losses": [],
    }
    root = instances.start(pe, "jingan.eligibility", business_key=None, variables=variables, by=STAFF)
    settle(pe)
    found = records(pe, root)
    assert set(found) == {
        "jingan.org-eligibility",
        "jingan.reapplication",
        "jingan.duplicate",
        "jingan.validity",
    }
    told = found["jingan.org-eligibility"]
    assert (told["name"], told["model"], told["cut"]) == ("组织申报条件", "组织申报条件", [])
    assert len(told["digest"]) == 12
    assert told["inputs"]["operating_since"] == day("2024-06-01")
    assert told["inputs"]["filed_on"] == day("2026-03-02")
    assert [(table["name"], [rule["index"] for rule in table["rules"]]) for table in told["tables"]] == [
        ("组织基本条件", [2, 4]),
        ("组织共同条件", []),
    ]
    basics = told["tables"][0]
    assert (basics["policy"], basics["inputs"]["登记地"]) == ("COLLECT", "hongkou")
    assert basics["rules"][1] == {
        "index": 4,
        "id": "org-basics-rule4",
        "note": "J-16.1：金奖须经营 3 年以上",
        "outputs": {
            "条款": "J-16.1",
            "性质": "hard",
            "说明": "经营未满 3 年",
            "补救办法": "满 3 年的次日起可以申报",
            "最早可申报日": day("2027-06-02"),
        },
    }
    assert [line["message"] for line in told["value"]] == ["没有在本区登记注册", "经营未满 3 年"]


TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="名额" namespace="test">
<decision id="test.quota" name="名额"><variable name="quota"/><decisionTable hitPolicy="UNIQUE">
<input label="数"><inputExpression typeRef="number"><text>n</text></inputExpression></input><output name="quota"/>
<rule id="low"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
<rule id="high"><inputEntry><text>? * ? &gt; 30</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
ASKS = (
    '<bpmn:businessRuleTask id="ask" name="问名额"><bpmn:extensionElements><zeebe:calledDecision '
    'decisionId="test.quota" resultVariable="quota" bindingType="deployment"/></bpmn:extensionElements>'
    "</bpmn:businessRuleTask>"
)


def deploy(pe: ProcessEngine) -> None:
    """Two processes that differ in one element: a decision, or a script that gives the same."""
    asks = (d.start(), d.task("a"), ASKS, d.task("b"), d.end(), d.flows("start a ask b end"))
    computes = (d.start(), d.task("a"), d.script("ask", "1", "quota"), d.task("b"), d.end())
    files = {
        "shared/groups.yaml": GROUPS,
        "test/p.bpmn": d.diagram("test.p", *asks),
        "test/q.bpmn": d.diagram("test.q", *computes, d.flows("start a ask b end")),
        "test/decisions/quota.dmn": TABLE.encode(),
    }
    deployments.deploy(pe, files, Actor("owner"))


def test_the_record_costs_no_statement(pe: ProcessEngine) -> None:
    """A completion with a decision behind it takes as many statements as one without."""
    deploy(pe)
    roots = {process: [start(pe, process, n=n) for n in (3, 4)] for process in ("test.p", "test.q")}
    statements: list[str] = []
    counted: dict[str, int] = {}

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(pe.database.engine, "before_cursor_execute", note)
    for process, started in roots.items():
        for root in started:  # the first loads what the second finds
            statements.clear()
            tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
            counted[process] = len(statements)
    event.remove(pe.database.engine, "before_cursor_execute", note)
    assert records(pe, roots["test.p"][1])["test.quota"]["value"] == 1
    assert counted["test.p"] == counted["test.q"]


@pytest.mark.parametrize("n", [6, 9])
def test_a_table_that_contradicts_itself_names_its_rules_and_changes_nothing(
    pe: ProcessEngine, n: int
) -> None:
    deploy(pe)
    root = start(pe, n=n)
    with pytest.raises(ExpressionFailed):
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    (found,) = open_incidents(pe)
    assert (found.code, found.element) == ("expression-failed", "ask")
    assert "第 1 条（low）、第 2 条（high）" in found.message
    assert records(pe, root) == {}
    assert open_task(pe, root, "a")
