"""From the bytes of a diagram to checked, immutable definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.lint import check_house_rules
from engine.bpmn.model import Definition
from engine.bpmn.names import BPMN, is_bpmn, is_true, local
from engine.bpmn.reading.extensions import check_extensions
from engine.bpmn.reading.parts import ScopePart
from engine.bpmn.reading.reader import Reader
from engine.bpmn.reading.scopes import read_process
from engine.bpmn.report import Report
from engine.bpmn.spiff import specs_of
from engine.bpmn.structure import check_structure
from engine.bpmn.summary import summarise
from engine.errors import Finding, Refused
from engine.xml import parse_xml

# What may stand beside processes: shared definitions, drawings and notes.
_SHARED = {
    "message",
    "error",
    "escalation",
    "signal",
    "collaboration",
    "category",
    "dataStore",
    "itemDefinition",
    "documentation",
    "extensionElements",
    "process",
    "interface",
    "resource",
}


@dataclass
class _File:
    """A file that was read: its executable processes and everything that was found."""

    reader: Reader
    processes: list[ScopePart]
    digest: str


def parse(data: bytes, file: str) -> list[Definition]:
    """One definition per executable process. Raises Refused with all errors."""
    report = Report(file)
    read = _read(data, file, report)
    if report.failed or read is None:
        raise Refused([f for f in report.findings if f.severity == "error"])
    return [_definition(process, read, file) for process in read.processes]


def check(data: bytes, file: str) -> list[Finding]:
    """All errors and warnings."""
    report = Report(file)
    try:
        _read(data, file, report)
    except Refused as refused:
        report.findings += refused.findings
    return report.findings


def _read(data: bytes, file: str, report: Report) -> _File | None:
    root = parse_xml(data, file)
    if root.tag != f"{BPMN}definitions":
        report.error("not-bpmn", "这不是 BPMN 2.0 流程图。", root)
        return None
    reader = Reader(root, report)
    for child in root.iterchildren():
        if is_bpmn(child) and local(child) not in _SHARED:
            report.error("unsupported-element", f"不支持“{local(child)}”。", child)
        elif local(child) == "message" and is_bpmn(child):
            check_extensions(reader, child)
    processes = [read_process(reader, xml) for xml in _executable(root, report)]
    for process in processes:
        check_structure(report, process)
        check_house_rules(report, process)
    return _File(reader, processes, hashlib.sha256(data).hexdigest())


def _executable(root: etree._Element, report: Report) -> Iterator[etree._Element]:
    found = False
    for process in root.iterchildren(f"{BPMN}process"):
        if is_true(process.get("isExecutable")):
            found = True
            yield process
        elif len(process):
            report.warning("not-executable", "这个流程没有标为可执行，不会部署。", process)
    if not found:
        report.error("nothing-executable", "文件里没有可执行的流程（isExecutable）。", root)


def _definition(process: ScopePart, read: _File, file: str) -> Definition:
    spec, parts = specs_of(process, file)
    return Definition(
        file=file, digest=read.digest, _spec=spec, _parts=parts, **summarise(process, read.reader.expressions)
    )
