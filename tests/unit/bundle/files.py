"""Small files for checks of whole bundles, and what was found in them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from engine import bundle as bundles
from engine.errors import Finding
from engine.feel import LentFunction
from tests.support import diagrams as d

LENT = {"start of day": LentFunction("start of day", ("date",), lambda env, *_: None, "date and time")}


def mappings(**pairs: str) -> str:
    """`mappings(in_x="1", out_y="x")`: input and output mappings of FEEL sources."""
    inner = ""
    for name, source in pairs.items():
        kind, _, target = name.partition("_")
        escaped = source.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        inner += f'<zeebe:{kind}put source="={escaped}" target="{target}"/>'
    return f"<zeebe:ioMapping>{inner}</zeebe:ioMapping>"


def mapped(element: str, **pairs: str) -> str:
    """An element with mappings added to its extensions, or with extensions if it had none."""
    if "</bpmn:extensionElements>" in element:
        return element.replace(
            "</bpmn:extensionElements>", f"{mappings(**pairs)}</bpmn:extensionElements>", 1
        )
    head, sign, tail = element.partition(">")
    return f"{head}{sign}<bpmn:extensionElements>{mappings(**pairs)}</bpmn:extensionElements>{tail}"


def process(
    *parts: str, given: str | None = "", name: str = "p.main", head: str = "", **properties: str
) -> bytes:
    """A process that says what it is given; with None it says nothing."""
    own = properties if given is None else {**properties, "given": given}
    return d.diagram(name, *parts, head=head, properties=own)


def line(*elements: str, ids: str, **more: str | None) -> bytes:
    """A process of one line: start, the elements, end."""
    return process(d.start(), *elements, d.end(), d.flows(f"start {ids} end"), **more)  # type: ignore[arg-type]


def form(*components: Mapping[str, object], name: str = "p.form") -> bytes:
    schema = {"type": "default", "id": name, "components": list(components)}
    return json.dumps(schema, ensure_ascii=False, indent=1).encode()


def field(kind: str, key: str, **more: object) -> dict[str, object]:
    return {"type": kind, "id": f"field_{key}", "key": key, "label": key, **more}


def found(files: Mapping[str, bytes], *rules: str) -> list[tuple[str, str, str | None]]:
    """Rule, severity and element of what is found, unnamed things apart."""
    return [(f.rule, f.severity, f.element) for f in findings(files) if not rules or f.rule in rules]


def findings(files: Mapping[str, bytes]) -> list[Finding]:
    everything = bundles.read(files, functions=LENT).findings
    return [f for f in everything if not f.rule.startswith("unnamed")]
