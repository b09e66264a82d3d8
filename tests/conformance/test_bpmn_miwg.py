"""The reference models of the BPMN Model Interchange Working Group: all are displayed, and none crashes the drive."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conformance import bpmn
from engine.bpmn import layouts
from engine.xml import parse_xml

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance") / "bpmn-miwg"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"

RUN = {"B.1.0.bpmn", "B.2.0.bpmn", "C.1.0.bpmn", "C.9.1.bpmn", "C.9.2.bpmn"}
"""Models whose executable part runs as it is. More may; none of these may not."""

if not MODELS.is_dir():
    reason = f"no MIWG models at {MODELS} (LAUREL_CONFORMANCE names its folder)"
    pytest.skip(reason, allow_module_level=True)
FILES = sorted(path.name for path in MODELS.glob("*.bpmn"))


def test_all_the_models_are_there() -> None:
    assert len(FILES) == 21


@pytest.mark.parametrize("file", FILES)
def test_every_drawn_element_is_displayed(file: str) -> None:
    data = (MODELS / file).read_bytes()
    drawn = [
        element.get("bpmnElement")
        for tag in ("BPMNShape", "BPMNEdge")
        for element in parse_xml(data, file).iter(f"{DI}{tag}")
        if element.get("bpmnElement")  # C.7.0 has an edge that draws nothing
    ]
    shown = [part.id for layout in layouts(data, file) for part in (*layout.shapes, *layout.lines)]
    assert sorted(shown) == sorted(drawn)


def test_each_model_runs_or_says_why_not() -> None:
    cases = {case.file: case for case in bpmn.run(MODELS)}
    assert list(cases) == FILES
    assert [c.file for c in cases.values() if c.outcome == "crashed"] == []
    assert [c.file for c in cases.values() if c.outcome == "refused" and not c.reason] == []
    assert {c.file for c in cases.values() if c.outcome in ("completed", "waiting", "incident")} >= RUN
