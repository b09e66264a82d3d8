"""Random diagrams under broken data, retries, modification and migration: refused or done, never half, never a crash."""

from __future__ import annotations

import random
from typing import Any

import pytest

from engine.bpmn import CancelToken, SetVariables, StartAfter, StartBefore, Workflow
from engine.errors import LaurelError
from engine.feel import from_json
from tests.support.deep import count
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.random_diagrams import Generator
from tests.unit.bpmn.test_bpmn_random import act

ACTS = 50
BLOCK = 10
BLOCKS = count("random diagrams under hostile acts, in blocks of 10", 6, 200, "the number of the diagram")
BROKEN = [None, "x", True, 5, [1]]


def suffered(seed: int, reload: bool) -> tuple[list[str], str, dict[str, Any], str]:
    """What was done, the story, the variables and the end. After an act that fails the stored state goes on."""
    chance, source, done = random.Random(seed), Generator(random.Random(seed)).diagram(), []
    try:
        p = Play(source, reload, {"n": 1}, hold=True)
    except LaurelError as error:
        return [error.code], "", {}, "unborn"
    while p.workflow.outcome.state == "active" and len(done) < ACTS:
        before = p.workflow.encode(), dict(p.told), dict(p.seen), list(p.happened)
        try:
            done.append(disturb(p, source, chance) if chance.random() < 0.25 else answer(p, chance))
        except LaurelError as error:
            done.append(error.code)
            state, p.told, p.seen, p.happened = before
            p.workflow = Workflow.decode(p.definition, state)
    return done, p.story, p.variables, p.workflow.outcome.state


def answer(p: Play, chance: random.Random) -> str:
    """What somebody does who is waited for."""
    waits = p.workflow.waiting()
    if not waits:
        p.act("cancel")
        return "given up"
    wait = chance.choice(waits)
    if wait.kind == "incident":
        p.act("retry", wait.token)
    elif wait.kind == "ad-hoc" and chance.random() < 0.7:
        p.begin(wait.element, chance.choice(wait.facts["activities"]))
    elif wait.kind != "join":
        act(p, wait, chance)
    return f"{wait.kind} {wait.element}"


def disturb(p: Play, source: bytes, chance: random.Random) -> str:
    """What an administrator or bad data does."""
    match chance.choice(["break", "modify", "modify", "migrate", "look"]):
        case "break":
            p.set(n=chance.choice(BROKEN))
        case "modify":
            p.modify(*(instruction(p, chance) for _ in range(chance.randint(1, 2))))
        case "migrate":
            p.migrate(source)
        case "look":
            for wait in p.workflow.waiting():
                assert p.workflow.explain(wait.token).place.token == wait.token
    return "disturbed"


def instruction(p: Play, chance: random.Random) -> Any:
    elements = sorted(p.definition.elements)
    token = chance.choice(p.workflow.places()).token
    kinds = [
        CancelToken(token),
        StartBefore(chance.choice(elements)),
        StartAfter(chance.choice(elements)),
        SetVariables(from_json({"n": chance.randint(0, 9)}), token),
    ]
    return chance.choice(kinds)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_whatever_is_done_a_reloaded_instance_does_the_same(block):
    for seed in range(block * BLOCK, block * BLOCK + BLOCK):
        assert suffered(seed, False) == suffered(seed, True), seed
