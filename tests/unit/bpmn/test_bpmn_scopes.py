"""Variables: where a value goes, what a scope hides, what mappings carry in and out."""

from __future__ import annotations

import pytest

from engine.feel import from_json
from tests.unit.bpmn.diagrams import (
    ad_hoc,
    diagram,
    end,
    event_sub,
    flow,
    gateway,
    io,
    message,
    path,
    script,
    service,
    start,
    sub,
    user,
)


def test_parallel_branches_share_the_instance(play):
    """Nothing is copied at a fork, so nothing can be lost at the join."""
    parts = [start(), gateway("parallel", "g"), user("a"), user("b"), gateway("parallel", "j")]
    parts += [script("c", "z", "x + y"), end(), path("s", "g", "a", "j", "c", "e"), path("g", "b", "j")]
    p = play(diagram(*parts), {"l": ["init"]})
    p.complete("a", x=1, l=["a"]).complete("b", y=2, l2=["b"])
    assert p.story == "s g a b j c e"
    assert p.variables == {"l": ["a"], "x": 1, "y": 2, "l2": ["b"], "z": 3}


def test_mappings_of_a_sub_process_and_of_a_task_in_it(play):
    inside = user("u", io({"in1": "loc + 1"}, {"r": "in1 + v"}))
    ext = io({"loc": "amount * 2"}, {"result": "loc + r"})
    p = play(diagram(start(), sub("sp", inside, ext=ext), end(), path("s", "sp", "e")), {"amount": 5})
    assert p.workflow.context(p.find("u").token)["in1"] == 11
    p.complete("u", v=100)
    # r: no scope had it, so the instance got it (10 + 1 + 100); result: 10 + 111
    assert p.variables == {"amount": 5, "r": 111, "result": 121}
    assert p.ended("e")


def test_each_scope_hides_the_variable_of_the_same_name_around_it(play):
    """Three deep: the innermost result stays with the innermost `v`, and each mapping reads its own."""
    inner = sub(
        "i",
        start("is"),
        script("c", "v", "v * 10"),
        end("ie"),
        path("is", "c", "ie"),
        ext=io({"v": "v + 1"}, {"ri": "v"}),
    )
    outer = sub(
        "o", start("os"), inner, end("oe"), path("os", "i", "oe"), ext=io({"v": "v + 1"}, {"ro": "v"})
    )
    p = play(diagram(start(), outer, end(), path("s", "o", "e")), {"v": 1})
    assert p.variables == {"v": 1, "ri": 30, "ro": 2}
    assert p.ended("e")


def test_a_result_goes_to_the_nearest_scope_that_has_the_name(play):
    inside = [script("c", "v", "v * 10")]
    inner = sub("i", *inside, ext=io({"v": "v + 1"}, {"ri": "v"}))
    outer = sub("o", inner, ext=io({"v": "v + 1"}, {"ro": "v"}))
    p = play(diagram(start(), outer, end(), path("s", "o", "e")), {"v": 1})
    # outer v = 2, inner v = 3 and then 30; the outer ones are untouched
    assert p.variables == {"v": 1, "ri": 30, "ro": 2}


def test_a_task_with_output_mappings_hands_out_only_those(play):
    p = play(diagram(user("a", io(outputs={"kept": "given + 1"})))).complete("a", given=1, other=2)
    assert p.variables == {"kept": 2}


def test_a_mapped_input_takes_the_result_of_the_same_name(play):
    p = play(diagram(user("a", io({"n": "1"})))).complete("a", n=5, m=6)
    assert p.variables == {"m": 6}


def test_later_mappings_see_earlier_ones(play):
    p = play(
        diagram(
            user(
                "a",
                io({"n": "2", "m": "n * 3"}),
            )
        )
    )
    assert p.workflow.context(p.find("a").token)["m"] == 6


def test_a_mapping_may_give_a_fixed_text(play):
    said = '<zeebe:ioMapping><zeebe:input source="plain" target="x"/><zeebe:output source="=x" target="y"/></zeebe:ioMapping>'
    assert play(diagram(user("a", said))).do("a").variables == {"y": "plain"}


