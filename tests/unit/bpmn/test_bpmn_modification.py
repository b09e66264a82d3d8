"""Modification of running instances: tokens taken away and put elsewhere, the rest untouched."""

from __future__ import annotations

import pytest

from engine.bpmn import CancelToken, ModificationRefused, SetVariables, StartAfter, StartBefore
from engine.errors import NotOpen
from engine.feel import from_json
from tests.unit.bpmn.diagrams import (
    boundary,
    compensate,
    diagram,
    end,
    event_sub,
    flow,
    gateway,
    io,
    message,
    path,
    start,
    sub,
    throw,
    timer,
    undone,
    user,
)

# a, then b beside c, then the sub-process sp (x, y and the sub-process in with w; at its boundary a timer, inside
# it an event sub-process), then z.
INNER = sub("in", start("is"), user("w"), end("ie"), path("is", "w", "ie"))
HANDLER = event_sub("v", message(), user("h"), end("ve"), path("v-s", "h", "ve"))
INSIDE = [start("ss"), user("x"), user("y"), INNER, end("se"), path("ss", "x", "y", "in", "se"), HANDLER]
WHOLE = [start(), user("a"), gateway("parallel", "g"), user("b"), user("c"), gateway("parallel", "j")]
WHOLE += [sub("sp", *INSIDE, ext=io({"local": "n + 1"})), boundary("t", "sp", timer("PT9S")), user("late")]
WHOLE += [
    user("z"),
    end(),
    path("s", "a", "g", "b", "j", "sp", "z", "e"),
    path("g", "c", "j"),
    path("t", "late", "e"),
]
DIAGRAM = diagram(*WHOLE)


@pytest.fixture
def p(play):
    return play(DIAGRAM, {"n": 1})


def test_a_token_moves_from_one_task_to_another(p):
    p.modify(CancelToken(p.token("a")), StartBefore("z"))
    assert p.open == ["z"]
    assert p.do("z").story == "s -a z e"
    assert p.ended("e")


def test_the_order_of_instructions_does_not_matter_for_a_scope_that_is_emptied_and_filled(p):
    p.modify(StartBefore("z"), CancelToken(p.token("a")))
    assert p.open == ["z"]


def test_both_branches_before_a_join(p):
    p.modify(CancelToken(p.token("a")), StartBefore("b"), StartBefore("c")).do("b")
    assert p.open == ["c"]
    assert p.do("c").open == ["t", "v-s", "x"]


def test_a_join_itself_is_gone_through(p):
    p.modify(CancelToken(p.token("a")), StartBefore("j"))
    assert p.open == ["t", "v-s", "x"]


def test_after_an_element_its_flows_are_taken(p):
    p.modify(CancelToken(p.token("a")), StartAfter("a"))
    assert p.open == ["b", "c"]
    assert p.story == "s -a g"


def test_after_a_gateway_its_conditions_decide(play):
    parts = [start(), user("a"), gateway("exclusive", "g", "d"), user("x"), user("y"), end()]
    parts += [
        path("s", "a", "g"),
        flow("g", "x", "n > 5"),
        flow("g", "y", id="d"),
        path("x", "e"),
        path("y", "e"),
    ]
    p = play(diagram(*parts), {"n": 1})
    p.modify(SetVariables(from_json({"n": 9})), CancelToken(p.token("a")), StartAfter("g"))
    assert p.open == ["x"]
    assert p.variables == {"n": 9}


def test_after_a_boundary_event_the_activity_stays(p):
    p.do("a", "b", "c").modify(StartAfter("t"))
    assert p.open == ["late", "t", "v-s", "x"]


def test_into_a_sub_process_that_is_not_running(p):
    p.modify(CancelToken(p.token("a")), StartBefore("y"))
    assert p.open == ["t", "v-s", "y"]
    assert p.workflow.context(p.find("y").token)["local"] == 2
    p.deliver("v-s").do("h")
    assert p.do("z").story == "s -a -y v-s h ve v sp z e"
    assert p.ended("e")


def test_two_levels_deep(p):
    p.modify(CancelToken(p.token("a")), StartBefore("w")).do("w", "z")
    assert p.story == "s -a w ie in se sp z e"
    assert p.ended("e")


