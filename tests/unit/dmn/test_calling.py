"""Other ways into a model: a decision whose requirements stand already, a business knowledge model, tolerance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.dmn import DmnError, DmnModel, load
from engine.feel import Environment

from .helpers import decision, input_data, model, root, text

KNOWLEDGE = """
<businessKnowledgeModel id="k" name="twice"><variable name="twice"/><encapsulatedLogic>
<formalParameter name="x" typeRef="number"/><literalExpression><text>2 * x</text></literalExpression>
</encapsulatedLogic></businessKnowledgeModel>
"""
JAVA = '<functionDefinition kind="Java"><formalParameter name="a"/></functionDefinition>'


def _chain() -> DmnModel:
    return model(
        input_data("n")
        + decision("base", text("n + 1"), "input:n")
        + decision("sum", text("base * 10"), "decision:base")
    )


def test_a_decision_that_stands_already_is_not_evaluated() -> None:
    assert _chain().evaluate("sum", {"n": 1}, Environment()).value == 20
    assert _chain().evaluate("sum", {"n": 1}, Environment(), {"base": 5}).value == 50


def test_a_knowledge_model_is_called_by_the_names_of_its_parameters() -> None:
    found = model(KNOWLEDGE)
    assert found.evaluate_knowledge("k", {"x": 21, "y": 1}, Environment()).value == Decimal(42)
    assert found.evaluate_knowledge("k", {"x": "21"}, Environment()).value is None


def test_what_is_no_knowledge_model_is_refused() -> None:
    with pytest.raises(DmnError, match="没有这个业务知识模型"):
        _chain().evaluate_knowledge("sum", {}, Environment())


@pytest.mark.parametrize(
    ("logic", "lacking"),
    [
        (JAVA, ["不支持 Java 函数，请改写为 FEEL"]),
        (
            text("function(a) external {java: {}}"),
            [
                "表达式“function(a) external {java: {}}”：第 1 行第 13 个字符处：不支持外部（Java 或 PMML）函数，请改写为 FEEL"
            ],
        ),
        (
            '<literalExpression expressionLanguage="urn:Python"><text>1</text></literalExpression>',
            ["不支持表达式语言“urn:python”，请改用 FEEL"],
        ),
        (text("1 +"), []),
    ],
)
def test_a_tolerant_reading_remembers_logic_in_other_languages(logic: str, lacking: list[str]) -> None:
    tree = root(decision("d", logic) + decision("sound", text("1")))
    with pytest.raises(DmnError):
        load(tree)
    found = load(tree, tolerant=True)
    assert sorted(found.lacking) == lacking
    assert found.evaluate("sound", {}, Environment()).value == 1
