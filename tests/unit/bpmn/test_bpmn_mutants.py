"""Whatever is done to a diagram, a check answers, and it agrees with deployment."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from engine.bpmn import check, parse
from engine.errors import Finding, Refused
from tests.support.deep import count
from tests.unit.bpmn.diagrams import (
    activated,
    ad_hoc,
    boundary,
    call,
    cardinality,
    catch,
    compensate,
    conditional,
    diagram,
    element,
    end,
    error,
    escalation,
    event_sub,
    flow,
    gateway,
    io,
    link,
    message,
    multi,
    path,
    properties,
    repeat,
    script,
    service,
    signal,
    start,
    sub,
    throw,
    timer,
    transaction,
    undone,
    user,
)
from tests.unit.bpmn.mutants import spoilt
from tests.unit.bpmn.random_diagrams import Generator

EVERY = [start(), user("a", io({"x": "1"}, {"y": "x"})), boundary("b", "a", timer("PT1H")), end()]
EVERY += [script("c", "n", "n + 1", body=repeat("n < 3")), service("d", body=multi("[1]", "i", "o", "i"))]
EVERY += [
    call("f", body=cardinality("3")),
    activated("k", "activationCount > 0"),
    ad_hoc("h", user("i"), enough="n > 1"),
]
EVERY += [
    gateway("exclusive", "g", "gd"),
    gateway("inclusive", "o"),
    gateway("eventBased", "r"),
    end("te", signal()),
]
EVERY += [
    catch("m1", message()),
    catch("m2", conditional("n > 3")),
    throw("l1", link("l")),
    catch("l2", link("l")),
]
EVERY += [
    transaction("tx", start("ts"), user("t1"), undone("t1"), end("tc"), path("ts", "t1", "tc")),
    throw("cp", compensate("a")),
]
EVERY += [sub("sp", event_sub("v", error("error-1"), end("ve"), path("v-s", "ve")), user("w")), undone("a")]
EVERY += [
    boundary("eb", "sp", escalation("escalation-1"), False),
    end("ee"),
    path("eb", "ee"),
    path("b", "te"),
]
EVERY += [element("receiveTask", "rt", messageRef="message-2"), user("fe", properties(four_eyes="a"))]
EVERY += [
    path("s", "a", "c", "d", "f", "k", "h", "g"),
    flow("g", "o", "n > 1"),
    flow("g", "k", id="gd"),
    flow("g", "l1", "n > 2"),
]
EVERY += [path("l2", "r", "m1", "tx", "cp", "sp", "rt", "fe", "e"), path("r", "m2", "e"), path("o", "e")]
SOUNDNESS = {"deadlock", "endless-loop"}
MUTANTS = count("spoilt diagrams that `check` answered", 300, 100_000, "the number of the block")


def answer(source: bytes) -> None:
    """Nothing but findings; deployment refuses exactly what has errors."""
    found = [f for f in check(source, "p.bpmn") if f.severity == "error"]
    assert all(f.file == "p.bpmn" and f.message for f in found)
    # Soundness is looked into by `check` alone, and only when nothing else is wrong.
    assert refusal(source) == [f for f in found if f.rule not in SOUNDNESS]


def refusal(source: bytes) -> list[Finding]:
    """What a deployment refuses the diagram for; nothing if it is taken."""
    try:
        return [] if parse(source, "p.bpmn") else [Finding("no-definition", "")]
    except Refused as refused:
        return refused.findings


def test_the_diagram_with_everything_is_right():
    assert [f for f in check(diagram(*EVERY), "p.bpmn") if f.severity == "error"] == []


@pytest.mark.parametrize("block", range(MUTANTS // 100))
def test_a_spoilt_diagram_is_answered(block):
    chance = random.Random(block)
    whole = etree.fromstring(diagram(*EVERY))
    for number in range(100):
        root = whole if number % 2 else etree.fromstring(Generator(chance).diagram())
        source = spoilt(root, chance)
        try:
            answer(source)
        except Exception:
            print(block, number, source.decode())
            raise
