"""Errors and escalations: who catches them, and what happens when nobody does (BPMN 2.0.2, 10.5)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    error,
    escalation,
    event_sub,
    flow,
    gateway,
    multi,
    path,
    service,
    start,
    sub,
    throw,
    user,
)


def caught(host: str, *events: str) -> bytes:
    """A host with error boundaries b0, b1 … leading to r0, r1 …"""
    parts = [start(), host, end(), path("s", "a", "e")]
    for number, event in enumerate(events):
        parts += [boundary(f"b{number}", "a", event), user(f"r{number}"), path(f"b{number}", f"r{number}")]
    return diagram(*parts)


def test_the_boundary_with_the_code_catches(play):
    p = play(caught(service("a"), error("error-1"), error("error-2")))
    assert p.fail("a", "e-2", why=9)
    assert p.do("r1").story == "s -a b1 r1"
    assert p.variables == {"why": 9}


def test_a_boundary_without_code_catches_everything(play):
    p = play(caught(service("a"), error()))
    assert p.fail("a", "any-code")
    assert p.do("r0").story == "s -a b0 r0"


def test_an_exact_code_goes_before_a_catcher_of_everything(play):
    p = play(caught(service("a"), error(), error("error-1")))
    assert p.fail("a", "e-1")
    assert p.open == ["r1"]


def test_an_error_of_a_job_that_nobody_catches_changes_nothing(play):
    p = play(caught(service("a"), error("error-1")))
    assert not p.fail("a", "e-2")
    assert p.open == ["a"]


def test_an_error_stays_in_its_own_scope(play):
    """Two sub-processes side by side, each with a boundary for the same error."""

    def half(n: str) -> str:
        inside = [user(f"{n}u"), end(f"{n}e", error("error-1")), path(f"{n}u", f"{n}e")]
        parts = [sub(n, *inside), boundary(f"b{n}", n, error("error-1")), user(f"r{n}")]
        return "".join([*parts, path(f"b{n}", f"r{n}")])

    p = play(
        diagram(start(), gateway("parallel", "g"), half("x"), half("y"), path("s", "g", "x"), flow("g", "y"))
    )
    p.do("xu")
    assert p.open == ["rx", "yu"]
    p.do("rx", "yu", "ry")
    assert p.ended()


def test_an_error_end_is_caught_two_scopes_further_out(play):
    inner = [gateway("parallel", "ig"), user("iu"), user("par"), end("ie", error("error-1"))]
    inner += [path("ig", "iu", "ie"), path("ig", "par")]
    parts = [
        start(),
        sub("o", sub("i", *inner)),
        boundary("b", "o", error("error-1")),
        user("r"),
        path("b", "r"),
    ]
    p = play(diagram(*parts, end(), path("s", "o", "e"))).do("iu")
    assert p.open == ["r"]
    assert p.do("r").story == "s ig iu ie -par -i -o b r"


def test_an_event_sub_process_on_the_way_catches_first(play):
    body = [user("h"), end("xe"), path("x-s", "h", "xe")]
    outer = sub(
        "o",
        sub("i", start("is"), end("ie", error("error-1")), path("is", "ie")),
        event_sub("x", error("error-1"), *body),
    )
    p = play(
        diagram(
            start(), outer, boundary("b", "o", error("error-1")), user("r"), path("b", "r"), path("s", "o")
        )
    )
    assert p.open == ["h"]
    assert p.do("h").story == "s is ie -i x-s h xe x o"
    assert p.ended()


def test_an_error_end_that_nobody_catches_is_held(play):
    p = play(diagram(start(), user("a"), end("e", error("error-1")), path("s", "a", "e"))).do("a")
    incident = p.find("e")
    assert incident.kind == "incident"
    assert (incident.facts["code"], incident.facts["error"]) == ("uncaught-error", "e-1")
    assert p.workflow.outcome.state == "active"
    p.act("retry", incident.token)
    assert p.find("e").kind == "incident"


def escalating(interrupting: bool, event: str) -> bytes:
    inside = [throw("t", escalation("escalation-1")), user("u"), path("t", "u")]
    parts = [start(), sub("sp", *inside), boundary("b", "sp", event, interrupting), user("r"), path("b", "r")]
    return diagram(*parts, end(), path("s", "sp", "e"))


def test_an_interrupting_escalation(play):
    p = play(escalating(True, escalation("escalation-1")))
    assert p.do("r").story == "s t -sp b r"
    assert p.ended()


@pytest.mark.parametrize("event", [escalation("escalation-1"), escalation()])
def test_an_escalation_that_does_not_interrupt(play, event):
    p = play(escalating(False, event))
    assert p.do("u", "r").story == "s t b u sp e r"
    assert p.ended("e")


def test_an_escalation_twice(play):
    inside = [throw("t", escalation("escalation-1")), throw("t2", escalation("escalation-1")), user("u")]
    parts = [start(), sub("sp", *inside, path("t", "t2", "u")), end(), path("s", "sp", "e")]
    p = play(diagram(*parts, boundary("b", "sp", escalation(), False), user("r"), path("b", "r")))
    assert p.open == ["r", "r", "u"]
    assert p.do("u", "r", "r").ended("e")


def test_an_escalation_that_nobody_catches_is_told_and_goes_on(play):
    p = play(diagram(start(), end("e", escalation("escalation-1")), path("s", "e")))
    assert [h.facts for h in p.happened if h.kind == "escalation-uncaught"] == [{"code": "x-1"}]
    assert p.ended("e")


def test_an_error_thrown_by_one_of_many(play):
    parts = [start(), sub("m", user("u"), end("ee", error("error-1")), path("u", "ee"), loop=multi("[1, 2]"))]
    parts += [boundary("b", "m", error("error-1")), user("r"), path("b", "r"), path("s", "m")]
    p = play(diagram(*parts)).do("u")
    assert p.open == ["r"]
    assert p.do("r").story == "s u ee -m -u -m b r"
