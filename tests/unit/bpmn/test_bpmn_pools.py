"""Collaborations, lanes, data and notes (BPMN 2.0.2, 9, 10.4 and 10.8): who does it, and what never blocks."""

from __future__ import annotations

import pytest

from engine.bpmn import check, parse
from tests.unit.bpmn.diagrams import (
    HEAD,
    SHARED,
    diagram,
    element,
    end,
    flow,
    path,
    properties,
    service,
    start,
    sub,
    user,
)
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.test_bpmn_check import errors, line


def pool(process_id: str, *parts: str, executable: bool = True) -> str:
    said = str(executable).lower()
    return f'<bpmn:process id="{process_id}" isExecutable="{said}">{"".join(parts)}</bpmn:process>'


def file(*parts: str) -> bytes:
    return (HEAD + SHARED + "".join(parts) + "</bpmn:definitions>").encode()


TALK = (
    '<bpmn:collaboration id="co"><bpmn:participant id="p1" processRef="q.a"/>'
    '<bpmn:participant id="p2" processRef="q.b"><bpmn:participantMultiplicity minimum="2"/></bpmn:participant>'
    '<bpmn:participant id="p3" name="公众"/>'
    '<bpmn:messageFlow id="mf" sourceRef="a1" targetRef="b1"/></bpmn:collaboration>'
)
ONE = pool("q.a", start("as"), user("a1"), end("ae"), path("as", "a1", "ae"))
TWO = pool("q.b", start("bs"), user("b1"), end("be"), path("bs", "b1", "be"))


def test_every_executable_pool_is_a_definition_of_its_own():
    one, two = parse(file(TALK, ONE, TWO), "p.bpmn")
    assert [(d.process_id, set(d.elements)) for d in (one, two)] == [
        ("q.a", {"as", "a1", "ae"}),
        ("q.b", {"bs", "b1", "be"}),
    ]
    assert Play(one, True).do("a1").ended("ae")
    assert Play(two, True).do("b1").ended("be")


def test_a_pool_that_is_not_executable_is_a_drawing():
    drawn = pool("q.c", element("complexGateway", "strange"), executable=False)
    assert [d.process_id for d in parse(file(TALK, ONE, drawn), "p.bpmn")] == ["q.a"]


def test_an_error_in_one_pool_refuses_the_file():
    found = check(file(TALK, ONE, pool("q.b", start("bs"), end("be"))), "p.bpmn")
    assert "be" in {f.element for f in found if f.severity == "error"}


def test_flows_between_pools_are_refused():
    across = pool(
        "q.b", start("bs"), user("b1"), end("be"), path("bs", "b1", "be"), flow("b1", "a1", id="f-x")
    )
    assert ("flow-across-scopes", "f-x") in errors(file(TALK, ONE, across))


def lane(id: str, name: str, *nodes: str, inside: str = "", ext: str = "") -> str:
    references = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
    said = f"<bpmn:extensionElements>{ext}</bpmn:extensionElements>" if ext else ""
    nested = f"<bpmn:childLaneSet id='{id}-set'>{inside}</bpmn:childLaneSet>" if inside else ""
    return f'<bpmn:lane id="{id}" name="{name}">{said}{references}{nested}</bpmn:lane>'


def lanes(*parts: str) -> str:
    return f'<bpmn:laneSet id="ls">{"".join(parts)}</bpmn:laneSet>'


WHO = '<zeebe:assignmentDefinition candidateGroups="q.chief"/>'


def groups(p: Play) -> dict[str, list[str]]:
    return {w.element: w.facts["candidate_groups"] for w in p.workflow.waiting() if w.kind == "user-task"}


def test_a_lane_is_the_candidate_group_of_what_stands_in_it(play):
    drawn = lanes(lane("l1", "q.clerk", "a", "c"), lane("l2", "q.expert", "b"))
    p = play(diagram(drawn, user("a"), user("b"), user("c", WHO), user("d")))
    assert groups(p) == {"a": ["q.clerk"], "b": ["q.expert"], "c": ["q.chief"], "d": []}


def test_the_innermost_lane_counts_and_a_property_goes_before_the_name(play):
    inner = lane("l2", "内层", "b", ext=properties(candidate_group="q.expert"))
    p = play(diagram(lanes(lane("l1", "q.office", "a", "b", inside=inner)), user("a"), user("b")))
    assert groups(p) == {"a": ["q.office"], "b": ["q.expert"]}


def test_what_is_inside_a_sub_process_stands_in_its_lane(play):
    p = play(diagram(lanes(lane("l1", "q.office", "sp")), sub("sp", sub("in", user("a")), user("b", WHO))))
    assert groups(p) == {"a": ["q.office"], "b": ["q.chief"]}


def test_a_lane_says_nothing_to_a_job(play):
    p = play(diagram(lanes(lane("l1", "q.office", "j")), service("j")))
    assert [w.kind for w in p.workflow.waiting()] == ["job"]


DATA = (
    '<bpmn:ioSpecification id="io"><bpmn:dataInput id="di"/><bpmn:inputSet id="is"><bpmn:dataInputRefs>di'
    '</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet id="os"/></bpmn:ioSpecification>'
)
READS = (
    '<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>dr</bpmn:sourceRef><bpmn:targetRef>di</bpmn:targetRef>'
    "</bpmn:dataInputAssociation>"
)
DRAWN = (
    '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dr" dataObjectRef="do"/>'
    '<bpmn:dataStoreReference id="ds"/><bpmn:textAnnotation id="ta"><bpmn:text>注</bpmn:text></bpmn:textAnnotation>'
    '<bpmn:association id="as" sourceRef="x" targetRef="ta"/><bpmn:group id="gr" categoryValueRef="cv"/>'
)


@pytest.mark.parametrize("inside", [False, True])
def test_data_and_notes_never_block(play, inside):
    task = user("x", body='<bpmn:property id="pr"/>' + DATA + READS)
    if inside:
        source = line(sub("x", user("u", body=DATA), DRAWN.replace('sourceRef="x"', 'sourceRef="u"')))
    else:
        source = line(task, extra=DRAWN + '<bpmn:ioSpecification id="pio"/>')
    assert errors(source) == []
    p = play(source).do("u" if inside else "x")
    assert p.ended("e")