def test_a_missing_variable_maps_to_null(play):
    p = play(diagram(service("a", io({"n": "nowhere"}))))
    assert p.find("a").facts["variables"] == {"n": None}


BESIDE = [start(), user("a"), end(), path("s", "a", "e")]
HANDLER = [user("h"), script("c", "seen", "pay"), end("ee"), path("esp-s", "h", "c", "ee")]


def test_what_a_message_brings_goes_upwards_from_an_event_sub_process(play):
    """As from every event: by name to the nearest scope that has the variable, else to the instance."""
    p = play(diagram(*BESIDE, event_sub("esp", message(), *HANDLER, interrupting=False)), {"had": 0})
    p.deliver("esp-s", pay=1, had=3).do("h")
    assert p.variables == {"pay": 1, "had": 3, "seen": 1}
    assert p.do("a").ended("ee", "e")


def test_an_input_mapping_keeps_what_a_message_brings_in_its_event_sub_process(play):
    mapped = event_sub("esp", message(), *HANDLER, interrupting=False, ext=io({"pay": "null"}))
    p = play(diagram(*BESIDE, mapped)).deliver("esp-s", pay=1).deliver("esp-s", pay=2).do("h")
    assert p.variables == {"seen": 1}
    p.do("h", "a")
    assert p.variables == {"seen": 2}
    assert p.ended("ee", "ee", "e")


def test_output_mappings_of_a_start_event_choose_from_what_a_message_brings(play):
    mapped = event_sub("esp", message(), *HANDLER, start_ext=io(outputs={"pay": "amount + 1"}))
    p = play(diagram(*BESIDE, mapped)).deliver("esp-s", amount=4, other=5).do("h")
    assert p.variables == {"pay": 5, "seen": 5}
    assert p.ended("ee")


def test_what_an_event_brought_is_not_lost_when_its_sub_process_cannot_begin(play):
    """An input mapping gives what is no data; the administrator mends the cause and tries again."""
    mapped = event_sub("esp", message(), *HANDLER, ext=io({"first": "if ok then 1 else [1..2]"}))
    p = play(diagram(*BESIDE, mapped), {"ok": False}, hold=True).deliver("esp-s", pay=7)
    assert p.find("esp").kind == "incident"
    p.set(ok=True).act("retry", p.find("esp").token)
    assert p.do("h").variables == {"ok": True, "pay": 7, "seen": 7}
    assert p.ended("ee")


def test_changes_name_each_changed_root_variable_once(play):
    p = play(diagram(user("a"), user("b"), path("a", "b")), {"x": 1})
    wait = p.find("a")
    p.refresh()
    p.workflow.complete(wait.token, {"y": "2"}, p.services)
    assert p.settle().variables == {"y": "2"}


LOCAL = io({"mine": "true"}, {"out": "answer"})


@pytest.mark.parametrize("ext", [LOCAL, ""], ids=["local", "by name"])
def test_conditions_on_flows_out_of_an_activity_are_read_around_it(play, ext):
    """As by an inclusive gateway drawn behind the activity (8.4.13), whose own variables are gone by then."""
    parts = [start(), user("a", ext, default="d"), user("x"), user("y"), path("s", "a")]
    source = diagram(*parts, flow("a", "x", "mine or answer"), flow("a", "y", id="d"))
    p = play(source, {"mine": False, "answer": False}).complete("a", answer=True)
    assert p.open == (["y"] if ext else ["x"])


def test_the_completion_condition_of_an_ad_hoc_sub_process_is_read_around_its_activities(play):
    parts = [start(), ad_hoc("h", user("a", LOCAL), enough="mine"), end(), path("s", "h", "e")]
    p = play(diagram(*parts), {"mine": False}).begin("h", "a").do("a")
    assert p.open == ["h"]
    p.set(mine=True).begin("h", "a").do("a")
    assert p.ended("e")


def test_a_variable_of_the_instance_that_is_set_as_its_own_is_told(play):
    p = play(diagram(user("a")))
    p.workflow.set_variables(from_json({"n": 1}), p.services, local=True)
    p.settle()
    assert p.variables == {"n": 1}
