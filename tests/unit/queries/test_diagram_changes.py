"""What differs between two texts of a diagram, and where a missing thing is wanted."""

from __future__ import annotations

import pytest

from engine.errors import Finding, Refused
from engine.queries.diagram_changes import Change, Detail, changes
from engine.queries.diagram_places import placed
from engine.vocabulary import Vocabulary
from tests.support import diagrams as d
from web.diagrams.changes import told

BEFORE = d.diagram("t.p", d.start(), d.task("a", groups="t.clerk"), d.end(), d.flows("start a end"))


def lane(name: str, *members: str) -> str:
    refs = "".join(f"<bpmn:flowNodeRef>{member}</bpmn:flowNodeRef>" for member in members)
    return f'<bpmn:lane id="lane-{name}" name="{name}">{refs}</bpmn:lane>'


def told_of(after: bytes, before: bytes = BEFORE) -> list[tuple[str, str]]:
    return [(change.kind, change.element) for change in changes(before, after)]


def test_the_same_text_has_no_changes() -> None:
    assert changes(BEFORE, BEFORE) == []


def test_order_spacing_prefixes_and_back_references_are_no_changes() -> None:
    other = (
        BEFORE.replace(b"bpmn:", b"model:")
        .replace(b"xmlns:bpmn=", b"xmlns:model=")
        .replace(b"</model:userTask>", b"<model:incoming>x</model:incoming>\n  </model:userTask>\n")
    )
    assert other != BEFORE
    assert changes(BEFORE, other) == []


def test_elements_come_and_go() -> None:
    after = d.diagram("t.p", d.start(), d.task("b", groups="t.clerk"), d.end(), d.flows("start b end"))
    assert told_of(after) == [
        ("added", "b"),
        ("added", "start-to-b"),
        ("added", "b-to-end"),
        ("removed", "a"),
        ("removed", "start-to-a"),
        ("removed", "a-to-end"),
    ]


def test_what_is_written_about_an_element_is_told_before_and_after() -> None:
    after = d.diagram(
        "t.p",
        d.start(),
        d.task("a", groups="t.lead", form="t.form", properties={"articles": "T-1"}),
        d.end(),
        d.flows("start a end"),
    )
    (change,) = changes(BEFORE, after)
    assert (change.kind, change.element, change.type) == ("changed", "a", "userTask")
    assert set(change.details) == {
        Detail("assignmentDefinition@candidateGroups", "t.clerk", "t.lead"),
        Detail("formDefinition@formId", None, "t.form"),
        Detail("property[articles]@name", None, "articles"),
        Detail("property[articles]@value", None, "T-1"),
    }


def test_a_flow_that_leads_elsewhere_is_told_by_names() -> None:
    before = d.diagram("t.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flow("start", "a"))
    after = before.replace(b'targetRef="a"', b'targetRef="b"')
    (change,) = changes(before, after)
    assert change.details == (Detail("@targetRef", "a 任务", "b 任务"),)
    assert change.name == "开始 → b 任务"


def test_another_type_of_the_same_element_is_a_change() -> None:
    before = d.diagram("t.p", d.gateway("g"), d.end())
    (change,) = changes(before, before.replace(b"exclusiveGateway", b"parallelGateway"))
    assert change.details[0] == Detail("type", "exclusiveGateway", "parallelGateway")


def test_what_was_only_drawn_elsewhere_is_moved() -> None:
    shape = (
        '<d:BPMNShape xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" bpmnElement="a">'
        '<c:Bounds xmlns:c="http://www.omg.org/spec/DD/20100524/DC" x="{}" y="2" width="100" height="80"/></d:BPMNShape>'
    )
    drawn = [
        BEFORE.replace(b"</bpmn:definitions>", shape.format(x).encode() + b"</bpmn:definitions>")
        for x in ("1", "1.0", "5", "far")
    ]
    assert changes(drawn[0], drawn[1]) == []
    assert changes(drawn[0], drawn[2]) == [Change("moved", "a", "userTask", "a 任务")]
    assert [change.kind for change in changes(drawn[0], drawn[3])] == ["moved"]


def test_the_lane_of_an_element_belongs_to_it() -> None:
    def laned(*lanes: str) -> bytes:
        held = f'<bpmn:laneSet id="lanes">{"".join(lanes)}</bpmn:laneSet>'
        return d.diagram("t.p", held, d.start(), d.task("a"), d.end(), d.flows("start a end"))

    (change,) = changes(laned(lane("x", "a"), lane("y")), laned(lane("x"), lane("y", "a")))
    assert (change.element, change.details) == ("a", (Detail("lane", "x", "y"),))


def test_many_parts_of_one_kind_cost_no_more_than_their_number() -> None:
    """19,000 equal parts: counted, not searched for a free name each."""
    many = BEFORE.replace(b"</bpmn:userTask>", b"<x>1</x>" * 19_000 + b"</bpmn:userTask>")
    (change,) = changes(BEFORE, many)
    assert len(change.details) == 19_000


def test_what_is_no_xml_is_refused() -> None:
    with pytest.raises(Refused):
        changes(BEFORE, b"<a>")


def test_changes_are_told_in_words() -> None:
    after = d.diagram(
        "t.p", d.start(), d.task("a", groups="t.lead"), d.task("b"), d.end(), d.flows("start a end")
    )
    names = Vocabulary(groups={"t.clerk": "经办", "t.lead": "负责人"})
    assert told(BEFORE, after, names) == {
        "moved": 0,
        "list": [
            {
                "kind": "changed",
                "word": "改动",
                "element": "a",
                "title": "a 任务（用户任务）",
                "details": ["办理组：“经办” → “负责人”"],
            },
            {"kind": "added", "word": "新增", "element": "b", "title": "b 任务（用户任务）", "details": []},
        ],
    }


def test_a_finding_without_an_element_stays_as_it_is() -> None:
    finding = Finding("missing-form", "找不到表单“t.nowhere”。", "t/p.bpmn", "t.nowhere")
    assert placed([finding], BEFORE) == [finding]
    other = Finding("dead-end", "", "t/p.bpmn", "t.clerk")
    assert placed([other], BEFORE) == [other]


def test_a_group_that_a_lane_gives_is_wanted_by_its_user_tasks_without_one() -> None:
    held = f'<bpmn:laneSet id="lanes">{lane("t.nobody", "start", "a", "b")}</bpmn:laneSet>'
    text = d.diagram("t.p", held, d.start(), d.task("a", groups=""), d.task("b", groups="t.clerk"))
    finding = Finding("missing-group", "", "t/p.bpmn", "t.nobody")
    assert [each.element for each in placed([finding], text)] == ["a"]
