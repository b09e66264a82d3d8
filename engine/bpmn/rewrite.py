"""Writes the tree that SpiffWorkflow's parser is given: only what was checked, with ids it cannot mistake.

SpiffWorkflow takes ids like `Start`, `End` and `….EndJoin` for its own, and reads or drops data objects,
extensions and event definitions in its own way. None of that reaches it: it gets elements and flows.
"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.names import BPMN
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.structure import link_target

ELEMENT, PROCESS = "e:", "p:"


def carrier_tree(process: ScopePart) -> etree._Element:
    """The process as SpiffWorkflow reads it."""
    root = etree.Element(f"{BPMN}definitions")
    inside = etree.SubElement(root, f"{BPMN}process", id=PROCESS + process.id, isExecutable="true")
    _write(process, inside)
    return root


def _write(scope: ScopePart, into: etree._Element) -> None:
    for node in scope.nodes.values():
        tag = node.tag if node.inside is None else "subProcess"
        element = etree.SubElement(into, f"{BPMN}{tag}", id=ELEMENT + node.id)
        if node.inside is not None:
            _write(node.inside, element)
    for flow in scope.flows.values():
        _flow(into, flow.id, flow.source, flow.target)
    for node in scope.nodes.values():
        jump = link_target(node)
        if jump is not None:
            _flow(into, f"link {node.id}", node.id, jump.id)


def _flow(into: etree._Element, number: str, source: str, target: str) -> None:
    etree.SubElement(
        into,
        f"{BPMN}sequenceFlow",
        id=f"f:{number}",
        sourceRef=ELEMENT + source,
        targetRef=ELEMENT + target,
    )


def spec_name(node: NodePart) -> str:
    """The name of the element's task spec."""
    return ELEMENT + node.id
