"""A tree as a BPMN diagram of the dialect."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from tests.support.tokengame.elements import BPMN, Declared, add, loop, mappings, script, tag
from tests.support.tokengame.lines import Exit, Lines
from tests.support.tokengame.tree import (
    Activity,
    Back,
    Boundary,
    Catch,
    Choice,
    Event,
    Handler,
    Node,
    Seq,
    Split,
    Stop,
    Sub,
    Task,
    Throw,
)
from tests.support.tokengame.walks import leaves

GATEWAYS = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway"}


class Diagram(Lines):
    """Writes one tree. `ends` are the ids of its end events."""

    def __init__(self, tree: Sub) -> None:
        super().__init__()
        self.declared = Declared()
        process = Tree.Element(f"{{{BPMN}}}process", {"id": tree.id, "isExecutable": "true"})
        self.area(process, tree, add(process, "startEvent", id=f"{tree.id}-start"))
        self.append_flows()
        self.declared.definitions.append(process)
        self.ends = {each.attrib["id"] for each in process.iter(f"{{{BPMN}}}endEvent")}

    def text(self) -> bytes:
        """The file."""
        Tree.indent(self.declared.definitions)
        return bytes(Tree.tostring(self.declared.definitions, encoding="UTF-8", xml_declaration=True))

    def area(self, into: Tree.Element, node: Sub | Handler, start: Tree.Element) -> None:
        """The inside of a process, sub-process or event sub-process."""
        self.to_end(into, node.body, start, f"{node.id}-end")
        for handler in node.handlers:
            inside = add(into, "subProcess", id=handler.id, triggeredByEvent="true")
            mappings(inside, handler.inputs, handler.outputs)
            begin = add(inside, "startEvent", id=handler.event.id)
            if not handler.event.interrupting:
                begin.set("isInterrupting", "false")
            self.declared.event(begin, handler.event)
            self.area(inside, handler, begin)

    def to_end(self, into: Tree.Element, path: Seq, start: Tree.Element, end: str) -> None:
        """A path from an element to an end event, if it comes that far."""
        left = self.block(into, path, [Exit(start)])
        if left:
            self.connect(into, left, add(into, "endEvent", id=end))

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
                caught = add(into, "intermediateCatchEvent", id=event.id)
                return self.placed(into, exits, self.declared.event(caught, event))
            case Throw():
                return self.throw(into, node, exits)
            case Stop():
                element = add(into, "endEvent", id=node.id)
                self.connect(into, exits, self.declared.event(element, Event(node.id, node.kind, node.name)))
                return []
            case Split():
                return self.split(into, node, exits)
            case Choice():
                return self.choice(into, node, exits)
            case Back():
                return self.back(into, node, exits)
        raise TypeError(node)

    def throw(self, into: Tree.Element, node: Throw, exits: list[Exit]) -> list[Exit]:
        """An event that throws; a link goes on at the event of its name (13.5.2)."""
        thrown = Event(node.id, node.kind, node.id if node.kind == "link" else node.name)
        left = self.placed(
            into, exits, self.declared.event(add(into, "intermediateThrowEvent", id=node.id), thrown)
        )
        if node.kind != "link":
            return left
        return [
            Exit(self.declared.event(add(into, "intermediateCatchEvent", id=f"{node.id}-target"), thrown))
        ]

    def activity(self, into: Tree.Element, node: Activity, exits: list[Exit]) -> list[Exit]:
        """A task or sub-process with its boundary events; those that rejoin are merged without a gateway."""
        element = add(into, tag(node), id=node.id)
        self.connect(into, exits, element)
        mappings(element, node.inputs, node.outputs)
        if isinstance(node, Task):
            self.declared.task(element, node)
            if node.undo is not None:
                self.undo(into, node, node.undo)
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
        self.declared.event(element, boundary.event)
        if boundary.rejoins:
            return self.block(into, boundary.path, [Exit(element)])
        self.to_end(into, boundary.path, element, f"{boundary.event.id}-end")
        return []

    def undo(self, into: Tree.Element, node: Task, undo: Task) -> None:
        """The task that compensates another one."""
        event = add(into, "boundaryEvent", id=f"{undo.id}-event", attachedToRef=node.id)
        add(event, "compensateEventDefinition")
        self.declared.task(add(into, tag(undo), id=undo.id, isForCompensation="true"), undo)
        add(into, "association", id=f"{undo.id}-line", sourceRef=event.attrib["id"], targetRef=undo.id)

    def split(self, into: Tree.Element, node: Split, exits: list[Exit]) -> list[Exit]:
        """A gateway, its branches and their merge (13.4.1, 13.4.2, 13.4.3), or the implicit forms of 13.3.1."""
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
        if node.implicit and (
            node.kind == "xor" or sum(leaves(branch.block) for branch in node.branches) < 2
        ):
            return behind
        return (
            self.placed(into, behind, add(into, GATEWAYS[node.kind], id=f"{node.id}-merge")) if behind else []
        )

    def choice(self, into: Tree.Element, node: Choice, exits: list[Exit]) -> list[Exit]:
        """An event-based gateway."""
        gateway = add(into, "eventBasedGateway", id=node.id)
        self.connect(into, exits, gateway)
        behind: list[Exit] = []
        for option in node.options:
            event = self.declared.event(add(into, "intermediateCatchEvent", id=option.event.id), option.event)
            self.connect(into, [Exit(gateway)], event)
            behind += self.block(into, option.block, [Exit(event)])
        return self.merged(into, behind, f"{node.id}-merge")

    def back(self, into: Tree.Element, node: Back, exits: list[Exit]) -> list[Exit]:
        """A loop of gateways, with scripts that set its counter to 0 and count."""
        merge = add(into, "exclusiveGateway", id=f"{node.id}-merge")
        split = add(into, "exclusiveGateway", id=f"{node.id}-split")
        zero, count = (add(into, "scriptTask", id=f"{node.id}-{name}") for name in ("zero", "count"))
        script(zero, "=0", node.counter)
        script(count, f"={node.counter} + 1", node.counter)
        self.connect(into, self.placed(into, exits, zero), merge)
        again = [Exit(split, node.again)]
        if node.before:
            self.connect(into, [Exit(merge)], split)
            again = self.placed(into, self.block(into, node.body, again), count)
        else:
            left = self.block(into, node.body, [Exit(merge)])
            self.connect(into, self.placed(into, left, count), split)
        self.connect(into, again, merge)
        return [Exit(split, default=True)]
