"""What differs between two texts of one diagram, element by element, as data for a page that says it in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.bpmn.names import BPMN, FLOW_NODES, is_bpmn, local
from engine.xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ITEMS = FLOW_NODES | {
    *("process", "collaboration", "participant", "lane", "sequenceFlow", "messageFlow", "association"),
    *("textAnnotation", "group", "dataObjectReference", "dataStoreReference"),
    *("message", "signal", "error", "escalation"),
}
FLOWS = frozenset({"sequenceFlow", "messageFlow", "association"})
REFERENCES = frozenset({"@sourceRef", "@targetRef", "@attachedToRef", "@default", "@processRef", "within"})
SAID_ELSEWHERE = frozenset({"incoming", "outgoing", "flowNodeRef"})  # by the flows and by `lane`
KEYS = ("name", "target", "key")  # tell parts of one kind apart: a property, a mapping, a header
DEFINITIONS = ("messageRef", "signalRef", "errorRef", "escalationRef", "dataObjectRef", "dataStoreRef")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing about an element: where it is written (`@name`, `formDefinition@formId`), before and after."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one element; `details` only where it was changed."""

    kind: str  # added | removed | changed | moved
    element: str
    type: str  # as in the standard: userTask
    name: str
    details: tuple[Detail, ...] = ()


@dataclass(slots=True)
class _Item:
    type: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    place: tuple[str, ...] = ()


def changes(before: bytes, after: bytes) -> list[Change]:
    """Elements added, removed, changed and only moved, in the order of the files.

    Not compared: the order of elements, ids of unnamed parts, layout of text. Raises Refused if either is no XML.
    """
    old, new = _items(parse_xml(before)), _items(parse_xml(after))
    gone = [Change("removed", key, item.type, item.name) for key, item in old.items() if key not in new]
    told = [_change(key, old.get(key), item, old, new) for key, item in new.items()]
    return [change for change in told if change is not None] + gone


def _change(
    key: str, was: _Item | None, item: _Item, old: dict[str, _Item], new: dict[str, _Item]
) -> Change | None:
    if was is None:
        return Change("added", key, item.type, item.name)
    facts = {**dict.fromkeys(was.facts), **dict.fromkeys(item.facts)}
    details = tuple(
        Detail(what, _shown(what, was.facts.get(what), old), _shown(what, item.facts.get(what), new))
        for what in facts
        if was.facts.get(what) != item.facts.get(what)
    )
    if was.type != item.type:
        details = (Detail("type", was.type, item.type), *details)
    kind = "changed" if details else "moved"
    return Change(kind, key, item.type, item.name, details) if details or was.place != item.place else None


def _shown(what: str, value: str | None, items: dict[str, _Item]) -> str | None:
    """A reference by the name of what it points at."""
    if value is None or what not in REFERENCES or value not in items:
        return value
    return items[value].name or value


def _items(root: Element) -> dict[str, _Item]:
    items: dict[str, _Item] = {}
    lanes: dict[str, str] = {}
    names = {child.get("id"): child.get("name") for child in root if is_bpmn(child)}
    for element in root.iter(f"{BPMN}*"):
        key = element.get("id")
        if key is None or local(element) not in ITEMS:
            continue
        item = _Item(
            local(element), " ".join((element.get("name") or element.findtext(f"{BPMN}text") or "").split())
        )
        items[key] = item
        holder = element.getparent()
        if holder is not None and local(holder) in FLOW_NODES:
            item.facts["within"] = holder.get("id") or ""
        met: Counter[str] = Counter()
        for what, value in _facts(element, "", names):
            met[what] += 1
            item.facts[what if met[what] == 1 else f"{what} {met[what]}"] = value
        if item.type == "lane":
            members = (ref.text or "" for ref in element.iterfind(f"{BPMN}flowNodeRef"))
            lanes.update((member.strip(), item.name or key) for member in members)
    for item in items.values():
        if item.type in FLOWS and not item.name:
            ends = (item.facts.get(end, "") for end in ("@sourceRef", "@targetRef"))
            item.name = " → ".join(items[end].name or end if end in items else end for end in ends)
    for key, lane in lanes.items():
        if key in items:
            items[key].facts["lane"] = lane
    for element in root.iter():
        key = element.get("bpmnElement")
        if key in items:
            items[key].place = tuple(_places(element))
    return items


def _facts(element: Element, path: str, names: dict[str | None, str | None]) -> Iterator[tuple[str, str]]:
    """Everything that is written about an element itself: (where, what)."""
    for name, value in element.attrib.items():
        plain = str(name).rpartition("}")[2]
        if plain != "id":
            yield f"{path}@{plain}", (plain in DEFINITIONS and names.get(str(value))) or str(value).strip()
    text = " ".join((element.text or "").split())
    if path and text:
        yield path, text
    for child in element:
        if (
            not local(child)
            or local(child) in ITEMS
            or local(child) in SAID_ELSEWHERE
            or local(child) == "laneSet"
        ):
            continue
        yield from _facts(child, _path(path, child), names)


def _path(path: str, child: Element) -> str:
    """Containers say nothing by themselves; parts of one kind are told apart by their key."""
    if local(child) in ("extensionElements", "properties", "ioMapping", "taskHeaders"):
        return path
    key = next((child.get(name) for name in KEYS if child.get(name)), None)
    step = f"{local(child)}[{key}]" if key and not is_bpmn(child) else local(child)
    return f"{path}/{step}" if path else step


def _places(shape: Element) -> Iterator[str]:
    """Where it is drawn; of labels only their own shape's place counts."""
    for part in shape:
        if local(part) in ("Bounds", "waypoint"):
            yield " ".join(_number(part.get(name)) for name in ("x", "y", "width", "height"))


def _number(text: str | None) -> str:
    """`100.0` and `100` are one place."""
    try:
        return f"{float(text or 0):g}"
    except ValueError:
        return text or ""
