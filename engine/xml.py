"""The one hardened door through which XML enters the house."""

from __future__ import annotations

from lxml import etree

from engine.errors import Finding, Refused

MAX_BYTES = 2_000_000
MAX_NODES = 20_000


def parse_xml(data: bytes, file: str = "") -> etree._Element:
    """The root of an XML document that is small, plain and self-contained.

    `data` is the raw file, `file` its name for the findings. Entities, document types, network access and
    processing instructions never pass. Raises Refused.
    """
    if len(data) > MAX_BYTES:
        raise _refused(file, "xml-size", f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再试。")
    if not data.strip():
        raise _refused(file, "xml-empty", "文件是空的。")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        message = f"不是正确的 XML，读不出来（{getattr(error, 'msg', error)}）。请用建模器重新存一次，编码用 UTF-8。"
        raise _refused(file, "xml-syntax", message, line) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(file, "xml-doctype", "不允许 DOCTYPE 声明，请删除它。", 1)
    for number, node in enumerate(root.iter()):
        if number >= MAX_NODES:
            raise _refused(file, "xml-nodes", f"XML 节点超过 {MAX_NODES} 个，请拆分流程图。")
        if node.tag is etree.Entity:
            raise _refused(file, "xml-entity", "不允许使用实体引用。", node.sourceline)
    return root


def as_bytes(root: etree._Element) -> bytes:
    """A tree as a file again: UTF-8, with its declaration."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def line_of(element: etree._Element) -> int | None:
    """The line (from 1) on which an element starts, if it came from a file."""
    line: int | None = element.sourceline
    return line


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=False,
    )


def _refused(file: str, rule: str, message: str, line: int | None = None) -> Refused:
    return Refused([Finding(rule=rule, message=message, file=file, line=line)])
