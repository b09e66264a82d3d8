"""What a check finds: everything at once, each with its element, and nothing is silently lost."""

from __future__ import annotations

import pytest

from engine.bpmn import check, parse
from engine.errors import Refused
from tests.unit.bpmn.diagrams import (
    HEAD,
    activated,
    ad_hoc,
    boundary,
    cardinality,
    catch,
    compensate,
    conditional,
    diagram,
    element,
    end,
    error,
    escalation,
    event_sub,
    flow,
    gateway,
    io,
    job,
    link,
    message,
    multi,
    path,
    properties,
    repeat,
    service,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)


def errors(source: bytes) -> list[tuple[str, str | None]]:
    return [(f.rule, f.element) for f in check(source, "p.bpmn") if f.severity == "error"]


def warnings(source: bytes) -> list[tuple[str, str | None]]:
    return [(f.rule, f.element) for f in check(source, "p.bpmn") if f.severity == "warning"]


def line(*middle: str, extra: str = "") -> bytes:
    """start -> the element with id x -> end."""
    return diagram(start(), *middle, end(), path("s", "x", "e"), extra)


def definition(name: str) -> str:
    return f"<bpmn:{name}EventDefinition/>"


LOOP = "<bpmn:standardLoopCharacteristics/>"
ASSIGNMENT = "<bpmn:dataInputAssociation><bpmn:sourceRef>d</bpmn:sourceRef><bpmn:assignment/></bpmn:dataInputAssociation>"
LISTENER = '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x"/></zeebe:executionListeners>'
TASK_LISTENER = "<zeebe:taskListeners/>"
MULTI = "<bpmn:multiInstanceLoopCharacteristics/>"
BOTH = multi("items").replace("</bpmn:multi", "<bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multi")
STANDARD_INPUT = multi("items").replace(
    "</bpmn:multi", "<bpmn:loopDataInputRef>d</bpmn:loopDataInputRef></bpmn:multi"
)
TWO_EVENTS = message() + timer("PT1H")


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (line(catch("x", definition("signal"))), "unresolved-reference"),
        (line(catch("x", definition("conditional"))), "condition"),
        (line(catch("x", conditional("1 + 1"))), "feel-type"),
        (line(catch("x", escalation("escalation-1"))), "unsupported-event"),
        (line(throw("x", error("error-1"))), "unsupported-event"),
        (line(catch("x", definition("compensate"))), "unsupported-event"),
        (line(throw("x", definition("signal"))), "unresolved-reference"),
        (line(throw("x", compensate("nobody"))), "compensation"),
        (line(throw("x", definition("cancel"))), "unsupported-event"),
        (line(catch("x", error("error-1"))), "unsupported-event"),
        (line(catch("x", "")), "catch-event"),
        (line(catch("x", TWO_EVENTS)), "multiple-events"),
        (line(element("transaction", "x")), "empty-scope"),
        (
            line(
                element("transaction", "x", start("i") + end("j") + path("i", "j"), triggeredByEvent="true")
            ),
            "transaction",
        ),
        (line(user("x", body=LOOP)), "loop"),
        (line(user("x", body=repeat("ok", "0"))), "loop"),
        (line(user("x", body=repeat("1 + 1"))), "feel-type"),
        (line(user("x", body=repeat("ok") + cardinality("3"))), "repeated-twice"),
        (line(user("x", body=MULTI)), "multi-instance"),
        (line(user("x", body=cardinality("three"))), "multi-instance"),
        (line(user("x", body=cardinality("=1 < 2"))), "feel-type"),
        (line(user("x", body=BOTH)), "multi-instance"),
        (
            line(user("x", body=multi("items").replace('isSequential="false"', 'behavior="One"'))),
            "multi-instance",
        ),
        (line(user("x", body=multi("items").replace('"false"', '"no"'))), "boolean"),
        (line(user("x", body=STANDARD_INPUT)), "multi-instance"),
        (line(activated("x", "activationCount > 1")), "complex-gateway"),
        (line(gateway("complex", "x"), extra=flow("s", "x", id="f-2")), "complex-gateway"),
        (line(activated("x", "1 + 1"), extra=flow("s", "x", id="f-2")), "feel-type"),
        (line(ad_hoc("x", user("i"), ordering="sequential")), "ad-hoc"),
        (line(ad_hoc("x", user("i"), triggeredByEvent="true")), "ad-hoc"),
        (line(ad_hoc("x", user("i"), enough="1 + 1")), "feel-type"),
        (line(ad_hoc("x")), "empty-scope"),
        (line(element("eventBasedGateway", "x", eventGatewayType="Parallel")), "unsupported-attribute"),
        (line(user("x", body=ASSIGNMENT)), "data-association"),
        (line(user("x", body="<bpmn:humanPerformer/>")), "unsupported-child"),
        (line(user("x", LISTENER)), "unsupported-extension"),
        (line(user("x", TASK_LISTENER)), "unsupported-extension"),
        (line(user("x", "<zeebe:linkedResources/>")), "unsupported-extension"),
        (line(user("x", "<zeebe:somethingNew/>")), "unsupported-extension"),
        (line(user("x", '<zeebe:formDefinition formKey="a"/>')), "unsupported-extension"),
        (line(user("x", '<zeebe:formDefinition formId="=a"/>')), "fixed-text"),
        (line(user("x", '<zeebe:taskSchedule dueDate="tomorrow"/>')), "date"),
        (line(user("x", '<zeebe:formDefinition formId="a" bindingType="latest"/>')), "binding-type"),
        (line(user("x", isForCompensation="true")), "compensation"),
        (
            line(element("receiveTask", "x", instantiate="true", messageRef="message-1")),
            "unsupported-attribute",
        ),
        (line(element("serviceTask", "x")), "job-type"),
        (line(element("serviceTask", "x", ext=job("=("))), "feel-syntax"),
        (line(element("scriptTask", "x")), "script"),
        (line(element("scriptTask", "x", "<bpmn:script>1+1</bpmn:script>")), "script"),
        (
            line(element("scriptTask", "x", ext='<zeebe:script expression="1" resultVariable="n"/>')),
            "feel-expression",
        ),
        (line(element("scriptTask", "x", ext='<zeebe:script expression="=1"/>')), "result-variable"),
        (line(element("businessRuleTask", "x")), "decision"),
        (line(element("callActivity", "x")), "called-process"),
        (line(element("callActivity", "x", calledElement="q")), "called-process"),
        (line(element("receiveTask", "x")), "unresolved-reference"),
        (line(catch("x", message("nowhere"))), "unresolved-reference"),
        (line(throw("x", message())), "job-type"),
        (line(throw("x", escalation())), "unresolved-reference"),
        (line(catch("x", timer("tomorrow"))), "timer"),
        (line(catch("x", timer("=1 + 1"))), "feel-type"),
        (line(catch("x", "<bpmn:timerEventDefinition/>")), "timer"),
        (line(user("x", io({"a.b": "1"}))), "variable-name"),
        (line(user("x", io({"a": "1 +"}))), "feel-syntax"),
        (line(user("x", io({" ": "1"}))), "missing-value"),
        (line(user("x", io({"a": "1"}).replace("=1", " "))), "missing-value"),
        (line(element("serviceTask", "x", ext=job(" "))), "missing-value"),
        (line(element("callActivity", "x", ext='<zeebe:calledElement processId=" "/>')), "missing-value"),
        (line(catch("x", timer(" "))), "missing-value"),
        (line(user("x", body=multi("items", "a b"))), "variable-name"),
        (line(user("x", body=multi("1 + 1"))), "feel-type"),
        (line(user("x", body=multi("items", enough='"yes"'))), "feel-type"),
        (line(user("x", properties(four_eyes="nobody"))), "four-eyes"),
        (line(service("x", properties(four_eyes="x"))), "four-eyes"),
        (line(service("x", properties(recuses="=true"))), "recuses"),
        (line(user("x", properties(recuses=" "))), "recuses"),
        (line(user("x", properties(publishes="lists"))), "publishes"),
        (line(service("x", properties(publishes="list"))), "publishes"),
        (line(user("x", properties(recuses="=1 + 1"))), "feel-type"),
        (line(user("x", properties(recuses="conflict"))), "feel-expression"),
        (line(user("x", properties(not_before="=date("))), "feel-syntax"),
        (line(user("x", properties(irreversible="true"))), "irreversible"),
        (line(catch("x", timer("PT1H"), properties(irreversible="yes"))), "irreversible"),
        (line(sub("x")), "empty-scope"),
        (line(sub("x", start("i"), start("j"), end("k"), path("i", "k"), path("j", "k"))), "several-starts"),
        (line(gateway("eventBased", "x")), "event-gateway"),
    ],
)
def test_what_would_be_lost_is_refused_at_its_element(source, rule):
    assert (rule, "x") in errors(source)
    with pytest.raises(Refused):
        parse(source, "p.bpmn")


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        (diagram(start("s", conditional("n > 1")), end(), path("s", "e")), ("unsupported-event", "s")),
        (diagram(start("s", error("error-1")), end(), path("s", "e")), ("unsupported-event", "s")),
        (diagram(start("s", timer("=start_of_term")), end(), path("s", "e")), ("timer-start", "s")),
        (diagram(start("s", signal("nowhere")), end(), path("s", "e")), ("unresolved-reference", "s")),
        (diagram(start("s", signal()), start("t", signal()), path("s", "e"), end()), ("several-starts", "t")),
        (diagram(start(), end("e", definition("cancel")), path("s", "e")), ("transaction", "e")),
        (diagram(start(), end("e", error()), path("s", "e")), ("unresolved-reference", "e")),
        (diagram(start(), start("t"), end(), path("s", "e"), path("t", "e")), ("several-starts", "t")),
        (line(user("x"), user("x")), ("duplicate-id", "x")),
        (line(user("x"), user("lost"), extra=path("lost", "lost")), ("unreachable", "lost")),
        (line(user("x"), extra=flow("x", "nowhere")), ("flow-across-scopes", "f-x-nowhere")),
        (line(sub("x", user("u")), extra=flow("s", "u")), ("flow-across-scopes", "f-s-u")),
        (line(user("x"), extra=flow("e", "x")), ("outgoing-flow", "e")),
        (line(user("x"), extra=flow("x", "s")), ("incoming-flow", "s")),
        (line(user("x"), boundary("b", "nobody", message())), ("unresolved-reference", "b")),
        (line(user("x"), boundary("b", "s", message())), ("boundary-event", "b")),
        (line(user("x"), boundary("b", "x", definition("terminate"))), ("unsupported-event", "b")),
        (line(user("x"), event_sub("y", error("error-1"), interrupting=False)), ("error-interrupts", "y-s")),
        (line(sub("x", start("i", message()), end("j"), path("i", "j"))), ("unsupported-event", "i")),
        (line(user("x"), boundary("b", "x", error("error-1"), False)), ("error-interrupts", "b")),
        (
            line(user("x"), boundary("b", "x", error()), boundary("c", "x", error())),
            ("duplicate-catcher", "c"),
        ),
        (
            line(user("x"), boundary("b", "x", escalation()), boundary("c", "x", escalation("escalation-1"))),
            ("duplicate-catcher", "c"),
        ),
        (line(user("x"), event_sub("y", definition("terminate"))), ("unsupported-event", "y-s")),
        (
            line(
                user("x"),
                event_sub("y", ""),
            ),
            ("event-start", "y-s"),
        ),
        (line(user("x"), event_sub("y", message()), extra=flow("x", "y")), ("event-sub-process", "y")),
        (line(user("x", default="f-1")), ("unresolved-reference", "x")),
        (
            line(gateway("exclusive", "x"), end("e2"), extra=flow("x", "e2", "n > 1")),
            ("missing-condition", "f-x-e"),
        ),
        (
            line(gateway("parallel", "x"), end("e2"), extra=flow("x", "e2", "n > 1")),
            ("meaningless-condition", "f-x-e2"),
        ),
        (line(user("x"), end("e2"), extra=flow("x", "e2", "1 + 1")), ("feel-type", "f-x-e2")),
        (line(user("x"), end("e2"), extra=flow("x", "e2", "n >")), ("feel-syntax", "f-x-e2")),
        (line(throw("x", link("l"))), ("link", "x")),
        (line(user("Desk_Review")), ("kebab-case", "Desk_Review")),
        (diagram(start(), end(), path("s", "e"), process_id="Bad Id"), ("process-id", "Bad Id")),
    ],
)
def test_connections_and_house_rules(source, finding):
    assert finding in errors(source)


