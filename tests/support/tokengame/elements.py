"""Single BPMN elements of the dialect, and what is declared once for the whole file."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Tree

from tests.support.tokengame.expressions import Expr, feel
from tests.support.tokengame.tree import Activity, Event, Loop, Mapping, Sub, Task

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
Tree.register_namespace("bpmn", BPMN)
Tree.register_namespace("zeebe", ZEEBE)

TAGS = {
    "user-task": "userTask",
    "job": "serviceTask",
    "call": "callActivity",
    "message": "receiveTask",
    "script": "scriptTask",
}
DEFINITIONS = {"condition": "conditional"}


def tag(node: Activity) -> str:
    """The element of an activity."""
    if isinstance(node, Task):
        return TAGS[node.kind]
    return "transaction" if isinstance(node, Sub) and node.transaction else "subProcess"


def add(parent: Tree.Element, tag: str, **attributes: str) -> Tree.Element:
    """A BPMN child element."""
    return Tree.SubElement(parent, f"{{{BPMN}}}{tag}", attributes)


def extend(element: Tree.Element, tag: str, **attributes: str) -> Tree.Element:
    """A zeebe extension element."""
    holder = element.find(f"{{{BPMN}}}extensionElements")
    if holder is None:
        holder = Tree.Element(f"{{{BPMN}}}extensionElements")
        element.insert(0, holder)
    return Tree.SubElement(holder, f"{{{ZEEBE}}}{tag}", attributes)


def written(expr: Expr) -> str:
    """An expression as an attribute or text holds it."""
    return f"={feel(expr)}"


def mappings(element: Tree.Element, inputs: tuple[Mapping, ...], outputs: tuple[Mapping, ...]) -> None:
    """Input and output mappings."""
    if inputs or outputs:
        held = extend(element, "ioMapping")
        for tag, pairs in (("input", inputs), ("output", outputs)):
            for source, target in pairs:
                Tree.SubElement(held, f"{{{ZEEBE}}}{tag}", {"source": written(source), "target": target})


def script(element: Tree.Element, expression: str, result: str) -> None:
    """What a script task says."""
    extend(element, "script", expression=expression, resultVariable=result)


def loop(element: Tree.Element, node: Loop) -> None:
    """Multi-instance or standard loop characteristics."""
    if node.collection is None or node.element is None:
        attributes = {"testBefore": str(node.before).lower(), "loopMaximum": str(node.maximum)}
        standard = add(element, "standardLoopCharacteristics", **attributes)
        add(standard, "loopCondition").text = written(node.condition)
        return
    sequential: dict[str, Any] = {"isSequential": str(node.kind == "sequential").lower()}
    characteristics = add(element, "multiInstanceLoopCharacteristics", **sequential)
    extend(
        characteristics,
        "loopCharacteristics",
        inputCollection=written(node.collection),
        inputElement=node.item,
        outputCollection=node.collected,
        outputElement=written(node.element),
    )
    if node.stops:
        add(characteristics, "completionCondition").text = written(node.condition)


class Declared:
    """The `definitions` of a file, with its messages, signals, errors and escalations."""

    def __init__(self) -> None:
        self.definitions = Tree.Element(
            f"{{{BPMN}}}definitions", {"id": "file", "targetNamespace": "urn:drawn"}
        )
        self.named: set[str] = set()

    def root(self, kind: str, name: str) -> str:
        """The id of a message, signal, error or escalation, declared once."""
        declared = f"{kind}-{name}"
        if declared not in self.named:
            self.named.add(declared)
            element = add(self.definitions, kind, id=declared, name=name)
            if kind in ("error", "escalation"):
                element.set(f"{kind}Code", name)
            if kind == "message":
                extend(element, "subscription", correlationKey='="key"')
        return declared

    def event(self, element: Tree.Element, event: Event) -> Tree.Element:
        """Give an event its definition."""
        mappings(element, (), event.outputs)
        if event.kind == "none":
            return element
        definition = add(element, f"{DEFINITIONS.get(event.kind, event.kind)}EventDefinition")
        if event.kind == "timer":
            chosen = ("timeCycle", f"R{event.repeat}/PT1H") if event.repeat else ("timeDuration", "PT1H")
            add(definition, chosen[0]).text = chosen[1]
        elif event.condition is not None:
            add(definition, "condition").text = written(event.condition)
        elif event.kind == "link":
            definition.set("name", event.name)
        elif event.kind in ("message", "signal", "error", "escalation"):
            name = event.id if event.kind == "message" else event.name
            definition.set(f"{event.kind}Ref", self.root(event.kind, name))
        return element

    def task(self, element: Tree.Element, node: Task) -> None:
        """What makes a task the kind it is."""
        match node.kind:
            case "user-task":
                extend(element, "userTask")
            case "job":
                extend(element, "taskDefinition", type="work")
            case "call":
                extend(element, "calledElement", processId="called")
            case "message":
                element.set("messageRef", self.root("message", node.id))
            case _:
                assert node.result is not None
                script(element, written(node.result[0]), node.result[1])
