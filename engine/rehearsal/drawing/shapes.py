"""The outline of a node and the signs in it."""

from __future__ import annotations

from engine.bpmn import Box, Shape
from engine.rehearsal.drawing import icons


def is_event(shape: Shape) -> bool:
    return shape.tag.endswith("Event")


def is_gateway(shape: Shape) -> bool:
    return shape.tag.endswith("Gateway")


def body(shape: Shape) -> str:
    """Outline and signs of a shape, without its name."""
    if is_event(shape):
        return _event(shape)
    if is_gateway(shape):
        return _gateway(shape)
    if shape.tag in ("participant", "lane"):
        return _pool(shape)
    if shape.tag == "textAnnotation":
        box = shape.box
        return f'<path class="edge" d="M{box.x + 8} {box.y}H{box.x}V{box.bottom}H{box.x + 8}"/>'
    if shape.tag == "group":
        return _rectangle(shape.box, 10, "box dash open")
    return _activity(shape)


def _event(shape: Shape) -> str:
    x, y = shape.box.centre
    radius = shape.box.width / 2
    kind = {"startEvent": "box thin", "endEvent": "box thick"}.get(shape.tag, "box thin")
    dash = " dash" if shape.dashed else ""
    parts = [f'<circle class="{kind}{dash}" cx="{x}" cy="{y}" r="{radius}"/>']
    if shape.tag not in ("startEvent", "endEvent"):
        parts.append(f'<circle class="ring{dash}" cx="{x}" cy="{y}" r="{radius - 3}"/>')
    if shape.event in icons.EVENTS:
        filled = shape.throwing or shape.event in icons.ALWAYS_FILLED
        parts.append(_icon(icons.EVENTS[shape.event], x, y, filled=filled, scale=radius / 18))
    return "".join(parts)


def _gateway(shape: Shape) -> str:
    box, (x, y) = shape.box, shape.box.centre
    diamond = f'<path class="box" d="M{x} {box.y}L{box.right} {y}L{x} {box.bottom}L{box.x} {y}Z"/>'
    sign = icons.GATEWAYS.get(shape.tag, "")
    return diamond + _icon(sign, x, y, filled=shape.tag not in icons.OPEN_GATEWAYS)


def _pool(shape: Shape) -> str:
    box = shape.box
    outline = _rectangle(box, 0, "box")
    if shape.tag == "lane":
        return outline
    if shape.horizontal:
        return outline + f'<path class="edge" d="M{box.x + 30} {box.y}V{box.bottom}"/>'
    return outline + f'<path class="edge" d="M{box.x} {box.y + 30}H{box.right}"/>'


def _activity(shape: Shape) -> str:
    thick = " thick" if shape.tag == "callActivity" else ""
    dash = " dotted" if shape.dashed else ""
    room = " room" if shape.expanded else ""
    parts = [_rectangle(shape.box, 10, f"box{thick}{dash}{room}")]
    sign = icons.TASKS.get(shape.tag)
    if sign:
        filled = shape.tag in icons.FILLED_TASKS
        parts.append(_icon(sign, shape.box.x + 15, shape.box.y + 15, filled=filled, scale=0.95))
    markers = [icons.REPEATS[shape.repeat]] if shape.repeat else []
    if shape.tag == "subProcess" and not shape.expanded:
        markers.append(icons.COLLAPSED)
    x = shape.box.centre[0] - 9 * (len(markers) - 1)
    parts += [_icon(m, x + 18 * n, shape.box.bottom - 10, filled=False) for n, m in enumerate(markers)]
    return "".join(parts)


def _rectangle(box: Box, corner: int, kind: str) -> str:
    place = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'
    return f'<rect class="{kind}" {place} rx="{corner}"/>'


def _icon(path: str, x: float, y: float, *, filled: bool, scale: float = 1) -> str:
    kind = "sign filled" if filled else "sign"
    return f'<path class="{kind}" transform="translate({x} {y}) scale({scale:.3g})" d="{path}"/>'
