"""Reads gateways."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.complex_gateway import ComplexDetails, ComplexGateway
from engine.bpmn.elements.event_gateway import EventGateway
from engine.bpmn.elements.exclusive_gateway import ExclusiveGateway
from engine.bpmn.elements.inclusive_gateway import InclusiveGateway
from engine.bpmn.elements.parallel_gateway import ParallelGateway
from engine.bpmn.names import BPMN, local
from engine.bpmn.reading.reader import Reader

_PLAIN: dict[str, type[Node]] = {
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
}


def read_gateway(
    reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None
) -> tuple[type[Node], Details]:
    if local(xml) in _PLAIN:
        return _PLAIN[local(xml)], Details(**common)
    written = xml.find(f"{BPMN}activationCondition")
    condition = None
    if written is not None:
        condition = reader.expression(written.text, "激活条件", written, ("boolean",))
    return ComplexGateway, ComplexDetails(**common, activation=condition)
