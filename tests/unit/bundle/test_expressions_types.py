"""What expressions of diagrams, forms and decisions can be known to do wrong, and near misses."""

from __future__ import annotations

import pytest

from tests.support import diagrams as d
from tests.unit.bundle.files import field, findings, form, found, line, mapped, process

OPTIONS = [{"label": "甲", "value": "a"}]
FORM = form(
    field("number", "score"),
    field("datetime", "day"),
    field("checkbox", "agreed"),
    field("checklist", "many", values=OPTIONS),
)


def gate(condition: str) -> dict[str, bytes]:
    flows = d.flows("start a g") + d.flow("g", "end", condition, "yes") + d.flow("g", "other", name="no")
    parts = (
        d.start(),
        d.task("a", form="p.form"),
        d.gateway("g", default="no"),
        d.end(),
        d.end("other"),
        flows,
    )
    return {"p/main.bpmn": process(*parts), "p/forms/form.form": FORM}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("agreed", []),
        ("score > 5", []),
        ("score", [("feel-type", "error", "yes")]),
        ("day", [("feel-type", "error", "yes")]),
        ('score > "5"', [("feel-clash", "warning", "yes")]),
        ("1 < 2", [("constant-condition", "warning", "yes")]),
        ("agreed or true", [("constant-condition", "warning", "yes")]),
        ("agreed and score > 1", []),
        ("score > 1/0", [("feel-fault", "error", "yes")]),
        ('day > date("2026-02-30")', [("feel-fault", "error", "yes")]),
        ('contains("a")', [("feel-fault", "error", "yes")]),
        ("starts wit(score)", [("unknown-function", "error", "yes")]),
    ],
)
def test_conditions(condition: str, expected: list[object]) -> None:
    assert found(gate(condition)) == expected


def test_faults_say_what_and_where() -> None:
    (finding,) = findings(gate("score > 1/0"))
    assert finding.message == "条件“=score > 1/0”第 10 个字符处一定出错：除数不能为零。"
    (finding,) = findings(gate("coutn(many) > 1"))
    assert finding.message == "没有名为“coutn”的函数；您是不是要写“count”？"


@pytest.mark.parametrize(
    ("kind", "source", "wrong"),
    [
        ("timeDate", "=day", False),
        ("timeDate", "=start of day(day)", False),
        ("timeDate", "=score", True),
        ("timeDate", "=many", True),
        ("timeDuration", '=duration("P1D") * score', False),
        ("timeDuration", "=day", True),
        ("timeDuration", "=start of day(day)", True),
    ],
)
def test_timers(kind: str, source: str, wrong: bool) -> None:
    caught = d.catch("t", d.timer(kind, source))
    files = {"p/main.bpmn": line(d.task("a", form="p.form"), caught, ids="a t"), "p/forms/form.form": FORM}
    assert found(files) == ([("feel-type", "error", "t")] if wrong else [])


@pytest.mark.parametrize(("collection", "wrong"), [("many", False), ("score", True), ("[score]", False)])
def test_collections(collection: str, wrong: bool) -> None:
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
        f'inputCollection="={collection}" inputElement="one"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    each = f'<bpmn:task id="m" name="逐项">{loop}</bpmn:task>'
    files = {"p/main.bpmn": line(d.task("a", form="p.form"), each, ids="a m"), "p/forms/form.form": FORM}
    assert found(files) == ([("feel-type", "error", "m")] if wrong else [])


def test_types_are_kept_only_where_all_writers_agree() -> None:
    both = line(
        d.script("a", "1", "x"), d.script("b", '"1"', "x"), d.script("c", 'x = "1"', "y"), ids="a b c"
    )
    one = line(d.script("a", "1", "x"), d.script("c", 'x = "1"', "y"), ids="a c")
    assert found({"p/main.bpmn": both}) == []
    assert found({"p/main.bpmn": one}) == [("feel-clash", "warning", "c")]
    given = line(d.script("a", "1", "x"), d.script("c", 'x = "1"', "y"), ids="a c", given="x")
    assert found({"p/main.bpmn": given}) == []


def test_mappings_that_overwrite_or_lose() -> None:
    twice = d.task("a").replace(
        "</bpmn:extensionElements>",
        '<zeebe:ioMapping><zeebe:input source="=1" target="x"/><zeebe:input source="=2" target="x"/>'
        "</zeebe:ioMapping></bpmn:extensionElements>",
    )
    assert found({"p/main.bpmn": line(twice, ids="a")}) == [("duplicate-target", "warning", "a")]
    lost = mapped(d.script("a", "1", "x"), out_y="2")
    assert found({"p/main.bpmn": line(lost, ids="a")}) == [("lost-result", "warning", "a")]
    assert found({"p/main.bpmn": line(mapped(d.script("a", "1", "x"), out_y="x"), ids="a")}) == []


