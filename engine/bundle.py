"""A folder of diagrams, forms, decisions and rule data, read and checked as one thing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from engine import bpmn
from engine.bpmn import Definition
from engine.dmn import DmnError, DmnModel
from engine.dmn import load as load_dmn
from engine.errors import Finding, Refused
from engine.feel import builtin_names
from engine.forms import Form, parse_form
from engine.xml import parse_xml

SUFFIXES = (".bpmn", ".dmn", ".form", ".yaml")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the bundle: where it stands and what it says."""

    path: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class Bundle:
    """Everything found, by id, with the findings of the check."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    decisions: dict[str, DmnModel] = field(default_factory=dict)
    schemes: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    files: dict[tuple[str, str], File] = field(default_factory=dict)  # (kind, id) -> file
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    @property
    def errors(self) -> list[Finding]:
        return [f for f in self.findings if f.severity == "error"]


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of all schemes, or of the scheme a path lies in with `shared`, which schemes lean on."""
    path = path.resolve()
    root = processes_root(path)
    inside = path.relative_to(root).parts
    wanted = [root / inside[0], root / "shared"] if inside else [root]
    found: dict[str, bytes] = {}
    for top in wanted:
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if file.suffix in SUFFIXES and file.is_file() and "scenarios" not in file.parts:
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


def processes_root(path: Path) -> Path:
    """The folder that ids are counted from: the nearest `processes` above, else the folder itself."""
    path = path.resolve()
    for place in (path, *path.parents):
        if place.name == "processes":
            return place
    return path if path.is_dir() else path.parent


def read(
    files: Mapping[str, bytes],
    *,
    job_types: Collection[str] = (),
    functions: Collection[str] = (),
) -> Bundle:
    """Parse and check all files together.

    `files` maps a path relative to the processes folder (`jingan/application.bpmn`) to its bytes.
    Nothing is raised: what is wrong stands in `findings`.
    """
    bundle = Bundle(count=len(files))
    for path, content in sorted(files.items()):
        _read_one(bundle, File(path, content))
    known = frozenset(functions) | builtin_names
    bundle.findings += [f for d in bundle.definitions.values() for f in _check(bundle, d, job_types, known)]
    bundle.findings += _call_cycles(bundle)
    return bundle


def id_of(path: str) -> str:
    """`jingan/decisions/quota.dmn` -> `jingan.quota`: the id is the path without its kind's folder."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(p for p in parts if p not in ("forms", "decisions"))


def _read_one(bundle: Bundle, file: File) -> None:
    try:
        match PurePosixPath(file.path).suffix:
            case ".bpmn":
                _read_diagram(bundle, file)
            case ".dmn":
                _read_decisions(bundle, file)
            case ".form":
                _read_form(bundle, file)
            case ".yaml":
                _read_data(bundle, file)
    except Refused as refused:
        bundle.findings += refused.findings


def _read_diagram(bundle: Bundle, file: File) -> None:
    findings = bpmn.check(file.content, file.path)
    bundle.findings += findings
    if any(f.severity == "error" for f in findings):
        return
    for definition in bpmn.parse(file.content, file.path):
        if definition.process_id != id_of(file.path):
            bundle.findings.append(
                Finding(
                    "id-is-path",
                    f"流程编号“{definition.process_id}”应与文件位置一致，改为“{id_of(file.path)}”。",
                    file.path,
                    definition.process_id,
                )
            )
        _add(bundle, bundle.definitions, "process", definition.process_id, definition, file)


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
        _add(bundle, bundle.decisions, "decision", decision, model, file)


def _read_form(bundle: Bundle, file: File) -> None:
    form = parse_form(file.content, file.path)
    if form.id != id_of(file.path):
        message = f"表单编号“{form.id}”应与文件位置一致，改为“{id_of(file.path)}”。"
        bundle.findings.append(Finding("id-is-path", message, file.path, form.id))
    _add(bundle, bundle.forms, "form", form.id, form, file)


def _read_data(bundle: Bundle, file: File) -> None:
    name = PurePosixPath(file.path).name
    if name not in ("scheme.yaml", "groups.yaml"):
        return
    try:
        data = yaml.safe_load(file.content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        bundle.findings.append(Finding("yaml", "不是正确的 YAML，请检查缩进和冒号。", file.path, line=line))
        return
    if not isinstance(data, dict):
        bundle.findings.append(Finding("yaml", "内容应是“键: 值”的列表。", file.path))
    elif name == "groups.yaml":
        bundle.groups |= {str(k): str(v) for k, v in (data.get("groups") or data).items()}
    else:
        scheme = PurePosixPath(file.path).parent.as_posix().replace("/", ".")
        _add(bundle, bundle.schemes, "scheme", scheme, data, file)


def _add(bundle: Bundle, where: dict[str, Any], kind: str, key: str, value: Any, file: File) -> None:
    if (kind, key) in bundle.files:
        other = bundle.files[kind, key].path
        message = f"编号“{key}”已被 {other} 使用，编号不能重复。"
        bundle.findings.append(Finding("duplicate-id", message, file.path, key))
        return
    where[key] = value
    bundle.files[kind, key] = file


def _check(
    bundle: Bundle, definition: Definition, job_types: Collection[str], known: Collection[str]
) -> Iterator[Finding]:
    where = definition.file

    def missing(rule: str, what: str, names: Collection[str], have: Collection[str]) -> Iterator[Finding]:
        for name in sorted(set(names) - set(have)):
            yield Finding(rule, f"找不到{what}“{name}”。", where, name)

    yield from missing("missing-form", "表单", definition.forms, bundle.forms)
    yield from missing("missing-decision", "决策", definition.decisions, bundle.decisions)
    yield from missing("missing-callee", "被调用的流程", definition.calls, bundle.definitions)
    if job_types:
        yield from missing("missing-handler", "服务任务的处理程序", definition.job_types, job_types)
    if bundle.groups:
        yield from missing("missing-group", "候选组", definition.groups, bundle.groups)
    scheme = bundle.schemes.get(definition.process_id.rpartition(".")[0])
    if scheme is not None:
        yield from _articles(definition, scheme)
    for element, _place, expression in definition.expressions:
        for name in sorted(expression.functions - set(known)):
            yield Finding(
                "unknown-function", f"没有名为“{name}”的函数。", where, element, _line(definition, element)
            )


def _articles(definition: Definition, scheme: Mapping[str, Any]) -> Iterator[Finding]:
    articles = scheme.get("articles") or []
    have = {str(a["id"]) for a in articles} if isinstance(articles, list) else set(articles)
    for element in definition.elements.values():
        for article in element.articles:
            if article not in have:
                message = f"scheme.yaml 里没有条文“{article}”。"
                yield Finding("missing-article", message, definition.file, element.id, element.line)


def _line(definition: Definition, element: str) -> int | None:
    found = definition.elements.get(element)
    return found.line if found else None


def _call_cycles(bundle: Bundle) -> Iterator[Finding]:
    """A call activity that comes back to its own process would never end (architecture: cycles are refused)."""
    for start in sorted(bundle.definitions):
        seen: set[str] = set()
        todo = set(bundle.definitions[start].calls)
        while todo:
            name = todo.pop()
            if name in seen or name not in bundle.definitions:
                continue
            seen.add(name)
            todo |= bundle.definitions[name].calls
        if start in seen:
            file = bundle.definitions[start].file
            yield Finding("call-cycle", f"流程“{start}”经调用活动又回到自己，不能部署。", file, start)
