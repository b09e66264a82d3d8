"""Soundness on the corpus: the files run, so an error or a dead element must be true, and each is known by name."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from conformance import bpmn
from conformance.bpmn.camunda import translate
from engine.bpmn import check
from engine.errors import Finding

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance") / "bpmn-corpus"
RULES = {"deadlock", "endless-loop", "lack-of-synchronisation", "dead-element", "soundness-bound"}

STUCK = {
    # A reminder that does not interrupt leads to the parallel join: if the task is done first, it never comes.
    "bpmn/event/timer/BoundaryTimerNonInterruptingEventTest.testJoin.bpmn20.xml": "ParallelGateway",
    # A timer that interrupts one of two parallel tasks leads to an end event, past their join.
    "bpmn/gateway/ParallelGatewayTest.testAsyncParallelGatewayAfterScopeTask.bpmn20.xml": "join",
}
"""The only files of the corpus that run and get an error, and at which element."""

if not CORPUS.is_dir():
    pytest.skip(f"no BPMN corpus at {CORPUS} (LAUREL_CONFORMANCE names its folder)", allow_module_level=True)


@pytest.fixture(scope="module")
def driven() -> dict[str, bpmn.Case]:
    ran = ("completed", "waiting", "incident")
    return {case.file: case for case in bpmn.run(CORPUS) if case.outcome in ran}


@pytest.fixture(scope="module")
def findings(driven: dict[str, bpmn.Case]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for file in driven:
        source = translate((CORPUS / file).read_bytes(), file)
        found[file] += [f for f in check(source, file, house_rules=False) if f.rule in RULES]
    return found


def test_the_files_that_can_get_stuck(findings: dict[str, list[Finding]]) -> None:
    stuck = {name: f.element for name, found in findings.items() for f in found if f.severity == "error"}
    assert stuck == STUCK


def test_what_a_token_took_is_never_called_dead(
    driven: dict[str, bpmn.Case], findings: dict[str, list[Finding]]
) -> None:
    dead = {(name, f.element) for name, found in findings.items() for f in found if f.rule == "dead-element"}
    assert len(dead) == 13
    assert [(name, element) for name, element in dead if element in driven[name].story] == []


def test_nothing_is_given_up_and_nothing_called_endless(findings: dict[str, list[Finding]]) -> None:
    rules = [f.rule for found in findings.values() for f in found]
    assert rules.count("lack-of-synchronisation") == 2
    assert set(rules) == {"deadlock", "dead-element", "lack-of-synchronisation"}


def test_who_stands_at_a_join_for_ever_was_foretold(
    driven: dict[str, bpmn.Case], findings: dict[str, list[Finding]]
) -> None:
    waits = {name for name, case in driven.items() if (case.waits_for or "").startswith("汇合")}
    assert waits <= {name for name, found in findings.items() if any(f.rule == "deadlock" for f in found)}
