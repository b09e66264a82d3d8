"""What a check of a bundle says about decision tables, with file, element and line."""

from __future__ import annotations

from engine import bundle as bundles
from engine.errors import Finding

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:pier">
<decision id="pier.quota" name="名额"><variable name="quota"/>
<decisionTable id="t" hitPolicy="UNIQUE">
<input label="申报数"><inputExpression typeRef="number"><text>count</text></inputExpression></input>
<output name="places" typeRef="number"/>
<rule id="few"><inputEntry><text>[0..10]</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
<rule id="many"><inputEntry><text>SECOND</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
<rule id="none"><inputEntry><text>&lt; 0</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
</decisionTable></decision>
<decision id="pier.other" name="另一个"><variable name="other"/>
<literalExpression><text>1</text></literalExpression></decision></definitions>"""
PATH = "pier/decisions/quota.dmn"


def findings(second: str) -> list[Finding]:
    return bundles.read({PATH: TABLE.replace("SECOND", second).encode()}).findings


def test_a_sound_table_is_not_mentioned() -> None:
    assert findings("&gt; 10") == []


def test_an_overlap_is_an_error_and_refuses_deployment() -> None:
    message = "第 1 条与第 2 条同时成立，例如：申报数 = 10；UNIQUE 表只许一条成立。"
    expected = Finding("decision-overlap", message, PATH, "many", 7, "error")
    assert findings("&gt;= 10") == [expected]
    assert bundles.read({PATH: TABLE.replace("SECOND", "&gt;= 10").encode()}).errors == [expected]


def test_a_gap_is_a_warning_told_once_for_a_file_of_two_decisions() -> None:
    message = (
        "没有规则管到：申报数 = 11（范围：申报数 (10..20)）。"
        "请补上规则，或给输出列写默认值；不会出现的值，用输入列的允许值排除。"
    )
    assert findings("&gt;= 20") == [
        Finding("decision-gap", message, PATH, "pier.quota", 3, "warning"),
    ]
