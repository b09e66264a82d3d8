"""Instance migration: another diagram, the same tokens, variables and due dates."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    activated,
    boundary,
    catch,
    diagram,
    element,
    end,
    event_sub,
    flow,
    gateway,
    io,
    message,
    multi,
    path,
    repeat,
    start,
    sub,
    timer,
    user,
)

OLD = [
    start(),
    user("a"),
    boundary("t", "a", timer("PT5H")),
    end(),
    path("s", "a", "e"),
    end("te"),
    path("t", "te"),
]


def test_a_user_task_keeps_its_token_its_variables_and_the_timer_its_date(play):
    p = play(diagram(*OLD), {"n": 1})
    before = {w.token: w.facts for w in p.workflow.waiting()}
    p.now = p.now.replace(hour=3)
    new = [*OLD[:4], user("b"), path("s", "a", "b", "e"), end("te"), path("t", "te")]
    changes = p.migrate(diagram(*new))
    assert (changes.opened, changes.closed, changes.renamed, changes.outcome) == ([], [], {}, None)
    assert {w.token: w.facts for w in p.workflow.waiting()} == before
    assert p.variables == {"n": 1}
    assert p.do("a", "b").ended("e")


def test_a_draft_in_the_scope_of_a_task_is_not_lost(play):
    task = user("a", io({"draft": "5"}))
    p = play(diagram(start(), task, end(), path("s", "a", "e")))
    p.migrate(diagram(start(), user("new"), task, end(), path("s", "new", "a", "e")))
    assert p.workflow.context(p.find("a").token)["draft"] == 5


def test_an_element_with_another_id_is_renamed_for_the_rows_outside(play):
    p = play(diagram(*OLD))
    tokens = {w.element: w.token for w in p.workflow.waiting()}
    new = [
        start(),
        user("x"),
        boundary("y", "x", timer("PT9H")),
        end(),
        path("s", "x", "e"),
        end("te"),
        path("y", "te"),
    ]
    changes = p.migrate(diagram(*new), {"a": "x", "t": "y"})
    assert changes.renamed == {tokens["a"]: "x", tokens["t"]: "y"}
    assert {w.element: w.token for w in p.workflow.waiting()} == {"x": tokens["a"], "y": tokens["t"]}
    assert p.find("y").facts["due_at"] == "2026-09-01T06:00:00+00:00"
    assert p.fire("y").ended("te")


def test_what_listens_newly_is_armed_and_what_is_gone_is_disarmed(play):
    p = play(diagram(*OLD))
    gone = p.find("t").token
    new = [
        start(),
        user("a"),
        boundary("m", "a", message()),
        end(),
        path("s", "a", "e"),
        end("me"),
        path("m", "me"),
    ]
    handler = event_sub("v", timer("PT1H"), user("h"), path("v-s", "h"), interrupting=False)
    p.now = p.now.replace(hour=3)
    changes = p.migrate(diagram(*new, handler))
    assert changes.closed == [gone]
    assert sorted(w.element for w in changes.opened) == ["m", "v-s"]
    assert p.find("v-s").facts["due_at"] == "2026-09-01T04:00:00+00:00"
    assert p.deliver("m").ended("me")


def test_a_timer_that_has_fired_is_not_armed_anew(play):
    parts = [
        start(),
        user("a"),
        boundary("t", "a", timer("PT5H"), False),
        end(),
        path("s", "a", "e"),
        end("te"),
        path("t", "te"),
    ]
    p = play(diagram(*parts)).fire("t")
    assert p.migrate(diagram(*parts)).opened == []
    assert p.open == ["a"]


def test_a_boundary_event_of_another_kind_takes_the_place_of_the_old_one(play):
    p = play(diagram(*OLD))
    new = [
        start(),
        user("a"),
        boundary("t", "a", message()),
        end(),
        path("s", "a", "e"),
        end("te"),
        path("t", "te"),
    ]
    changes = p.migrate(diagram(*new))
    assert [(w.element, w.kind) for w in changes.opened] == [("t", "message")]
    assert p.deliver("t").ended("te")


JOIN = [start(), gateway("parallel", "g"), user("a"), user("b"), gateway("parallel", "j"), end()]


def test_a_token_that_waits_at_a_join_finds_its_flow_again(play):
    p = play(diagram(*JOIN, path("s", "g", "a", "j", "e"), path("g", "b", "j"))).do("a")
    new = [
        *JOIN[:4],
        gateway("parallel", "k"),
        user("z"),
        end(),
        path("s", "g", "a", "k", "z", "e"),
        path("g", "b", "k"),
    ]
    p.migrate(diagram(*new), {"j": "k"})
    assert p.do("b", "z").ended("e")


def test_a_complex_gateway_remembers_its_round(play):
    parts = [
        start(),
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        user("z"),
        end(),
        path("s", "g", "a"),
        path("g", "b"),
        path("z", "e"),
    ]
    old = diagram(*parts, activated("j", "activationCount > 0"), path("a", "j", "z"), path("b", "j"))
    p = play(old).do("a")
    p.migrate(
        diagram(*parts, activated("k", "activationCount > 0"), path("a", "k", "z"), path("b", "k")),
        {"j": "k"},
    )
    assert p.do("b", "z").ended("e")


def test_a_parallel_join_goes_on_if_the_flow_that_it_waited_for_is_gone(play):
    parts = [
        start(),
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        user("c"),
        gateway("parallel", "j"),
        end(),
    ]
    parts += [path("s", "g", "a", "j", "e"), path("g", "b", "j"), path("g", "c")]
    p = play(diagram(*parts, path("c", "j"))).do("a", "b")
    p.migrate(diagram(*parts))
    assert p.story == "s g a b j e"
    assert p.do("c").ended("e")


def test_an_event_sub_process_goes_on_listening(play):
    body = event_sub("x", message(), user("h"), path("x-s", "h"))
    parts = [start(), user("a"), end(), path("s", "a", "e")]
    p = play(diagram(*parts, body))
    before = p.find("x-s").token
    changes = p.migrate(diagram(*parts, body, user("z"), path("a", "z")))
    assert (changes.opened, changes.closed, p.find("x-s").token) == ([], [], before)
    assert p.deliver("x-s").do("h").story == "s -a x-s h x"


def test_an_inclusive_join_goes_on_if_nothing_can_come_in_the_new_diagram(play):
    parts = [
        start(),
        gateway("inclusive", "g"),
        user("a"),
        user("b"),
        gateway("inclusive", "j"),
        end(),
        path("s", "g"),
    ]
    parts += [flow("g", "a", "true"), flow("g", "b", "true"), path("a", "j", "e")]
    p = play(diagram(*parts, path("b", "j"))).do("a")
    p.migrate(diagram(*parts, end("be"), path("b", "be"), user("c"), path("c", "j"), flow("g", "c", "false")))
    assert p.do("b").ended("e", "be")


def test_sub_processes_multi_instances_and_loops_keep_where_they_are(play):
    inner = sub(
        "sp",
        user("u"),
        user("w"),
        path("u", "w"),
        loop=multi("[1, 2]", "item", "outs", "item", sequential=True),
    )
    parts = [start(), inner, user("l", body=repeat("n < 2")), end()]
    p = play(diagram(*parts, path("s", "sp", "l", "e")), {"n": 0}).do("u")
    p.migrate(diagram(*parts, user("x"), path("s", "sp", "l", "x", "e")))
    p.do("w", "u", "w").complete("l", n=1)
    p.migrate(diagram(*parts, path("s", "sp", "l", "e")))
    assert p.complete("l", n=2).variables == {"n": 2, "outs": [1, 2]}
    assert p.ended("e")


def test_an_event_gateway_listens_on_and_for_what_is_new(play):
    parts = [start(), gateway("eventBased", "g"), catch("x", message()), catch("y", timer("PT5H")), end()]
    parts += [path("s", "g", "x", "e"), path("g", "y", "e")]
    p = play(diagram(*parts))
    due = p.find("y").facts["due_at"]
    p.now = p.now.replace(hour=4)
    p.migrate(diagram(*parts, catch("w", message("message-2")), path("g", "w", "e")))
    assert p.open == ["w", "x", "y"]
    assert p.find("y").facts["due_at"] == due
    assert p.deliver("w").ended("e")


def test_an_incident_stays_one_and_can_be_tried_again_on_the_new_diagram(play):
    fixed = [start(), user("a"), end(), path("s", "a", "b", "e")]
    p = play(
        diagram(
            *fixed,
            element("businessRuleTask", "b", ext='<zeebe:calledDecision decisionId="d" resultVariable="r"/>'),
        )
    )
    p.hold = True
    p.do("a")
    assert p.find("b").kind == "incident"
    task = element("businessRuleTask", "b", ext='<zeebe:calledDecision decisionId="d2" resultVariable="r"/>')
    p.migrate(diagram(*fixed, task))
    p.act("retry", p.find("b").token)
    assert p.find("b").kind == "incident"
    assert "d2" in p.find("b").facts["message"]
