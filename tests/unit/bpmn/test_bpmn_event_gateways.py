"""Event-based gateways: the first event decides (BPMN 2.0.2, 13.4.4)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    catch,
    diagram,
    element,
    end,
    gateway,
    message,
    path,
    signal,
    start,
    timer,
    user,
)

RACE = [start(), gateway("eventBased", "g"), catch("c1", signal()), catch("c2", timer("PT1H"))]
RACE += [
    catch("c3", timer("PT9H")),
    element("receiveTask", "c4", messageRef="message-2"),
    user("x"),
    user("y"),
    end(),
]
RACE += [
    path("s", "g", "c1", "x", "e"),
    path("g", "c2", "y", "e"),
    path("g", "c3", "e"),
    path("g", "c4", "e"),
]


def test_the_first_event_behind_an_event_gateway_decides(play):
    p = play(diagram(*RACE))
    assert p.open == ["c1", "c2", "c3", "c4"]
    p.signal("c1", v=1)
    assert p.open == ["x"]
    assert p.variables == {"v": 1}
    assert p.do("x").story == "s g c1 x e"


@pytest.mark.parametrize(("act", "event", "story"), [("fire", "c2", "s g c2"), ("deliver", "c4", "s g c4 e")])
def test_each_event_behind_an_event_gateway_can_come_first(play, act, event, story):
    p = play(diagram(*RACE))
    getattr(p, act)(event)
    assert p.story == story


def test_an_event_gateway_in_a_loop(play):
    parts = [start(), gateway("exclusive", "m"), gateway("eventBased", "g"), catch("c1", message())]
    parts += [catch("c2", message("message-2")), end(), path("s", "m", "g", "c1", "m"), path("g", "c2", "e")]
    p = play(diagram(*parts)).deliver("c1", k=1).deliver("c1", k=2).deliver("c2")
    assert p.story == "s m g c1 m g c1 m g c2 e"
    assert p.variables == {"k": 2}
    assert p.ended("e")
