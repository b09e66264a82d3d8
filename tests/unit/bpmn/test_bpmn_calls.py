"""Call activities and global tasks (BPMN 2.0.2, 10.3.6 and 10.3.7): what crosses over, and what comes back."""

from __future__ import annotations

import pytest

from engine.bpmn import check, parse
from engine.errors import ExpressionFailed
from tests.unit.bpmn.diagrams import (
    HEAD,
    SHARED,
    boundary,
    call,
    diagram,
    end,
    error,
    io,
    message,
    multi,
    path,
    start,
    sub,
    timer,
    user,
)
from tests.unit.bpmn.driver import Play


def around(activity: str, *parts: str) -> bytes:
    return diagram(start(), activity, end(), path("s", "c", "e"), *parts)


def test_all_variables_cross_over_and_come_back_by_name(play):
    p = play(around(call("c", "q")), {"n": 1})
    facts = p.find("c").facts
    assert facts == {"process_id": "q", "variables": {"key": "k", "n": 1}, "propagate_all": True}
    p.complete("c", n=2, m=3)
    assert p.variables == {"n": 2, "m": 3}
    assert p.ended("e")


def test_mappings_choose_what_crosses_over(play):
    ext = io({"amount": "n * 2"}, {"total": "result + 1"})
    p = play(around(call("c", "q", ext, propagateAllParentVariables="false")), {"n": 4})
    assert p.find("c").facts["variables"] == {"amount": 8}
    p.complete("c", result=10, noise=1)
    assert p.variables == {"n": 4, "total": 11}


def test_without_propagation_and_mappings_nothing_comes_back(play):
    p = play(around(call("c", "q", propagateAllChildVariables="false")), {"n": 4}).complete("c", result=10)
    assert p.variables == {"n": 4}


def test_which_process_is_called_can_be_calculated(play):
    p = play(around(call("c", '=scheme + ".check"')), {"scheme": "demo"})
    assert p.find("c").facts["process_id"] == "demo.check"
    with pytest.raises(ExpressionFailed):
        play(around(call("c", "=scheme")), {"scheme": None})


def test_an_error_of_the_called_process_is_caught_at_the_boundary(play):
    parts = [boundary("b", "c", error("error-1")), user("r"), end("re"), path("b", "r", "re")]
    p = play(around(call("c", "q"), *parts))
    assert p.fail("c", "e-1", why="x")
    assert p.do("r").story == "s -c b r re"
    assert p.variables == {"why": "x"}
    assert p.ended("re")


def test_an_error_that_nobody_catches_changes_nothing(play):
    p = play(around(call("c", "q"), boundary("b", "c", error("error-1")), end("be"), path("b", "be")))
    assert not p.fail("c", "e-2")
    assert p.open == ["c"]


def test_events_at_its_boundary(play):
    parts = [boundary("m", "c", message(), False), boundary("t", "c", timer("PT1H")), end("me"), end("te")]
    p = play(around(call("c", "q"), *parts, path("m", "me"), path("t", "te"))).deliver("m")
    assert p.open == ["c", "m", "t"]
    assert p.fire("t").story == "s m me -c t te"
    assert p.ended("me", "te")


def test_one_call_for_each_item(play):
    body = multi("[10, 20]", "item", "outs", "got")
    p = play(around(call("c", '="q" + string(loopCounter)', io({"x": "item"}), body)))
    assert [w.facts["process_id"] for w in p.workflow.waiting()] == ["q1", "q2"]
    assert [w.facts["variables"]["x"] for w in p.workflow.waiting()] == [10, 20]
    p.complete("c", 1, got="b").complete("c", 0, got="a")
    assert p.variables == {"outs": ["a", "b"]}
    assert p.ended("e")


def test_calls_one_after_the_other_in_a_sub_process(play):
    inner = sub("c", call("i", "q", body=multi("[1, 2]", sequential=True)))
    p = play(around(inner)).do("i")
    assert p.open == ["i"]
    assert p.do("i").story == "s i i c e"


GLOBAL_USER = (
    '<bpmn:globalUserTask id="q.sign" name="签字"><bpmn:extensionElements>'
    '<zeebe:formDefinition formId="q.form"/><zeebe:assignmentDefinition candidateGroups="q.clerk"/>'
    "</bpmn:extensionElements></bpmn:globalUserTask>"
)
GLOBAL_SCRIPT = (
    '<bpmn:globalScriptTask id="q.sum"><bpmn:extensionElements>'
    '<zeebe:script expression="=a + b" resultVariable="c"/></bpmn:extensionElements></bpmn:globalScriptTask>'
)


def only(*parts: str) -> bytes:
    return (HEAD + SHARED + "".join(parts) + "</bpmn:definitions>").encode()


def test_a_global_task_is_a_process_that_can_be_called():
    found = {d.process_id: d for d in parse(only(GLOBAL_USER, GLOBAL_SCRIPT), "p.bpmn")}
    assert found.keys() == {"q.sign", "q.sum"}
    sign = found["q.sign"]
    assert (sign.name, sign.forms, sign.groups) == ("签字", {"q.form"}, {"q.clerk"})
    assert [(e.id, e.type, e.name) for e in sign.elements.values()] == [("q-sign-task", "userTask", "签字")]
    p = Play(sign, True).complete("q-sign-task", ok=True)
    assert p.variables == {"ok": True}
    assert Play(found["q.sum"], True, {"a": 1, "b": 2}).variables == {"a": 1, "b": 2, "c": 3}


def test_a_global_task_beside_the_process_that_calls_it():
    source = diagram(start(), call("c", "q.sum"), end(), path("s", "c", "e"), shared=GLOBAL_SCRIPT)
    assert [d.process_id for d in parse(source, "p.bpmn")] == ["q.sum", "p"]


def test_what_is_wrong_in_a_global_task_is_found_at_its_line():
    broken = GLOBAL_SCRIPT.replace("=a + b", "=a +")
    found = check(only("\n", broken), "p.bpmn")
    assert [(f.rule, f.element, f.line) for f in found if f.severity == "error"] == [
        ("feel-syntax", "q-sum-task", 2)
    ]
