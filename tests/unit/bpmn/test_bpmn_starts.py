"""How a process begins: none, message, signal and timer starts, one of several (BPMN 2.0.2, 10.5.2 and 13.5.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.bpmn import Services, check, following, parse
from engine.errors import ExpressionFailed, NotOpen
from tests.unit.bpmn.diagrams import diagram, end, gateway, message, path, signal, start, sub, timer, user
from tests.unit.bpmn.driver import NOW

EVERY = diagram(
    *(start("s0"), start("s1", message()), start("s2", signal()), start("s3", timer("R/PT1H", "timeCycle"))),
    *(user("a"), user("b"), gateway("exclusive", "m"), end(), path("s0", "a", "m", "e")),
    *(path("s1", "b", "m"), path("s2", "b"), path("s3", "b")),
)


def test_a_definition_says_what_starts_it():
    (d,) = parse(EVERY, "p.bpmn")
    assert (dict(d.message_starts), dict(d.signal_starts)) == ({"filed": "s1"}, {"frozen": "s2"})
    assert list(d.timer_starts) == ["s3"]
    assert d.starts == ("s0", "s1", "s2", "s3")


def test_an_instance_begins_at_its_none_start_alone(play):
    assert play(EVERY).do("a").story == "s0 a m e"


@pytest.mark.parametrize("chosen", ["s1", "s2", "s3"])
def test_an_instance_begins_at_the_start_event_that_has_come(play, chosen):
    p = play(EVERY, start_element=chosen, payload={"n": 1})
    assert p.variables == {"n": 1}
    assert p.do("b").story == f"{chosen} b m e"
    assert p.ended("e")


def test_an_event_start_does_not_happen_by_itself(play):
    with pytest.raises(NotOpen):
        play(diagram(start("s", timer("PT1H")), user("a"), path("s", "a")))


def test_a_timer_start_is_counted_from_the_clock_it_is_given():
    (d,) = parse(EVERY, "p.bpmn")
    first = d.timer_starts["s3"].first(Services(now=NOW), "s3")
    assert first["due_at"] == "2026-09-01T02:00:00+00:00"
    second = following(first)
    assert second is not None
    assert second["due_at"] == "2026-09-01T03:00:00+00:00"


def test_a_timer_start_that_comes_once():
    source = diagram(start("s", timer('=date("2026-09-11")', "timeDate")), user("a"), path("s", "a"))
    (d,) = parse(source, "p.bpmn")
    first = d.timer_starts["s"].first(Services(now=NOW + timedelta(days=1)))
    assert first["due_at"] == "2026-09-10T16:00:00+00:00"
    assert following(first) is None


def test_a_timer_start_whose_value_is_no_time_fails_with_its_element():
    (d,) = parse(diagram(start("s", timer('="soon"', "timeDate")), user("a"), path("s", "a")), "p.bpmn")
    with pytest.raises(ExpressionFailed) as raised:
        d.timer_starts["s"].first(Services(now=NOW), "s")
    assert raised.value.facts["element_id"] == "s"


@pytest.mark.parametrize(
    ("parts", "finding"),
    [
        ([start(), start("t"), path("s", "a"), path("t", "a")], ("several-starts", "t")),
        ([start("s", message()), start("t", message()), path("s", "a"), path("t", "a")], ("several-starts", "t")),
        ([start("s", timer("=due")), path("s", "a")], ("timer-start", "s")),
        ([start("s", message("nowhere")), path("s", "a")], ("unresolved-reference", "s")),
        ([start(), sub("sp", start("i", signal()), end("j"), path("i", "j")), path("s", "a", "sp")],
         ("unsupported-event", "i")),
    ],
)  # fmt: skip
def test_starts_that_are_refused(parts, finding):
    found = [
        (f.rule, f.element) for f in check(diagram(user("a"), *parts), "p.bpmn") if f.severity == "error"
    ]
    assert finding in found


def test_a_calculated_name_cannot_start_a_process():
    shared = '<bpmn:signal id="signal-3" name="=zone"/>'
    source = diagram(start("s", signal("signal-3")), user("a"), path("s", "a"), shared=shared)
    assert [(f.rule, f.element) for f in check(source, "p.bpmn") if f.severity == "error"] == [
        ("signal-name", "s")
    ]