def test_into_a_sub_process_that_is_running(p):
    p.do("a", "b", "c").modify(StartBefore("y"))
    assert p.open == ["t", "v-s", "x", "y"]
    p.modify(CancelToken(p.token("x"))).do("y", "w", "z")
    assert p.ended("e")


def test_what_waits_keeps_its_due_date_and_token(p):
    p.do("a", "b", "c")
    before = {w.token: w for w in p.workflow.waiting()}
    p.now = p.now.replace(hour=5)
    p.modify(StartBefore("y"), SetVariables(from_json({"n": 7})))
    after = {w.token: w for w in p.workflow.waiting()}
    assert {token: after[token] for token in before} == before


def test_the_only_token_of_a_sub_process_takes_it_along(p):
    p.do("a", "b", "c").modify(CancelToken(p.token("x")))
    assert p.story == "s a b c g j ss -x -sp".replace("a b c g j", "a g b c j")
    assert p.workflow.outcome.state == "cancelled"


def test_the_only_token_of_the_instance_ends_it(p):
    p.modify(CancelToken(p.token("a")))
    assert p.workflow.outcome.state == "cancelled"
    with pytest.raises(NotOpen):
        p.modify(StartBefore("a"))


def test_a_sub_process_is_cancelled_as_a_whole(p):
    p.do("a", "b", "c").modify(CancelToken(p.token("sp")), StartBefore("z"))
    assert p.open == ["z"]
    assert p.story == "s a g b c j ss -x -sp"


def test_an_ear_alone_can_be_taken_away(p):
    p.do("a", "b", "c").modify(CancelToken(p.token("t")))
    assert p.open == ["v-s", "x"]


def test_a_branch_taken_away_leaves_a_parallel_join_waiting_and_can_be_started_again(p):
    p.do("a", "b").modify(CancelToken(p.token("c")))
    assert p.open == []
    p.modify(StartBefore("c")).do("c")
    assert p.open == ["t", "v-s", "x"]


def test_a_branch_taken_away_lets_an_inclusive_join_go_on(play):
    parts = [
        start(),
        gateway("inclusive", "o"),
        user("a"),
        user("b"),
        gateway("inclusive", "j"),
        user("z"),
        end(),
    ]
    parts += [
        path("s", "o"),
        flow("o", "a", "true"),
        flow("o", "b", "true"),
        path("a", "j", "z", "e"),
        path("b", "j"),
    ]
    p = play(diagram(*parts)).do("a")
    p.modify(CancelToken(p.token("b")))
    assert p.do("z").story == "s o a -b j z e"


def test_inside_a_running_sub_process_variables_can_be_its_own(p):
    p.do("a", "b", "c")
    p.modify(SetVariables(from_json({"mark": 1}), token=p.token("sp")))
    assert p.workflow.context(p.find("x").token)["mark"] == 1
    assert "mark" not in p.variables


@pytest.mark.parametrize(
    ("instruction", "said"),
    [
        (StartBefore("nowhere"), "没有环节"),
        (StartBefore("t"), "边界事件"),
        (StartBefore("v"), "事件子流程"),
        (StartBefore("h"), "事件子流程"),
        (StartAfter("e"), "没有确定的去处"),
        (StartBefore("y", inside="99"), "没有令牌"),
        (StartBefore("y", inside="3"), "不是"),
        (CancelToken("99"), "没有令牌"),
        (CancelToken("1"), "没有令牌"),
        (CancelToken("-1"), "没有令牌"),
        (SetVariables({"n": 1}, token="x"), "没有令牌"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(p, instruction, said):
    with pytest.raises(ModificationRefused, match=said):
        p.modify(instruction)


def test_what_is_being_undone_is_not_taken_away(play):
    parts = [start(), user("a"), undone("a"), throw("th", compensate()), end(), path("s", "a", "th", "e")]
    p = play(diagram(*parts)).do("a")
    with pytest.raises(ModificationRefused, match="正在补偿"):
        p.modify(CancelToken(p.token("ua")))
    assert p.do("ua").ended("e")
