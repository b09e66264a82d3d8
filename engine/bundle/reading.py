"""Reading files into a bundle: each by its kind, then all checked together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from engine import bpmn
from engine.bundle.bodies import body_findings
from engine.bundle.checks import checks
from engine.bundle.criteria import criteria_findings, read_criteria
from engine.bundle.data import parsed, read_data
from engine.bundle.decisions import tables
from engine.bundle.expressions import expression_findings
from engine.bundle.model import Bundle, File, id_of
from engine.bundle.names import unnamed
from engine.dmn import DmnError
from engine.dmn import load as load_dmn
from engine.errors import Finding, Refused
from engine.feel import builtin_names
from engine.forms import parse_form
from engine.letters import parse_template
from engine.xml import parse_xml


def read(
    files: Mapping[str, bytes],
    *,
    job_types: Collection[str] = (),
    functions: Collection[str] = (),
) -> Bundle:
    """Parse and check all files together.

    `files` maps a path relative to the processes folder (`jingan/application.bpmn`) to its bytes.
    `functions` are lent to FEEL; where they are a mapping to LentFunction, their parameters and results are
    looked at too. Nothing is raised: what is wrong stands in `findings`.
    """
    bundle = Bundle(count=len(files))
    for path, content in sorted(files.items()):
        _read_one(bundle, File(path, content))
    bundle.findings += checks(bundle, job_types, frozenset(functions) | builtin_names)
    bundle.findings += tables(bundle)
    bundle.findings += expression_findings(bundle, functions)
    bundle.findings += body_findings(bundle)
    bundle.findings += unnamed(bundle)
    bundle.findings += criteria_findings(bundle)
    return bundle


def _read_one(bundle: Bundle, file: File) -> None:
    try:
        match PurePosixPath(file.path).suffix:
            case ".bpmn":
                _read_diagram(bundle, file)
            case ".dmn":
                _read_decisions(bundle, file)
            case ".form":
                _read_form(bundle, file)
            case ".yaml" if PurePosixPath(file.path).parent.name == "criteria":
                _read_criteria(bundle, file)
            case ".yaml":
                read_data(bundle, file)
            case ".md":
                _read_letter(bundle, file)
    except Refused as refused:
        bundle.findings += refused.findings


def _read_diagram(bundle: Bundle, file: File) -> None:
    findings = bpmn.check(file.content, file.path)
    bundle.findings += findings
    if any(f.severity == "error" for f in findings):
        return
    definitions = bpmn.parse(file.content, file.path)
    bundle.findings += _misplaced(file, [d.process_id for d in definitions])
    for definition in definitions:
        if bundle.file("process", definition.process_id, file):
            bundle.definitions[definition.process_id] = definition


def _misplaced(file: File, processes: list[str]) -> Iterator[Finding]:
    """The id is the path: of several processes in a file one bears it, the others' ids begin with it and a hyphen."""
    wanted = id_of(file.path)
    if len(processes) > 1 and wanted not in processes:
        message = f"文件里有几个可执行的流程，其中一个的编号应与文件位置一致，即“{wanted}”。"
        yield Finding("id-is-path", message, file.path)
    for process in processes:
        if len(processes) > 1 and process != wanted and not process.startswith(f"{wanted}-"):
            message = f"同一文件里的其他流程，编号以“{wanted}-”开头；“{process}”请改成这样。"
            yield Finding("id-is-path", message, file.path, process)
        elif len(processes) == 1 and process != wanted:
            message = f"流程编号“{process}”应与文件位置一致，改为“{wanted}”。"
            yield Finding("id-is-path", message, file.path, process)


def _read_decisions(bundle: Bundle, file: File) -> None:
    try:
        model = load_dmn(parse_xml(file.content, file.path))
    except DmnError as error:
        bundle.findings += [
            Finding("dmn", message, file.path, element, line) for element, line, message in error.findings
        ]
        return
    if id_of(file.path) not in model.decisions:
        wanted = id_of(file.path)
        bundle.findings.append(Finding("id-is-path", f"文件里没有编号为“{wanted}”的决策。", file.path))
    for decision in model.decisions:
        if bundle.file("decision", decision, file):
            bundle.decisions[decision] = model


def _read_form(bundle: Bundle, file: File) -> None:
    form = parse_form(file.content, file.path)
    if form.id != id_of(file.path):
        message = f"表单编号“{form.id}”应与文件位置一致，改为“{id_of(file.path)}”。"
        bundle.findings.append(Finding("id-is-path", message, file.path, form.id))
    if bundle.file("form", form.id, file):
        bundle.forms[form.id] = form


def _read_letter(bundle: Bundle, file: File) -> None:
    template = parse_template(file.content, file.path, id_of(file.path))
    if bundle.file("letter", template.id, file):
        bundle.letters[template.id] = template


def _read_criteria(bundle: Bundle, file: File) -> None:
    data = parsed(bundle, file)
    if data is not None:
        read_criteria(bundle, file, id_of(file.path), data)
