"""Diagrams spoilt by chance: attributes and elements deleted, doubled, renamed, references swapped, text changed."""

from __future__ import annotations

import random
from copy import deepcopy

from lxml import etree

from engine.bpmn.names import BPMN, FLOW_NODES

_TAGS = sorted(
    FLOW_NODES | {"sequenceFlow", "process", "laneSet", "lane", "completionCondition", "association"}
)
_DEFINITIONS = [
    "message",
    "timer",
    "error",
    "escalation",
    "signal",
    "conditional",
    "link",
    "compensate",
    "cancel",
    "terminate",
]
_TEXTS = [
    "",
    " ",
    "=",
    "=1 +",
    "=n",
    "true",
    "-1",
    "99999999999",
    "PT",
    "R/PT1H",
    "编号",
    "a b",
    "\u00a0",
    "=[1..3]",
    "x" * 300,
]
_ATTRIBUTES = [
    "id",
    "name",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "isSequential",
    "triggeredByEvent",
]
_ATTRIBUTES += [
    "cancelActivity",
    "isInterrupting",
    "isForCompensation",
    "errorRef",
    "activityRef",
    "loopMaximum",
    "ordering",
]


def spoilt(root: etree._Element, chance: random.Random) -> bytes:
    """A copy of the diagram with one to four things changed."""
    root = deepcopy(root)
    for _ in range(chance.randint(1, 4)):
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        chance.choice(_CHANGES)(root, chance.choice(nodes), nodes, chance)
    return etree.tostring(root)


def _drop(root, node, nodes, chance) -> None:
    if node is not root:
        node.getparent().remove(node)


def _double(root, node, nodes, chance) -> None:
    if node is not root:
        node.addnext(deepcopy(node))


def _move(root, node, nodes, chance) -> None:
    """Anywhere else, except into itself."""
    into = chance.choice(nodes)
    if node is not root and node not in {into, *into.iterancestors()}:
        into.append(node)


def _rename(root, node, nodes, chance) -> None:
    if chance.random() < 0.3 and str(node.tag).endswith("EventDefinition"):
        node.tag = f"{BPMN}{chance.choice(_DEFINITIONS)}EventDefinition"
    else:
        node.tag = chance.choice([f"{BPMN}{chance.choice(_TAGS)}", chance.choice(nodes).tag])


def _write(root, node, nodes, chance) -> None:
    other = chance.choice(nodes)
    values = [*_TEXTS, *other.attrib.values()]
    names = [*node.attrib, *_ATTRIBUTES]
    node.set(chance.choice(names), chance.choice(values))


def _strip(root, node, nodes, chance) -> None:
    if node.attrib:
        del node.attrib[chance.choice(list(node.attrib))]


def _swap(root, node, nodes, chance) -> None:
    other = chance.choice(nodes)
    common = sorted(set(node.attrib) & set(other.attrib))
    if common:
        name = chance.choice(common)
        one, two = node.get(name), other.get(name)
        node.set(name, two)
        other.set(name, one)


def _say(root, node, nodes, chance) -> None:
    node.text = chance.choice([*_TEXTS, chance.choice(nodes).text])


_CHANGES = [_drop, _double, _move, _rename, _rename, _write, _write, _strip, _swap, _say]
