"""Requirement graphs, boxed expressions, knowledge models, services, types, imports."""

from __future__ import annotations

from datetime import date

import pytest

from engine.dmn import inputs_of, load
from engine.feel import Environment, FeelError

from .helpers import decide, decision, input_data, model, root, table, text

QUOTA = (
    input_data("applicant")
    + decision("base", table("UNIQUE", ["applicant.size"], ["n:number"], [['"large"', "2"], ['"small"', "1"]]), "input:applicant")
    + decision("bonus", text("if applicant.green then 1 else 0"), "input:applicant")
    + decision("jingan.quota", text("base + bonus + extra"), "decision:base", "decision:bonus")
)  # fmt: skip


def test_decisions_require_decisions_and_report_their_rules() -> None:
    found = model(QUOTA)
    result = decide(found, "jingan.quota", applicant={"size": "large", "green": True}, extra=4)
    assert result.value == 7
    assert [(rule.decision, rule.index) for rule in result.matched] == [("base", 1)]


def test_a_decision_tells_what_it_needs_from_outside() -> None:
    found = model(QUOTA)
    assert inputs_of(found, "jingan.quota") == {
        ("applicant", "size"),
        ("applicant", "green"),
        ("extra",),
    }
    assert (found.decisions["base"].outputs, found.decisions["bonus"].outputs) == (("n",), ())


def test_variables_without_input_data_come_from_outside() -> None:
    found = model(
        decision("d", table("UNIQUE", ["总分:number"], ["等级"], [[">= 600", '"金奖"'], ["< 600", '"无"']]))
    )
    assert [decide(found, "d", 总分=n).value for n in (600, 599)] == ["金奖", "无"]
    assert inputs_of(found, "d") == {("总分",)}


def test_only_required_parts_are_seen() -> None:
    found = model(input_data("a") + decision("d", text("is defined(a)")))
    assert decide(found, "d", a=1).value is False


def test_each_decision_is_evaluated_once() -> None:
    once = decision("t", table("UNIQUE", ["x"], ["n"], [["-", "1"]]))
    found = model(
        once
        + decision("l", text("t"), "decision:t")
        + decision("r", text("t"), "decision:t")
        + decision("sum", text("l + r"), "decision:l", "decision:r")
    )
    result = decide(found, "sum", x=1)
    assert (result.value, len(result.matched)) == (2, 1)


KNOWLEDGE = """<businessKnowledgeModel id="fee" name="fee"><variable name="fee"/><encapsulatedLogic>
<formalParameter name="amount" typeRef="number"/>{}</encapsulatedLogic></businessKnowledgeModel>"""


def test_knowledge_models_are_functions() -> None:
    fee = KNOWLEDGE.format(text("amount * rate.a"))
    found = model(fee + decision("d", text("fee(100) + fee(amount: 10)"), "knowledge:fee"))
    assert decide(found, "d", rate={"a": 2}).value == 220
    assert decide(model(fee + decision("d", text('fee("x")'), "knowledge:fee")), "d").value is None


def test_tables_in_knowledge_models_report_their_rules() -> None:
    fee = KNOWLEDGE.format(table("FIRST", ["amount"], ["n"], [["< 5", "0"], ["-", "1"]]))
    invocation = f"""<invocation>{text("fee")}<binding><parameter name="amount"/>{text("x + 1")}</binding></invocation>"""
    result = decide(model(fee + decision("d", invocation, "knowledge:fee")), "d", x=7)
    assert (result.value, [(rule.decision, rule.index) for rule in result.matched]) == (1, [("fee", 2)])


