"""The smallest diagram for every event definition at every place, whether the standard has it there or not."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    CANCEL,
    TERMINATE,
    boundary,
    catch,
    compensate,
    conditional,
    diagram,
    end,
    error,
    escalation,
    event_sub,
    job,
    link,
    message,
    path,
    signal,
    start,
    sub,
    throw,
    timer,
    transaction,
    undone,
    user,
)
from tests.unit.bpmn.page_drive import Drawn

DEFINITIONS = {
    "none": "",
    "message": message(),
    "timer": timer("PT1H"),
    "signal": signal(),
    "conditional": conditional("go"),
    "error": error("error-1"),
    "escalation": escalation("escalation-1"),
    "compensate": compensate(),
    "cancel": CANCEL,
    "terminate": TERMINATE,
    "link": link("l"),
    "multiple": message() + signal(),
    "parallelMultiple": message() + signal(),
}
PLACES = (
    "start",
    "inner start",
    "event sub-process",
    "event sub-process, going on",
    "catch",
    "throw",
    "boundary",
    "boundary, going on",
    "end",
)
_ENDS = (end(), path("s", "a", "e"))


def drawn(place: str, kind: str) -> Drawn:
    """The event `x` at a place; the others are there so that it can happen."""
    source, proof, begin = _DRAW[place.partition(",")[0]](kind, place.endswith("going on"))
    if kind == "parallelMultiple":
        source = source.replace(b'id="x"', b'id="x" parallelMultiple="true"', 1)
    return Drawn(source, proof, begin)


Sketch = tuple[bytes, str, str | None]


def _start(kind: str, _goes_on: bool) -> Sketch:
    source = diagram(start("x", DEFINITIONS[kind]), user("a"), end(), path("x", "a", "e"))
    return source, "x", "x"


def _inner_start(kind: str, _goes_on: bool) -> Sketch:
    inside = sub("h", start("x", DEFINITIONS[kind]), end("j"), path("x", "j"))
    return diagram(start(), inside, end(), path("s", "h", "e")), "x", None


def _event_sub_process(kind: str, goes_on: bool) -> Sketch:
    """What throws stands beside it: an end inside the scope, or for compensation a throw behind the scope."""
    body = event_sub("h", DEFINITIONS[kind], end("j"), path("x", "j"), interrupting=not goes_on)
    body = body.replace('id="h-s" name="h-s"', 'id="x" name="x"')
    if kind == "compensate":
        scope = sub("o", start("i"), user("a"), end("k"), path("i", "a", "k"), body)
        return diagram(start(), scope, throw("t", compensate()), end(), path("s", "o", "t", "e")), "x", None
    thrown = DEFINITIONS[kind] if kind in ("error", "escalation") else ""
    return diagram(start(), user("a"), end("e", thrown), path("s", "a", "e"), body), "x", None


def _catch(kind: str, _goes_on: bool) -> Sketch:
    if kind == "link":
        parts = [start(), throw("t", link("l")), catch("x", link("l")), end()]
        return diagram(*parts, path("s", "t"), path("x", "e")), "x", None
    return diagram(start(), catch("x", DEFINITIONS[kind]), end(), path("s", "x", "e")), "x", None


def _throw(kind: str, _goes_on: bool) -> Sketch:
    event = throw("x", DEFINITIONS[kind], job("send") if kind == "message" else "")
    if kind == "link":
        parts = [start(), event, catch("c", link("l")), end()]
        return diagram(*parts, path("s", "x"), path("c", "e")), "x", None
    return diagram(start(), user("a"), undone("a"), event, end(), path("s", "a", "x", "e")), "x", None


def _boundary(kind: str, goes_on: bool) -> Sketch:
    event = boundary("x", "a", DEFINITIONS[kind], not goes_on)
    if kind == "compensate":
        lines = undone("a").replace('id="cb-a"', 'id="x"').replace('sourceRef="cb-a"', 'sourceRef="x"')
        if goes_on:
            lines = lines.replace('cancelActivity="true"', 'cancelActivity="false"')
        parts = [start(), user("a"), lines, throw("t", compensate()), end()]
        return diagram(*parts, path("s", "a", "t", "e")), "ua", None
    host = user("a")
    if kind in ("error", "escalation"):
        host = sub("a", start("i"), end("k", DEFINITIONS[kind]), path("i", "k"))
    if kind == "cancel":
        host = transaction("a", start("i"), end("k", CANCEL), path("i", "k"))
    return diagram(start(), host, event, end("f"), path("x", "f"), *_ENDS), "x", None


def _end(kind: str, _goes_on: bool) -> Sketch:
    event = end("x", DEFINITIONS[kind], job("send") if kind == "message" else "")
    if kind in ("cancel", "error"):  # both ask for somebody who catches them
        inside = (transaction if kind == "cancel" else sub)("a", start("i"), event, path("i", "x"))
        caught = boundary("b", "a", DEFINITIONS[kind])
        return diagram(start(), inside, caught, end("f"), path("b", "f"), *_ENDS), "x", None
    return diagram(start(), user("a"), undone("a"), event, path("s", "a", "x")), "x", None


_DRAW = {
    "start": _start,
    "inner start": _inner_start,
    "event sub-process": _event_sub_process,
    "catch": _catch,
    "throw": _throw,
    "boundary": _boundary,
    "end": _end,
}
