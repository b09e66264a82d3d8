"""Which extensions an element may carry, and the parts that several elements share."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.elements.job import RETRIES, Job
from engine.bpmn.names import BPMN, FOREIGN_ENGINES, ZEEBE, is_bpmn, local
from engine.bpmn.reading.reader import Reader, zeebe
from engine.bpmn.values import Value

_JOB = {"taskDefinition", "taskHeaders"}
_ALLOWED = {
    "userTask": {
        "userTask",
        "formDefinition",
        "assignmentDefinition",
        "taskSchedule",
        "priorityDefinition",
    },
    "serviceTask": _JOB,
    "sendTask": _JOB,
    "scriptTask": _JOB | {"script"},
    "businessRuleTask": _JOB | {"calledDecision"},
    "callActivity": {"calledElement"},
    "adHocSubProcess": {"adHoc"},
    "intermediateThrowEvent": _JOB,
    "endEvent": _JOB,
    "startEvent": {"formDefinition"},
    "intermediateCatchEvent": {"formDefinition"},
    "boundaryEvent": {"formDefinition"},
    "receiveTask": {"formDefinition"},
    "multiInstanceLoopCharacteristics": {"loopCharacteristics"},
    "message": {"subscription"},
    "process": {"versionTag"},
    "sequenceFlow": set(),
}
_EVERYWHERE = {"properties", "ioMapping"}
_ATTRIBUTES = {
    "userTask": set(),
    "formDefinition": {"formId", "bindingType"},
    "assignmentDefinition": {"assignee", "candidateGroups", "candidateUsers"},
    "taskSchedule": {"dueDate", "followUpDate"},
    "priorityDefinition": {"priority"},
    "taskDefinition": {"type", "retries"},
    "taskHeaders": set(),
    "header": {"key", "value"},
    "script": {"expression", "resultVariable"},
    "calledDecision": {"decisionId", "resultVariable", "bindingType"},
    "calledElement": {
        "processId",
        "propagateAllChildVariables",
        "propagateAllParentVariables",
        "bindingType",
    },
    "loopCharacteristics": {"inputCollection", "inputElement", "outputCollection", "outputElement"},
    "adHoc": {"activeElementsCollection"},
    "subscription": {"correlationKey"},
    "versionTag": {"value"},
    "properties": set(),
    "property": {"name", "value"},
    "ioMapping": set(),
    "input": {"source", "target"},
    "output": {"source", "target"},
}
_SENT: dict[str, tuple[str, ...]] = {"sender": ("string",), "candidate-sender-groups": ("list", "string")}
# Where a property is FEEL, and of which types if that is known before it is calculated.
_FEEL_PROPERTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "process": {"title": (), "owner": ("string",)},
    "userTask": {"not-before": (), "recuses": ("boolean",), "on-behalf-of": ("string",)},
    "startEvent": {"business-key": ("string",)} | _SENT,
    "intermediateCatchEvent": _SENT,
    "boundaryEvent": _SENT,
    "receiveTask": _SENT,
}
_TEXT_OR_FEEL = {"candidate-sender-groups"}
_CHILDREN = {
    "taskHeaders": {"header"},
    "properties": {"property"},
    "ioMapping": {"input", "output"},
}


def check_extensions(reader: Reader, element: etree._Element) -> None:
    """Findings for every extension of an element that would not be obeyed."""
    report = reader.report
    for name in element.attrib:
        space = etree.QName(name).namespace
        if space in FOREIGN_ENGINES:
            report.error("foreign-extension", f"属性“{etree.QName(name).localname}”属于其他引擎。", element)
    allowed = _ALLOWED.get(local(element), set()) | _EVERYWHERE
    for extension in element.iterfind(f"{BPMN}extensionElements/*"):
        if not isinstance(extension.tag, str):
            continue
        if not extension.tag.startswith(ZEEBE):
            _foreign(reader, extension)
        elif local(extension) not in allowed:
            report.error("unsupported-extension", f"不支持的扩展“zeebe:{local(extension)}”。", extension)
        else:
            _check_known(reader, extension)
    _check_feel_properties(reader, element)


def _foreign(reader: Reader, extension: etree._Element) -> None:
    name, space = local(extension), etree.QName(extension).namespace
    if space in FOREIGN_ENGINES or is_bpmn(extension):
        reader.report.error("foreign-extension", f"扩展“{name}”属于其他引擎，这里不会执行。", extension)
    else:
        reader.report.warning("ignored-extension", f"扩展“{name}”没有作用。", extension)


def _check_known(reader: Reader, extension: etree._Element) -> None:
    name = local(extension)
    for attribute in extension.attrib:
        if attribute not in _ATTRIBUTES[name]:
            message = f"“zeebe:{name}”的属性“{attribute}”不支持。"
            reader.report.error("unsupported-extension", message, extension)
    if extension.get("bindingType", "deployment") != "deployment":
        reader.report.error("binding-type", "bindingType 须写 deployment。", extension)
    for child in extension.iterchildren(f"{ZEEBE}*"):
        if local(child) in _CHILDREN.get(name, ()):
            _check_known(reader, child)
        else:
            message = f"“zeebe:{name}”里的“{local(child)}”不支持。"
            reader.report.error("unsupported-extension", message, child)


def _check_feel_properties(reader: Reader, element: etree._Element) -> None:
    """Findings for properties that the house reads as FEEL; their expressions join the definition's."""
    wanted = _FEEL_PROPERTIES.get(local(element), {})
    for written in element.iterfind(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property"):
        name, text = written.get("name", ""), (written.get("value") or "").strip()
        plain = name in _TEXT_OR_FEEL and not text.startswith("=")
        if name in wanted and text and not plain:
            reader.expression(text, f"属性 {name} ", written, wanted[name])


def form_of(reader: Reader, element: etree._Element) -> str | None:
    """The form of an element with `zeebe:formDefinition`."""
    found = zeebe(element, "formDefinition")
    return None if found is None else reader.fixed(found.get("formId"), "表单编号", found)


def properties(element: etree._Element) -> dict[str, str]:
    """The `zeebe:properties` of an element."""
    found = element.iterfind(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property")
    return {p.get("name", ""): p.get("value", "") for p in found}


def mappings(reader: Reader, element: etree._Element, kind: str) -> tuple[tuple[str, Value], ...]:
    """Input or output mappings in their order; `kind` is "input" or "output"."""
    label = "输入映射" if kind == "input" else "输出映射"
    found = []
    for mapping in element.iterfind(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{kind}"):
        target = reader.variable(mapping.get("target"), f"{label}的目标", mapping) or ""
        if not target:
            reader.report.error("missing-value", f"{label}没有写目标变量。", mapping)
        value = reader.needed(mapping.get("source"), f"{label} {target} 的来源", mapping)
        if value is not None:
            found.append((target, value))
    return tuple(found)


def job(reader: Reader, element: etree._Element) -> Job | None:
    """The job of an element with `zeebe:taskDefinition`."""
    definition = zeebe(element, "taskDefinition")
    if definition is None:
        return None
    kind = reader.needed(definition.get("type"), "作业类型", definition, ("string",))
    if kind is None:
        return None
    retries = reader.number(definition.get("retries", "3"), "重试次数", definition, RETRIES)
    headers = element.iterfind(f"{BPMN}extensionElements/{ZEEBE}taskHeaders/{ZEEBE}header")
    named = {h.get("key", ""): h.get("value", "") for h in headers}
    return Job(kind, retries or Value("3", "重试次数"), named)
