"""Diagrams drawn as SVG: every element and flow stands in the picture, and what was missed looks different."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import Box, layouts, parse
from engine.rehearsal.drawing import svg
from engine.rehearsal.drawing.wrapping import wrap
from engine.xml import parse_xml
from tests.support import diagrams as d

PROCESSES = Path(__file__).resolve().parents[3] / "processes"
DIAGRAMS = sorted(PROCESSES.rglob("*.bpmn"))
SVG = "{http://www.w3.org/2000/svg}"
NAMESPACES = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


def shape(element: str, x: int, y: int, width: int, height: int, inner: str = "", more: str = "") -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{element}-di" bpmnElement="{element}"{more}>{bounds}{inner}</bpmndi:BPMNShape>'


def edge(flow: str, *points: tuple[int, int]) -> str:
    waypoints = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{flow}-di" bpmnElement="{flow}">{waypoints}</bpmndi:BPMNEdge>'


def drawn(*parts: str) -> bytes:
    """start -> a <late -> end, with the given places."""
    late = d.boundary("late", "a", d.timer("timeDuration", "P1D"), interrupting=False)
    flows = d.flows("start a end") + d.flows("late end-late")
    data = d.diagram("test.p", d.start(), d.task("a"), late, d.end(), d.end("end-late"), flows).decode()
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="test.p">{"".join(parts)}</bpmndi:BPMNPlane>'
    layout = f'<bpmndi:BPMNDiagram id="di" {NAMESPACES}>{plane}</bpmndi:BPMNDiagram>'
    return data.replace("</bpmn:definitions>", layout + "</bpmn:definitions>").encode()


LABEL = '<bpmndi:BPMNLabel><dc:Bounds x="0" y="70" width="40" height="14"/></bpmndi:BPMNLabel>'
PLACED = drawn(
    shape("start", 10, 30, 36, 36, LABEL),
    shape("a", 100, 10, 100, 80),
    shape("late", 140, 72, 36, 36),
    shape("end", 260, 32, 36, 36),
    edge("start-to-a", (46, 48), (100, 48)),
    edge("a-to-end", (200, 50), (260, 50)),
)
COUNTED = {"start", "a", "late", "end", "end-late", "start-to-a", "a-to-end", "late-to-end-late"}


def classes(picture: str) -> dict[str, str]:
    """Each drawn element with its state, the last word of its class."""
    groups = parse_xml(picture.encode()).iter(f"{SVG}g")
    return {g.get("id")[2:]: g.get("class").split()[-1] for g in groups if g.get("id")}


def test_a_layout_is_read_from_the_file() -> None:
    (layout,) = layouts(PLACED)
    assert [(s.id, s.tag, s.event, s.dashed) for s in layout.shapes] == [
        ("start", "startEvent", "", False),
        ("a", "userTask", "", False),
        ("late", "boundaryEvent", "timer", True),
        ("end", "endEvent", "", False),
    ]
    assert layout.shapes[0].label == Box(0, 70, 40, 14)
    assert [(line.id, line.points) for line in layout.lines] == [
        ("start-to-a", ((46, 48), (100, 48))),
        ("a-to-end", ((200, 50), (260, 50))),
    ]
    assert layout.box == Box(0, 10, 296, 98)


def test_covered_missed_and_frame_differ() -> None:
    (layout,) = layouts(PLACED)
    picture = svg(layout, {"start", "a", "start-to-a"}, COUNTED - {"late"}, "测试")
    assert classes(picture) == {
        "start": "covered",
        "a": "covered",
        "late": "frame",
        "end": "missed",
        "start-to-a": "covered",
        "a-to-end": "missed",
    }


def test_what_was_reached_is_painted_over_what_was_missed() -> None:
    (layout,) = layouts(PLACED)
    picture = svg(layout, {"start-to-a"}, COUNTED, "测试")
    assert picture.index('id="e-a-to-end"') < picture.index('id="e-start-to-a"')


def test_names_are_escaped() -> None:
    (layout,) = layouts(PLACED.replace("a 任务".encode(), b"&lt;script&gt;&amp;"))
    picture = svg(layout, set(), COUNTED, '"<')
    assert "<script>" not in picture
    assert {"".join(t.itertext()) for t in parse_xml(picture.encode()).iter(f"{SVG}title")} >= {
        "<script>&（a）"
    }


@pytest.mark.parametrize(
    "data",
    [
        drawn(),
        drawn('<bpmndi:BPMNShape id="x" bpmnElement="a"/>'),
        drawn(shape("nobody", 1, 1, 1, 1)),
    ],
)
def test_a_file_without_a_layout_has_no_picture(data: bytes) -> None:
    assert layouts(data) == []


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_everything_in_our_diagrams_is_drawn(file: Path) -> None:
    data = file.read_bytes()
    (definition,) = parse(data, file.name)
    counted = {*definition.elements, *definition.flows}
    drawn = {k: v for page in layouts(data) for k, v in classes(svg(page, counted, counted, "")).items()}
    assert counted - set(drawn) == set()
    assert {drawn[i] for i in counted} == {"covered"}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("审查", 60, ["审查"]),
        ("告知资料评审完成", 92, ["告知资料评", "审完成"]),  # 8 characters of 12 pixels, 7 fit in a line
        ("甲乙丙丁，戊己庚辛", 48, ["甲乙丙丁，", "戊己庚辛"]),  # no line begins with a comma
        ("send to applicant", 60, ["send to", "applicant"]),
        ("  a \n b ", 60, ["a b"]),
        ("", 60, []),
    ],
)
def test_labels_are_broken_into_lines(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, 12, 4) == lines


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("一二三四五六七八九", 36, 12, 2) == ["一二三", "四五…"]
