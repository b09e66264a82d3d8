"""Random diagrams, random acts: a reloaded workflow does exactly what a live one does, and leaves nothing."""

from __future__ import annotations

import random

import pytest

from engine.errors import ExpressionFailed, Runaway
from tests.support.deep import count
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.random_diagrams import Generator

ACTS = 60


def played(source: bytes, seed: int, reload: bool) -> tuple[list[str], str, dict, str]:
    """The acts chosen, the story, the variables and how it ended."""
    chance, acts = random.Random(seed), []
    try:
        p = Play(source, reload, {"n": 1})
        while p.workflow.outcome.state == "active" and len(acts) < ACTS:
            waits = [w for w in p.workflow.waiting() if w.kind not in ("join", "incident")]
            if not waits:
                return acts, p.story, p.variables, "stuck"
            wait = chance.choice(waits)
            acts.append(f"{wait.kind} {wait.element}")
            act(p, wait, chance)
    except (ExpressionFailed, Runaway) as error:
        return acts, "", {}, error.code
    if p.workflow.outcome.state == "completed":
        p.ended(*p.workflow.outcome.ends)
    return acts, p.story, p.variables, p.workflow.outcome.state


def act(p: Play, wait, chance: random.Random) -> None:
    index = [w.token for w in p.workflow.waiting() if w.element == wait.element].index(wait.token)
    if wait.kind == "timer":
        p.fire(wait.element, index)
    elif wait.kind == "signal":
        p.signal(wait.element, index, got=wait.element)
    elif wait.kind == "condition":
        p.set(n=chance.randint(0, 10))
    elif wait.kind == "message":
        p.deliver(wait.element, index, got=wait.element)
    elif wait.kind != "ad-hoc" and chance.random() < 0.1:
        p.fail(wait.element, "e-1", index)
    else:
        p.complete(wait.element, index, **{"n": chance.randint(0, 6)} if chance.random() < 0.2 else {})


BLOCKS = count(
    "random diagrams, live against reloaded, in blocks of 20", 10, 250, "the number of the diagram"
)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_live_and_reloaded_are_the_same(block):
    for seed in range(block * 20, block * 20 + 20):
        source = Generator(random.Random(seed)).diagram()
        assert played(source, seed, False) == played(source, seed, True), seed
