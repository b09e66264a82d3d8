"""From the bytes of a diagram to checked, immutable definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.global_tasks import write_out_global_tasks
from engine.bpmn.lint import check_house_rules
from engine.bpmn.model import Definition
from engine.bpmn.names import BPMN, is_bpmn, is_true, local
from engine.bpmn.reading.extensions import check_extensions
from engine.bpmn.reading.parts import ScopePart
from engine.bpmn.reading.reader import REFERRED, Reader
from engine.bpmn.reading.scopes import read_process
from engine.bpmn.report import Report
from engine.bpmn.soundness import Budget, check_soundness
from engine.bpmn.spiff import specs_of
from engine.bpmn.structure import check_ids, check_structure
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
    "import",
    "relationship",
    "extension",
    "partnerEntity",
    "partnerRole",
    "endPoint",
    "correlationProperty",
}


@dataclass
class _File:
    """A file that was read: its executable processes and everything that was found."""

    reader: Reader
    processes: list[ScopePart]
    digest: str


def parse(data: bytes, file: str, *, house_rules: bool = True) -> list[Definition]:
    """One definition per executable process. Raises Refused with all errors.

    Without `house_rules` a file of another house may name things as it likes: only the standard is asked.
    """
    report = Report(file, house_rules)
    read = _read(data, file, report, house_rules)
    if report.failed or read is None:
        raise Refused([f for f in report.findings if f.severity == "error"])
    return [_definition(process, read, file) for process in read.processes]


def check(data: bytes, file: str, *, house_rules: bool = True) -> list[Finding]:
    """All errors and warnings; soundness is looked into once nothing else is an error."""
    report = Report(file, house_rules)
    try:
        read = _read(data, file, report, house_rules)
        budget = Budget()
        for process in read.processes if read is not None and not report.failed else ():
            check_soundness(report, process, budget)
    except Refused as refused:
        report.findings += refused.findings
    return report.findings


def _read(data: bytes, file: str, report: Report, house_rules: bool = True) -> _File | None:
    root = parse_xml(data, file)
    if root.tag != f"{BPMN}definitions":
        report.error("not-bpmn", "这不是 BPMN 2.0 流程图。", root)
        return None
    write_out_global_tasks(root)
    reader = Reader(root, report)
    for child in root.iterchildren():
        if is_bpmn(child) and local(child) not in _SHARED:
            report.error("unsupported-element", f"不支持“{local(child)}”。", child)
        elif is_bpmn(child) and local(child) in REFERRED:
            if not child.get("id"):
                message = (
                    f"{REFERRED[local(child)]}“{child.get('name', '')}”没有编号（id），没有事件能引用它。"
                )
                report.error("missing-id", message, child)
            check_extensions(reader, child)
    processes = [read_process(reader, xml) for xml in _executable(root, report)]
    if processes:
        check_ids(report, root)
    for process in processes:
        check_structure(report, process)
        if house_rules:
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
