"""Multi-instance activities: order of results, counters, conditions, nesting, interruption."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    error,
    escalation,
    event_sub,
    io,
    message,
    multi,
    path,
    script,
    service,
    start,
    sub,
    throw,
    timer,
    user,
)


def around(activity: str, *parts: str) -> bytes:
    return diagram(start(), activity, end(), path("s", "m", "e"), *parts)


def test_results_keep_the_order_of_the_items(play):
    task = user("m", io(outputs={"res": "v * item"}), multi("items", "item", "results", "res"))
    p = play(around(task), {"items": [1, 2, 3]})
    assert p.open == ["m", "m", "m"]
    p.complete("m", 1, v=10).complete("m", 1, v=100).complete("m", 0, v=1)
    assert p.story == "s m m m e"
    assert p.variables == {"items": [1, 2, 3], "results": [1, 20, 300]}
    assert p.ended("e")


def test_one_after_the_other_also_over_null(play):
    task = user("m", body=multi("items", "item", "results", "res", sequential=True))
    p = play(around(task), {"items": [1, None, 3]})
    for result in (1, 2, 3):
        assert p.open == ["m"]
        p.complete("m", res=result)
    assert p.variables == {"items": [1, None, 3], "results": [1, 2, 3]}
    assert p.ended("e")


def test_an_empty_collection_passes_at_once(play):
    p = play(around(user("m", body=multi("items", "item", "results", "res"))), {"items": []})
    assert p.story == "s e"
    assert p.variables == {"items": [], "results": []}


def test_the_completion_condition_cancels_the_rest(play):
    enough = "numberOfCompletedInstances = 2"
    p = play(around(user("m", body=multi("items", enough=enough))), {"items": [1, 2, 3]}).do("m", "m")
    assert p.story == "s m m -m e"
    assert p.ended("e")


def test_the_completion_condition_sees_all_counters_and_the_instance(play):
    enough = (
        "numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfTerminatedInstances = 0 and ok"
    )
    task = user("m", io(outputs={"ok": "item = 2"}), multi("items", results="r", result="ok", enough=enough))
    p = play(around(task), {"items": [1, 2, 3]}).do("m")
    assert p.open == ["m", "m"]
    p.do("m")
    assert p.variables == {"items": [1, 2, 3], "r": [False, True, None]}


def test_each_instance_knows_its_counter(play):
    p = play(around(user("m", body=multi("items"))), {"items": ["a", "b"]})
    seen = [p.workflow.context(w.token) for w in p.workflow.waiting()]
    assert [(c["loopCounter"], c["item"]) for c in seen] == [(1, "a"), (2, "b")]


INNER = [user("u"), script("c", "r", "item * 10"), path("u", "c")]


def test_sub_processes_side_by_side(play):
    m = sub(
        "m",
        start("ss"),
        end("se"),
        *INNER,
        path("ss", "u"),
        path("c", "se"),
        loop=multi("items", "item", "outs", "r"),
    )
    p = play(around(m), {"items": [1, 2]}).do("u", "u")
    assert p.story == "s ss ss u c se m u c se m e"
    assert p.variables == {"items": [1, 2], "outs": [10, 20]}
    assert p.ended("e")


def test_sub_processes_one_after_the_other(play):
    m = sub("m", *INNER, loop=multi("items", "item", "outs", "r", sequential=True))
    p = play(around(m), {"items": [1, 2]})
    assert p.open == ["u"]
    assert p.do("u", "u").story == "s u c m u c m e"
    assert p.variables == {"items": [1, 2], "outs": [10, 20]}


def test_many_in_many(play):
    inner = script("c", "x", "cell + 1", body=multi("row", "cell", "inner", "x"))
    p = play(around(sub("m", inner, loop=multi("rows", "row", "outs", "inner"))), {"rows": [[1, 2], [3]]})
    assert p.variables["outs"] == [[2, 3], [4]]
    assert p.ended("e")


def test_a_boundary_event_ends_all_instances(play):
    m = sub("m", *INNER, loop=multi("items", "item", "outs", "r"))
    parts = [boundary("b", "m", message()), user("x"), end("e2"), path("b", "x", "e2")]
    p = play(around(m, *parts), {"items": [1, 2, 3]}).do("u").deliver("b", why=1)
    assert p.open == ["x"]
    assert p.do("x").story == "s u c m -u -m -u -m b x e2"
    assert p.variables == {"items": [1, 2, 3], "why": 1}
    assert p.ended("e2")


def test_an_error_of_one_instance_is_caught_at_the_boundary_of_all(play):
    parts = [boundary("b", "m", error("error-1")), user("r"), end("e2"), path("b", "r", "e2")]
    p = play(around(service("m", body=multi("items")), *parts), {"items": [1, 2, 3]}).do("m")
    assert p.fail("m", "e-1")
    assert p.do("r").story == "s m -m -m b r e2"


def test_an_event_sub_process_interrupts_only_its_own_instance(play):
    handler = event_sub("x", escalation("escalation-1"), user("h"), end("xe"), path("x-s", "h", "xe"))
    inner = [start("ss"), throw("t", escalation("escalation-1")), user("a"), path("ss", "t", "a"), handler]
    p = play(around(sub("m", *inner, loop=multi("items"))), {"items": [1, 2]})
    assert p.open == ["h", "h"]
    assert p.do("h", "h").ended("e")


def test_an_error_end_in_an_event_sub_process_leaves_through_the_boundary(play):
    handler = event_sub("x", message(), end("xe", error("error-1")), path("x-s", "xe"))
    m = sub("m", user("a"), handler, loop=multi("items"))
    parts = [boundary("b", "m", error("error-1")), user("r"), end("e2"), path("b", "r", "e2")]
    p = play(around(m, *parts), {"items": [1, 2, 3]}).do("a").deliver("x-s")
    assert p.open == ["r"]
    assert p.do("r").ended("e2")


def test_too_many_instances_are_held_and_can_be_tried_again(play):
    parts = [start(), user("a"), path("s", "a", "m")]
    p = play(diagram(*parts, user("m", body=multi("items")))).complete("a", items=[0] * 2001)
    incident = p.find("m")
    assert (incident.kind, incident.facts["code"]) == ("incident", "too-many-instances")
    p.act("retry", incident.token)
    assert [w.kind for w in p.workflow.waiting()] == ["incident"]


def test_boundary_timers_see_the_inputs_of_their_activity(play):
    task = user("m", io({"wait": '"PT5M"'}))
    boundary_timer = boundary("b", "m", timer("=wait"))
    p = play(around(task, boundary_timer, end("e2"), path("b", "e2")))
    assert p.find("b").facts["due_at"] == "2026-09-01T01:05:00+00:00"


def told(p, kind):
    return [h.facts for h in p.happened if h.kind == kind]


@pytest.mark.parametrize("sequential", [False, True])
def test_the_story_says_how_many_were_begun_and_done(play, sequential):
    loop = multi("[1, 2, 3]", enough="numberOfCompletedInstances = 2", sequential=sequential)
    p = play(diagram(start(), user("m", body=loop), end(), path("s", "m", "e"))).do("m", "m")
    assert told(p, "multi-instance-started") == [{"instances": 3}]
    assert told(p, "multi-instance-completed") == [{"instances": 2}]
    assert p.ended("e")


@pytest.mark.parametrize("sequential", [False, True])
def test_one_that_could_not_begin_begins_anew_when_it_is_tried_again(play, sequential):
    """An item is no data; after an administrator has mended the collection every instance is begun."""
    loop = multi("if ok then [1, 2] else [[1..2]]", sequential=sequential)
    source = diagram(start(), user("m", body=loop), end(), path("s", "m", "e"))
    p = play(source, {"ok": False}, hold=True)
    incident = p.find("m")
    assert incident.kind == "incident"
    p.set(ok=True).act("retry", incident.token)
    assert p.open == (["m"] if sequential else ["m", "m"])
    assert p.do("m", "m").story == "s m m e"
    assert p.ended("e")
