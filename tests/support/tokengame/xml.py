"""A tree as a BPMN diagram of the dialect."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as Tree

from tests.support.tokengame.expressions import Expr, feel
from tests.support.tokengame.tree import (
    Activity,
    Back,
    Boundary,
    Catch,
    Choice,
    Event,
    Handler,
    Loop,
    Mapping,
    Node,
    Seq,
    Split,
    Stop,
    Sub,
    Task,
    Throw,
)

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
Tree.register_namespace("bpmn", BPMN)
Tree.register_namespace("zeebe", ZEEBE)

TAGS = {"user-task": "userTask", "job": "serviceTask", "message": "receiveTask", "script": "scriptTask"}
MADE = itertools.count()
GATEWAYS = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway"}


@dataclass(frozen=True)
class Exit:
    """A flow that still lacks its target; `plain` if its source may have further flows beside it.

    Flows are written in the order in which they leave: exclusive gateways ask in this order (13.4.2).
    """

    source: Tree.Element
    condition: Expr | None = None
    default: bool = False
    plain: bool = False
    made: int = field(default_factory=lambda: next(MADE))


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


class Diagram:
    """Writes one tree."""

    def __init__(self, tree: Sub) -> None:
        self.definitions = Tree.Element(f"{{{BPMN}}}definitions", {"id": "file", "targetNamespace": "urn:drawn"})
        self.named: set[str] = set()
        self.flows: list[tuple[int, Tree.Element, Tree.Element]] = []
        process = Tree.Element(f"{{{BPMN}}}process", {"id": tree.id, "isExecutable": "true"})
        self.area(process, tree, add(process, "startEvent", id=f"{tree.id}-start"))
        for _, into, flow in sorted(self.flows, key=lambda each: each[0]):
            into.append(flow)
        self.definitions.append(process)

    def text(self) -> bytes:
        """The file."""
        Tree.indent(self.definitions)
        return bytes(Tree.tostring(self.definitions, encoding="UTF-8", xml_declaration=True))

    def area(self, into: Tree.Element, node: Sub | Handler, start: Tree.Element) -> None:
        """The inside of a process, sub-process or event sub-process."""
        self.to_end(into, node.body, start, f"{node.id}-end")
        for handler in node.handlers:
            inside = add(into, "subProcess", id=handler.id, triggeredByEvent="true")
            begin = add(inside, "startEvent", id=handler.event.id)
            if not handler.event.interrupting:
                begin.set("isInterrupting", "false")
            self.event(begin, handler.event)
            self.area(inside, handler, begin)

    def to_end(self, into: Tree.Element, path: Seq, start: Tree.Element, end: str) -> None:
        """A path from an element to an end event, if it comes that far."""
        left = self.block(into, path, [Exit(start)])
        if left:
            self.connect(into, left, add(into, "endEvent", id=end))

    def connect(self, into: Tree.Element, exits: list[Exit], target: Tree.Element) -> None:
        """Draw the flows."""
        for each in exits:
            ends = {"sourceRef": each.source.attrib["id"], "targetRef": target.attrib["id"]}
            flow = Tree.Element(f"{{{BPMN}}}sequenceFlow", {"id": f"flow-{len(self.flows) + 1}", **ends})
            self.flows.append((each.made, into, flow))
            if each.condition is not None:
                add(flow, "conditionExpression").text = f"={feel(each.condition)}"
            if each.default:
                each.source.set("default", flow.attrib["id"])

    def merged(self, into: Tree.Element, exits: list[Exit], name: str) -> list[Exit]:
        """The same exits as one, through an exclusive gateway where they are several."""
        if len(exits) < 2:
            return exits
        return self.placed(into, exits, add(into, "exclusiveGateway", id=name))

    def placed(self, into: Tree.Element, exits: list[Exit], element: Tree.Element) -> list[Exit]:
        """The exit behind an element that all these exits lead to."""
        self.connect(into, exits, element)
        return [Exit(element)]

    def block(self, into: Tree.Element, node: Node, exits: list[Exit]) -> list[Exit]:
        """Draw any block behind these exits; the exits behind it."""
        match node:
            case Seq(items=items):
                for item in items:
                    exits = self.block(into, item, exits)
                return exits
            case Activity():
                return self.activity(into, node, exits)
            case Catch(event=event):
                return self.placed(into, exits, self.event(add(into, "intermediateCatchEvent", id=event.id), event))
            case Throw():
                element = add(into, "intermediateThrowEvent", id=node.id)
                return self.placed(into, exits, self.event(element, Event(node.id, node.kind, node.name)))
            case Stop():
                element = self.event(add(into, "endEvent", id=node.id), Event(node.id, node.kind, node.name))
                self.connect(into, exits, element)
                return []
            case Split():
                return self.split(into, node, exits)
            case Choice():
                return self.choice(into, node, exits)
            case Back():
                return self.back(into, node, exits)
        raise TypeError(node)

    def activity(self, into: Tree.Element, node: Activity, exits: list[Exit]) -> list[Exit]:
        """A task or sub-process with its boundary events; those that rejoin are merged without a gateway."""
        tag = TAGS[node.kind] if isinstance(node, Task) else "subProcess"
        element = add(into, tag, id=node.id)
        self.connect(into, exits, element)
        mappings(element, node.inputs, node.outputs)
        if isinstance(node, Task):
            self.task(element, node)
        elif isinstance(node, Sub):
            self.area(element, node, add(element, "startEvent", id=f"{node.id}-start"))
        if node.loop is not None:
            loop(element, node.loop)
        behind = [Exit(element, plain=True)]
        for boundary in node.boundaries:
            behind += self.boundary(into, node, boundary)
        return behind

    def boundary(self, into: Tree.Element, node: Activity, boundary: Boundary) -> list[Exit]:
        """A boundary event and its path; its exits if they lead back behind the activity."""
        element = add(into, "boundaryEvent", id=boundary.event.id, attachedToRef=node.id)
        if not boundary.event.interrupting:
            element.set("cancelActivity", "false")
        self.event(element, boundary.event)
        if boundary.rejoins:
            return self.block(into, boundary.path, [Exit(element)])
        self.to_end(into, boundary.path, element, f"{boundary.event.id}-end")
        return []

    def task(self, element: Tree.Element, node: Task) -> None:
        """What makes a task the kind it is."""
        if node.kind == "user-task":
            extend(element, "userTask")
        elif node.kind == "job":
            extend(element, "taskDefinition", type="work")
        elif node.kind == "message":
            element.set("messageRef", self.root("message", node.id))
        else:
            assert node.result is not None
            source, target = node.result
            extend(element, "script", expression=f"={feel(source)}", resultVariable=target)

    def split(self, into: Tree.Element, node: Split, exits: list[Exit]) -> list[Exit]:
        """A gateway, its branches and its merge (13.4.1, 13.4.2, 13.4.3), or the implicit forms of 13.3.1."""
        if node.kind != "xor":
            exits = self.merged(into, exits, f"{node.id}-before")
        if node.implicit and node.kind != "xor" and exits[0].plain:
            source = exits[0].source
        else:
            source = add(into, GATEWAYS[node.kind], id=node.id)
            self.connect(into, exits, source)
        behind: list[Exit] = []
        for branch in node.branches:
            default = branch.condition is None and node.kind != "and"
            left = self.block(into, branch.block, [Exit(source, branch.condition, default)])
            behind += left if node.kind == "xor" else self.merged(into, left, f"{branch.id}-merge")
        if not behind or (node.kind == "xor" and node.implicit):
            return behind
        return self.placed(into, behind, add(into, GATEWAYS[node.kind], id=f"{node.id}-merge"))

    def choice(self, into: Tree.Element, node: Choice, exits: list[Exit]) -> list[Exit]:
        """An event-based gateway."""
        gateway = add(into, "eventBasedGateway", id=node.id)
        self.connect(into, exits, gateway)
        behind: list[Exit] = []
        for option in node.options:
            event = self.event(add(into, "intermediateCatchEvent", id=option.event.id), option.event)
            self.connect(into, [Exit(gateway)], event)
            behind += self.block(into, option.block, [Exit(event)])
        return self.merged(into, behind, f"{node.id}-merge")

    def back(self, into: Tree.Element, node: Back, exits: list[Exit]) -> list[Exit]:
        """A loop of gateways, with scripts that set its counter to 0 and count."""
        merge = add(into, "exclusiveGateway", id=f"{node.id}-merge")
        split = add(into, "exclusiveGateway", id=f"{node.id}-split")
        zero = self.counting(into, f"{node.id}-zero", "=0", node.counter)
        count = self.counting(into, f"{node.id}-count", f"={node.counter} + 1", node.counter)
        self.connect(into, self.placed(into, exits, zero), merge)
        again = [Exit(split, node.again)]
        if node.before:
            self.connect(into, [Exit(merge)], split)
            left = self.block(into, node.body, again)
            again = self.placed(into, left, count)
        else:
            left = self.block(into, node.body, [Exit(merge)])
            self.connect(into, self.placed(into, left, count), split)
        self.connect(into, again, merge)
        return [Exit(split, default=True)]

    def counting(self, into: Tree.Element, name: str, source: str, target: str) -> Tree.Element:
        """A script task of a loop."""
        element = add(into, "scriptTask", id=name)
        extend(element, "script", expression=source, resultVariable=target)
        return element

    def event(self, element: Tree.Element, event: Event) -> Tree.Element:
        """Give an event its definition."""
        mappings(element, (), event.outputs)
        if event.kind == "none":
            return element
        definition = add(element, f"{event.kind}EventDefinition")
        if event.kind == "timer":
            written = ("timeCycle", f"R{event.repeat}/PT1H") if event.repeat else ("timeDuration", "PT1H")
            add(definition, written[0]).text = written[1]
        elif event.kind != "terminate":
            name = event.id if event.kind == "message" else event.name
            definition.set(f"{event.kind}Ref", self.root(event.kind, name))
        return element

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


def mappings(element: Tree.Element, inputs: tuple[Mapping, ...], outputs: tuple[Mapping, ...]) -> None:
    """Input and output mappings."""
    if inputs or outputs:
        held = extend(element, "ioMapping")
        for tag, written in (("input", inputs), ("output", outputs)):
            for source, target in written:
                Tree.SubElement(held, f"{{{ZEEBE}}}{tag}", {"source": f"={feel(source)}", "target": target})


def loop(element: Tree.Element, node: Loop) -> None:
    """Multi-instance or standard loop characteristics."""
    condition = f"={feel(node.condition)}"
    if node.collection is None or node.element is None:
        attributes = {"testBefore": str(node.before).lower(), "loopMaximum": str(node.maximum)}
        add(add(element, "standardLoopCharacteristics", **attributes), "loopCondition").text = condition
        return
    written: dict[str, Any] = {"isSequential": str(node.kind == "sequential").lower()}
    characteristics = add(element, "multiInstanceLoopCharacteristics", **written)
    extend(
        characteristics,
        "loopCharacteristics",
        inputCollection=f"={feel(node.collection)}",
        inputElement=node.item,
        outputCollection=node.collected,
        outputElement=f"={feel(node.element)}",
    )
    if node.stops:
        add(characteristics, "completionCondition").text = condition
