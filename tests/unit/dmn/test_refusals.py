"""What is refused at load: with element, sentence, and everything at once."""

from __future__ import annotations

import pytest
from lxml import etree

from engine.dmn import DmnError, load
from engine.feel import Environment

from .helpers import decide, decision, input_data, model, root, table, text


def refused(body: str) -> list[tuple[str | None, str]]:
    with pytest.raises(DmnError) as caught:
        model(body)
    return [(finding.element, finding.message) for finding in caught.value.findings]


def test_all_faults_are_found_at_once() -> None:
    rules = [["<", '"a"'], ["1", "if"]]
    found = refused(decision("d", table("UNIQUE", ["x +"], ["n"], rules)) + decision("e", text("1 +")))
    assert len(found) == 4
    assert all("表达式“" in message for _, message in found)


def test_a_finding_has_its_line() -> None:
    source = root("\n\n" + decision("d", text("1 +")))
    with pytest.raises(DmnError) as caught:
        load(source)
    assert caught.value.findings[0].line == 3


@pytest.mark.parametrize(
    ("body", "element", "part"),
    [
        (decision("d", text("1"), "decision:gone"), "d", "不存在的“gone”"),
        (decision("d", text("1"), "decision:d"), "d", "循环依赖"),
        (decision("d", text("1")) + decision("d", text("2")), "d", "用了两次"),
        (decision("d", text("1"), type="nothing"), "d", "没有名为“nothing”的数据类型"),
        (decision("d", table("BEST", ["x"], ["n"], [])), None, "不支持命中策略“BEST”"),
        (decision("d", table("UNIQUE", ["x"], ["n"], [["1"]])), "r1", "1 个输入格和 0 个输出格"),
        (decision("d", table("PRIORITY", ["x"], ["n"], [])), None, "outputValues"),
        (decision("d", table("UNIQUE", ["x"], ["n"], [], 'aggregation="SUM"')), None, "聚合"),
        (decision("d", table("COLLECT", ["x"], ["n", "m"], [], 'aggregation="SUM"')), None, "一个输出列"),
        ('<inputs id="i"/>', "i", "不支持元素 inputs"),
        ('<businessKnowledgeModel id="b" name="b"/>', "b", "encapsulatedLogic"),
        (
            '<import name="x" namespace="urn:x" importType="http://www.w3.org/2001/XMLSchema"/>',
            "x",
            "只能导入",
        ),
    ],
)
def test_refusals(body: str, element: str | None, part: str) -> None:
    found = refused(body)
    assert any(where == element and part in message for where, message in found)


def test_other_languages_and_java_are_refused() -> None:
    juel = text("1").replace("<literalExpression>", '<literalExpression id="l" expressionLanguage="juel">')
    java = '<functionDefinition id="f" kind="Java">' + text("{}") + "</functionDefinition>"
    assert refused(decision("d", juel)) == [("l", "不支持表达式语言“juel”，请改用 FEEL")]
    assert refused(decision("e", java)) == [("f", "不支持 Java 函数，请改写为 FEEL")]


def test_circles_through_several_decisions_are_refused() -> None:
    body = decision("a", text("b"), "decision:b") + decision("b", text("a"), "decision:a")
    assert refused(body) == [("a", "决策之间循环依赖"), ("b", "决策之间循环依赖")]


def test_types_that_are_themselves_are_refused() -> None:
    body = '<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>'
    assert "定义成了它自己" in refused(body)[0][1]


def test_what_is_no_dmn_is_refused() -> None:
    for source in ("<definitions/>", '<a xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'):
        with pytest.raises(DmnError, match="不是 DMN"):
            load(etree.fromstring(source))


def test_towers_of_lists_are_refused() -> None:
    with pytest.raises(DmnError, match="嵌套超过了 32 层"):
        model(decision("d", "<list>" * 100 + "</list>" * 100))


def test_a_tolerant_reading_gives_null_with_the_reason() -> None:
    found = load(root(decision("d", text("1 +")) + decision("e", text("2"))), tolerant=True)
    env = Environment()
    assert (found.evaluate("d", {}, env).value, decide(found, "e").value) == (None, 2)
    assert "没有写完" in env.problems[0]


def test_unknown_decisions_are_an_error() -> None:
    with pytest.raises(DmnError, match="没有这个决策"):
        decide(model(input_data("a")), "nothing")


@pytest.mark.parametrize("edition", ["20180521", "20191111", "20211108", "20230324"])
def test_editions(edition: str) -> None:
    scheme = "http" if edition == "20180521" else "https"
    found = load(
        root(decision("d", text("1 + 1")), model=f"{scheme}://www.omg.org/spec/DMN/{edition}/MODEL/")
    )
    assert (found.namespace, found.name, decide(found, "d").value) == ("urn:test", "测试", 2)
