"""How a diagram looks: shapes and lines with their places, as its file says; nothing here is executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.names import BPMN, is_bpmn, is_true, local
from engine.xml import parse_xml

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_THROWING = ("endEvent", "intermediateThrowEvent")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the diagram's pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A node, lane or pool. `tag` is its BPMN tag, `event` the kind of its event definition (`timer`) or ""."""

    id: str
    tag: str
    name: str
    box: Box
    label: Box | None = None
    expanded: bool = False
    horizontal: bool = True
    event: str = ""
    throwing: bool = False
    dashed: bool = False  # a non-interrupting event, or an event sub-process
    repeat: str = ""  # "parallel", "sequential" or "loop"


@dataclass(frozen=True, slots=True)
class Line:
    """A sequence flow, message flow or association."""

    id: str
    tag: str
    name: str
    points: tuple[tuple[float, float], ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One plane of a diagram; shapes stand in the order in which they are painted."""

    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        """The smallest rectangle around everything, labels included."""
        corners = [c for s in self.shapes for b in (s.box, s.label) if b for c in _corners(b)]
        corners += [p for line in self.lines for p in line.points]
        corners += [c for line in self.lines if line.label for c in _corners(line.label)]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        return Box(left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top)


def layouts(data: bytes, file: str = "") -> list[Layout]:
    """The drawn planes of a diagram's file; none if it has no layout. Raises Refused."""
    root = parse_xml(data, file)
    meant = {node.get("id"): node for node in root.iter() if is_bpmn(node) and node.get("id")}
    found = [_plane(plane, meant) for plane in root.iter(f"{DI}BPMNPlane")]
    return [layout for layout in found if layout.shapes]


def _plane(plane: etree._Element, meant: dict[str, etree._Element]) -> Layout:
    def drawn(tag: str) -> Iterator[tuple[etree._Element, etree._Element]]:
        for di in plane.iterchildren(f"{DI}{tag}"):
            node = meant.get(di.get("bpmnElement"))
            if node is not None:
                yield di, node

    shapes = (_shape(di, node) for di, node in drawn("BPMNShape"))
    lines = (_line(di, node) for di, node in drawn("BPMNEdge"))
    return Layout(tuple(s for s in shapes if s), tuple(line for line in lines if line.points))


def _shape(di: etree._Element, node: etree._Element) -> Shape | None:
    box, tag, event = _box(di), local(node), _event(node)
    if box is None:
        return None
    quiet = not is_true(node.get("cancelActivity" if tag == "boundaryEvent" else "isInterrupting"), True)
    return Shape(
        id=node.get("id"),
        tag=tag,
        name=(node.findtext(f"{BPMN}text") if tag == "textAnnotation" else node.get("name")) or "",
        box=box,
        label=_label(di),
        expanded=is_true(di.get("isExpanded")),
        horizontal=is_true(di.get("isHorizontal"), True),
        event=event,
        throwing=tag in _THROWING,
        dashed=quiet or is_true(node.get("triggeredByEvent")),
        repeat=_repeat(node),
    )


def _line(di: etree._Element, node: etree._Element) -> Line:
    points = tuple((_number(p, "x"), _number(p, "y")) for p in di.iterchildren(WAYPOINT))
    return Line(node.get("id"), local(node), node.get("name") or "", points, _label(di))


def _event(node: etree._Element) -> str:
    kinds = [local(child) for child in node if local(child).endswith("EventDefinition")]
    return kinds[0].removesuffix("EventDefinition") if kinds else ""


def _repeat(node: etree._Element) -> str:
    several = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if several is not None:
        return "sequential" if is_true(several.get("isSequential")) else "parallel"
    return "loop" if node.find(f"{BPMN}standardLoopCharacteristics") is not None else ""


def _label(di: etree._Element) -> Box | None:
    label = di.find(f"{DI}BPMNLabel")
    return None if label is None else _box(label)


def _box(di: etree._Element) -> Box | None:
    bounds = di.find(f"{DC}Bounds")
    if bounds is None:
        return None
    return Box(*(_number(bounds, name) for name in ("x", "y", "width", "height")))


def _number(element: etree._Element, name: str) -> float:
    """A coordinate; what is no number stands at 0, since a layout is never worth refusing a diagram for."""
    try:
        return float(element.get(name) or 0)
    except ValueError:
        return 0.0


def _corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.x, box.y), (box.right, box.bottom)
