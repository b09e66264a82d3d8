"""What may stand in a flow node and what may not: everything that would not be obeyed is refused by name."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.names import ACTIVITIES, BPMN, SUB_PROCESSES, local
from engine.bpmn.reading.loops import LOOP, MULTI
from engine.bpmn.reading.reader import Reader

# Notes for the reader, drawn data, references to flows.
_HARMLESS = {
    "documentation",
    "extensionElements",
    "incoming",
    "outgoing",
    "property",
    "ioSpecification",
    "dataInput",
    "dataOutput",
    "inputSet",
    "outputSet",
    "auditing",
    "monitoring",
    "categoryValueRef",
}
_DRAWN = {"dataInputAssociation", "dataOutputAssociation"}
_OWN = {"scriptTask": {"script"}, "complexGateway": {"activationCondition"}}
_CURES = {
    "potentialOwner": "请用 zeebe:assignmentDefinition 写明办理人或候选组",
    "humanPerformer": "请用 zeebe:assignmentDefinition 写明办理人或候选组",
    "performer": "请用 zeebe:assignmentDefinition 写明办理人或候选组",
    "resourceRole": "请用 zeebe:assignmentDefinition 写明办理人或候选组",
    "rendering": "请用 zeebe:formDefinition 写明表单",
}
_ATTRIBUTES = {
    "startQuantity": ("1", "开始数量", "请删去它，要等几个令牌请用并行网关"),
    "completionQuantity": ("1", "完成数量", "请删去它，要送出几个令牌请画几条顺序流"),
    "instantiate": ("false", "由接收创建实例", "请改用消息开始事件"),
    "eventGatewayType": ("Exclusive", "并行的事件网关", "请改用并行网关，后面接捕获事件"),
    "parallelMultiple": ("false", "要等齐几个事件的事件", "请改用并行网关，后面接捕获事件"),
}
_BOOLEANS = (
    "cancelActivity",
    "cancelRemainingInstances",
    "instantiate",
    "isForCompensation",
    "isInterrupting",
    "isSequential",
    "testBefore",
    "triggeredByEvent",
)


def check_contents(reader: Reader, xml: etree._Element, tag: str) -> None:
    """Findings for everything in a node that would move tokens or data, and does not here."""
    report = reader.report
    for attribute, (usual, label, cure) in _ATTRIBUTES.items():
        if xml.get(attribute, usual) != usual:
            report.error("unsupported-attribute", f"不支持{label}（{attribute}）：{cure}。", xml)
    _check_booleans(reader, xml)
    for child in xml.iterchildren(f"{BPMN}*"):
        kind = local(child)
        if kind in _HARMLESS or kind.endswith(
            ("EventDefinition", "EventDefinitionRef", "eventDefinitionRef")
        ):
            continue
        if kind in _DRAWN:
            _check_drawn(reader, child)
        elif kind in (MULTI, LOOP) and tag in ACTIVITIES:
            _check_booleans(reader, child)
        elif tag not in SUB_PROCESSES and kind not in _OWN.get(tag, ()):
            report.error(
                "unsupported-child", f"不支持元素里的“{kind}”：{_CURES.get(kind, '请删去它')}。", child
            )


def _check_booleans(reader: Reader, xml: etree._Element) -> None:
    """A boolean that is written otherwise would silently count as false."""
    for attribute in _BOOLEANS:
        written = xml.get(attribute, "true").strip()
        if written not in ("true", "false", "1", "0"):
            reader.report.error("boolean", f"属性 {attribute} 写作“{written}”，须是 true 或 false。", xml)


def _check_drawn(reader: Reader, association: etree._Element) -> None:
    """A data association is a drawing; one that moves data would be lost."""
    for child in association.iterchildren(f"{BPMN}*"):
        if local(child) in ("assignment", "transformation"):
            reader.report.error(
                "data-association", "不支持搬运数据的数据关联，请用输入输出映射。", association
            )
