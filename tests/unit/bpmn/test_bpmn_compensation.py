"""Compensation: what has completed is undone in reverse order (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    boundary,
    compensate,
    diagram,
    element,
    end,
    error,
    event_sub,
    flow,
    gateway,
    io,
    message,
    multi,
    path,
    repeat,
    script,
    service,
    start,
    sub,
    throw,
    undone,
    user,
)

WORK = [start(), user("a"), user("b"), user("c"), undone("a"), undone("b"), user("z"), end()]
UNDOING = [throw("th", compensate()), end()]


def handler_script(id: str, result: str, expression: str) -> str:
    return script(id, result, expression, isForCompensation="true")


def test_everything_that_completed_is_undone_in_reverse_order(play):
    p = play(diagram(*WORK, throw("th", compensate()), path("s", "a", "b", "c", "th", "z", "e")))
    assert p.do("a", "b", "c").open == ["ub"]
    assert p.do("ub").open == ["ua"]
    assert p.do("ua", "z").story == "s a b c ub ua th z e"
    assert p.ended("e")


def test_only_the_named_activity_is_undone(play):
    p = play(diagram(*WORK, throw("th", compensate("a")), path("s", "a", "b", "c", "th", "z", "e")))
    assert p.do("a", "b", "c", "ua", "z").story == "s a b c ua th z e"


def test_an_end_that_compensates(play):
    ending = [start(), user("a"), user("b"), undone("a"), undone("b"), end("e", compensate())]
    p = play(diagram(*ending, path("s", "a", "b", "e")))
    assert p.do("a", "b", "ub", "ua").story == "s a b ub ua e"
    assert p.ended("e")


def test_what_has_not_completed_is_not_undone(play):
    """`a` lies behind the throw; `b` is still open beside it."""
    parts = [start(), gateway("parallel", "g"), user("b"), user("a"), undone("a"), undone("b"), *UNDOING]
    p = play(diagram(*parts, path("s", "g", "th", "a", "e"), path("g", "b")))
    assert p.do("a", "b").story == "s g th a e b"
    assert p.ended("e")


def test_nothing_is_undone_twice(play):
    parts = [*WORK, throw("t1", compensate("b")), throw("t2", compensate())]
    p = play(diagram(*parts, path("s", "a", "b", "t1", "t2", "c", "z", "e")))
    assert p.do("a", "b", "ub", "ua", "c", "z").story == "s a b ub t1 ua t2 c z e"


def test_each_pass_of_a_loop_is_undone(play):
    parts = [start(), gateway("exclusive", "m"), user("a"), gateway("exclusive", "g", "out"), undone("a")]
    parts += [*UNDOING, path("s", "m", "a", "g"), flow("g", "m", "again"), flow("g", "th", id="out")]
    p = play(diagram(*parts, path("th", "e"))).complete("a", again=True).complete("a", again=False)
    assert p.do("ua", "ua").story == "s m a g m a g ua ua th e"


def test_the_thrower_need_not_wait(play):
    parts = [start(), user("a"), undone("a"), throw("th", compensate(wait=False)), user("z"), end()]
    p = play(diagram(*parts, path("s", "a", "th", "z", "e"))).do("a")
    assert p.open == ["ua", "z"]
    assert p.do("z", "ua").story == "s a th z e ua"
    assert p.ended("e")


INNER = [start("ss"), user("x"), user("y"), end("se"), undone("x"), path("ss", "x", "y", "se")]


def test_a_completed_sub_process_is_undone_from_the_inside_in_its_turn(play):
    """Its handlers see the variables that it ended with (10.7.1), and those of the instance as they are."""
    undo = handler_script("uy", "log", "[level, total]")
    inside = sub("sp", *INNER, undone("y", undo), ext=io({"level": "v0"}))
    p = play(
        diagram(start(), user("a"), undone("a"), inside, *UNDOING, path("s", "a", "sp", "th", "e")), {"v0": 7}
    )
    p.do("a").complete("x", level=8).complete("y", total=1)
    assert p.variables == {"v0": 7, "total": 1, "log": [8, 1]}
    assert p.open == ["ux"]
    assert p.workflow.context(p.find("ux").token)["level"] == 8
    assert p.do("ux", "ua").story == "s a ss x y se sp uy ux ua th e"
    assert p.ended("e")


def test_a_sub_process_may_be_named(play):
    parts = [start(), user("a"), undone("a"), sub("sp", *INNER), throw("th", compensate("sp")), end()]
    p = play(diagram(*parts, path("s", "a", "sp", "th", "e"))).do("a", "x", "y", "ux")
    assert p.story == "s a ss x y se sp ux th e"


def test_the_handler_of_a_sub_process_stands_for_those_inside(play):
    p = play(diagram(start(), sub("sp", *INNER), undone("sp"), *UNDOING, path("s", "sp", "th", "e")))
    assert p.do("x", "y", "usp").story == "s ss x y se sp usp th e"


def test_three_scopes_deep(play):
    inner = sub("i", start("is"), user("u"), undone("u"), end("ie"), path("is", "u", "ie"))
    outer = sub("o", start("os"), inner, user("w"), undone("w"), end("oe"), path("os", "i", "w", "oe"))
    p = play(diagram(start(), outer, *UNDOING, path("s", "o", "th", "e"))).do("u", "w", "uw", "uu")
    assert p.story == "s os is u ie i w oe o uw uu th e"
    assert p.ended("e")


def test_a_throw_inside_a_sub_process_leaves_the_outside_alone(play):
    inside = [*INNER[:3], throw("th", compensate()), end("se"), undone("x"), path("ss", "x", "th", "y", "se")]
    p = play(diagram(start(), user("a"), undone("a"), sub("sp", *inside), end(), path("s", "a", "sp", "e")))
    assert p.do("a", "x", "ux", "y").story == "s a ss x ux th y se sp e"


def test_a_handler_may_be_a_sub_process(play):
    inside = [start("hs"), user("hu"), end("he"), path("hs", "hu", "he")]
    handler = sub("ua", *inside, isForCompensation="true")
    p = play(diagram(start(), user("a"), undone("a", handler), *UNDOING, path("s", "a", "th", "e")))
    assert p.do("a", "hu").story == "s a hs hu he ua th e"


def test_a_handler_may_be_a_job_with_mappings(play):
    handler = service("ua", io({"n": "n + 1"}, {"done": "n"}), isForCompensation="true")
    p = play(diagram(start(), user("a"), undone("a", handler), *UNDOING, path("s", "a", "th", "e")), {"n": 1})
    assert p.do("a").find("ua").facts["variables"] == {"n": 2}
    assert p.do("ua").variables == {"n": 1, "done": 2}


@pytest.mark.parametrize("sequential", [False, True])
def test_every_instance_of_many_is_undone_with_its_own_item(play, sequential):
    task = user("m", body=multi("items", "item", sequential=sequential))
    handler = handler_script("um", "log", "append(log, item)")
    parts = [start(), task, undone("m", handler), *UNDOING, path("s", "m", "th", "e")]
    p = play(diagram(*parts), {"items": [1, 2, 3], "log": []}).do("m", "m", "m")
    assert p.story == "s m m m um um um th e"
    assert p.variables["log"] == [3, 2, 1]


def test_only_completed_instances_of_many_are_undone(play):
    """The third never completes: the condition ends the activity before."""
    task = user("m", body=multi("items", "item", enough="numberOfCompletedInstances = 2"))
    parts = [start(), task, undone("m"), *UNDOING, path("s", "m", "th", "e")]
    p = play(diagram(*parts), {"items": [1, 2, 3]}).complete("m", 2).complete("m", 0)
    assert p.workflow.context(p.find("um").token)["item"] == 1
    p.do("um")
    assert p.workflow.context(p.find("um").token)["item"] == 3
    assert p.do("um").story == "s m m -m um um th e"


def test_many_sub_processes_each_with_its_scope(play):
    inside = [start("ss"), script("a", "x", "item * 10"), end("se"), path("ss", "a", "se")]
    inside += [undone("a", handler_script("ua", "log", "append(log, item)"))]
    parts = [start(), sub("sp", *inside, loop=multi("items")), *UNDOING, path("s", "sp", "th", "e")]
    p = play(diagram(*parts), {"items": [1, 2, 3], "log": []})
    assert p.variables["log"] == [3, 2, 1]
    assert p.ended("e")


FAILS = [start("ss"), user("a"), user("b"), service("f"), end("se"), path("ss", "a", "b", "f", "se")]
FAILS += [undone("a"), undone("b")]


def test_an_event_sub_process_undoes_the_scope_around_it(play):
    """An error is handled by undoing what had completed before it (10.7.3)."""
    body = event_sub("x", error("error-1"), throw("xt", compensate()), end("xe"), path("x-s", "xt", "xe"))
    p = play(diagram(start(), sub("sp", *FAILS, body), user("z"), end(), path("s", "sp", "z", "e")))
    p.do("a", "b")
    assert p.fail("f", "e-1")
    assert p.do("ub", "ua", "z").story == "s ss a b -f x-s ub ua xt xe x sp z e"
    assert p.ended("e")


def test_what_the_event_sub_process_did_itself_is_undone_first(play):
    inside = [user("h"), undone("h"), throw("xt", compensate()), end("xe"), path("x-s", "h", "xt", "xe")]
    body = event_sub("x", error("error-1"), *inside)
    p = play(diagram(start(), sub("sp", *FAILS, body), end(), path("s", "sp", "e"))).do("a", "b")
    assert p.fail("f", "e-1")
    assert p.do("h", "uh", "ub", "ua").story == "s ss a b -f x-s h uh ub ua xt xe x sp e"


def test_a_compensation_event_sub_process_says_how_its_sub_process_is_undone(play):
    """It runs instead of the handlers inside, which it may call by a throw of its own (10.7.1)."""
    inside = [user("pre"), throw("ct", compensate()), end("ce"), path("h-s", "pre", "ct", "ce")]
    body = event_sub("h", compensate(), *inside)
    scope = sub("sp", *INNER, body, ext=io({"level": "1"}))
    p = play(diagram(start(), scope, *UNDOING, path("s", "sp", "th", "e"))).complete("x", level=2).do("y")
    assert p.workflow.context(p.find("pre").token)["level"] == 2
    assert p.do("pre", "ux").story == "s ss x y se sp h-s pre ux ct ce h th e"
    assert p.ended("e")


def test_a_compensation_event_sub_process_alone_is_enough(play):
    body = event_sub("x", compensate(), user("pre"), end("ce"), path("x-s", "pre", "ce"))
    scope = sub("sp", start("ss"), user("a"), end("se"), path("ss", "a", "se"), body)
    p = play(diagram(start(), scope, *UNDOING, path("s", "sp", "th", "e"))).do("a", "pre")
    assert p.story == "s ss a se sp x-s pre ce x th e"


def test_a_sub_process_that_was_interrupted_has_not_completed(play):
    parts = [start(), sub("sp", *INNER), boundary("b", "sp", message()), throw("th", compensate()), end()]
    p = play(diagram(*parts, end("e2"), path("s", "sp", "e2"), path("b", "th", "e"))).do("x").deliver("b")
    assert p.story == "s ss x -y -sp b th e"


def test_records_are_kept_only_where_something_can_be_undone(play):
    plain = [start(), user("a"), user("z"), end(), path("s", "a", "z", "e")]
    kept = play(diagram(*plain, undone("a"))).do("a").workflow.encode()
    bare = play(diagram(*plain)).do("a").workflow.encode()
    assert b'"r":{"1":{"completed":[{"of":"a","by":"e:ua"}]}}' in kept
    assert b'"r"' not in bare


def test_a_throw_tells_what_it_undoes(play):
    p = play(diagram(*WORK, throw("th", compensate()), path("s", "a", "b", "c", "th", "z", "e"))).do(
        "a", "b", "c"
    )
    assert [h.facts for h in p.happened if h.kind == "compensation-thrown"] == [
        {"activity": None, "undoes": ["b", "a"]}
    ]


def test_a_called_process_can_be_undone_by_a_handler(play):
    call = element("callActivity", "c", ext='<zeebe:calledElement processId="q"/>')
    p = play(diagram(start(), call, undone("c"), *UNDOING, path("s", "c", "th", "e"))).do("c", "uc")
    assert p.story == "s c uc th e"


def test_each_repetition_of_a_standard_loop_is_undone(play):
    task = user("a", body=repeat("again"))
    handler = handler_script("ua", "log", "append(log, loopCounter)")
    p = play(diagram(start(), task, undone("a", handler), *UNDOING, path("s", "a", "th", "e")), {"log": []})
    p.complete("a", again=True).complete("a", again=False)
    assert p.variables["log"] == [2, 1]
    assert p.story == "s a a ua ua th e"


def test_nothing_is_kept_of_an_instance_that_is_over(play):
    p = play(diagram(*WORK, path("s", "a", "b", "c", "z", "e"))).do("a", "b")
    p.act("cancel")
    assert b'"r"' not in p.workflow.encode()
    p = play(diagram(*WORK, path("s", "a", "b", "c", "z", "e"))).do("a", "b", "c", "z")
    assert b'"r"' not in p.workflow.encode()
    assert p.ended("e")


def test_a_handler_may_be_done_several_times(play):
    handler = user("ua", body=multi("[1, 2]"), isForCompensation="true")
    p = play(diagram(start(), user("a"), undone("a", handler), *UNDOING, path("s", "a", "th", "e"))).do("a")
    assert p.open == ["ua", "ua"]
    assert p.do("ua", "ua").story == "s a ua ua th e"
    assert p.ended("e")


def test_a_completed_sub_process_listens_no_more_while_it_is_undone(play):
    """The error of a handler goes past the event sub-process inside, out to what is around the throw."""
    handler = service("ua", isForCompensation="true")
    body = event_sub("x", error("error-1"), user("h"), end("xe"), path("x-s", "h", "xe"))
    inner = sub("sp", start("ss"), user("a"), end("se"), path("ss", "a", "se"), undone("a", handler), body)
    outer = sub("o", start("os"), inner, throw("th", compensate()), path("os", "sp", "th"))
    parts = [start(), outer, boundary("b", "o", error("error-1")), end("e2"), path("b", "e2"), path("s", "o")]
    p = play(diagram(*parts)).do("a")
    assert p.fail("ua", "e-1")
    assert p.story == "s os ss a se sp -ua -th -o b e2"
    assert p.ended("e2")


def test_an_end_that_does_not_wait_keeps_its_scope_open_until_all_is_undone(play):
    inside = [start("ss"), user("a"), undone("a"), end("se", compensate(wait=False)), path("ss", "a", "se")]
    p = play(diagram(start(), sub("sp", *inside), end(), path("s", "sp", "e"))).do("a")
    assert p.open == ["ua"]
    assert p.do("ua").story == "s ss a se ua sp e"
