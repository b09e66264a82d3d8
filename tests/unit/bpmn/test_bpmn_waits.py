"""The facts of what tokens wait for: user tasks, jobs, messages, calls, decisions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.dmn import DmnError, Recorded
from engine.dmn.errors import DmnFinding
from engine.errors import ExpressionFailed, NotOpen
from engine.feel import FeelBudgetError
from tests.unit.bpmn.diagrams import (
    boundary,
    cardinality,
    catch,
    diagram,
    element,
    end,
    error,
    io,
    job,
    message,
    multi,
    path,
    service,
    start,
    throw,
    timer,
    user,
)

PERSON = (
    '<zeebe:formDefinition formId="p.form"/>'
    '<zeebe:assignmentDefinition assignee="=who" candidateGroups="p.clerk, p.lead" candidateUsers="=users"/>'
    '<zeebe:taskSchedule dueDate="=date(&quot;2026-09-11&quot;)" followUpDate="2026-09-10T10:00:00+08:00"/>'
    '<zeebe:priorityDefinition priority="70"/>'
)


def test_a_user_task_says_who_and_until_when(play):
    p = play(diagram(user("a", PERSON)), {"who": "chen", "users": ["li", "wang"]})
    assert p.find("a").facts == {
        "name": "a",
        "form_id": "p.form",
        "assignee": "chen",
        "candidate_groups": ["p.clerk", "p.lead"],
        "candidate_users": ["li", "wang"],
        "due_date": "2026-09-10T16:00:00+00:00",  # 11 September begins in Shanghai
        "follow_up_date": "2026-09-10T02:00:00+00:00",
        "priority": 70,
        "derivations": [],
    }


def test_a_plain_user_task_is_for_nobody_in_particular(play):
    facts = play(diagram(user("a"))).find("a").facts
    assert facts["assignee"] is None
    assert facts["candidate_groups"] == []
    assert facts["due_date"] is None


LANES = (
    '<bpmn:laneSet id="lanes"><bpmn:lane id="lane-1" name="经办">'
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="candidate-group" value="p.clerk"/></zeebe:properties></bpmn:extensionElements>'
    "<bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)


def test_a_lane_gives_the_candidate_group_where_none_is_written(play):
    parts = [user("a"), user("b", '<zeebe:assignmentDefinition candidateGroups="p.lead"/>'), LANES]
    p = play(diagram(*parts))
    assert [w.facts["candidate_groups"] for w in p.workflow.waiting()] == [["p.clerk"], ["p.lead"]]
    assert p.definition.groups == {"p.clerk", "p.lead"}


def test_a_job_carries_its_inputs_and_headers(play):
    headers = '<zeebe:taskHeaders><zeebe:header key="template" value="thanks"/></zeebe:taskHeaders>'
    p = play(diagram(service("a", headers + io({"n": "x + 1"}))), {"x": 1})
    assert p.find("a").facts == {
        "type": "a",
        "retries": 3,
        "headers": {"template": "thanks"},
        "variables": {"n": 2},
    }


@pytest.mark.parametrize("tag", ["sendTask", "scriptTask", "businessRuleTask"])
def test_other_tasks_with_a_task_definition_are_jobs(play, tag):
    p = play(diagram(element(tag, "a", ext=job('=kind + "-job"', "5"))), {"kind": "x"})
    assert (p.find("a").facts["type"], p.find("a").facts["retries"]) == ("x-job", 5)
    assert p.complete("a", done=True).variables == {"kind": "x", "done": True}


@pytest.mark.parametrize("make", [throw, end])
def test_a_message_is_sent_by_a_job(play, make):
    p = play(diagram(start(), make("t", message(), ext=job("publish-message")), path("s", "t")))
    assert (p.find("t").kind, p.find("t").facts["type"]) == ("job", "publish-message")
    assert p.do("t").story == "s t"


@pytest.mark.parametrize(
    "waiting", [catch("c", message()), element("receiveTask", "c", messageRef="message-1")]
)
def test_a_message_is_awaited_by_name_and_key(play, waiting):
    p = play(diagram(start(), waiting, end(), path("s", "c", "e")), {"key": 17})
    assert (p.find("c").kind, p.find("c").facts) == ("message", {"name": "filed", "correlation_key": "17"})
    assert p.deliver("c", x=1).variables["x"] == 1
    assert p.ended("e")


def test_a_message_event_with_outputs_keeps_only_those(play):
    parts = [start(), catch("c", message(), ext=io(outputs={"kept": "x + 1"})), path("s", "c")]
    assert play(diagram(*parts)).deliver("c", x=1, y=2).variables == {"kept": 2}


def test_a_message_without_key_fails(play):
    parts = [start(), user("a"), catch("c", message()), path("s", "a", "c")]
    p = play(diagram(*parts))
    with pytest.raises(ExpressionFailed):
        p.complete("a", key=None)


@pytest.mark.parametrize(
    ("key", "shown"), [(True, "是非值"), ([1], "列表"), (2.5, "“2.5”"), ({"a": 1}, "对象")]
)
def test_a_key_is_a_text_or_a_whole_number(play, key, shown):
    with pytest.raises(ExpressionFailed, match=f"关联键须是文字或整数，得到的是{shown}"):
        play(diagram(catch("c", message())), {"key": key})


WRONG = [
    (user("a", '<zeebe:priorityDefinition priority="=count"/>'), "优先级须是 0 到 100 的整数，得到的是函数"),
    (user("a", '<zeebe:taskSchedule dueDate="=count"/>'), "办理期限须是日期，得到的是函数"),
    (catch("a", timer("=duration")), "定时时长（=duration）得到的是函数，不能作为时间"),
    (user("a", body=cardinality("=2.5")), "多实例的个数须是整数，得到的是“2.5”"),
    (user("a", body=cardinality("=0 - 1")), "多实例的个数须是不小于 0 的整数，得到的是“-1”"),
    (user("a", body=multi("things")), "多实例的输入集合须是列表，得到的是对象"),
    (element("serviceTask", "a", ext=job("j", "=2.5")), "重试次数须是 0 到 1000 的整数，得到的是“2.5”"),
]


@pytest.mark.parametrize(("part", "said"), WRONG)
def test_a_value_of_the_wrong_kind_is_named_by_its_kind(play, part, said):
    """Never by what the machine calls it; a variable that is missing may be a built-in function of its name."""
    with pytest.raises(ExpressionFailed) as raised:
        play(diagram(part), {"things": {}})
    assert said in raised.value.sentence()


CALLED = (
    '<zeebe:calledElement processId="{}" propagateAllChildVariables="{}" propagateAllParentVariables="{}"/>'
)


def call(process: str = "q", child: str = "true", parent: str = "true", ext: str = "", body: str = "") -> str:
    return element("callActivity", "c", body, CALLED.format(process, child, parent) + ext)


def test_a_call_hands_all_variables_over_and_back(play):
    p = play(diagram(call()), {"x": 1})
    assert p.find("c").kind == "call"
    variables = {"key": "k", "x": 1}
    assert p.find("c").facts == {"process_id": "q", "variables": variables, "propagate_all": True}
    assert p.complete("c", y=2).variables == {"x": 1, "y": 2}
    assert p.ended()


def test_a_call_with_mappings_hands_over_only_those(play):
    p = play(diagram(call(child="false", parent="false", ext=io({"n": "x * 2"}, {"r": "y + 1"}))), {"x": 5})
    assert p.find("c").facts["variables"] == {"n": 10}
    assert p.complete("c", y=41).variables == {"x": 5, "r": 42}


def test_a_call_that_takes_nothing_back(play):
    assert play(diagram(call(child="false"))).complete("c", y=1).variables == {}


def test_many_calls_by_an_expression(play):
    each = io({"n": "item"}, {"r": "y"})
    p = play(
        diagram(call("=which", "false", "false", each, multi("items", "item", "outs", "r"))),
        {"items": [1, 2], "which": "q"},
    )
    assert p.find("c").facts["process_id"] == "q"
    p.complete("c", 1, y=20).complete("c", 0, y=10)
    assert p.variables["outs"] == [10, 20]


def test_the_error_of_a_called_instance_is_caught_at_the_call(play):
    p = play(diagram(call(), boundary("b", "c", error("error-1")), user("r"), path("b", "r")))
    assert p.fail("c", "e-1")
    assert p.do("r").story == "-c b r"


def test_an_interrupted_call_is_closed(play):
    p = play(diagram(call(), boundary("b", "c", message()), user("r"), path("b", "r"))).deliver("b")
    assert p.open == ["r"]


DECISION = '<zeebe:calledDecision decisionId="p.quota" resultVariable="quota"/>'


def test_a_decision_is_asked_with_everything_visible(play):
    asked = []
    record = {"decision": "p.quota", "tables": [{"decision": "p.quota", "rules": [{"index": 2}]}]}

    def decide(decision, context):
        asked.append((decision, context["x"], context["n"]))
        return Recorded(Decimal(7), record)

    parts = [
        start(),
        user("a"),
        element("businessRuleTask", "d", ext=DECISION + io({"n": "x + 1"})),
        path("s", "a", "d"),
    ]
    p = play(diagram(*parts), {"x": 1})
    p.decide = decide
    p.do("a")
    assert asked == [("p.quota", 1, 2)]
    assert p.variables == {"x": 1, "quota": 7}
    assert [h.facts for h in p.happened if h.kind == "decision-evaluated"] == [record]


@pytest.mark.parametrize("fault", [FeelBudgetError("太多"), DmnError([DmnFinding("d", None, "两条成立")])])
def test_a_decision_without_a_valid_answer_is_a_failure_of_its_element(play, fault):
    def decide(decision, context):
        raise fault

    parts = [start(), user("a"), element("businessRuleTask", "d", ext=DECISION), path("s", "a", "d")]
    p = play(diagram(*parts))
    p.decide = decide
    with pytest.raises(ExpressionFailed) as raised:
        p.do("a")
    assert raised.value.facts["element_id"] == "d"
    assert str(fault) in raised.value.facts["reason"]


def test_only_what_waits_can_be_answered(play):
    p = play(diagram(start(), user("a"), user("b"), path("s", "a", "b")))
    token = p.find("a").token
    p.do("a")
    for wrong in (token, "0", "1", "99", "x", "²"):
        with pytest.raises(NotOpen):
            p.workflow.complete(wrong, {}, p.services)
    with pytest.raises(NotOpen):
        p.workflow.fire(p.find("b").token, p.services)
    with pytest.raises(NotOpen):
        p.workflow.retry(p.find("b").token, p.services)


def test_the_context_of_a_token_is_what_it_sees(play):
    p = play(diagram(user("a", io({"n": "x + 1"}))), {"x": 1})
    assert p.workflow.context(p.find("a").token) == {"key": "k", "x": 1, "n": 2}
