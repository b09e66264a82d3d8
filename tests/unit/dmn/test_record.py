"""The record of an evaluation: what was asked, which rules counted, why something is null, and what was cut."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from engine.dmn import evaluate_recorded
from engine.dmn.record import ITEMS, RULES, TABLES, TEXT
from engine.feel import Environment

from .helpers import decision, input_data, model, table, text

ELIGIBLE = (
    input_data("applicant")
    + decision(
        "years",
        table("FIRST", ["applicant.years:number"], ["ok:boolean"], [[">= 3", "true"], ["-", "false"]]),
        "input:applicant",
    )
    + decision(
        "place", table("UNIQUE", ["applicant.district"], ["ok"], [['"jingan"', "true"]]), "input:applicant"
    )
    + decision("test.eligible", text("years and place"), "decision:years", "decision:place")
)


def recorded(body: str, key: str, **context: Any) -> dict[str, Any]:
    """The record of one evaluation, as it comes back from JSON."""
    found = evaluate_recorded(model(body), key, context, Environment()).record
    assert json.loads(json.dumps(found)) == found
    return found


def test_every_table_of_the_graph_with_its_rules_innermost_first() -> None:
    found = recorded(ELIGIBLE, "test.eligible", applicant={"years": 5, "district": "hongkou"}, other=1)
    assert found == {
        "decision": "test.eligible",
        "name": "test.eligible",
        "model": "测试",
        "inputs": {"applicant.district": "hongkou", "applicant.years": 5},
        "tables": [
            {
                "decision": "years",
                "name": "years",
                "policy": "FIRST",
                "inputs": {"applicant.years": 5},
                "rules": [{"index": 1, "id": "r1", "note": "", "outputs": {"ok": True}}],
            },
            {
                "decision": "place",
                "name": "place",
                "policy": "UNIQUE",
                "inputs": {"applicant.district": "hongkou"},
                "rules": [],
            },
        ],
        "value": None,
        "problems": [],
        "cut": [],
    }


NAMED = """<decision id="d" name="年限核对"><variable name="d"/><decisionTable hitPolicy="UNIQUE">
<input label="开始经营日"><inputExpression typeRef="date"><text>since</text></inputExpression></input>
<output name="req" label="条款"/>
<rule id="first"><description>J-16.1：满三年</description><inputEntry><text>-</text></inputEntry>
<outputEntry><text>"J-16.1"</text></outputEntry></rule></decisionTable></decision>"""


def test_people_read_names_labels_and_the_rules_description() -> None:
    found = recorded(NAMED, "d", since=date(2021, 3, 2))
    assert (found["name"], found["inputs"]) == ("年限核对", {"since": {"$": "date", "v": "2021-03-02"}})
    (only,) = found["tables"]
    assert only["name"] == "年限核对"
    assert only["inputs"] == {"开始经营日": {"$": "date", "v": "2021-03-02"}}
    assert only["rules"] == [
        {"index": 1, "id": "first", "note": "J-16.1：满三年", "outputs": {"条款": "J-16.1"}}
    ]


def test_reasons_of_this_evaluation_alone() -> None:
    env = Environment()
    env.null("earlier")
    body = decision("d", table("UNIQUE", ["x:number"], ["n"], [["> 1", "1"]]))
    found = evaluate_recorded(model(body), "d", {"x": "many"}, env).record
    assert found["problems"] == ["“x”的值（文字）不符合声明的类型", "空值不能比较大小"]


def test_long_things_are_cut_and_it_says_so() -> None:
    body = decision("d", table("COLLECT", ["count(rows)"], ["n"], [["-", "long"]]))
    found = recorded(body, "d", rows=list(range(ITEMS + 1)), long="甲" * (TEXT + 1))
    assert found["inputs"] == {"long": "甲" * TEXT + "…", "rows": list(range(ITEMS))}
    assert found["value"] == ["甲" * TEXT + "…"]
    assert found["cut"] == [
        f"输入：一段文字有 {TEXT + 1} 字，只记了前 {TEXT} 字",
        f"输入：一处有 {ITEMS + 1} 项，只记了前 {ITEMS} 项",
        f"d第 1 条：一段文字有 {TEXT + 1} 字，只记了前 {TEXT} 字",
        f"结果：一段文字有 {TEXT + 1} 字，只记了前 {TEXT} 字",
    ]


def test_the_answer_itself_is_never_cut() -> None:
    body = decision("d", text("rows"))
    found = evaluate_recorded(model(body), "d", {"rows": list(range(ITEMS + 1))}, Environment())
    assert found.value == list(range(ITEMS + 1))


def test_ranges_and_functions_are_told_as_text() -> None:
    body = decision("d", table("UNIQUE", ["window", "rule"], ["n"], [["-", "-", "1"]]))
    given = evaluate_recorded(
        model(decision("g", text("{w: [1..5), f: function(a, b) a + b}"))), "g", {}, Environment()
    ).value
    found = recorded(body, "d", window=given["w"], rule=given["f"])
    assert found["tables"][0]["inputs"] == {"window": "[1..5)", "rule": "function(a, b)"}


KNOWLEDGE = """<businessKnowledgeModel id="fee" name="费用"><variable name="fee"/><encapsulatedLogic>
<formalParameter name="n"/>{}</encapsulatedLogic></businessKnowledgeModel>"""


def test_tables_used_often_and_rules_without_end_are_bounded() -> None:
    fee = KNOWLEDGE.format(table("UNIQUE", ["n"], ["r"], [["-", "n"]]))
    body = fee + decision("d", text("for i in 1..100 return fee(i)"), "knowledge:fee")
    found = recorded(body, "d")
    assert (len(found["tables"]), found["tables"][0]["name"]) == (TABLES, "费用")
    assert f"决策表共用了 100 次，只记了前 {TABLES} 次" in found["cut"]
    many = decision("m", table("COLLECT", ["x"], ["n"], [["-", str(i)] for i in range(200)]))
    found = recorded(many, "m", x=1)
    assert [rule["index"] for rule in found["tables"][0]["rules"]] == list(range(1, RULES + 1))
    assert f"“m”有 200 条规则成立，只记了前 {RULES} 条" in found["cut"]


def test_no_input_makes_a_large_record() -> None:
    wide: Any = "甲" * 400
    for _ in range(4):
        wide = {f"k{i}": wide for i in range(6)}
    deep: Any = 1
    for _ in range(60):
        deep = [deep]
    body = decision("d", table("COLLECT", ["wide", "deep"], ["n"], [["-", "-", "wide"]] * 60))
    found = evaluate_recorded(
        model(body), "d", {"wide": wide, "deep": deep}, Environment(budget=10**9)
    ).record
    assert len(json.dumps(found, ensure_ascii=False)) < 64_000
    assert any("从这里起写作“…”" in sentence for sentence in found["cut"])
