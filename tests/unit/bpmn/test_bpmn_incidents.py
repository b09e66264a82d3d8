"""What happens when an expression fails: nothing is half done, or the token is held and can be tried again."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed, NotOpen
from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    error,
    event_sub,
    flow,
    gateway,
    io,
    message,
    multi,
    path,
    script,
    start,
    sub,
    timer,
    user,
)
from tests.unit.bpmn.driver import Play

CHOICE = [start(), user("a"), gateway("exclusive", "g"), end("x"), end("y"), path("s", "a", "g")]
CHOICE += [flow("g", "x", "n > 1"), flow("g", "y", "n < 1")]


def test_the_failing_element_is_named(play):
    p = play(diagram(*CHOICE))
    with pytest.raises(ExpressionFailed) as raised:
        p.complete("a", n=1)
    assert raised.value.facts["element_id"] == "g"


def test_a_failed_act_leaves_the_stored_state_as_it_was():
    p = Play(diagram(*CHOICE), reload=True)
    stored = p.workflow.encode()
    with pytest.raises(ExpressionFailed):
        p.complete("a", n=1)
    assert type(p.workflow).decode(p.definition, stored).variables() == {"key": "k"}


def test_a_held_token_goes_on_after_the_data_is_mended(play):
    parts = [start(), gateway("parallel", "f"), user("mend"), *CHOICE[1:5], *CHOICE[6:]]
    p = play(diagram(*parts, path("s", "f", "a", "g"), path("f", "mend")))
    p.hold = True
    p.complete("a", n=1)
    incident = p.find("g")
    assert (incident.kind, incident.facts["code"]) == ("incident", "expression-failed")
    assert p.open == ["g", "mend"]
    p.complete("mend", n=2).act("retry", incident.token)
    assert p.story == "s f a mend g x"
    assert p.ended("x")


def test_a_held_script_has_changed_nothing(play):
    parts = [
        start(),
        user("a"),
        script("c", "n", "n + 1"),
        end("x"),
        path("s", "a", "c"),
        flow("c", "x", "ok"),
    ]
    p = play(diagram(*parts), {"n": 1})
    p.hold = True
    p.do("a")
    assert p.find("c").kind == "incident"
    assert p.workflow.variables()["n"] == 1


def test_a_held_activity_does_not_listen_at_its_boundary(play):
    task = user("b", io({"n": "1"}), multi("items"))
    parts = [
        start(),
        user("a"),
        task,
        boundary("bb", "b", message()),
        end(),
        path("s", "a", "b"),
        path("bb", "e"),
    ]
    p = play(diagram(*parts))
    p.hold = True
    p.do("a")
    assert p.open == ["b"]
    assert p.find("b").kind == "incident"
    p.act("retry", p.find("b").token)
    assert p.open == ["b"]


def test_a_held_sub_process_has_nothing_inside(play):
    inside = [
        start("ss"),
        user("u", '<zeebe:assignmentDefinition candidateGroups="=g"/><zeebe:taskSchedule dueDate="=who"/>'),
    ]
    parts = [
        start(),
        user("a"),
        sub("sp", *inside, path("ss", "u"), ext=io({"n": "1"})),
        path("s", "a", "sp"),
    ]
    p = play(diagram(*parts), {"who": 3})
    p.hold = True
    p.do("a")
    assert p.find("u").kind == "incident"
    assert p.workflow.context(p.find("u").token)["n"] == 1
    p.act("cancel")
    assert p.workflow.waiting() == []


def test_an_output_mapping_that_breaks_a_limit_is_raised_to_who_completes(play):
    p = play(diagram(user("a", io(outputs={"n": "for i in 1..100000 return for j in 1..100000 return j"}))))
    p.hold = True
    with pytest.raises(ExpressionFailed):
        p.do("a")


def test_a_value_that_cannot_be_stored_fails_where_it_arises(play):
    p = play(diagram(start(), user("a"), script("c", "n", "[1..5]"), end(), path("s", "a", "c", "e")))
    with pytest.raises(ExpressionFailed, match=r"c.*变量“n”"):
        p.do("a")


@pytest.mark.parametrize(
    ("loop", "users", "story"),
    [("", 1, "s f u mend sp x"), (multi("[1, 2]"), 2, "s f u sp u sp mend x")],
)
def test_a_sub_process_that_cannot_be_left_is_held_when_its_inside_is_done(play, loop, users, story):
    parts = [start(), gateway("parallel", "f"), user("mend"), sub("sp", user("u"), loop=loop), end("x")]
    p = play(diagram(*parts, path("s", "f", "sp"), path("f", "mend"), flow("sp", "x", "n > 1")))
    p.hold = True
    p.do(*["u"] * users)
    assert p.open == ["mend", "sp"]
    incident = p.find("sp")
    p.complete("mend", n=2).act("retry", incident.token)
    assert p.story == story
    assert p.ended("x")


LATE = event_sub("x", timer("=wait"), user("h"), end("x-e"), path("x-s", "h", "x-e"))


def test_an_instance_whose_event_sub_process_cannot_listen_is_there_with_an_incident(play):
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"), LATE), {"wait": 3}, hold=True)
    assert [p.find(name).kind for name in p.open] == ["user-task", "incident"]
    p.set(wait="PT1H").act("retry", p.find("x-s").token)
    assert [p.find(name).kind for name in p.open] == ["user-task", "timer"]
    assert p.fire("x-s").do("h").story == "s -a x-s h x-e x"
    assert p.ended("x-e")


def test_what_cannot_listen_does_not_keep_the_instance(play):
    p = play(diagram(start(), user("a"), end(), path("s", "a", "e"), LATE), {"wait": 3}, hold=True)
    assert p.do("a").story == "s a e"
    assert p.ended("e")


def test_an_instance_that_nobody_can_hold_does_not_begin():
    with pytest.raises(ExpressionFailed, match="定时时长（=wait）得到的是“3”，不能作为时间"):
        Play(diagram(start(), user("a"), end(), path("s", "a", "e"), LATE), False, {"wait": 3})


def test_an_error_end_that_could_not_throw_is_told_as_cancelled(play):
    held = end("e", error("error-1"), io({"n": "if ok then 1 else [1..2]"}))
    p = play(diagram(start(), held, path("s", "e")), {"ok": False}, hold=True)
    assert p.find("e").facts["code"] == "expression-failed"
    assert p.act("cancel").story == "s -e"
    assert p.workflow.outcome.ends == ()


def test_variables_of_an_instance_that_is_over_are_not_set(play):
    p = play(diagram(user("a"))).do("a")
    with pytest.raises(NotOpen):
        p.set(n=1)


def test_a_long_text_is_cut_where_it_is_named():
    with pytest.raises(ExpressionFailed, match="得到的是“" + "x" * 100 + "…”"):
        Play(diagram(user("a", '<zeebe:taskSchedule dueDate="=n"/>')), False, {"n": "x" * 5_000})
