"""Messages, errors, timers and conditions of Camunda 7 in the house's dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.bpmn.camunda.activities import KEY, PUBLISH, message_of
from conformance.bpmn.camunda.tree import BPMN, Tree, extend, has_extension, map_variable, tag

if TYPE_CHECKING:
    from lxml import etree

_THROWING = ("endEvent", "intermediateThrowEvent")
_EVERY = re.compile(r"0(?:/(\d+))? (?:\*|0?/(\d+)|0) \* \* \* \?")


def message(tree: Tree, shared: etree._Element) -> None:
    """A message has a name, and a key by which it finds its instance."""
    shared.set("name", tree.value(shared.get("name") or shared.get("id", ""), shared))
    if not has_extension(shared, "subscription"):
        extend(shared, "subscription", correlationKey=KEY)


def signal(tree: Tree, shared: etree._Element) -> None:
    """A signal's name may be computed."""
    if shared.get("name"):
        shared.set("name", tree.value(shared.get("name", ""), shared))


def message_event(tree: Tree, definition: etree._Element) -> None:
    """A throwing event sends its message as the house does: by a job that publishes it."""
    event = definition.getparent()
    if tag(event) not in _THROWING:
        return
    for name in ("type", "topic", "class", "delegateExpression", "expression"):
        tree.take(definition, name)
    reference = definition.get("messageRef")
    if reference is None:
        definition.set("messageRef", message_of(tree, event))
    elif not any(m.get("id") == reference for m in tree.root.iterfind(f"{BPMN}message")):
        message_of(tree, event, reference)  # there, what a throwing event names need not be declared
    sends(tree, event, definition.get("messageRef", ""))


def sends(tree: Tree, element: etree._Element, reference: str) -> None:
    """The element publishes the message of this id."""
    if has_extension(element, "taskDefinition"):
        return
    extend(element, "taskDefinition", type=PUBLISH)
    found = next((m for m in tree.root.iterfind(f"{BPMN}message") if m.get("id") == reference), None)
    if found is not None:
        name = tree.value(found.get("name") or reference, found)
        map_variable(element, "input", name if name.startswith("=") else f'="{name}"', "message_name")
        map_variable(element, "input", KEY, "correlation_key")


def error_event(tree: Tree, definition: etree._Element) -> None:
    """In that dialect a reference to no error is itself the code."""
    reference = definition.get("errorRef")
    known = {error.get("id") for error in tree.root.iterfind(f"{BPMN}error")}
    if reference and reference not in known:
        made = tree.root.makeelement(f"{BPMN}error", {"id": reference, "errorCode": reference})
        tree.root.insert(0, made)


def timer_event(tree: Tree, definition: etree._Element) -> None:
    """Expressions become FEEL; the simplest cron texts become cycles."""
    for written in definition:
        if tag(written) == "timeCycle":
            written.text = _cycle((written.text or "").strip())
        tree.rewrite(written)


def condition(tree: Tree, written: etree._Element) -> None:
    """The text of a condition; a script that is as simple as an expression is read as one."""
    language, text = written.attrib.pop("language", None), (written.text or "").strip()
    if tree.take(written, "resource") is not None:
        tree.refuse("camunda-script", "条件写在另外的脚本文件里，这里不运行脚本。", written)
    elif "FEEL" in (language or "") and text and not text.startswith("="):
        written.text = f"={text}"
    elif language and text and not text.startswith(("${", "#{", "=")):
        written.text = tree.feel(f"${{{text}}}", written)
    else:
        tree.rewrite(written)


def _cycle(text: str) -> str:
    """`0 0/5 * * * ?` is every five minutes, `0/2 * * * * ?` every two seconds; other texts stay as they are."""
    found = _EVERY.fullmatch(text)
    if found is None or bool(found[1]) == bool(found[2]):
        return text
    return f"R/PT{found[1]}S" if found[1] else f"R/PT{found[2]}M"
