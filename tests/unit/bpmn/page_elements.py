"""The smallest diagram for every row of the owners' page that is no event: what is executed and what is refused."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    HEAD,
    SHARED,
    activated,
    ad_hoc,
    call,
    cardinality,
    catch,
    compensate,
    diagram,
    element,
    end,
    event_sub,
    flow,
    gateway,
    message,
    multi,
    path,
    repeat,
    script,
    service,
    start,
    sub,
    throw,
    timer,
    transaction,
    undone,
    user,
)
from tests.unit.bpmn.page_drive import Drawn
from tests.unit.bpmn.test_bpmn_check import line

_SENDS = '<zeebe:taskDefinition type="letter"/>'
_SCRIPT = '<zeebe:script expression="=1" resultVariable="n"/>'
_GLOBALS = {"Task": "", "UserTask": "", "ManualTask": "", "ScriptTask": _SCRIPT, "BusinessRuleTask": _SENDS}


def _global(kind: str, extension: str) -> Drawn:
    """A global task, alone in its file with a process that calls it; it is the first definition."""
    task = element(f"global{kind}", "g", ext=extension)
    called = diagram(start(), call("c", "g"), end(), path("s", "c", "e"), shared=task)
    return Drawn(called, "g-task")


def _fork(kind: str, *conditions: str | None) -> Drawn:
    """The gateway `x` with a task on each way."""
    ways = [flow("x", f"t{n}", condition) for n, condition in enumerate(conditions)]
    tasks = [element("task", f"t{n}") for n, _ in enumerate(conditions)]
    return Drawn(diagram(start(), gateway(kind, "x"), *tasks, *ways, path("s", "x")))


def _complex() -> Drawn:
    parts = [
        gateway("parallel", "g"),
        user("a"),
        user("b"),
        user("c"),
        activated("x", "activationCount >= 2"),
    ]
    ways = path("s", "g", "a", "x", "e") + path("g", "b", "x") + path("g", "c", "x")
    return Drawn(diagram(start(), *parts, end(), ways))


def _race() -> Drawn:
    catches = [element("intermediateCatchEvent", "c1", message())]
    catches += [element("intermediateCatchEvent", "c2", timer("PT1H"))]
    ways = path("s", "x", "c1") + path("x", "c2")
    return Drawn(diagram(start(), gateway("eventBased", "x"), *catches, ways))


def _conditional(default: bool) -> Drawn:
    task = user("a", default="f-a-y") if default else user("a")
    ways = flow("a", "x", "n > 5" if default else "n > 0") + flow("a", "y")
    return Drawn(
        diagram(start(), task, element("task", "x"), element("task", "y"), path("s", "a"), ways),
        "y" if default else "x",
    )


_UNDOES = throw("t", compensate())

EXECUTED: dict[str, Drawn] = {
    "task": Drawn(line(element("task", "x"))),
    "userTask": Drawn(line(user("x"))),
    "manualTask": Drawn(line(element("manualTask", "x"))),
    "serviceTask": Drawn(line(service("x"))),
    "sendTask": Drawn(line(element("sendTask", "x", ext=_SENDS))),
    "receiveTask": Drawn(line(element("receiveTask", "x", messageRef="message-1"))),
    "scriptTask": Drawn(line(script("x", "n", "1 + 1"))),
    "businessRuleTask": Drawn(line(element("businessRuleTask", "x", ext=_SENDS))),
    "callActivity": Drawn(line(call("x"))),
    **{f"global{kind}": _global(kind, extension) for kind, extension in _GLOBALS.items()},
    "subProcess": Drawn(line(sub("x", start("i"), end("j"), path("i", "j")))),
    "subProcess triggeredByEvent": Drawn(
        line(user("x"), event_sub("h", message(), end("j"), path("h-s", "j"))), "h"
    ),
    "transaction": Drawn(line(transaction("x", start("i"), end("j"), path("i", "j")))),
    "adHocSubProcess": Drawn(line(ad_hoc("x", user("i"), enough="true"))),
    "standardLoopCharacteristics": Drawn(line(user("x", body=repeat(maximum="3"))), times=3),
    "multiInstanceLoopCharacteristics": Drawn(line(user("x", body=multi("[1, 2]"))), times=2),
    "multiInstanceLoopCharacteristics isSequential": Drawn(
        line(user("x", body=cardinality("2", sequential=True))), times=2
    ),
    "isForCompensation": Drawn(
        diagram(start(), user("x"), undone("x"), _UNDOES, end(), path("s", "x", "t", "e")), "ux"
    ),
    "exclusiveGateway": _fork("exclusive", "n > 5", "n <= 5"),
    "inclusiveGateway": _fork("inclusive", "n > 0", "n < 5"),
    "parallelGateway": _fork("parallel", None, None),
    "eventBasedGateway": _race(),
    "complexGateway": _complex(),
    "sequenceFlow": Drawn(line(element("task", "x"))),
    "conditionExpression": _conditional(default=False),
    "default": _conditional(default=True),
}


def _beside(xml: str) -> bytes:
    """Something drawn in the process beside the element `x`."""
    return line(user("x"), extra=xml)


def _inside(xml: str) -> bytes:
    """Something written in the task `x`."""
    return line(user("x", body=xml))


def _shared(xml: str) -> bytes:
    """Something that stands in the file beside the process."""
    return diagram(start(), user("x"), end(), path("s", "x", "e"), shared=xml)


def _talk(xml: str) -> bytes:
    return _shared(f'<bpmn:collaboration id="co">{xml}</bpmn:collaboration>')


_LANE = '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="q.a"><bpmn:flowNodeRef>x</bpmn:flowNodeRef>{}</bpmn:lane></bpmn:laneSet>'
_IO = '<bpmn:ioSpecification id="io"><bpmn:inputSet id="is"/><bpmn:outputSet id="os"/></bpmn:ioSpecification>'
_EVENT_DATA = ("dataInput", "dataOutput", "inputSet", "outputSet")
_ITEM = '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dr" dataObjectRef="do"/>'
_OTHER_POOL = '<bpmn:process id="other" isExecutable="false"><bpmn:task id="ot"/></bpmn:process>'

DRAWN: dict[str, bytes] = {
    "process isExecutable": _shared(_OTHER_POOL),
    "collaboration": _talk(""),
    "participant": _talk('<bpmn:participant id="p1" processRef="p"/>'),
    "messageFlow": _talk(
        '<bpmn:messageFlow id="mf" sourceRef="x" targetRef="p1"/><bpmn:participant id="p1"/>'
    ),
    **{
        tag: _talk(f'<bpmn:{tag} id="cn"/>')
        for tag in ("conversation", "subConversation", "callConversation")
    },
    "lane": _beside(_LANE.format("")),
    "childLaneSet": _beside(_LANE.format('<bpmn:childLaneSet id="cs"/>')),
    "dataObject": _beside(_ITEM),
    "dataObjectReference": _beside(_ITEM),
    "dataStoreReference": _beside('<bpmn:dataStoreReference id="dt"/>'),
    "dataStore": _shared('<bpmn:dataStore id="dt"/>'),
    "dataInputAssociation": _inside('<bpmn:dataInputAssociation id="da"/>'),
    "dataOutputAssociation": _inside('<bpmn:dataOutputAssociation id="da"/>'),
    "ioSpecification": _inside(_IO),
    **{tag: line(catch("x", message() + f'<bpmn:{tag} id="io"/>')) for tag in _EVENT_DATA},
    "property": _inside('<bpmn:property id="pr"/>'),
    "textAnnotation": _beside('<bpmn:textAnnotation id="ta"><bpmn:text>注</bpmn:text></bpmn:textAnnotation>'),
    "association": _beside('<bpmn:association id="as" sourceRef="x" targetRef="e"/>'),
    "group": _beside('<bpmn:group id="gr" categoryValueRef="cv"/>'),
    "category": _shared('<bpmn:category id="ca"><bpmn:categoryValue id="cv" value="初评"/></bpmn:category>'),
    "documentation": _inside("<bpmn:documentation>说明</bpmn:documentation>"),
    "auditing": _inside('<bpmn:auditing id="au"/>'),
    "monitoring": _inside('<bpmn:monitoring id="mo"/>'),
    "itemDefinition": _shared('<bpmn:itemDefinition id="it"/>'),
    "interface": _shared('<bpmn:interface id="in" name="in"/>'),
    "resource": _shared('<bpmn:resource id="re" name="re"/>'),
    "partnerEntity": _shared('<bpmn:partnerEntity id="pe"/>'),
    "partnerRole": _shared('<bpmn:partnerRole id="pr"/>'),
    "endPoint": _shared('<bpmn:endPoint id="ep"/>'),
    "correlationProperty": _shared('<bpmn:correlationProperty id="cp"/>'),
    "import": _shared('<bpmn:import importType="x" location="x" namespace="x"/>'),
    "relationship": _shared('<bpmn:relationship id="rl" type="x"/>'),
}

_TWO_WAYS = path("g", "c1") + path("g", "c2")
_AND_RACE = element("intermediateCatchEvent", "c1", message()) + element(
    "intermediateCatchEvent", "c2", timer("PT1H")
)


def _many(inside: str) -> bytes:
    return _inside(multi("[1, 2]").replace("</bpmn:multi", f"{inside}</bpmn:multi"))


_MOVES = "<bpmn:dataInputAssociation id='da'><bpmn:{}/></bpmn:dataInputAssociation>"

REFUSED: dict[str, bytes] = {
    **{
        tag: _beside(f'<bpmn:{tag} id="n"/>')
        for tag in ("choreographyTask", "subChoreography", "callChoreography")
    },
    **{
        tag: _shared(f'<bpmn:{tag} id="n"/>')
        for tag in ("choreography", "globalChoreographyTask", "globalConversation")
    },
    "implicitThrowEvent": _beside('<bpmn:implicitThrowEvent id="n"/>'),
    "event": _beside('<bpmn:event id="n"/>'),
    "eventDefinition": _shared('<bpmn:messageEventDefinition id="n"/>'),
    "receiveTask instantiate": line(element("receiveTask", "x", messageRef="message-1", instantiate="true")),
    "eventBasedGateway instantiate": line(gateway("eventBased", "g"), user("x")).replace(
        b'<bpmn:eventBasedGateway id="g"', b'<bpmn:eventBasedGateway instantiate="true" id="g"'
    ),
    "eventGatewayType": diagram(
        start(),
        element("eventBasedGateway", "g", eventGatewayType="Parallel"),
        _AND_RACE,
        path("s", "g"),
        _TWO_WAYS,
    ),
    "startQuantity": line(user("x", startQuantity="2")),
    "completionQuantity": line(user("x", completionQuantity="2")),
    "assignment": _inside(_MOVES.format("assignment")),
    "transformation": _inside(_MOVES.format("transformation")),
    "potentialOwner": _inside("<bpmn:potentialOwner/>"),
    "humanPerformer": _inside("<bpmn:humanPerformer/>"),
    "performer": _inside("<bpmn:performer/>"),
    "resourceRole": _inside("<bpmn:resourceRole/>"),
    "rendering": _inside("<bpmn:rendering/>"),
    "loopDataInputRef": _many("<bpmn:loopDataInputRef>d</bpmn:loopDataInputRef>"),
    "loopDataOutputRef": _many("<bpmn:loopDataOutputRef>d</bpmn:loopDataOutputRef>"),
    "inputDataItem": _many("<bpmn:inputDataItem/>"),
    "outputDataItem": _many("<bpmn:outputDataItem/>"),
    "complexBehaviorDefinition": _many("<bpmn:complexBehaviorDefinition/>"),
    "behavior": _inside(multi("[1, 2]").replace(" isSeq", ' behavior="One" isSeq')),
    "script": line(element("scriptTask", "x", "<bpmn:script>1 + 1</bpmn:script>")),
    "listeners": _inside("").replace(
        b"></bpmn:userTask",
        b"><bpmn:extensionElements><zeebe:executionListeners/></bpmn:extensionElements></bpmn:userTask",
    ),
    "foreign": line(user("x")).replace(
        b'<bpmn:userTask id="x"',
        b'<bpmn:userTask xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:assignee="a" id="x"',
    ),
    "flow across": line(sub("x", start("i"), user("u"), end("j"), path("i", "u", "j")), extra=flow("s", "u")),
    "several none starts": diagram(
        start(), start("t"), user("x"), end(), path("s", "x", "e"), path("t", "x")
    ),
    "nothing executable": line(user("x")).replace(b'isExecutable="true"', b'isExecutable="false"'),
    "doctype": b'<!DOCTYPE x [<!ENTITY a "b">]>' + HEAD.encode() + SHARED.encode() + b"</bpmn:definitions>",
}
