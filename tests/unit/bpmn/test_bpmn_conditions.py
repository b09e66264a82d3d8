"""Conditional events: they come when variables make their condition true (BPMN 2.0.2, 10.5.5)."""

from __future__ import annotations

import pytest

from engine.bpmn import check
from engine.errors import ExpressionFailed
from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    conditional,
    diagram,
    end,
    event_sub,
    flow,
    gateway,
    io,
    multi,
    path,
    script,
    start,
    sub,
    timer,
    user,
)

WAITING = diagram(
    *(start(), gateway("parallel", "g"), catch("c", conditional("n > 5")), end(), path("s", "g", "c", "e")),
    *(user("u"), end("e2"), path("g", "u", "e2")),
)
ATTACHED = [start(), user("a"), end(), path("s", "a", "e"), user("r"), end("e2"), path("b", "r", "e2")]


def handler(condition: str, interrupting: bool) -> str:
    body = [user("h"), end("x-e"), path("x-s", "h", "x-e")]
    return event_sub("x", conditional(condition), *body, interrupting=interrupting)


def test_a_condition_that_holds_already_lets_its_token_pass(play):
    p = play(diagram(start(), catch("c", conditional("n > 5")), end(), path("s", "c", "e")), {"n": 6})
    assert p.story == "s c e"
    assert p.ended("e")


def test_a_condition_is_asked_when_a_branch_beside_it_changes_a_variable(play):
    p = play(WAITING, {"n": 0})
    assert (p.find("c").kind, p.find("c").facts) == ("condition", {"condition": "n > 5", "variables": ["n"]})
    assert p.complete("u", n=9).story == "s g u e2 c e"
    assert p.ended("e2", "e")


def test_a_condition_is_asked_when_variables_are_changed_from_outside(play):
    p = play(WAITING, {"n": 0}).set(n=3)
    assert p.open == ["c", "u"]
    assert p.set(n=9).story == "s g c e"


def test_a_variable_that_does_not_exist_yet_makes_nothing_true(play):
    p = play(WAITING)
    assert p.open == ["c", "u"]
    assert p.set(n=6).open == ["u"]


def test_a_condition_that_was_true_only_on_the_way_does_not_count(play):
    """Asked when nothing moves any more: the script has taken the value back by then."""
    fork = [start(), gateway("parallel", "g"), catch("c", conditional("n > 5")), path("s", "g", "c")]
    p = play(diagram(*fork, user("u"), script("back", "n", "0"), path("g", "u", "back")), {"n": 0})
    p.complete("u", n=9)
    assert p.open == ["c"]


def test_an_interrupting_boundary_event(play):
    p = play(diagram(*ATTACHED, boundary("b", "a", conditional("stop"))), {"stop": False})
    assert p.open == ["a", "b"]
    assert p.set(stop=True).do("r").story == "s -a b r e2"
    assert p.ended("e2")


def test_a_boundary_event_whose_condition_holds_when_its_activity_begins(play):
    p = play(diagram(*ATTACHED, boundary("b", "a", conditional("stop"))), {"stop": True})
    assert p.do("r").story == "s -a b r e2"


def test_a_non_interrupting_event_comes_each_time_that_its_condition_becomes_true(play):
    p = play(diagram(*ATTACHED, boundary("b", "a", conditional("n > 5"), False)), {"n": 0})
    seen = []
    for n in (6, 7, 1, 5, 8):
        p.set(n=n)
        seen.append(p.open.count("r"))
    assert seen == [1, 1, 1, 1, 2]
    assert p.do("a", "r", "r").story == "s b b a e r e2 r e2"


@pytest.mark.parametrize(("interrupting", "story"), [(True, "s -a x-s h x-e x"), (False, "s x-s a h x-e x")])
def test_an_event_sub_process_of_the_instance(play, interrupting, story):
    p = play(diagram(start(), user("a"), path("s", "a"), handler("flag", interrupting)), {"flag": False})
    p.set(flag=True)
    p.do(*["a"] * (not interrupting), "h")
    assert p.story == story


@pytest.mark.parametrize(
    ("interrupting", "story"), [(True, "s ss -a x-s h x-e x sp z e"), (False, "s ss x-s a se h x-e x sp z e")]
)
def test_an_event_sub_process_sees_the_variables_of_its_scope(play, interrupting, story):
    """`level` exists only inside the sub-process: the instance's own variable of that name changes nothing."""
    inside = [
        start("ss"),
        gateway("parallel", "f"),
        user("a"),
        user("w"),
        end("se"),
        path("ss", "f", "a", "se"),
    ]
    inside += [path("f", "w"), handler("level > 5", interrupting)]
    parts = [start(), user("z"), end(), sub("sp", *inside, ext=io({"level": "1"})), path("s", "sp", "z", "e")]
    p = play(diagram(*parts), {"level": 0}).set(level=9)
    assert p.open == ["a", "w", "x-s"]
    p.complete("w", level=6)
    assert p.variables == {"level": 9}
    p.do(*["a"] * (not interrupting), "h", "z")
    assert p.story == story.replace("ss", "ss f w")


