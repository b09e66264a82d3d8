"""The reference models of the BPMN Model Interchange Working Group: all are displayed, and none crashes the drive."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

import pytest

import assembly
from conformance import bpmn
from engine.actor import Actor
from engine.bpmn import layouts
from engine.clock import LentClock
from engine.commands import deployments
from engine.errors import Refused
from engine.xml import parse_xml
from tests.conformance.filling import FORM, STUB, filled, place
from tests.support import diagrams as d

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance") / "bpmn-miwg"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"

RUN = {"B.1.0.bpmn", "B.2.0.bpmn", "C.1.0.bpmn", "C.9.1.bpmn", "C.9.2.bpmn"}
"""Models whose executable part runs as it is. More may; none of these may not."""

SAYS_MORE = {
    "B.2.0.bpmn": {"unsupported-event"},  # a process that begins by a condition
    "C.3.0.bpmn": {"unsupported-attribute"},  # startQuantity, completionQuantity
    "C.8.0.bpmn": {"variable-name"},  # a variable with a space in its name
    "C.8.1.bpmn": {"data-association", "variable-name"},
    "C.9.0.bpmn": {"variable-name"},  # parts of variables as targets of mappings
}
"""Models that stay refused once their gaps are filled, and by which rules; docs/conformance.md says the same."""

BESIDE = {
    "miwg/stub.bpmn": d.diagram(STUB, d.start(), d.end(), d.flows("start end")),
    "miwg/forms/stub.form": f'{{"type": "default", "id": "{FORM}", "components": []}}'.encode(),
}

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


def deployed(file: str) -> set[str]:
    """The rules by which a filled model is refused in a house of its own; none if it is deployed."""
    name = place(file)
    clock = LentClock(datetime.fromisoformat("2026-01-05T09:00:00+08:00"))
    pe = assembly.process_engine("sqlite://", clock, rehearsing=True)
    pe.database.create_tables()
    try:
        files = {**BESIDE, f"miwg/{name}.bpmn": filled((MODELS / file).read_bytes(), name)}
        done = deployments.deploy(pe, files, Actor("owner", admin=True))
    except Refused as refused:
        return {finding.rule for finding in refused.findings}
    finally:
        pe.database.dispose()
    assert f"miwg.{name}" in {definition["process"] for definition in done.definitions}
    return set()


@pytest.mark.parametrize("file", FILES)
def test_each_model_is_deployed_once_its_gaps_are_filled_or_says_what_the_house_does_not_do(
    file: str,
) -> None:
    assert deployed(file) == SAYS_MORE.get(file, set())


def test_the_page_names_those_that_stay_refused() -> None:
    page = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")
    part = page[page.index("Once the obvious gaps") :]
    assert set(re.findall(r"^- ([A-C]\.\d\.\d):", part, re.MULTILINE)) == {
        file.removesuffix(".bpmn") for file in SAYS_MORE
    }
    assert f"{len(FILES) - len(SAYS_MORE)} of the 21 are deployed" in part
