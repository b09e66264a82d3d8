"""Camunda 7's attributes and extensions as the house's dialect says them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.bpmn.camunda import translate
from engine.errors import Refused
from engine.xml import parse_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:activiti="http://activiti.org/bpmn">'
)


def read(inside: str, shared: str = "") -> Any:
    """The translated tree of a process with these elements."""
    source = f'{HEAD}{shared}<process id="p" isExecutable="true">{inside}</process></definitions>'
    return parse_xml(translate(source.encode(), "a.bpmn"), "a.bpmn")


def element(tree: Any, number: str) -> Any:
    return next(x for x in tree.iter(f"{BPMN}*") if x.get("id") == number)


def said(tree: Any, number: str, extension: str) -> dict[str, str]:
    """The attributes of an element's Zeebe extension."""
    return dict(element(tree, number).find(f"{BPMN}extensionElements/{ZEEBE}{extension}").attrib)


def mapped(tree: Any, number: str, kind: str) -> list[tuple[str, str]]:
    found = element(tree, number).iterfind(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{kind}")
    return [(m.get("source"), m.get("target")) for m in found]


def with_extensions(tag: str, attributes: str, extensions: str) -> str:
    return f'<{tag} id="x" {attributes}><extensionElements>{extensions}</extensionElements></{tag}>'


def test_user_tasks_say_who_until_when_and_with_which_form() -> None:
    tree = read(
        '<userTask id="x" camunda:assignee="${who}" camunda:candidateGroups="a, b" activiti:candidateUsers="u"'
        ' camunda:dueDate="${due}" camunda:priority="${5 + 1}" camunda:formKey="f.html"/>'
    )
    assert said(tree, "x", "assignmentDefinition") == {
        "assignee": "=who",
        "candidateGroups": "a, b",
        "candidateUsers": "u",
    }
    assert said(tree, "x", "taskSchedule") == {"dueDate": "=due"}
    assert said(tree, "x", "priorityDefinition") == {"priority": "=5 + 1"}
    assert said(tree, "x", "formDefinition") == {"formId": "f.html"}
    assert set(element(tree, "x").attrib) == {"id"}


def test_the_standards_own_performers() -> None:
    def performer(tag: str, text: str) -> str:
        inside = f"<resourceAssignmentExpression><formalExpression>{text}</formalExpression></resourceAssignmentExpression>"
        return f"<{tag}>{inside}</{tag}>"

    people = performer("humanPerformer", "kermit") + performer("potentialOwner", "user(ann), group(staff)")
    tree = read(f'<userTask id="x">{people}</userTask>')
    assert said(tree, "x", "assignmentDefinition") == {
        "assignee": "kermit",
        "candidateUsers": "ann",
        "candidateGroups": "staff",
    }
    assert element(tree, "x").find(f"{BPMN}potentialOwner") is None


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ('camunda:type="external" camunda:topic="letters"', "letters"),
        ('camunda:type="external" camunda:topic="${topic}"', "=topic"),
        ('camunda:class="org.example.Work"', "drive"),
        ('camunda:expression="${bean.work()}" camunda:resultVariable="r"', "drive"),
        ("", "drive"),
    ],
)
def test_service_tasks_are_jobs(attributes: str, kind: str) -> None:
    assert said(read(f'<serviceTask id="x" {attributes}/>'), "x", "taskDefinition") == {"type": kind}


def test_parameters_of_all_kinds() -> None:
    parameters = (
        '<camunda:inputParameter name="a">${b + 1}</camunda:inputParameter>'
        '<camunda:inputParameter name="text">so</camunda:inputParameter>'
        '<camunda:inputParameter name="none"/>'
        '<camunda:inputParameter name="many"><camunda:list><camunda:value>${1}</camunda:value>'
        "<camunda:value>two</camunda:value></camunda:list></camunda:inputParameter>"
        '<camunda:outputParameter name="map"><camunda:map><camunda:entry key="k">${v}</camunda:entry></camunda:map>'
        "</camunda:outputParameter>"
    )
    tree = read(with_extensions("task", "", f"<camunda:inputOutput>{parameters}</camunda:inputOutput>"))
    assert mapped(tree, "x", "input") == [
        ("=b + 1", "a"),
        ('="so"', "text"),
        ("=null", "none"),
        ('=[1, "two"]', "many"),
    ]
    assert mapped(tree, "x", "output") == [('={"k": v}', "map")]


