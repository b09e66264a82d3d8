"""Embedded sub-processes, implicit forks, merges and starts (BPMN 2.0.2, 10.3.5, 13.2 and 13.3.4)."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    TERMINATE,
    boundary,
    diagram,
    end,
    error,
    escalation,
    flow,
    gateway,
    io,
    link,
    message,
    path,
    script,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.unit.bpmn.test_bpmn_check import errors, line


def around(host: str, *parts: str) -> bytes:
    return diagram(start(), host, user("z"), end(), path("s", "h", "z", "e"), *parts)


def test_it_completes_when_no_token_is_left_inside(play):
    inside = [
        start("hs"),
        user("a"),
        user("b"),
        end("ae"),
        end("be"),
        path("hs", "a", "ae"),
        path("hs", "b", "be"),
    ]
    p = play(around(sub("h", *inside))).do("b")
    assert p.open == ["a"]
    assert p.do("a", "z").story == "s hs b be a ae h z e"
    assert p.ended("e")


def test_without_start_every_element_that_nothing_leads_to_begins(play):
    p = play(around(sub("h", user("a"), user("b"), user("c"), path("b", "c"))))
    assert p.open == ["a", "b"]
    assert p.do("b", "a", "c", "z").story == "s b a c h z e"


def test_a_process_without_start_and_end(play):
    assert play(diagram(user("a"), user("b"), path("a", "b"))).do("a", "b").story == "a b"


def test_several_flows_out_fork_and_several_flows_in_pass_each_token(play):
    parts = [
        start(),
        user("a"),
        user("x"),
        user("y"),
        user("b"),
        end(),
        path("s", "a", "x", "b", "e"),
        path("a", "y", "b"),
    ]
    p = play(diagram(*parts)).do("a", "x")
    assert p.open == ["b", "y"]
    p.do("y")
    assert p.open == ["b", "b"]
    assert p.do("b", "b").story == "s a x y b e b e"
    assert p.ended("e", "e")


def test_conditions_on_flows_out_of_an_activity(play):
    parts = [start(), user("a", default="d"), user("x"), user("y"), user("z"), path("s", "a")]
    parts += [flow("a", "x", "n > 1"), flow("a", "y", "n > 2"), flow("a", "z", id="d")]
    assert play(diagram(*parts)).complete("a", n=3).open == ["x", "y"]
    assert play(diagram(*parts)).complete("a", n=2).open == ["x"]
    assert play(diagram(*parts)).complete("a", n=0).open == ["z"]


def test_a_condition_beside_a_flow_without_one(play):
    parts = [start(), user("a"), user("x"), user("y"), path("s", "a", "y"), flow("a", "x", "n > 1")]
    assert play(diagram(*parts)).complete("a", n=0).open == ["y"]
    assert play(diagram(*parts)).complete("a", n=2).open == ["x", "y"]


def test_inputs_stay_inside_and_outputs_come_out(play):
    inside = [
        user("u", io({"twice": "local * 2"}, {"r": "twice + typed"})),
        script("c", "seen", "r", io(outputs={"kept": "seen"})),
    ]
    host = sub("h", *inside, path("u", "c"), ext=io({"local": "n + 1"}, {"result": "local + r"}))
    p = play(around(host), {"n": 4}).complete("u", typed=100)
    assert p.variables == {"n": 4, "r": 110, "kept": 110, "result": 115}


def test_a_terminate_end_ends_its_own_scope_only(play):
    inside = [start("hs"), user("a"), user("b"), end("te", TERMINATE), path("hs", "a", "te"), path("hs", "b")]
    p = play(around(sub("h", *inside))).do("a")
    assert p.story == "s hs a te -b h"
    assert p.do("z").ended("e")


def test_an_interrupted_sub_process_is_cancelled_from_the_inside(play):
    inner = sub("i", user("u"), user("v"))
    parts = [boundary("b", "h", message()), user("x"), end("xe"), path("b", "x", "xe")]
    p = play(around(sub("h", inner, user("w")), *parts)).deliver("b")
    assert p.open == ["x"]
    assert sorted(p.story.split()[1:6]) == ["-h", "-i", "-u", "-v", "-w"]
    assert p.story.split()[5] == "-h"
    assert p.do("x").ended("xe")


def test_two_side_by_side_each_catch_their_own_errors(play):
    parts = [start(), gateway("parallel", "g"), user("x"), user("y"), end("xe"), end("ye")]
    parts += [
        sub(n, start(f"{n}s"), user(f"{n}u"), end(f"{n}e", error("error-1")), path(f"{n}s", f"{n}u", f"{n}e"))
        for n in "mn"
    ]
    parts += [boundary("bm", "m", error()), boundary("bn", "n", error()), path("s", "g", "m"), path("g", "n")]
    p = play(diagram(*parts, path("bm", "x", "xe"), path("bn", "y", "ye"))).do("mu")
    assert p.open == ["nu", "x"]
    assert p.do("nu", "x", "y").ended("xe", "ye")


def test_a_joined_pair_inside_a_sub_process_in_a_loop(play):
    inside = [
        start("hs"),
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        gateway("parallel", "j"),
        end("he"),
    ]
    inside += [path("hs", "g", "a", "j", "he"), path("g", "b", "j")]
    parts = [start(), gateway("exclusive", "m"), sub("h", *inside), gateway("exclusive", "x", "d"), end()]
    p = play(diagram(*parts, path("s", "m", "h", "x"), flow("x", "m", "again"), flow("x", "e", id="d")))
    p.do("a").complete("b", again=True).do("b").complete("a", again=False)
    assert p.story == "s m hs g a b j he h x m hs g b a j he h x e"
    assert p.ended("e")


def test_an_inclusive_join_waits_for_a_sub_process_and_what_its_boundary_may_bring(play):
    parts = [
        start(),
        gateway("inclusive", "o"),
        user("a"),
        sub("h", user("u")),
        gateway("inclusive", "j"),
        user("z"),
        end(),
    ]
    parts += [
        path("s", "o"),
        flow("o", "a", "true"),
        flow("o", "h", "true"),
        path("a", "j", "z", "e"),
        path("h", "j"),
    ]
    parts += [boundary("b", "h", timer("PT1H")), path("b", "j")]
    p = play(diagram(*parts)).do("a")
    assert p.open == ["b", "u"]
    assert p.fire("b").do("z").story == "s o a -u -h b j z e"
    p = play(diagram(*parts)).do("a", "u", "z")
    assert p.ended("e")


def test_links_stay_in_their_scope(play):
    inside = [user("a"), throw("t", link("l")), path("a", "t")]
    inside += [
        '<bpmn:intermediateCatchEvent id="c"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateCatchEvent>'
    ]
    inside += [user("b"), path("c", "b")]
    assert play(around(sub("h", *inside))).do("a", "b", "z").story == "s a t c b h z e"
    assert ("link", "t") in errors(line(sub("x", throw("t", link("l"))), user("o")))


def test_escalations_pass_through_scopes_until_somebody_listens(play):
    inner = sub("i", start("is"), throw("t", escalation("escalation-1")), user("u"), path("is", "t", "u"))
    parts = [
        boundary("b", "h", escalation("escalation-1"), False),
        user("x"),
        end("xe"),
        path("b", "x", "xe"),
    ]
    p = play(around(sub("h", inner), *parts))
    assert p.open == ["u", "x"]
    assert p.do("x", "u", "z").ended("xe", "e")


def test_several_none_starts_in_a_sub_process_are_refused():
    """13.3.4: either one empty start event, or none at all."""
    inside = [start("i"), start("k"), user("u"), path("i", "u"), path("k", "u")]
    assert ("several-starts", "x") in errors(line(sub("x", *inside)))
    assert ("unsupported-event", "i") in errors(
        line(sub("x", start("i", message()), user("u"), path("i", "u")))
    )
