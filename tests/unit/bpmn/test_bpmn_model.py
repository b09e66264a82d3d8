"""Random diagrams: the kernel, reloaded at every step, allows and does what an independent token game says."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.deep import count
from tests.support.tokengame.playing import played, smallest

BLOCK = 20
SMALL = 300
DIAGRAMS = count("random diagrams against the token-game model", SMALL, 5_000, "the number of the diagram")
EVENTS = ("message", "timer", "signal", "condition", "escalation")
PLACES = ("boundary event", "event sub-process")
MODES = ("interrupting", "non-interrupting")
FAMILIES = {
    *(f"{kind} {place}, {mode}" for kind in EVENTS for place in PLACES for mode in MODES),
    *(f"error {place}, interrupting" for place in PLACES),
    "cancel boundary event, interrupting",
    *(f"{kind} catch event" for kind in ("message", "timer", "signal", "condition")),
    *(f"{kind} throw event" for kind in ("signal", "escalation", "link", "compensate")),
    *(
        f"{kind} end event"
        for kind in ("none", "signal", "escalation", "error", "terminate", "compensate", "cancel")
    ),
    *(f"{kind} gateway" for kind in ("exclusive", "parallel", "inclusive", "event-based")),
    *(f"{kind} gateway, implicit where it can be" for kind in ("exclusive", "parallel", "inclusive")),
    "parallel branch with an end of its own",
    "loop of gateways",
    *(
        "user task",
        "service task",
        "receive task",
        "script task",
        "call activity",
        "sub-process",
        "transaction",
    ),
    *("parallel multi-instance", "sequential multi-instance", "standard loop", "completion condition"),
    *("input mapping", "output mapping", "compensable task"),
}
LEAST = 3


@pytest.mark.parametrize("block", range(DIAGRAMS // BLOCK))
def test_kernel_and_model_agree(block):
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        report = played(number)
        assert report.difference is None, smallest(report)


def test_each_family_of_elements_is_met():
    met = sum((played(number).met for number in range(SMALL)), Counter[str]())
    assert {family: met[family] for family in FAMILIES if met[family] < LEAST} == {}
