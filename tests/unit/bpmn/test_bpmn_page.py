"""The owners' page on BPMN says nothing that is not so: a minimal diagram for each row is checked and played."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine import callers, correlation, xml
from engine.bpmn import check, instance
from engine.bpmn.elements import multi_instance
from engine.bpmn.reading import scopes
from engine.bpmn.soundness import budget
from tests.unit.bpmn.page_drive import Drawn, walked
from tests.unit.bpmn.page_elements import DRAWN, EXECUTED, REFUSED
from tests.unit.bpmn.page_events import DEFINITIONS, PLACES, drawn

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "bpmn.md").read_text(encoding="utf-8")
MARKS = {"✓", "✗", "–"}

# Flow elements, artefacts and root elements of the XML schema of BPMN 2.0.2, but those that an event carries.
STANDARD = {
    *("adHocSubProcess", "businessRuleTask", "callActivity", "callChoreography", "choreographyTask"),
    *("complexGateway", "dataObject", "dataObjectReference", "dataStoreReference", "event"),
    *("eventBasedGateway", "exclusiveGateway", "implicitThrowEvent", "inclusiveGateway", "manualTask"),
    *("parallelGateway", "receiveTask", "scriptTask", "sendTask", "sequenceFlow", "serviceTask"),
    *("subChoreography", "subProcess", "task", "transaction", "userTask"),
    *("association", "group", "textAnnotation"),
    *("category", "choreography", "collaboration", "correlationProperty", "dataStore", "endPoint"),
    *("eventDefinition", "globalBusinessRuleTask", "globalChoreographyTask", "globalConversation"),
    *("globalManualTask", "globalScriptTask", "globalTask", "globalUserTask", "import", "interface"),
    *("itemDefinition", "partnerEntity", "partnerRole", "relationship", "resource"),
    *("callConversation", "conversation", "subConversation", "participant", "messageFlow", "lane"),
}


def tables() -> dict[tuple[str, ...], list[list[str]]]:
    """The rows of the page's tables by their head; tables with the same head count as one."""
    found: dict[tuple[str, ...], list[list[str]]] = {}
    head: tuple[str, ...] = ()
    for line in PAGE.split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("|"):
            head = ()
        elif not head:
            head = tuple(cells)
        elif not set(line) <= set("|- "):
            assert len(cells) == len(head), line
            found.setdefault(head, []).append(cells)
    return found


def keyed(*, refused: bool) -> dict[str, str]:
    """What the tables with a column 写法 name, with the third cell: of refused drawings their rule."""
    keys: dict[str, str] = {}
    for head, rows in tables().items():
        if head[1] == "写法" and (head[2] == "规则") is refused:
            for row in rows:
                key = row[1].strip("`")
                assert key not in keys, f"{key} stands twice"
                keys[key] = row[2].strip("`")
    return keys


def matrix() -> dict[tuple[str, str], str]:
    """The mark of each kind of event at each place."""
    (rows,) = [rows for head, rows in tables().items() if head[:2] == ("触发", "XML")]
    return {
        (row[1].strip("`"), place): mark for row in rows for place, mark in zip(PLACES, row[2:], strict=True)
    }


def errors(source: bytes) -> list[tuple[str, str | None]]:
    return [(f.rule, f.element) for f in check(source, "p.bpmn") if f.severity == "error"]


def test_the_page_names_every_element_of_the_standard_and_nothing_without_a_diagram():
    said = {*keyed(refused=False), *keyed(refused=True)}
    assert said >= STANDARD
    assert set(keyed(refused=False)) == {*EXECUTED, *DRAWN}
    assert set(keyed(refused=True)) == set(REFUSED)


@pytest.mark.parametrize("key", EXECUTED)
def test_what_the_page_calls_executed_is_walked_through(key: str):
    assert errors(EXECUTED[key].source) == []
    assert walked(EXECUTED[key])


@pytest.mark.parametrize("key", DRAWN)
def test_what_is_only_drawn_does_not_hold_a_token(key: str):
    assert errors(DRAWN[key]) == []
    assert walked(Drawn(DRAWN[key]))


@pytest.mark.parametrize("key", REFUSED)
def test_what_the_page_calls_refused_is_refused_by_its_rule(key: str):
    assert keyed(refused=True)[key] in {rule for rule, _ in errors(REFUSED[key])}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", DEFINITIONS)
def test_every_kind_of_event_at_every_place(kind: str, place: str):
    mark, sketch = matrix()[kind, place], drawn(place, kind)
    if mark == "✓":
        assert errors(sketch.source) == []
        assert walked(sketch)
    else:
        assert "x" in {element for _, element in errors(sketch.source)}


def test_the_matrix_is_complete_and_owns_up_to_what_the_standard_has_beyond_it():
    """BPMN 2.0.2, table 10.93: conditional starts, and events with several definitions."""
    marks = matrix()
    assert set(marks) == {(kind, place) for kind in DEFINITIONS for place in PLACES}
    assert set(marks.values()) == MARKS
    several = {("multiple", p) for p in PLACES} - {("multiple", "inner start")}
    together = {("parallelMultiple", p) for p in PLACES if p not in ("inner start", "throw", "end")}
    missing = {at for at, mark in marks.items() if mark == "✗"}
    assert missing == {("conditional", "start"), *several, *together}


def test_the_bounds_are_those_of_the_engine():
    told = {row[0]: int(row[1]) for row in tables()["什么", "最多", "超过了会怎样"]}
    assert told == {
        "多实例的项数": multi_instance.MAX_INSTANCES,
        "子流程一层套一层": scopes.MAX_DEPTH,
        "流程调用流程，一层套一层": callers.MAX_CALL_DEPTH,
        "中间不等任何人和事的步数": instance.MAX_STEPS,
        "一个文件": xml.MAX_BYTES // 1_000_000,
        "检查一个文件时看多少次": budget.MAX_WORK,
        "先到的消息等多少天": correlation.TIME_TO_LIVE.days,
    }


def test_the_rules_it_explains_are_rules_of_the_check():
    told = [row[0].strip("`") for row in tables()["规则", "意思"]]
    sources = [p.read_text(encoding="utf-8") for p in (Path(instance.__file__).parent).rglob("*.py")]
    assert [rule for rule in told if not any(f'"{rule}"' in source for source in sources)] == []


def test_links_lead_somewhere():
    targets = re.findall(r"\]\(([a-z-]+\.md)\)", PAGE)
    assert targets
    assert all((Path(__file__).resolve().parents[3] / "docs" / target).is_file() for target in targets)
