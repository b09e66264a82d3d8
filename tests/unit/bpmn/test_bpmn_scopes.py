"""Variables: where a value goes, what a scope hides, what mappings carry in and out."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    diagram,
    end,
    event_sub,
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


def test_a_missing_variable_maps_to_null(play):
    p = play(diagram(service("a", io({"n": "nowhere"}))))
    assert p.find("a").facts["variables"] == {"n": None}


def test_what_a_message_brings_is_local_to_a_non_interrupting_event_sub_process(play):
    body = event_sub("esp", message(), user("h"), script("c", "seen", "pay"), end("ee"), interrupting=False)
    parts = [start(), user("a"), end(), path("s", "a", "e")]
    inner = path("esp-s", "h", "c", "ee")
    p = play(diagram(*parts, body.replace("</bpmn:subProcess>", inner + "</bpmn:subProcess>")))
    p.deliver("esp-s", pay=1).deliver("esp-s", pay=2)
    p.do("h")
    assert p.variables == {"seen": 1}
    p.do("h", "a")
    assert p.variables == {"seen": 2}
    assert p.ended("ee", "ee", "e")


def test_changes_name_each_changed_root_variable_once(play):
    p = play(diagram(user("a"), user("b"), path("a", "b")), {"x": 1})
    wait = p.find("a")
    p.refresh()
    p.workflow.complete(wait.token, {"y": "2"}, p.services)
    assert p.settle().variables == {"y": "2"}
