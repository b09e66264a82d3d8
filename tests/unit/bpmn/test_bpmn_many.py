"""Multi-instance activities by number, of every kind, and every event at their boundary (BPMN 2.0.2, 10.3.8)."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from tests.unit.bpmn.diagrams import (
    TERMINATE,
    ad_hoc,
    boundary,
    cardinality,
    conditional,
    diagram,
    element,
    end,
    escalation,
    gateway,
    message,
    multi,
    path,
    script,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.unit.bpmn.driver import Play


def around(activity: str, *parts: str) -> bytes:
    return diagram(start(), activity, end(), path("s", "m", "e"), *parts)


# --- by number (BPMN 2.0.2, 10.3.8, loopCardinality)


@pytest.mark.parametrize("number", ["3", "=n", "= n + 0"])
def test_as_many_as_the_cardinality_says(play, number):
    p = play(around(user("m", body=cardinality(number))), {"n": 3})
    assert [p.workflow.context(w.token)["loopCounter"] for w in p.workflow.waiting()] == [1, 2, 3]
    assert p.do("m", "m", "m").story == "s m m m e"
    assert p.ended("e")


def test_a_number_of_times_one_after_the_other(play):
    p = play(around(script("m", "n", "n + loopCounter", body=cardinality("4", sequential=True))), {"n": 0})
    assert (p.story, p.variables) == ("s m m m m e", {"n": 10})


def test_none_at_all_passes_at_once(play):
    assert play(around(user("m", body=cardinality("0")))).story == "s e"


def test_results_can_be_collected_by_number(play):
    body = cardinality("2").replace(
        "<bpmn:loopCardinality>",
        "<bpmn:extensionElements><zeebe:loopCharacteristics outputCollection='outs' outputElement='=got'/>"
        "</bpmn:extensionElements><bpmn:loopCardinality>",
    )
    p = play(around(user("m", body=body))).complete("m", 1, got="b").complete("m", 0, got="a")
    assert p.variables == {"outs": ["a", "b"]}


@pytest.mark.parametrize("number", [-1, 1.5, None, "three", [1]])
def test_a_cardinality_that_is_no_count_fails_at_the_activity(play, number):
    p = play(diagram(start(), user("a"), user("m", body=cardinality("=n")), path("s", "a", "m")))
    with pytest.raises(ExpressionFailed) as raised:
        p.complete("a", n=number)
    assert raised.value.facts["element_id"] == "m"


@pytest.mark.parametrize(("number", "kind"), [(2000, "user-task"), (2001, "incident")])
def test_more_than_two_thousand_are_held(number, kind):
    p = Play(diagram(start(), user("m", body=cardinality("=n")), path("s", "m")), False, {"n": number})
    waits = p.workflow.waiting()
    assert {w.kind for w in waits} == {kind}
    assert len(waits) == (2000 if kind == "user-task" else 1)
    if kind == "incident":
        assert waits[0].facts == {"code": "too-many-instances", "message": "多实例有 2001 项，最多 2000 项"}


# --- what stands at its boundary (10.5.6): one ear for all instances

QUIET = [
    ("message", message(), lambda p: p.deliver("b")),
    ("timer", timer("R2/PT1H", "timeCycle"), lambda p: p.fire("b")),
    ("signal", signal(), lambda p: p.signal("b")),
    ("conditional", conditional("n > 1"), lambda p: p.set(n=2)),
    ("escalation", escalation("escalation-1"), lambda p: p.complete("w", 0)),
]


def escalating(*parts: str) -> bytes:
    inner = [user("w"), throw("t", escalation("escalation-1")), user("v"), path("w", "t", "v")]
    return around(sub("m", *inner, loop=multi("[1, 2]")), *parts)


@pytest.mark.parametrize(("event", "come"), [q[1:] for q in QUIET], ids=[q[0] for q in QUIET])
@pytest.mark.parametrize("interrupting", [False, True])
def test_every_kind_of_event_at_its_boundary(play, event, come, interrupting):
    if interrupting and "timeCycle" in event:
        event = timer("PT1H")
    parts = [boundary("b", "m", event, interrupting), user("h"), end("he"), path("b", "h", "he")]
    p = play(escalating(*parts), {"n": 0})
    come(p)
    assert p.open.count("h") == 1
    if interrupting:
        assert p.open == ["h"]
        assert p.do("h").ended("he")
        return
    assert len([x for x in p.open if x in "wv"]) == 2
    p.do("h")
    for work in ("w", "v", "h"):
        while work in p.open:
            p.do(work)
    assert "e" in p.workflow.outcome.ends
    assert p.ended(*p.workflow.outcome.ends)


# --- on every activity


def test_receive_tasks_each_with_its_own_key(play):
    shared = (
        '<bpmn:message id="message-9" name="answer"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=item"/></bpmn:extensionElements></bpmn:message>'
    )
    task = element("receiveTask", "m", multi('["a", "b"]'), messageRef="message-9")
    p = play(diagram(start(), task, end(), path("s", "m", "e"), shared=shared))
    assert [w.facts["correlation_key"] for w in p.workflow.waiting()] == ["a", "b"]
    assert p.deliver("m", 1).deliver("m", 0).ended("e")


def test_send_and_manual_and_plain_tasks(play):
    p = play(around(element("sendTask", "m", multi("[1, 2]"), '<zeebe:taskDefinition type="mail"/>')))
    assert [w.facts["type"] for w in p.workflow.waiting()] == ["mail", "mail"]
    assert p.do("m", "m").ended("e")
    assert play(around(element("manualTask", "m", multi("[1, 2]")))).do("m", "m").ended("e")
    assert play(around(element("task", "m", multi("[1, 2]")))).story == "s m m e"


def test_an_ad_hoc_sub_process_in_sequence(play):
    p = play(around(ad_hoc("m", user("a"), enough="true", loop=multi("[1, 2]", sequential=True))))
    p.begin("m", "a").do("a").begin("m", "a").do("a")
    assert p.story == "s a m a m e"
    assert p.ended("e")


def test_a_terminate_end_ends_one_instance_only(play):
    inner = [
        gateway("parallel", "g"),
        user("u"),
        user("v"),
        end("te", TERMINATE),
        path("g", "u"),
        path("g", "v", "te"),
    ]
    inner += [start("ms"), path("ms", "g"), end("ue"), path("u", "ue")]
    p = play(around(sub("m", *inner, loop=multi("[1, 2]")))).do("v")
    assert p.open == ["u", "v"]
    assert p.do("u", "v").ended("e")


# --- the completion condition


def test_a_condition_that_fails_holds_the_instance_and_counts_it_once(play):
    body = multi("[1, 2, 3]", "item", "outs", "item", enough="numberOfCompletedInstances >= limit")
    source = diagram(start(), user("u"), script("m", "n", "item", body=body), end(), path("s", "u", "m", "e"))
    p = play(source, {"limit": None})
    p.hold = True
    p.do("u")
    assert [w.kind for w in p.workflow.waiting()] == ["incident"] * 3
    p.set(limit=2).act("retry", p.find("m", 2).token)
    assert p.open == ["m", "m"]
    p.act("retry", p.find("m").token)
    assert p.story == "s u m m -m e"
    assert p.variables == {"limit": 2, "n": 1, "outs": [1, None, 3]}
    assert p.ended("e")


def test_in_sequence_no_other_instance_is_active(play):
    enough = "numberOfActiveInstances = 0 and numberOfCompletedInstances = 2 and numberOfInstances = 3"
    p = play(around(user("m", body=multi("[1, 2, 3]", enough=enough, sequential=True)))).do("m")
    assert p.open == ["m"]
    assert p.do("m").story == "s m m e"


def test_a_collection_that_changes_meanwhile_changes_nothing(play):
    p = play(around(user("m", body=multi("items", sequential=True))), {"items": [1, 2]})
    p.complete("m", items=[])
    assert p.workflow.context(p.find("m").token)["item"] == 2
    assert p.do("m").ended("e")
