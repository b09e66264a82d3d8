"""The scenario stories of every family of elements, each played live and reloaded before every act."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.stories import fits
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.stories import (
    call_activities,
    compensations,
    conditionals,
    errors,
    escalations,
    event_sub_processes,
    gateways,
    messages,
    multi_instances,
    signals,
    sub_processes,
    timers,
    transactions,
)
from tests.unit.bpmn.stories.clauses import CLAUSES
from tests.unit.bpmn.stories.story import Story

# The families of the corpus, as docs/conformance.md and the folders of the corpus have them.
FAMILIES = {
    "error": errors,
    "escalation": escalations,
    "compensate": compensations,
    "conditional": conditionals,
    "signal": signals,
    "message": messages,
    "timer": timers,
    "gateway": gateways,
    "multiinstance": multi_instances,
    "subprocess": sub_processes,
    "callactivity": call_activities,
    "event sub-process": event_sub_processes,
    "transaction": transactions,
}
FLOOR = 5
ALL = [(family, story) for family, told in FAMILIES.items() for story in told.STORIES]
ROOT = Path(__file__).parents[3]
CITED = re.compile(r"\b(?:8|10|13)\.\d+\.\d+\b")


@pytest.mark.parametrize("reload", [False, True], ids=["live", "reloaded"])
@pytest.mark.parametrize(("family", "story"), ALL, ids=[f"{family}: {story.tells}" for family, story in ALL])
def test_it_happens_as_told(family: str, story: Story, reload: bool) -> None:
    p = Play(story.drawn, reload, story.given, **story.begins)
    for act in story.acts:
        p.do(*act.split()) if isinstance(act, str) else act(p)
    assert fits(story.order, p.story.split()), p.story
    assert p.variables == story.variables
    assert p.ended(*story.ends.split())
    assert not story.told or story.told in {h.kind for h in p.happened}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_its_stories(family: str) -> None:
    told = FAMILIES[family].STORIES
    assert len({story.tells for story in told}) == len(told) >= FLOOR
    assert {story.clause for story in told} <= CLAUSES.keys()


def test_every_clause_that_is_cited_is_one_of_the_standard() -> None:
    rooms = [ROOT / "engine" / "bpmn", ROOT / "tests" / "unit" / "bpmn"]
    files = [file for room in rooms for file in room.rglob("*.py") if file.name != "clauses.py"]
    cited = {clause for file in files for clause in CITED.findall(file.read_text("utf-8"))}
    assert cited <= CLAUSES.keys()
