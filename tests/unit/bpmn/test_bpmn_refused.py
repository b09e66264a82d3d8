"""What a diagram says and nothing here would do is refused by name: each row the smallest diagram and the rule."""

from __future__ import annotations

import pytest

from engine.bpmn import check
from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    diagram,
    element,
    end,
    event_sub,
    flow,
    gateway,
    io,
    link,
    message,
    multi,
    path,
    start,
    sub,
    throw,
    timer,
    user,
)

LINE = [start(), user("a"), end(), path("s", "a", "e")]
RACE = [start(), gateway("eventBased", "g"), catch("c", timer("PT1H")), end(), path("s", "g", "c", "e")]
CAMUNDA_7 = (
    '<bpmn:extensionElements xmlns:c="http://camunda.org/schema/1.0/bpmn"><c:in/></bpmn:extensionElements>'
)
STRANGE = '<bpmn:extensionElements xmlns:y="urn:y"><y:note/></bpmn:extensionElements>'
HALF = multi("[1]").replace("zeebe:loopCharacteristics ", 'zeebe:loopCharacteristics outputElement="=1" ')
COMPUTED = '<bpmn:message id="m" name="=n"/>'
CODELESS = '<bpmn:error id="x"/>'

ROWS = {
    "a condition behind the start": ("meaningless-condition", [start(), user("a"), flow("s", "a", "x")]),
    "a task behind an event gateway": ("event-gateway", [*RACE, user("u"), path("g", "u", "e")]),
    "another way to an event of the race": (
        "event-gateway",
        [*RACE, catch("d", timer("PT2H")), path("g", "d", "e"), gateway("parallel", "f"), path("f", "d")],
    ),
    "a receive task with a boundary event in a race": (
        "event-gateway",
        [
            *RACE,
            element("receiveTask", "r", messageRef="message-1"),
            boundary("b", "r", timer("PT2H")),
            path("g", "r", "e"),
            path("b", "e"),
        ],
    ),
    "a receive task beside a message event": (
        "event-gateway",
        [
            *RACE,
            element("receiveTask", "r", messageRef="message-1"),
            catch("m", message("message-2")),
            path("g", "r", "e"),
            path("g", "m", "e"),
        ],
    ),
    "an event sub-process that is done several times": (
        "event-sub-process",
        [*LINE, event_sub("x", message(), multi("[1]"), end("xe"), path("x-s", "xe"))],
    ),
    "a boundary event at an event sub-process": (
        "event-sub-process",
        [*LINE, event_sub("x", message(), end("xe"), path("x-s", "xe")), boundary("b", "x", timer("PT1H"))],
    ),
    "nothing to begin with": ("no-start", [user("a"), user("b"), path("a", "b", "a")]),
    "a link that nobody throws": ("link", [*LINE, catch("c", link("l")), path("c", "e")]),
    "a link without a name": (
        "link",
        [start(), throw("t", "<bpmn:linkEventDefinition/>"), path("s", "t")],
    ),
    "a boundary event without a kind": ("boundary-event", [*LINE, boundary("b", "a", ""), path("b", "e")]),
    "a condition event without a condition": (
        "condition",
        [start(), catch("c", "<bpmn:conditionalEventDefinition/>"), end(), path("s", "c", "e")],
    ),
    "a timer without a time": (
        "timer",
        [start(), catch("c", "<bpmn:timerEventDefinition/>"), end(), path("s", "c", "e")],
    ),
    "results without their place": ("multi-instance", [start(), user("a", body=HALF), path("s", "a")]),
    "an extension of another engine": (
        "foreign-extension",
        [start(), user("a", body=CAMUNDA_7), path("s", "a")],
    ),
    "an extension within an extension": (
        "unsupported-extension",
        [start(), user("a", io().replace("</zeebe", "<zeebe:script/></zeebe")), path("s", "a")],
    ),
    "a choreography": ("unsupported-element", [*LINE, '<bpmn:choreographyTask id="t"/>']),
    "something the notation does not know": ("unsupported-element", [*LINE, '<bpmn:wormhole id="w"/>']),
}


@pytest.mark.parametrize("row", ROWS)
def test_it_is_refused(row):
    rule, parts = ROWS[row]
    errors = [f.rule for f in check(diagram(*parts), "p.bpmn") if f.severity == "error"]
    assert rule in errors
    assert set(errors) <= {rule, "unreachable"}


def test_a_calculated_message_name_starts_nothing():
    parts = [start("s", '<bpmn:messageEventDefinition messageRef="m"/>'), end(), path("s", "e")]
    found = check(diagram(*parts, shared=COMPUTED), "p.bpmn")
    assert ("message-name", "m") in [(f.rule, f.element) for f in found]


def test_an_error_without_a_code_is_not_thrown():
    parts = [start(), end("e", '<bpmn:errorEventDefinition errorRef="x"/>'), path("s", "e")]
    found = check(diagram(*parts, shared=CODELESS), "p.bpmn")
    assert [(f.rule, f.element) for f in found if f.severity == "error"] == [("event-code", "e")]


def test_an_extension_of_nobody_in_particular_is_only_warned_of():
    found = check(diagram(start(), user("a", body=STRANGE), end(), path("s", "a", "e")), "p.bpmn")
    assert [(f.rule, f.severity, f.element) for f in found] == [("ignored-extension", "warning", "a")]


def test_notes_between_elements_are_passed_over():
    noted = diagram(*LINE, "<!-- a note -->", sub("sp", user("u"), "<!-- another -->"), path("a", "sp"))
    assert [f for f in check(noted, "p.bpmn") if f.severity == "error"] == []
