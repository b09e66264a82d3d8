"""The BPMN corpus where its folder is at hand: nothing crashes, what must be refused is, and floors that only rise."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml

from conformance import bpmn
from tests.support.stories import fits

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance") / "bpmn-corpus"
PAGE = ROOT / "docs" / "conformance.md"
HERE = Path(__file__).parent
JUDGED = yaml.safe_load((HERE / "refused.yaml").read_text("utf-8"))
STORIES: dict[str, str] = yaml.safe_load((HERE / "stories.yaml").read_text("utf-8"))

COMPLETED = 644
RUN = 778
"""Files that reach an end, and all that run. Raise them when more do; never lower them."""

if not CORPUS.is_dir():
    reason = f"no BPMN corpus at {CORPUS} (LAUREL_CONFORMANCE names its folder)"
    pytest.skip(reason, allow_module_level=True)


class Driven:
    """One run of the corpus, by file, and how many seconds it took."""

    def __init__(self) -> None:
        before = time.perf_counter()
        self.cases = {case.file: case for case in bpmn.run(CORPUS)}
        self.seconds = time.perf_counter() - before
        self.counts = Counter(case.outcome for case in self.cases.values())


@pytest.fixture(scope="module")
def driven() -> Driven:
    return Driven()


def runs(case: bpmn.Case) -> bool:
    return case.outcome in ("completed", "waiting", "incident")


def calls_cmmn(case: bpmn.Case) -> bool:
    return case.outcome == "refused" and (case.reason or "").endswith("（cmmn）")


def test_no_file_crashes(driven: Driven) -> None:
    assert [(c.file, c.reason) for c in driven.cases.values() if c.outcome == "crashed"] == []


def test_what_must_be_refused_is_refused_at_the_right_element(driven: Driven) -> None:
    wrong = {}
    for file, elements in JUDGED["refused"].items():
        case = driven.cases[file]
        if case.outcome != "refused" or (case.element or "") not in (elements.split() or [""]):
            wrong[file] = (case.outcome, case.element)
    assert wrong == {}


def test_what_is_only_called_invalid_runs(driven: Driven) -> None:
    assert {file: driven.cases[file].outcome for file in JUDGED["run"] if not runs(driven.cases[file])} == {}


def test_all_that_are_called_invalid_are_judged(driven: Driven) -> None:
    called = {file for file in driven.cases if "invalid" in file.lower()}
    assert called == {*JUDGED["refused"], *JUDGED["run"]}


def test_every_refusal_says_where_and_why(driven: Driven) -> None:
    refused = [c for c in driven.cases.values() if c.outcome == "refused"]
    nameless = [c.file for c in refused if c.element is None and JUDGED["refused"].get(c.file) != ""]
    assert nameless == []
    assert [c.file for c in refused if not c.reason] == []


def test_every_wait_is_named(driven: Driven) -> None:
    assert [c.file for c in driven.cases.values() if (c.outcome == "waiting") != bool(c.waits_for)] == []


def test_no_fewer_files_run_than_before(driven: Driven) -> None:
    assert driven.counts["completed"] >= COMPLETED
    assert sum(map(runs, driven.cases.values())) >= RUN


def test_a_run_takes_less_than_a_minute(driven: Driven) -> None:
    assert driven.seconds < 60


@pytest.mark.parametrize("file", STORIES, ids=str)
def test_elements_come_in_the_order_worked_out_by_hand(driven: Driven, file: str) -> None:
    notation, _, end = STORIES[file].partition("=>")
    case = driven.cases[file]
    stands = case.outcome if case.outcome == "completed" else f"{case.outcome} {case.element}"
    assert stands == (end.strip() or "completed"), case.reason
    assert fits(notation, case.story), " ".join(case.story)


def test_at_least_97_of_100_run_of_those_that_may(driven: Driven) -> None:
    may = [
        case for file, case in driven.cases.items() if file not in JUDGED["refused"] and not calls_cmmn(case)
    ]
    assert sum(map(runs, may)) / len(may) >= 0.97


def test_the_page_has_the_figures(driven: Driven) -> None:
    row = re.search(r"^\| the corpus \|(.*)\|$", PAGE.read_text("utf-8"), re.M)
    assert row is not None
    stated = [int(figure) for figure in row[1].split("|")]
    assert stated == [len(driven.cases), *(driven.counts[name] for name in bpmn.OUTCOMES)]


def test_the_page_lists_exactly_what_else_is_refused(driven: Driven) -> None:
    listed = re.findall(r"^- `(\S+\.(?:bpmn|bpmn20\.xml))`", PAGE.read_text("utf-8"), re.M)
    refused = [
        case.file
        for case in driven.cases.values()
        if case.outcome == "refused" and case.file not in JUDGED["refused"] and not calls_cmmn(case)
    ]
    assert sorted(listed) == sorted(refused)