def test_an_event_gateway_with_a_condition(play):
    waits = [catch("c", conditional("n > 5")), catch("d", timer("PT1H")), end(), path("g", "c", "e")]
    source = diagram(start(), gateway("eventBased", "g"), *waits, path("s", "g", "d", "e"))
    assert play(source, {"n": 0}).set(n=6).story == "s g c e"
    assert play(source, {"n": 0}).fire("d").story == "s g d e"
    assert play(source, {"n": 7}).ended("e")


def test_conditions_come_true_together_in_the_order_of_their_tokens(play):
    """The outer one began to listen first; what it cancels hears nothing."""
    inside = [start("ss"), user("a"), boundary("i", "a", conditional("n > 5")), path("ss", "a")]
    outer = [boundary("o", "sp", conditional("n > 4")), user("r"), path("o", "r")]
    p = play(diagram(start(), sub("sp", *inside), *outer, path("s", "sp")), {"n": 0}).set(n=9)
    assert p.do("r").story == "s ss -a -sp o r"


def test_each_instance_of_many_has_its_own_condition(play):
    inside = [start("ss"), catch("c", conditional("limit < n")), path("ss", "c")]
    p = play(diagram(start(), sub("sp", *inside, loop=multi("[3, 5]", "limit")), path("s", "sp")), {"n": 0})
    assert p.set(n=4).open == ["c"]
    assert p.set(n=6).ended()


def test_a_condition_only_reads_its_own_variables_again(play):
    p = play(WAITING, {"n": 0})
    assert p.set(other=1).open == ["c", "u"]
    assert p.workflow.encode() == p.workflow.decode(p.definition, p.workflow.encode()).encode()


def test_a_condition_that_comes_back_in_a_loop_is_asked_anew(play):
    parts = [start(), gateway("exclusive", "m"), catch("c", conditional("n > 5")), script("d", "n", "n - 1")]
    parts += [gateway("exclusive", "x", "out"), end(), path("s", "m", "c", "d", "x"), flow("x", "m", "n > 4")]
    p = play(diagram(*parts, flow("x", "e", id="out")), {"n": 7})
    # 7 -> 6 -> 5: the third time it waits
    assert (p.open, p.variables) == (["c"], {"n": 5})
    assert p.set(n=6).story == "s m c d x m c d x m c d x m"
    assert p.set(n=4).open == ["c"]


FAILING = [start(), gateway("parallel", "g"), user("a"), user("w"), path("s", "g", "a"), path("g", "w")]


def test_a_condition_that_is_neither_true_nor_false_fails_for_who_changed_it(play):
    p = play(diagram(*FAILING, boundary("b", "a", conditional("flag")), user("r"), path("b", "r")))
    with pytest.raises(ExpressionFailed, match="b"):
        p.complete("w", flag="yes")


def test_a_failed_condition_is_held_and_listens_again_after_it_is_mended(play):
    p = play(diagram(*FAILING, boundary("b", "a", conditional("flag"), False), user("r"), path("b", "r")))
    p.hold = True
    p.complete("w", flag="yes")
    incident = p.find("b")
    assert (incident.kind, incident.facts["code"]) == ("incident", "expression-failed")
    assert p.set(flag=False).act("retry", incident.token).find("b").kind == "condition"
    assert p.set(flag=True).do("a", "r").story == "s g w b a r"


def test_a_held_event_sub_process_does_not_keep_its_scope_open(play):
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"), handler("flag", True)))
    p.hold = True
    assert p.set(flag="yes").find("x-s").kind == "incident"
    assert p.do("a").ended("e")


def test_a_held_catch_event_keeps_its_scope_open(play):
    p = play(diagram(start(), catch("c", conditional("flag")), end(), path("s", "c", "e")))
    p.hold = True
    p.set(flag="yes")
    incident = p.find("c")
    assert (incident.kind, p.workflow.outcome.state) == ("incident", "active")
    p.set(flag=False).act("retry", incident.token)
    assert p.find("c").kind == "condition"
    assert p.set(flag=True).story == "s c e"
    assert p.ended("e")


def test_a_condition_without_variables_is_warned_of():
    source = diagram(start(), catch("c", conditional("1 > 0")), end(), path("s", "c", "e"))
    assert [(f.rule, f.element, f.severity) for f in check(source, "p.bpmn")] == [
        ("constant-condition", "c", "warning")
    ]
