"""Tasks, calls and multi-instance of Camunda 7 in the house's dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.bpmn import juel
from conformance.bpmn.camunda.tree import (
    BPMN,
    Tree,
    extend,
    extensions_of,
    has_extension,
    map_variable,
    texts,
)

if TYPE_CHECKING:
    from lxml import etree

DRIVEN = "drive"  # the job type of work that the drive does by itself
PUBLISH = "publish-message"
KEY = '="-"'  # calls from outside correlate in that dialect: in the drive every subscription has the same key
_RESULTS = ("singleEntry", "singleResult", "collectEntries", "resultList")
_OWNER = re.compile(r"(user|group)\(([^)]*)\)")


def user_task(tree: Tree, task: etree._Element) -> None:
    """Who does it, until when, with which form."""
    assigned = {
        name: tree.take(task, name) for name in ("assignee", "candidateUsers", "candidateGroups", "owner")
    }
    assigned.pop("owner")
    _resources(task, assigned)
    _attributes(tree, task, "assignmentDefinition", assigned)
    dates = {name: tree.take(task, name) for name in ("dueDate", "followUpDate")}
    _attributes(tree, task, "taskSchedule", dates)
    _attributes(tree, task, "priorityDefinition", {"priority": tree.take(task, "priority")})
    form = tree.take(task, "formKey") or tree.take(task, "formRef")
    if form and not juel.has_expression(form):
        extend(task, "formDefinition", formId=form)


def _resources(task: etree._Element, assigned: dict[str, str | None]) -> None:
    """The standard's own performers: who is written in their expression."""
    for performer in task.findall(f"{BPMN}humanPerformer"):
        assigned["assignee"] = next(texts(performer, f".//{BPMN}formalExpression"), None)
        task.remove(performer)
    for owner in task.findall(f"{BPMN}potentialOwner"):
        for text in texts(owner, f".//{BPMN}formalExpression"):
            named = _OWNER.findall(text) or [("group", text)]
            users = [name.strip() for kind, name in named if kind == "user"]
            groups = [name.strip() for kind, name in named if kind == "group"]
            assigned["candidateUsers"] = ",".join(users) or assigned["candidateUsers"]
            assigned["candidateGroups"] = ",".join(groups) or assigned["candidateGroups"]
        task.remove(owner)


def _attributes(tree: Tree, task: etree._Element, name: str, values: dict[str, str | None]) -> None:
    written = {key: tree.value(text, task) for key, text in values.items() if text and text.strip()}
    if written:
        extend(task, name, **written)


def service_task(tree: Tree, task: etree._Element) -> None:
    """Work of any kind: an external task keeps its topic as job type; Java and all else is driven."""
    for java in ("class", "delegateExpression", "expression", "resultVariable"):
        tree.take(task, java)
    kind, topic = tree.take(task, "type"), tree.take(task, "topic")
    if has_extension(task, "taskDefinition"):
        return
    extend(task, "taskDefinition", type=tree.value(topic, task) if kind == "external" and topic else DRIVEN)


def rule_task(tree: Tree, task: etree._Element) -> None:
    """A decision by reference."""
    decision = tree.take(task, "decisionRef")
    shape = tree.take(task, "mapDecisionResult")
    if shape and shape not in _RESULTS:
        tree.refuse("camunda-value", f"mapDecisionResult 不能是“{shape}”。", task)
    if decision is None:
        service_task(tree, task)
    else:
        result = tree.take(task, "resultVariable") or "result"
        extend(task, "calledDecision", decisionId=tree.value(decision, task), resultVariable=result)


def receive_task(tree: Tree, task: etree._Element) -> None:
    """Its message is optional in the standard (10.3.3, table 10.10): then it waits for one of its own name."""
    if task.get("messageRef") is None:
        task.set("messageRef", message_of(tree, task))


def message_of(tree: Tree, element: etree._Element, name: str = "") -> str:
    """The id of a new message, by default named like its element, where the diagram has none."""
    number = name or f"message-of-{element.get('id')}"
    made = tree.root.makeelement(f"{BPMN}message", {"id": number, "name": name or element.get("id")})
    tree.root.insert(0, made)
    extend(made, "subscription", correlationKey=KEY)
    return number


def call(tree: Tree, activity: etree._Element) -> None:
    """Which process is called, and the variables that cross over."""
    case = tree.take(activity, "caseRef")
    if case is not None:
        tree.refuse("cmmn", f"调用的是 CMMN 案例“{case}”，这里只运行 BPMN。", activity)
        return
    called = activity.get("calledElement")
    if called is None:
        return
    passes = {kind: _pass(tree, activity, kind) for kind in ("in", "out")}
    extend(
        activity,
        "calledElement",
        processId=tree.value(called, activity),
        propagateAllParentVariables=passes["in"],
        propagateAllChildVariables=passes["out"],
    )


def _pass(tree: Tree, activity: etree._Element, kind: str) -> str:
    """Translate `in` or `out`; "true" if all variables pass."""
    everything = "false"
    for written in list(extensions_of(activity, kind)):
        if written.get("variables") == "all":
            everything = "true"
        source, target = written.get("sourceExpression"), written.get("target") or written.get("source")
        if target and (source or written.get("source")):
            feel = tree.feel(source, activity) if source else f"={written.get('source')}"
            map_variable(activity, "input" if kind == "in" else "output", feel, target)
    return everything


def multi_instance(tree: Tree, activity: etree._Element) -> None:
    """A collection or a number of instances."""
    loop = activity.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return
    collection, item = tree.take(loop, "collection"), tree.take(loop, "elementVariable")
    drawn, part = loop.find(f"{BPMN}loopDataInputRef"), loop.find(f"{BPMN}inputDataItem")
    if collection is None and drawn is not None:
        collection, item = drawn.text, item or (part.get("name") if part is not None else None)
    for gone in (drawn, part):
        if gone is not None:
            loop.remove(gone)
    tree.rewrite(loop.find(f"{BPMN}completionCondition"))
    tree.rewrite(loop.find(f"{BPMN}loopCardinality"))
    if collection is not None:
        source = tree.feel(collection, loop) if juel.has_expression(collection) else f"={collection.strip()}"
        extend(
            loop, "loopCharacteristics", inputCollection=source, **({"inputElement": item} if item else {})
        )


def variables(tree: Tree, element: etree._Element) -> None:
    """Input and output parameters."""
    for mapping in list(extensions_of(element, "inputOutput")):
        for parameter in mapping:
            kind = str(parameter.tag).rpartition("}")[2].removesuffix("Parameter")
            if kind in ("input", "output"):
                map_variable(element, kind, f"={_source(tree, parameter)}", parameter.get("name", ""))


def _source(tree: Tree, written: etree._Element) -> str:
    """The FEEL of a parameter: text, a list, or a map."""
    inside = [part for part in written if isinstance(part.tag, str)]
    if not inside:
        text = (written.text or "").strip()
        return tree.feel(text, written).removeprefix("=") if text else "null"
    first = inside[0]
    match str(first.tag).rpartition("}")[2]:
        case "list":
            return f"[{', '.join(_source(tree, each) for each in first)}]"
        case "map":
            entries = [f'"{each.get("key")}": {_source(tree, each)}' for each in first]
            return "{" + ", ".join(entries) + "}"
    tree.refuse("camunda-value", f"参数里的“{str(first.tag).rpartition('}')[2]}”这里读不了。", written)
    return "null"
