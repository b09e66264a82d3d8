"""What a definition says about itself."""

from __future__ import annotations

from engine.bpmn import parse
from tests.unit.bpmn.diagrams import (
    HEAD,
    catch,
    diagram,
    element,
    end,
    flow,
    gateway,
    job,
    message,
    path,
    properties,
    service,
    start,
    sub,
    user,
)

PERSON = (
    '<zeebe:formDefinition formId="p.form"/><zeebe:assignmentDefinition candidateGroups="p.clerk, p.lead"/>'
)
SOURCE = diagram(
    start(),
    start("s1", message()),
    user("a", PERSON + properties(articles="J-22.3, J-22.4", four_eyes="b", note="x")),
    user("b", '<zeebe:assignmentDefinition candidateGroups="=groups"/>'),
    sub("sp", service("c"), element("sendTask", "d", ext=job("=kind"))),
    element("businessRuleTask", "r1", ext='<zeebe:calledDecision decisionId="p.quota" resultVariable="q"/>'),
    element("businessRuleTask", "r2", ext='<zeebe:calledDecision decisionId="=x" resultVariable="q"/>'),
    element("callActivity", "k", ext='<zeebe:calledElement processId="p.other"/>'),
    catch("m", message()),
    gateway("exclusive", "g", "d1"),
    end(),
    path("s", "a", "b", "sp", "r1", "r2", "k", "m", "g"),
    path("s1", "a"),
    flow("g", "a", "n > 1"),
    flow("g", "e", id="d1"),
    f"<bpmn:extensionElements>{properties(title='=name')}</bpmn:extensionElements>",
)


def test_the_summary():
    (d,) = parse(SOURCE, "p.bpmn")
    assert (d.process_id, d.name, d.file) == ("p", "p", "p.bpmn")
    assert d.properties == {"title": "=name"}
    assert d.forms == {"p.form"}
    assert d.groups == {"p.clerk", "p.lead"}
    assert d.job_types == {"c"}
    assert d.decisions == {"p.quota"}
    assert d.calls == {"p.other"}
    assert d.dynamic == {"decision"}
    assert d.message_starts == {"filed": "s1"}
    assert d.starts == ("s", "s1")


def test_elements_and_flows():
    (d,) = parse(SOURCE, "p.bpmn")
    a = d.elements["a"]
    assert (a.type, a.name, a.parent, a.line) == ("userTask", "a", None, 1)
    assert a.articles == ("J-22.3", "J-22.4")
    assert a.properties["note"] == "x"
    assert d.elements["c"].parent == "sp"
    assert (d.flows["d1"].source, d.flows["d1"].target) == ("g", "e")


def test_expressions_with_their_places():
    (d,) = parse(SOURCE, "p.bpmn")
    places = {(element, where, e.source) for element, where, e in d.expressions}
    assert ("b", "候选组", "groups") in places
    assert ("g", "条件", "n > 1") not in places
    assert ("f-g-a", "条件", "n > 1") in places
    assert ("r2", "决策编号", "x") in places


def test_the_digest_is_that_of_the_file():
    (d,), (again,) = parse(SOURCE, "p.bpmn"), parse(SOURCE, "q.bpmn")
    assert d.digest == again.digest
    assert d.digest != parse(SOURCE + b"\n", "p.bpmn")[0].digest


def test_one_definition_for_each_executable_process():
    pools = '<bpmn:collaboration id="c"><bpmn:participant id="p1" processRef="a"/></bpmn:collaboration>'
    one = '<bpmn:process id="{0}" isExecutable="true"><bpmn:userTask id="{0}-t" name="t"/></bpmn:process>'
    source = (HEAD + pools + one.format("a") + one.format("b") + "</bpmn:definitions>").encode()
    assert [(d.process_id, list(d.elements)) for d in parse(source, "p.bpmn")] == [
        ("a", ["a-t"]),
        ("b", ["b-t"]),
    ]