BOXED = {
    "context": f"""<context><contextEntry><variable name="a"/>{text("1")}</contextEntry>
<contextEntry><variable name="b"/>{text("a + 1")}</contextEntry></context>""",
    "result": f"""<context><contextEntry><variable name="a"/>{text("1")}</contextEntry>
<contextEntry>{text("a + 1")}</contextEntry></context>""",
    "list": f"<list>{text('1')}{text('2')}</list>",
    "relation": f'<relation><column name="x"/><column name="y"/><row>{text("1")}{text("2")}</row></relation>',
    "conditional": f"""<conditional><if>{text("n > 1")}</if><then>{text('"big"')}</then>
<else>{text('"small"')}</else></conditional>""",
    "for": f"""<for iteratorVariable="i"><in>{text("1..3")}</in><return>{text("i * n")}</return></for>""".replace(
        "1..3", "[1..3]"
    ),
    "some": f"""<some iteratorVariable="i"><in>{text("[1, n]")}</in>
<satisfies>{text("i > 1")}</satisfies></some>""",
    "every": f"""<every iteratorVariable="i"><in>{text("[1, n]")}</in>
<satisfies>{text("i > 1")}</satisfies></every>""",
    "filter": f"""<filter><in>{text("[{a: 1}, {a: 5}]")}</in><match>{text("a > n")}</match></filter>""",
    "function": f"""<context><contextEntry><variable name="f"/><functionDefinition>
<formalParameter name="x"/>{text("x + n")}</functionDefinition></contextEntry>
<contextEntry>{text("f(1)")}</contextEntry></context>""",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("context", {"a": 1, "b": 2}),
        ("result", 2),
        ("list", [1, 2]),
        ("relation", [{"x": 1, "y": 2}]),
        ("conditional", "big"),
        ("for", [2, 4, 6]),
        ("some", True),
        ("every", False),
        ("filter", [{"a": 5}]),
        ("function", 3),
    ],
)
def test_boxed_expressions(name: str, expected: object) -> None:
    assert decide(model(decision("d", BOXED[name])), "d", n=2).value == expected


ITEMS = """
<itemDefinition name="score"><typeRef>number</typeRef><allowedValues><text>[0..1000]</text></allowedValues></itemDefinition>
<itemDefinition name="scores" isCollection="true"><typeRef>score</typeRef></itemDefinition>
<itemDefinition name="organisation"><itemComponent name="legal name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="founded"><typeRef>date</typeRef></itemComponent></itemDefinition>
"""


def test_item_definitions_check_what_comes_in_and_goes_out() -> None:
    found = model(
        ITEMS
        + input_data("points", "scores")
        + input_data("org", "organisation")
        + decision("best", text("max(points)"), "input:points", type="score")
        + decision("age", text("2026 - org.founded.year"), "input:org")
        + decision("name", text("org.legal name"), "input:org")
    )
    org = {"legal name": "示例", "founded": date(2016, 5, 1)}
    assert decide(found, "best", points=[600, 700]).value == 700
    assert decide(found, "best", points=[600, 1001]).value is None
    assert (decide(found, "age", org=org).value, decide(found, "name", org=org).value) == (10, "示例")
    assert decide(found, "name", org={"legal name": 1, "founded": None}).value is None


SERVICE = (
    input_data("a")
    + input_data("b")
    + decision("inner", text("a * 10"), "input:a")
    + decision("outer", text("inner + b"), "decision:inner", "input:b")
    + '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#outer"/>'
    '<encapsulatedDecision href="#inner"/><inputData href="#a"/><inputData href="#b"/></decisionService>'
)


def test_services_are_functions_and_may_be_asked() -> None:
    found = model(SERVICE + decision("d", text("s(2, 3)"), "knowledge:s"))
    assert decide(found, "d").value == 23
    assert found.evaluate_service("s", {"a": 1, "b": 2}, Environment()).value == 12


def test_models_may_be_imported() -> None:
    shared = load(root(decision("limit", text("5")) + KNOWLEDGE.format(text("amount * 2")), "urn:shared"))
    kind = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    body = f"""<import name="shared" namespace="urn:shared" importType="{kind}"/><decision id="d" name="d">
<informationRequirement><requiredDecision href="urn:shared#limit"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="urn:shared#fee"/></knowledgeRequirement>
{text("shared.fee(shared.limit)")}</decision>"""
    assert decide(load(root(body), {"urn:shared": shared}), "d").value == 10


def test_the_budget_holds_across_a_whole_graph() -> None:
    found = model(
        decision("a", text("for i in 1..400 return i"))
        + decision("b", text("for i in a return i"), "decision:a")
    )
    with pytest.raises(FeelError):
        found.evaluate("b", {}, Environment(budget=2000))
