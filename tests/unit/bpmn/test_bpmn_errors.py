"""Errors and escalations: who catches them, and what happens when nobody does (BPMN 2.0.2, 10.5)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    element,
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
        inside = [
            start(f"{n}s"),
            user(f"{n}u"),
            end(f"{n}e", error("error-1")),
            path(f"{n}s", f"{n}u", f"{n}e"),
        ]
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
    inner = [start("is"), gateway("parallel", "ig"), user("iu"), user("par"), end("ie", error("error-1"))]
    inner += [path("is", "ig", "iu", "ie"), path("ig", "par")]
    parts = [
        start(),
        sub("o", sub("i", *inner)),
        boundary("b", "o", error("error-1")),
        user("r"),
        path("b", "r"),
    ]
    p = play(diagram(*parts, end(), path("s", "o", "e"))).do("iu")
    assert p.open == ["r"]
    assert p.do("r").story == "s is ig iu ie -par -i -o b r"


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
    assert p.story == "s a"
    assert p.act("cancel").story == "s a e"  # it had thrown; its caller may have caught that
    assert (p.workflow.outcome.state, p.workflow.outcome.ends) == ("cancelled", ("e",))


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
    parts = [
        start(),
        sub(
            "m",
            start("ms"),
            user("u"),
            end("ee", error("error-1")),
            path("ms", "u", "ee"),
            loop=multi("[1, 2]"),
        ),
    ]
    parts += [boundary("b", "m", error("error-1")), user("r"), path("b", "r"), path("s", "m")]
    p = play(diagram(*parts)).do("u")
    assert p.open == ["r"]
    assert p.do("r").story == "s ms ms u ee -m -u -m b r"


def called(event: str, interrupting: bool) -> bytes:
    call = element("callActivity", "a", ext='<zeebe:calledElement processId="q"/>')
    parts = [
        start(),
        call,
        boundary("b", "a", event, interrupting),
        user("r"),
        end("e2"),
        path("b", "r", "e2"),
    ]
    return diagram(*parts, end(), path("s", "a", "e"))


@pytest.mark.parametrize(("interrupting", "story"), [(True, "s -a b r e2"), (False, "s b a e r e2")])
def test_the_escalation_of_a_called_instance_is_caught_at_the_call(play, interrupting, story):
    p = play(called(escalation("escalation-1"), interrupting))
    assert p.escalate("a", "x-1", why=1)
    assert p.do(*["a"] * (not interrupting), "r").story == story
    assert p.variables == {"why": 1}


def test_an_escalation_from_outside_that_nobody_catches_changes_nothing(play):
    p = play(called(escalation("escalation-1"), True))
    assert not p.escalate("a", "x-2")
    assert p.open == ["a"]


def test_an_escalation_end_of_the_instance_starts_its_event_sub_process(play):
    """The end is reached first; what it starts keeps the instance going (13.5.6)."""
    body = event_sub("x", escalation("escalation-1"), user("h"), end("x-e"), path("x-s", "h", "x-e"))
    p = play(diagram(start(), end("e", escalation("escalation-1")), path("s", "e"), body))
    assert p.do("h").story == "s e x-s h x-e x"
    assert p.ended("e", "x-e")


def test_an_escalation_does_not_act_before_its_thrower_has_left(play):
    """The way out of the throw event cannot be chosen: nobody has caught anything (10.5.1)."""
    inside = [
        start("ss"),
        throw("t", escalation("escalation-1")),
        user("u"),
        path("ss", "t"),
        flow("t", "u", "n > 1"),
    ]
    parts = [start(), sub("sp", *inside), boundary("b", "sp", escalation(), False), user("r"), path("b", "r")]
    parts += [gateway("parallel", "g"), user("mend"), path("s", "g", "sp"), path("g", "mend")]
    p = play(diagram(*parts), hold=True)
    assert p.open == ["mend", "t"]
    p.complete("mend", n=2).act("retry", p.find("t").token)
    assert p.do("u", "r").story == "s g ss mend t b u sp r"


def test_an_escalation_of_one_code_passes_by_the_catcher_of_another(play):
    inner = sub("i", start("is"), end("ie", escalation("escalation-2")), path("is", "ie"))
    outer = sub("o", inner, boundary("bi", "i", escalation("escalation-1")), user("ri"), path("bi", "ri"))
    parts = [start(), outer, boundary("bo", "o", escalation("escalation-2")), user("ro"), path("bo", "ro")]
    p = play(diagram(*parts, path("s", "o")))
    assert p.do("ro").story == "s is ie -i -o bo ro"
