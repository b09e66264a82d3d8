"""What an owner reads of where the case stands: not who works inside a step, nor how many they are."""

from __future__ import annotations

from typing import Any

from engine.bpmn import parse
from engine.explain import Waiting
from tests.unit.bpmn.diagrams import diagram, end, path, start, user
from web.applicants import progress
from web.cases.waiting import WaitSentence

ROOT, CALLED = 7, 8
(DEFINITION,) = parse(
    diagram(start("s"), user("desk"), user("answer"), end("e"), path("s", "desk", "answer", "e")), "p.bpmn"
)


def waits(kind: str = "user-task", instance: int = CALLED, outer: str = "desk", **more: Any) -> WaitSentence:
    aside = bool(more.pop("aside", False))
    source = Waiting(kind, instance, "p", "p", "x", "独立评审", (), outer, (), aside=aside, facts=more)
    return WaitSentence(1, "run", source)


def told(*sentences: WaitSentence) -> tuple[list[str], list[str]]:
    moving, inside = progress.now(DEFINITION, ROOT, sentences, "applicant")
    return [one.source.kind for one in moving], inside


def test_however_many_work_inside_a_step_it_is_one_step() -> None:
    two = [waits(assignee="reviewer1"), waits(assignee="reviewer2"), waits(assignee=None)]
    assert told(*two) == ([], [DEFINITION.elements["desk"].name])


def test_ones_own_tasks_are_told_wherever_they_are() -> None:
    assert told(waits(assignee="applicant")) == (["user-task"], [])


def test_clocks_and_steps_of_the_case_itself_are_told() -> None:
    own = waits(instance=ROOT, outer="answer", assignee="clerk")
    assert told(waits("timer"), own) == (["timer", "user-task"], [])


def test_what_may_happen_meanwhile_moves_nothing() -> None:
    assert told(waits("message", aside=True)) == ([], [])