def test_foreign_engines_are_refused():
    camunda7 = b' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:assignee="demo" '
    source = line(user("x")).replace(b'<bpmn:userTask id="x"', b"<bpmn:userTask" + camunda7 + b'id="x"')
    assert errors(source) == [("foreign-extension", "x")]


def test_a_flow_condition_must_be_feel():
    source = line(user("x"), end("e2"), extra=flow("x", "e2", "n > 1")).replace(b">=n", b">${n}")
    assert errors(source) == [("feel-expression", "f-x-e2")]


def test_all_findings_come_at_once_with_their_lines():
    source = line(element("serviceTask", "x"), element("scriptTask", "y")).replace(b"><bpmn:", b">\n<bpmn:")
    found = [(f.rule, f.element, f.line) for f in check(source, "p.bpmn") if f.severity == "error"]
    rows = source.decode().split("\n")
    for rule, number, at in found:
        assert f'id="{number}"' in rows[at - 1], rule
    assert {(r, n) for r, n, _ in found} == {("job-type", "x"), ("script", "y"), ("unreachable", "y")}


def test_warnings_do_not_refuse():
    parts = [start(), gateway("exclusive", "g"), end("x"), user("y"), path("s", "g")]
    source = diagram(*parts, flow("g", "x", "n > 5"), flow("g", "y", "n > 1")).replace(b' name="y"', b"")
    assert errors(source) == []
    assert warnings(source) == [("no-default", "g"), ("dead-end", "y"), ("missing-name", "y")]
    assert len(parse(source, "p.bpmn")) == 1


