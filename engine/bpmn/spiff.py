"""SpiffWorkflow's parser and process spec, as far as they are overridden here.

Its parser is given a carrier tree of plain elements and flows (`rewrite.py`); what each element does comes from the
parts that were read and checked. docs/spiffworkflow.md lists every name of SpiffWorkflow that `engine/bpmn` overrides
or leans on, why, and how a new release is taken; a test holds that list to the code.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, TaskParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Node, Way
from engine.bpmn.elements.inclusive_gateway import InclusiveGateway
from engine.bpmn.elements.joining import Join
from engine.bpmn.elements.multi_instance import MultiInstance
from engine.bpmn.elements.standard_loop import LoopDetails, StandardLoop
from engine.bpmn.elements.start import ScopeStart
from engine.bpmn.elements.sub_process import EventSubProcess, SubProcess, Trigger
from engine.bpmn.names import BPMN, FLOW_NODES, is_bpmn, local
from engine.bpmn.reach import Paths
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.rewrite import ELEMENT, PROCESS, carrier_tree, spec_name
from engine.bpmn.structure import entrances, link_target
from engine.bpmn.undo_specs import connect_undoing


class ProcessSpec(BpmnProcessSpec):
    """A scope: its elements, and a start whose token is the root of the scope."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name=name, filename=filename)
        self.task_specs.clear()
        self.end = None
        self.start = ScopeStart(self)
        self.has_inclusive = False
        self.has_conditions = False


class NodeParser(TaskParser):
    """Makes the spec of one element."""

    def parse_node(self) -> Node:
        part: NodePart = self.process_parser.parser.parts[self.bpmn_id]
        if part.inside is not None:
            self.process_parser.parser.create_parser(self.node, filename=self.filename)
        if part.loop is None:
            return _make(self.spec, part, self.bpmn_id)
        inner = _make(self.spec, part, f"{self.bpmn_id} each")
        inner.repeated = True
        body = StandardLoop if isinstance(part.loop, LoopDetails) else MultiInstance
        return body(self.spec, self.bpmn_id, part.loop, inner)


class ScopeParser(ProcessParser):
    """Makes the specs of one scope and connects them."""

    def create_spec(self) -> ProcessSpec:
        return ProcessSpec(self.bpmn_id, self.filename)

    def add_tasks(self) -> None:
        scope: ScopePart = self.parser.scopes[self.bpmn_id]
        for child in self.node.iterchildren():
            if is_bpmn(child) and local(child) in FLOW_NODES:
                self.parse_node(child)
        _connect(self.spec, scope)
        _start(self.spec, scope)
        connect_undoing(self.spec, scope)


class Parser(BpmnParser):
    """SpiffWorkflow's parser over the carrier tree of one process."""

    PROCESS_PARSER_CLASS = ScopeParser
    OVERRIDE_PARSER_CLASSES = {f"{BPMN}{tag}": (NodeParser, Node) for tag in FLOW_NODES}

    def __init__(self, process: ScopePart) -> None:
        super().__init__()
        every = list(process.all())
        self.parts = {spec_name(node): node for scope in every for node in scope.nodes.values()}
        self.scopes = {ELEMENT + scope.id: scope for scope in every[1:]} | {PROCESS + process.id: process}


def specs_of(process: ScopePart, file: str) -> tuple[ProcessSpec, dict[str, ProcessSpec]]:
    """The specs of a checked process and of the sub-processes in it, by name."""
    parser = Parser(process)
    root: etree._Element = carrier_tree(process)
    parser.add_bpmn_xml(root, file)
    name = PROCESS + process.id
    spec, parts = parser.get_spec(name), parser.get_subprocess_specs(name)
    every = (spec, *parts.values())
    spec.has_inclusive = any(s.has_inclusive for s in every)
    spec.has_conditions = any(
        getattr(n, "kind", None) == "condition" for s in every for n in s.task_specs.values()
    )
    return spec, parts


def _make(spec: ProcessSpec, part: NodePart, name: str) -> Node:
    if issubclass(part.family, SubProcess):
        return part.family(spec, name, part.details, spec_name(part))
    made: Node = part.family(spec, name, part.details)
    return made


def _connect(spec: ProcessSpec, scope: ScopePart) -> None:
    paths = Paths(scope)
    for part in scope.nodes.values():
        node: Node = spec.task_specs[spec_name(part)]
        ways = [Way(f.id, spec_name(scope.nodes[f.target]), f.condition, f.default) for f in part.outgoing]
        jump = link_target(part)
        ways += [Way("", spec_name(jump))] if jump is not None else []
        node.ways = tuple(ways)
        for way in ways:
            node.connect(spec.task_specs[way.target])
        if isinstance(node, Activity):
            node.boundaries = tuple(spec.task_specs[spec_name(b)] for b in part.boundaries)
        node.place = paths.place(part.id)
        if isinstance(node, Join):
            node.incoming = tuple(flow.id for flow in part.incoming)
        if isinstance(node, InclusiveGateway) and len(part.incoming) > 1:
            paths.connect(node, part)
            spec.has_inclusive = True


def _start(spec: ProcessSpec, scope: ScopePart) -> None:
    start: ScopeStart = spec.start
    nodes: dict[str, Any] = spec.task_specs
    begins = [nodes[spec_name(p)] for p in entrances(scope)]
    start.choices = {n.bpmn_id: n for n in begins if scope.ad_hoc or local_tag(scope, n) == "startEvent"}
    start.entrances = tuple(n for n in begins if not scope.ad_hoc and _by_itself(n, scope))
    for node in begins:
        start.connect(node)
    start.triggers = tuple(
        _trigger(spec, part, nodes[spec_name(part)])
        for part in scope.nodes.values()
        if part.is_event_sub_process
    )


def local_tag(scope: ScopePart, node: Node) -> str:
    return scope.nodes[node.bpmn_id].tag


def _by_itself(node: Node, scope: ScopePart) -> bool:
    """Does a new scope begin here? Not at start events that something outside must choose."""
    return (
        scope.of_event
        or getattr(node.details, "event", None) is None
        or local_tag(scope, node) != "startEvent"
    )


def _trigger(spec: ProcessSpec, part: NodePart, body: EventSubProcess) -> Trigger:
    assert part.inside is not None
    details: Any = next(n.details for n in part.inside.nodes.values() if n.tag == "startEvent")
    trigger = Trigger(spec, f"{spec_name(part)} trigger", details, body)
    spec.start.connect(trigger)
    return trigger