@pytest.mark.parametrize(
    ("hide", "expected"),
    [
        ("=agreed", []),
        ("=known", []),
        ("=knwon", [("unknown-variable", "error", "field_agreed")]),
        ("=coutn(known) = 1", [("unknown-function", "error", "field_agreed")]),
        ("=known = 1/0", [("feel-fault", "error", "field_agreed")]),
        ("=get or else(other, 1) = 1", []),
    ],
)
def test_forms(hide: str, expected: list[object]) -> None:
    shown = form(field("checkbox", "agreed", conditional={"hide": hide}))
    files = {
        "p/main.bpmn": line(d.task("a", form="p.form"), ids="a", given="known"),
        "p/forms/form.form": shown,
    }
    assert found(files) == expected


def test_texts_of_forms_and_rows_of_lists() -> None:
    text = {"type": "text", "id": "hello", "text": "{{known.name}} {{nobody}}"}
    inner = field("textfield", "why", conditional={"hide": "=this.kind = i and kind = parent.known"})
    rows = {"type": "dynamiclist", "id": "rows", "path": "rows", "components": [inner]}
    files = {
        "p/main.bpmn": line(d.task("a", form="p.form"), ids="a", given="known"),
        "p/forms/form.form": form(text, rows),
    }
    assert found(files) == [("unknown-variable", "error", "hello")]


def test_forms_that_no_task_shows_may_see_anything() -> None:
    assert found({"p/forms/form.form": form(field("checkbox", "x", conditional={"hide": "=y"}))}) == []


DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n">
<inputData id="in" name="amount"><variable name="amount" typeRef="number"/></inputData>
<inputData id="other" name="limit"><variable name="limit" typeRef="number"/></inputData>
<decision id="p.rule" name="rule"><variable name="rule" typeRef="string"/>
<informationRequirement><requiredInput href="#in"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input><inputExpression typeRef="number"><text>{source}</text></inputExpression></input>
<output name="out" typeRef="string"/>
<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>{result}</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def table(source: str = "amount", cell: str = "-", result: str = '"a"') -> bytes:
    return DMN.format(source=source, cell=cell.replace("<", "&lt;"), result=result).encode()


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        ({}, []),
        ({"cell": "> 5"}, []),
        ({"cell": '"5"'}, ["feel-clash"]),
        ({"source": "limit"}, ["missing-requirement"]),
        ({"source": "amonut"}, ["unknown-variable"]),
        ({"source": "somewhere_else"}, []),
        ({"result": 'uper case("a")'}, ["unknown-function"]),
        ({"result": "string(1/0)"}, ["feel-fault"]),
        ({"cell": "? > amount"}, []),
    ],
)
def test_decisions(cells: dict[str, str], rules: list[str]) -> None:
    files = {"p/decisions/rule.dmn": table(**cells)}
    wanted = {"feel-clash", "missing-requirement", "unknown-variable", "unknown-function", "feel-fault"}
    assert [rule for rule, _, element in found(files, *wanted) if element == "p.rule"] == rules


@pytest.mark.parametrize(("given", "expected"), [("amount", []), ("", [("unknown-variable", "error", "r")])])
def test_decisions_are_handed_what_they_read(given: str, expected: list[object]) -> None:
    called = '<zeebe:calledDecision decisionId="p.rule" resultVariable="x" bindingType="deployment"/>'
    rule = f'<bpmn:businessRuleTask id="r" name="判定"><bpmn:extensionElements>{called}</bpmn:extensionElements></bpmn:businessRuleTask>'
    files = {"p/main.bpmn": line(rule, ids="r", given=given), "p/decisions/rule.dmn": table()}
    assert found(files, "unknown-variable") == expected


def test_results_of_decisions_have_a_type() -> None:
    called = '<zeebe:calledDecision decisionId="p.rule" resultVariable="x" bindingType="deployment"/>'
    rule = f'<bpmn:businessRuleTask id="r" name="判定"><bpmn:extensionElements>{called}</bpmn:extensionElements></bpmn:businessRuleTask>'
    files = {
        "p/main.bpmn": line(rule, d.script("s", "x = 1", "y"), ids="r s", given="amount"),
        "p/decisions/rule.dmn": table(),
    }
    assert found(files, "feel-clash") == [("feel-clash", "warning", "s")]