def test_variable_names_that_a_form_cannot_use_are_warned_of():
    assert warnings(line(user("x", io({"amountDue": "1"})))) == [("variable-name", "x")]


@pytest.mark.parametrize(
    ("source", "at"),
    [
        (line(catch("x", timer("R3/PT1H", "timeCycle"))), "x"),
        (line(user("x"), boundary("b", "x", timer("R/PT1H", "timeCycle")), end("e2"), path("b", "e2")), "b"),
    ],
)
def test_a_cycle_that_can_come_only_once_is_warned_of(source, at):
    assert errors(source) == []
    assert warnings(source) == [("timer-cycle", at)]


def test_an_end_asks_for_a_start():
    source = diagram(user("a"), end(), path("a", "e"))
    assert errors(source) == [("end-without-start", "e")]


def test_shared_definitions_have_ids_and_may_be_named_with_the_prefix_of_the_file():
    source = line(catch("x", signal("own:signal-1"))).replace(
        b"<bpmn:definitions", b'<bpmn:definitions xmlns:own="t"', 1
    )
    assert errors(source) == []
    nameless = diagram(start(), end(), path("s", "e"), shared='<bpmn:signal name="alone"/>')
    assert errors(nameless) == [("missing-id", None)]


def test_drawings_are_harmless():
    drawn = (
        '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dr" dataObjectRef="do"/>'
        '<bpmn:dataStoreReference id="ds"/><bpmn:textAnnotation id="ta"><bpmn:text>x</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="x" targetRef="ta"/><bpmn:group id="gr"/>'
    )
    reads = (
        "<bpmn:dataInputAssociation id='di'><bpmn:sourceRef>dr</bpmn:sourceRef></bpmn:dataInputAssociation>"
    )
    assert errors(line(user("x", body=reads), extra=drawn)) == []


