"""Whatever is done to a diagram, the check of a whole folder answers: expressions, variables and soundness too."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from engine import bundle as bundles
from tests.support.deep import count
from tests.unit.bpmn.diagrams import diagram
from tests.unit.bpmn.mutants import spoilt
from tests.unit.bpmn.test_bpmn_mutants import EVERY

MUTANTS = count("spoilt diagrams that the check of a folder answered", 100, 20_000, "the number of the block")
FILES = {"p/groups.yaml": "groups: {p.clerk: 经办}".encode(), "p/scheme.yaml": "{name: 示例奖}".encode()}


@pytest.mark.parametrize("block", range(MUTANTS // 100))
def test_a_folder_with_a_spoilt_diagram_is_answered(block: int) -> None:
    chance = random.Random(f"folder {block}")
    whole = etree.fromstring(diagram(*EVERY, process_id="p.main"))
    for number in range(100):
        source = spoilt(whole, chance)
        try:
            found = bundles.read({**FILES, "p/main.bpmn": source}, job_types=["letter"]).findings
        except Exception:
            print(block, number, source.decode())
            raise
        assert all(f.file and f.message and f.severity in ("error", "warning") for f in found)
