"""Modification where an activity is repeated, ad-hoc, or waits for one of several events."""

from __future__ import annotations

import pytest

from engine.bpmn import CancelToken, ModificationRefused, StartAfter, StartBefore
from tests.unit.bpmn.diagrams import (
    ad_hoc,
    catch,
    diagram,
    end,
    gateway,
    message,
    multi,
    path,
    repeat,
    start,
    sub,
    timer,
    user,
)

MANY = [
    start(),
    user("m", body=multi("items", "item", "outs", "item")),
    user("z"),
    end(),
    path("s", "m", "z", "e"),
]


def test_one_instance_of_several_is_terminated(play):
    p = play(diagram(*MANY), {"items": [1, 2, 3]}).do("m")
    p.modify(CancelToken(p.find("m").token)).do("m", "z")
    assert p.story == "s m -m m z e"
    assert p.variables["outs"] == [1, None, 3]
    assert p.ended("e")


def test_terminated_instances_count_for_the_condition(play):
    body = multi("items", enough="numberOfTerminatedInstances = 1 and numberOfActiveInstances = 1")
    p = play(diagram(start(), user("m", body=body), end(), path("s", "m", "e")), {"items": [1, 2, 3]})
    p.modify(CancelToken(p.find("m").token)).do("m")
    assert p.story == "s -m m -m e"


def test_one_of_several_in_sequence_is_passed_over(play):
    body = multi("items", "item", "outs", "item", sequential=True)
    p = play(diagram(start(), user("m", body=body), end(), path("s", "m", "e")), {"items": [1, 2, 3]})
    p.do("m").modify(CancelToken(p.find("m").token)).do("m")
    assert p.variables["outs"] == [1, None, 3]
    assert p.ended("e")


def test_a_round_taken_away_ends_the_loop(play):
    p = play(diagram(start(), user("l", body=repeat("true")), end(), path("s", "l", "e"))).do("l")
    p.modify(CancelToken(p.find("l").token))
    assert p.story == "s l -l e"
    assert p.ended("e")


def test_before_a_multi_instance_all_its_instances_begin(play):
    p = play(diagram(*MANY), {"items": [1, 2]}).do("m", "m")
    p.modify(CancelToken(p.token("z")), StartBefore("m"))
    assert p.open == ["m", "m"]


SEVERAL = [
    start(),
    sub("m", user("a"), user("b"), path("a", "b"), loop=multi("[1, 2]")),
    end(),
    path("s", "m", "e"),
]


def test_inside_one_of_several_instances_that_is_named(play):
    p = play(diagram(*SEVERAL))
    host = [place.around for place in p.workflow.places() if place.element == "a"][1]
    p.modify(StartBefore("b", inside=host))
    assert p.open == ["a", "a", "b"]
    assert p.workflow.context(p.find("b").token)["item"] == 2


def test_an_ad_hoc_sub_process_is_opened_and_goes_on_waiting(play):
    p = play(
        diagram(start(), user("u"), ad_hoc("h", user("a"), enough="ok"), end(), path("s", "u", "h", "e"))
    )
    p.modify(CancelToken(p.token("u")), StartBefore("a"))
    assert p.open == ["a", "h"]
    p.modify(CancelToken(p.token("a")))
    assert p.open == ["h"]
    assert p.begin("h", "a").complete("a", ok=True).ended("e")


def test_an_event_gateway_goes_with_its_events(play):
    parts = [
        start(),
        gateway("eventBased", "g"),
        catch("x", message()),
        catch("y", timer("PT1H")),
        end(),
        user("u"),
    ]
    p = play(diagram(*parts, path("s", "g", "x", "e"), path("g", "y", "u", "e")))
    p.modify(CancelToken(p.find("x").token), StartAfter("y"))
    assert p.open == ["u"]


def test_into_a_multi_instance_body_without_a_running_instance_is_refused(play):
    p = play(diagram(start(), user("u"), *SEVERAL[1:3], path("s", "u", "m", "e")))
    with pytest.raises(ModificationRefused, match="多实例"):
        p.modify(StartBefore("b"))
    p.do("u")
    with pytest.raises(ModificationRefused, match="2 个正在运行"):
        p.modify(StartBefore("b"))