def test_a_process_that_is_not_executable_is_left_out():
    source = line(user("x")).replace(b'isExecutable="true"', b'isExecutable="false"')
    assert errors(source) == [("nothing-executable", "definitions")]
    assert warnings(source) == [("not-executable", "p")]


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (b"", "xml-empty"),
        (b"<a", "xml-syntax"),
        (b"<a/>", "not-bpmn"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml-doctype"),
        ((HEAD + "</bpmn:definitions>").encode(), "nothing-executable"),
        ((HEAD + "<bpmn:choreography/></bpmn:definitions>").encode(), "unsupported-element"),
    ],
)
def test_files_that_are_no_diagrams(source, rule):
    assert rule in [f.rule for f in check(source, "p.bpmn")]
    with pytest.raises(Refused):
        parse(source, "p.bpmn")


def test_a_large_and_a_deep_diagram():
    ids = [f"t{n}" for n in range(1200)]
    source = diagram(start(), *(user(i) for i in ids), end(), path("s", *ids, "e"))
    assert len(parse(source, "p.bpmn")[0].elements) == 1202
    deep = user("u")
    for n in range(60):
        deep = sub(f"d{n}", deep)
    assert len(parse(diagram(deep), "p.bpmn")[0].elements) == 61


@pytest.mark.parametrize("name", ["start", "end", "root", "p-end-join", "a-boundary-event-split"])
def test_ids_that_spiffworkflow_keeps_for_itself(name):
    source = diagram(user(name), user("z"), path(name, "z"))
    assert parse(source, "p.bpmn")[0].elements.keys() == {name, "z"}
