"""Walks a file's tree once, lets each element be rewritten, and sees to it that nothing unknown is lost silently."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from conformance.bpmn import juel
from conformance.bpmn.camunda import activities, events, harmless
from conformance.bpmn.camunda.tree import BPMN, ZEEBE, Tree, foreign_name, tag
from engine.errors import Refused
from engine.xml import as_bytes, parse_xml

if TYPE_CHECKING:
    from lxml import etree

_ELEMENTS: dict[str, list[Callable[[Tree, etree._Element], None]]] = {
    "message": [events.message],
    "signal": [events.signal],
    "messageEventDefinition": [events.message_event],
    "errorEventDefinition": [events.error_event],
    "timerEventDefinition": [events.timer_event],
    "conditionExpression": [events.condition],
    "condition": [events.condition],
    "userTask": [activities.user_task],
    "serviceTask": [activities.service_task],
    "sendTask": [activities.service_task],
    "businessRuleTask": [activities.rule_task],
    "receiveTask": [activities.receive_task],
    "callActivity": [activities.call],
}
_NEED_ID = re.compile(r".*(Event|Task|task|Gateway|Process|Activity|transaction|sequenceFlow)")
_NUMBERS = ("jobPriority", "taskPriority")
_LIFE = re.compile(r"\d+|P\d+D")


def translate(data: bytes, file: str) -> bytes:
    """The file in the house's dialect. Raises Refused if it is no XML or says what cannot be translated."""
    tree = Tree(parse_xml(data, file), file)
    for number, element in enumerate(list(tree.root.iter(f"{BPMN}*")), 1):
        if element.get("id") is None and _NEED_ID.fullmatch(tag(element)):
            element.set("id", f"unnamed-{number}")  # an id is optional in the standard's schema
        for rewrite in _ELEMENTS.get(tag(element), ()):
            rewrite(tree, element)
        activities.multi_instance(tree, element)
        activities.variables(tree, element)
    for element in tree.root.iter(f"{BPMN}*"):
        _clean(tree, element)
    if tree.findings:
        raise Refused(tree.findings)
    return as_bytes(tree.root)


def _clean(tree: Tree, element: etree._Element) -> None:
    """Take away what has no meaning here; what is unknown refuses the file."""
    for key, text in list(element.attrib.items()):
        name = foreign_name(key)
        if name:
            del element.attrib[key]
            _check(tree, element, name, text)
    if tag(element) != "extensionElements":
        return
    for extension in list(element):
        name = foreign_name(extension.tag)
        if name and name not in harmless.EXTENSIONS:
            tree.refuse("camunda-extension", f"扩展“{name}”这里读不了。", extension)
        elif name or extension.tag == f"{ZEEBE}userTaskForm":  # a form inside the diagram
            element.remove(extension)
        elif extension.tag == f"{ZEEBE}formDefinition":
            extension.attrib.pop("formKey", None)


def _check(tree: Tree, element: etree._Element, name: str, text: str) -> None:
    """Harmless does not mean meaningless: what that engine would refuse is refused."""
    if name not in harmless.ATTRIBUTES:
        tree.refuse("camunda-attribute", f"属性“{name}”这里读不了。", element)
    elif juel.has_expression(text):
        return
    elif name in _NUMBERS and not re.fullmatch(r"-?\d+", text):
        tree.refuse("camunda-value", f"{name} 须是整数，不能是“{text}”。", element)
    elif name == "historyTimeToLive" and text and not _LIFE.fullmatch(text):
        tree.refuse("camunda-value", f"historyTimeToLive 须是天数，不能是“{text}”。", element)
