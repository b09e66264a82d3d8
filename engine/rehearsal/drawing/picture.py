"""A layout as SVG: what stories reached is drawn solid, what they missed dashed; colours come from the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from engine.bpmn import Box, Layout, Line, Shape
from engine.rehearsal.drawing.shapes import body, is_event, is_gateway
from engine.rehearsal.drawing.wrapping import width_of, wrap

MARGIN = 24
SIZE = 12  # pixels, of all labels
LEADING = 15
OUTSIDE = 92  # how wide a label beside its shape may get, as modelling tools have it
_CONTAINERS = ("participant", "lane", "group", "textAnnotation", "dataObjectReference", "dataStoreReference")
_COLLAPSED_STRIP = 30  # where the name of a pool or lane stands


def svg(layout: Layout, covered: Collection[str], counted: Collection[str], label: str) -> str:
    """The picture. `counted` are the ids that can be covered; all others are drawn as mere frame."""
    box = layout.box
    frame = (box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN, box.height + 2 * MARGIN)
    view = " ".join(_n(value) for value in frame)
    size = f'width="{_n(frame[2])}" height="{_n(frame[3])}"'

    def state(identity: str) -> str:
        if identity not in counted:
            return "frame"
        return "covered" if identity in covered else "missed"

    back, front = _layers(layout)
    parts = [_shape(shape, state(shape.id)) for shape in back]
    # What was reached lies on top where lines share their way.
    lines = sorted(layout.lines, key=lambda line: state(line.id) == "covered")
    parts += [_line(line, state(line.id)) for line in lines]
    parts += [_shape(shape, state(shape.id)) for shape in front]
    parts += [_labels(layout)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size} role="img" aria-label="{escape(label)}">'
    return head + _ARROWS + "".join(parts) + "</svg>"


def _layers(layout: Layout) -> tuple[list[Shape], list[Shape]]:
    """What lines run over, the largest first, and what stands on the lines."""
    back = [s for s in layout.shapes if s.tag in _CONTAINERS or s.expanded]
    back.sort(key=lambda s: -s.box.width * s.box.height)
    front = [s for s in layout.shapes if s not in back]
    return back, sorted(front, key=lambda s: s.tag == "boundaryEvent")


def _shape(shape: Shape, state: str) -> str:
    said = f"{shape.name or shape.id}（{shape.id}）"
    return (
        f'<g id="e-{escape(shape.id)}" class="node {state}"><title>{escape(said)}</title>'
        f"{body(shape)}{_inner_name(shape)}</g>"
    )


def _line(line: Line, state: str) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in line.points)
    arrow = f' marker-end="url(#arrow-{state})"' if line.tag != "association" else ""
    title = f"<title>{escape(line.name)}（{escape(line.id)}）</title>"
    # Two dashed lines on one way would fill each other's gaps: each wipes its way first.
    wiped = f'<polyline class="wipe" points="{points}"/>' if state == "missed" else ""
    drawn = f'{wiped}<polyline class="line" points="{points}"{arrow}/>'
    return f'<g id="e-{escape(line.id)}" class="flow {line.tag} {state}">{title}{drawn}</g>'


def _inner_name(shape: Shape) -> str:
    """The name of what carries it inside: activities, and pools and lanes in a strip at their head."""
    box = shape.box
    if not shape.name or is_event(shape) or is_gateway(shape):
        return ""
    if shape.tag in ("participant", "lane"):
        return _strip(shape)
    if shape.tag == "textAnnotation":
        return _text(wrap(shape.name, box.width - 10, SIZE, 20), box.x + 8, box.y + 4, "start")
    if shape.expanded:
        return _text([shape.name], box.x + 10, box.y + 6, "start", "name")
    lines = wrap(shape.name, box.width - 12, SIZE, max(1, int((box.height - 8) // LEADING)))
    x, y = box.centre
    lower = 6 if len(lines) < 3 else 2  # the sign in the corner takes some of the height
    return _text(lines, x, y - len(lines) * LEADING / 2 + lower, "middle")


def _strip(shape: Shape) -> str:
    box = shape.box
    room = box.height if shape.horizontal else box.width
    lines = wrap(shape.name, room - 8, SIZE, 2)
    if not shape.horizontal:
        return _text(lines, box.centre[0], box.y + 6, "middle", "name")
    x, y = box.x + _COLLAPSED_STRIP / 2, box.centre[1]
    text = _text(lines, 0, -len(lines) * LEADING / 2, "middle", "name")
    return f'<g transform="translate({_n(x)} {_n(y)}) rotate(-90)">{text}</g>'


def _labels(layout: Layout) -> str:
    """The names that stand beside events, gateways and flows, over everything else."""
    parts = []
    for shape in layout.shapes:
        if shape.name and (is_event(shape) or is_gateway(shape)):
            parts.append(_beside(shape.name, shape.label or _below(shape.box)))
    for line in layout.lines:
        if line.name:
            parts.append(_beside(line.name, line.label or _on(line)))
    return f'<g class="labels">{"".join(parts)}</g>'


def _beside(name: str, box: Box) -> str:
    lines = wrap(name, max(OUTSIDE, box.width), SIZE, 4)
    return _text(lines, box.centre[0], box.y, "middle", "halo")


def _below(box: Box) -> Box:
    return Box(box.x, box.bottom + 4, box.width, SIZE)


def _on(line: Line) -> Box:
    """Above the middle of the longest stretch of a line."""
    stretches = zip(line.points, line.points[1:], strict=False)
    (ax, ay), (bx, by) = max(stretches, key=lambda s: abs(s[0][0] - s[1][0]) + abs(s[0][1] - s[1][1]))
    half = width_of(line.name, SIZE) / 2
    return Box((ax + bx) / 2 - half, (ay + by) / 2 - LEADING - 2, 2 * half, SIZE)


def _text(lines: Iterable[str], x: float, top: float, anchor: str, kind: str = "") -> str:
    spans = "".join(
        f'<tspan x="{_n(x)}" y="{_n(top + 11 + number * LEADING)}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text class="{kind}" text-anchor="{anchor}">{spans}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


_ARROWS = "<defs>{}</defs>".format(
    "".join(
        f'<marker id="arrow-{state}" class="{state}" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="8" '
        'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0.5L10 5L0 9.5Z"/></marker>'
        for state in ("covered", "missed", "frame")
    )
)
