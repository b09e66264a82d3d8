"""Random nets: every standstill that the kernel comes to is foretold, and every one foretold can be played."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.parser import _read
from engine.bpmn.report import Report
from engine.bpmn.soundness.budget import Budget
from engine.bpmn.soundness.check import explored
from engine.bpmn.soundness.exploring import Explored
from engine.bpmn.soundness.net import Act
from engine.errors import Runaway
from tests.support.deep import count
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.random_nets import Net
from tests.unit.bpmn.rich_nets import RichNet

NETS = count("random nets, soundness against the kernel", 30, 600, "the number of the net")
BLOCK = 20
RUNS, ACTS = 12, 40


def looked(net: Net) -> Explored:
    """What the check finds in the outermost scope. The sub-processes of these nets cannot get stuck."""
    process = _read(net.source, "p.bpmn", Report("p.bpmn")).processes[0]
    *inside, (_, found, _) = explored(process, Budget())
    assert not any(inner.stuck or inner.endless for _, inner, _ in inside)
    return found


def foretold(found: Explored) -> dict[str, list[Act]]:
    """The joins at which tokens get stuck, each with an example."""
    paths: dict[str, list[Act]] = {}
    for marking in found.stuck:
        gate = min((found.game.gate(place) for place in marking), key=lambda vertex: vertex.rank)
        paths.setdefault(gate.element, found.path(marking))
    return paths


def standing(p: Play) -> set[str]:
    """The joins at which the instance stands still; none if something can still move."""
    waits = p.workflow.waiting()
    return {w.element for w in waits} if all(w.kind == "join" for w in waits) else set()


def wandered(net: Net, seed: int) -> set[str]:
    """Where one random run gets stuck."""
    chance = random.Random(seed)
    flows = [f"c_{flow}" for free in net.decisions.values() for flow in free]
    heard: set[str] = set()
    p = Play(net.source, False, {name: chance.random() < 0.5 for name in flows})
    for _ in range(ACTS):
        waits = [w for w in p.workflow.waiting() if w.kind != "join" and w.token not in heard]
        if not waits:
            break
        wait = chance.choice(waits)
        p.act("set_variables", {name: chance.random() < 0.5 for name in flows})
        if wait.kind == "message":  # once for each token: that is how far the check looks
            heard.add(wait.token)
            p.act("deliver", wait.token, {})
        else:
            p.act("complete", wait.token, {})
    return standing(p)


def played(net: Net, path: list[Act]) -> set[str] | None:
    """Where the example gets stuck in the kernel; None if one decision is taken in two ways on it."""
    chosen: dict[str, list[set[str]]] = {}
    for before, act in zip([None, *path], path, strict=False):
        same = before is not None and before.kind == act.kind and before.element == act.element
        if act.kind == "choice" and same and net.kinds[act.element] == "inclusive":
            chosen[act.element][-1].add(act.flow)
        elif act.kind == "choice":
            chosen.setdefault(act.element, []).append({act.flow})
        elif act.element[0] in "wk":  # whether a sub-process fails is decided inside
            number = act.element[1:]
            chosen.setdefault(f"x{number}", []).append({f"x{number}x0"} if act.element[0] == "k" else set())
    if any(len({frozenset(flows) for flows in times}) > 1 for times in chosen.values()):
        return None
    taken = {flow for times in chosen.values() for flows in times for flow in flows}
    p = Play(net.source, False, {f"c_{f}": f in taken for free in net.decisions.values() for f in free})
    for act in path:
        if act.element[0] in "uwk":
            p.complete(f"u{act.element[1:]}")
        elif act.element[0] == "b":
            p.deliver(act.element)
    for _ in range(ACTS):  # what is left are branches that end by themselves
        left = [w for w in p.workflow.waiting() if w.kind == "user-task"]
        if not left:
            break
        p.act("complete", left[0].token, {})
    return standing(p)


@pytest.mark.parametrize("kind", [Net, RichNet])
@pytest.mark.parametrize("block", range(NETS // BLOCK))
def test_what_gets_stuck_was_foretold(block, kind):
    for seed in range(block * BLOCK, block * BLOCK + BLOCK):
        net = kind(seed)
        found = looked(net)
        joins = foretold(found).keys()
        for run in range(RUNS):
            try:
                stuck = wandered(net, run)
            except Runaway:
                assert found.endless or not found.complete, seed
                continue
            assert not stuck or stuck & joins or not found.complete, (seed, run, stuck, joins)


@pytest.mark.parametrize("kind", [Net, RichNet])
@pytest.mark.parametrize("block", range(NETS // BLOCK))
def test_what_was_foretold_can_be_played(block, kind):
    for seed in range(block * BLOCK, block * BLOCK + BLOCK):
        net = kind(seed)
        for join, path in foretold(looked(net)).items():
            stuck = played(net, path)
            assert stuck is None or join in stuck, (seed, join, path)
