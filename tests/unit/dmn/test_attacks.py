"""The attacks on FEEL in every place of a model that holds FEEL, and bombs of the model's own, through the XML door."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from engine.dmn import DmnError, load
from engine.errors import Refused
from engine.feel import Environment, FeelError, limits, to_feel
from engine.xml import MAX_NODES, parse_xml
from tests.unit.feel.attacks import CONTEXT, MORE, SIXTEEN
from tests.unit.feel.bounds import outcome

from .helpers import MODEL, decision, input_data, table, text

ATTACKS = SIXTEEN | MORE
DATA = [input_data(name) for name in CONTEXT]
NEEDS = [f"input:{name}" for name in CONTEXT]


def document(*parts: str) -> bytes:
    body = "".join([*DATA, *parts])
    head = f'<definitions xmlns="{MODEL}" id="m" name="测试" namespace="urn:test">'
    return f"{head}{body}</definitions>".encode("utf-8", "replace")


def through_the_door(data: bytes) -> Any:
    """The value of decision d, or what refused it: the XML door, the model's reading or a bound."""
    try:
        model = load(parse_xml(data, "a.dmn"))
    except (Refused, DmnError) as refused:
        return refused
    return outcome(_value(model), limits.STEPS)[0]


def _value(model: Any) -> Any:
    def run(env: Environment) -> Any:
        try:
            return model.evaluate("d", to_feel(CONTEXT), env).value
        except DmnError as refused:
            raise FeelError(str(refused)) from refused

    return run


def _safe(found: Any) -> bool:
    return isinstance(found, (Refused, DmnError, FeelError)) or found in (None, False, [None])


@pytest.mark.parametrize("name", SIXTEEN)
def test_the_sixteen_attacks_in_a_literal_expression(name: str) -> None:
    assert _safe(through_the_door(document(decision("d", text(SIXTEEN[name]), *NEEDS))))


@pytest.mark.parametrize("name", SIXTEEN)
@pytest.mark.parametrize("column", [0, 1], ids=["input entry", "output entry"])
def test_the_sixteen_attacks_in_a_table(name: str, column: int) -> None:
    cells = ["-", "1"]
    cells[column] = SIXTEEN[name]
    rules = table("UNIQUE", ["text"], ["n"], [cells])
    assert _safe(through_the_door(document(decision("d", rules, *NEEDS))))


@pytest.mark.parametrize("name", ATTACKS)
def test_bombs_in_a_model_stay_small(name: str) -> None:
    data = document(decision("d", text(ATTACKS[name]), *NEEDS))
    tracemalloc.start()
    try:
        through_the_door(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20


def knowledge(key: str, body: str, *needs: str) -> str:
    """A business knowledge model of one parameter n."""
    required = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{need}"/></knowledgeRequirement>' for need in needs
    )
    logic = f'<encapsulatedLogic><formalParameter name="n"/>{text(body)}</encapsulatedLogic>'
    return f'<businessKnowledgeModel id="{key}" name="{key}"><variable name="{key}"/>{logic}{required}</businessKnowledgeModel>'


def chain(length: int, body: str) -> list[str]:
    """Decisions of which each needs the one before; the last is d."""
    found = [decision("v0", text("1"))]
    found += [
        decision(f"v{n}", text(body.format(f"v{n - 1}")), f"decision:v{n - 1}") for n in range(1, length)
    ]
    return [*found, decision("d", text(f"v{length - 1}"), f"decision:v{length - 1}")]


WIDE = [["-", "1"]] * 2000
BOMBS = {
    "a function that calls itself": document(
        knowledge("f", "f(n + 1)", "f"), decision("d", text("f(1)"), "knowledge:f")
    ),
    "functions that call each other": document(
        knowledge("f", "g(n) + g(n)", "g"),
        knowledge("g", "f(n) + f(n)", "f"),
        decision("d", text("f(1)"), "knowledge:f"),
    ),
    "decisions that need each other": document(
        decision("d", text("e"), "decision:e"), decision("e", text("d"), "decision:d")
    ),
    "decisions that double": document(*chain(60, "[{0}, {0}, {0}, {0}]")),
    "texts that double": document(*chain(60, "string({0}) + string({0}) + string({0})")),
    "a long chain of decisions": document(*chain(400, "{0} + 1")),
    "loops spread over decisions": document(*chain(30, "count(for i in 1..9000 return {0})")),
    "a table of many rules, in a loop": document(
        decision("t", table("COLLECT", ["x"], ["n"], WIDE), "input:x"),
        decision("d", text("for i in 1..9000 return t"), "decision:t"),
    ),
    "a type of itself": document(
        '<itemDefinition name="t"><itemComponent name="u"><typeRef>t</typeRef></itemComponent></itemDefinition>',
        decision("d", text("{u: null}"), type="t"),
    ),
    "a type that is itself": document(
        '<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>', decision("d", text("1"), type="t")
    ),
    "types that name each other": document(
        '<itemDefinition name="t"><typeRef>u</typeRef></itemDefinition>',
        '<itemDefinition name="u"><typeRef>t</typeRef></itemDefinition>',
        decision("d", text("1"), type="t"),
    ),
    "lists within lists": document(decision("d", "<list>" * 200 + text("1") + "</list>" * 200)),
    "lists within lists, deeper": document(decision("d", "<list>" * 400 + text("1") + "</list>" * 400)),
    "contexts within contexts": document(
        decision("d", "<context><contextEntry>" * 100 + text("1") + "</contextEntry></context>" * 100)
    ),
    "an import of itself": document(
        f'<import name="x" namespace="urn:test" importType="{MODEL}"/>', decision("d", text("1"))
    ),
    "too many elements": document("<textAnnotation/>" * MAX_NODES),
    "a file of the machine": b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    + document(decision("d", text("e").replace("e<", "&e;<"))),
    "a billion laughs": b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY e "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    + document(decision("d", text("1"))),
    "another language": document(
        decision("d", '<literalExpression expressionLanguage="python"><text>1</text></literalExpression>')
    ),
    "a Java function": document(
        decision(
            "d", text('function(x) external {java: {class: "java.lang.Runtime", method signature: "exec"}}')
        )
    ),
}
REFUSED = [
    "decisions that need each other",
    "a type that is itself",
    "types that name each other",
    "lists within lists, deeper",
    "too many elements",
    "a file of the machine",
    "a billion laughs",
    "another language",
    "a Java function",
]


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_of_the_model_itself(name: str) -> None:
    tracemalloc.start()
    try:
        found = through_the_door(BOMBS[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20
    if name in REFUSED:
        assert isinstance(found, (Refused, DmnError)), found