def test_what_a_call_hands_over_and_takes_back() -> None:
    passed = (
        '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${c * 2}" target="d"/>'
        '<camunda:in businessKey="${execution.processBusinessKey}"/><camunda:out variables="all"/>'
    )
    tree = read(with_extensions("callActivity", 'calledElement="${which}"', passed))
    assert said(tree, "x", "calledElement") == {
        "processId": "=which",
        "propagateAllParentVariables": "false",
        "propagateAllChildVariables": "true",
    }
    assert mapped(tree, "x", "input") == [("=a", "b"), ("=c * 2", "d")]


@pytest.mark.parametrize(
    ("attributes", "inside", "expected"),
    [
        (
            'camunda:collection="people" camunda:elementVariable="one"',
            "",
            {"inputCollection": "=people", "inputElement": "one"},
        ),
        ('activiti:collection="${people}"', "", {"inputCollection": "=people"}),
        (
            "",
            '<loopDataInputRef>people</loopDataInputRef><inputDataItem name="one"/>',
            {"inputCollection": "=people", "inputElement": "one"},
        ),
    ],
)
def test_multi_instance(attributes: str, inside: str, expected: dict[str, str]) -> None:
    enough = "<completionCondition>${nrOfCompletedInstances == 2}</completionCondition>"
    loop = f'<multiInstanceLoopCharacteristics id="l" {attributes}>{inside}{enough}</multiInstanceLoopCharacteristics>'
    tree = read(f'<task id="x">{loop}</task>')
    assert said(tree, "l", "loopCharacteristics") == expected
    left = [child.tag.removeprefix(BPMN) for child in element(tree, "l")]
    assert left == ["extensionElements", "completionCondition"]
    assert element(tree, "l")[1].text == "=numberOfCompletedInstances = 2"


@pytest.mark.parametrize(("text", "feel"), [("5", "5"), ("${n - 1}", "=n - 1")])
def test_a_number_of_instances(text: str, feel: str) -> None:
    loop = f"<multiInstanceLoopCharacteristics><loopCardinality id='n'>{text}</loopCardinality></multiInstanceLoopCharacteristics>"
    assert element(read(f'<task id="x">{loop}</task>'), "n").text == feel


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("0 0/5 * * * ?", "R/PT5M"),
        ("0/2 * * * * ?", "R/PT2S"),
        ("R3/PT1H", "R3/PT1H"),
        ("0 0 12 * * ?", "0 0 12 * * ?"),
    ],
)
def test_the_simplest_cron_texts_are_cycles(text: str, cycle: str) -> None:
    timer = f'<timerEventDefinition id="t"><timeCycle>{text}</timeCycle></timerEventDefinition>'
    tree = read(f'<startEvent id="x">{timer}</startEvent>')
    assert element(tree, "t")[0].text == cycle


def test_messages_are_published_and_correlated_by_one_key() -> None:
    event = '<endEvent id="x"><messageEventDefinition messageRef="M"/></endEvent><receiveTask id="r"/>'
    tree = read(event, shared='<message id="M" name="news"/>')
    assert said(tree, "x", "taskDefinition") == {"type": "publish-message"}
    assert mapped(tree, "x", "input") == [('="news"', "message_name"), ('="-"', "correlation_key")]
    assert said(tree, "M", "subscription") == {"correlationKey": '="-"'}
    own = element(tree, str(element(tree, "r").get("messageRef")))
    assert own.get("name") == "r"


def test_an_error_reference_to_no_error_is_its_code() -> None:
    tree = read('<endEvent id="x"><errorEventDefinition errorRef="late"/></endEvent>')
    assert element(tree, "late").get("errorCode") == "late"


def test_ids_that_are_missing_are_added() -> None:
    tree = read('<startEvent id="s"/><sequenceFlow sourceRef="s" targetRef="e"/><endEvent id="e"/>')
    flow = next(tree.iter(f"{BPMN}sequenceFlow"))
    assert flow.get("id").startswith("unnamed-")


def test_what_the_house_already_says_is_left_alone() -> None:
    own = '<zeebe:taskDefinition xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" type="mine"/>'
    assert said(read(with_extensions("serviceTask", "", own)), "x", "taskDefinition") == {"type": "mine"}


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ('<task id="x" camunda:strange="1"/>', "camunda-attribute"),
        (with_extensions("task", "", "<camunda:strange/>"), "camunda-extension"),
        ('<task id="x" camunda:jobPriority="high"/>', "camunda-value"),
        ('<userTask id="x" camunda:assignee="${}"/>', "camunda-expression"),
        ('<callActivity id="x" camunda:caseRef="c"/>', "cmmn"),
        ('<businessRuleTask id="x" camunda:decisionRef="d" camunda:mapDecisionResult="m"/>', "camunda-value"),
    ],
)
def test_nothing_is_lost_silently(inside: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        read(inside)
    assert [(f.rule, f.element) for f in refused.value.findings] == [(rule, "x")]
