"""`laurel check`, `deploy` and `scenarios`: what a process owner runs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import assembly
from engine import bundle as bundles
from engine import rehearsal
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments
from engine.errors import Finding
from engine.process_engine import ProcessEngine
from engine.rehearsal import pages
from engine.rehearsal import traceability as traces
from web import installation
from web.cli.printing import answer, json_option, working
from web.serve import prepare

_path = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=_path)
@click.option(
    "--traceability",
    type=click.Path(path_type=Path),
    help="另外演练全部剧本，把每个办法的条文对照写进这个文件夹；有条文没有着落时退出码为 1。",
)
@json_option
def check(paths: tuple[Path, ...], traceability: Path | None, as_json: bool) -> None:
    """检查流程图、表单、决策和条文；有错误时退出码为 1。"""
    filled = assembly.process_engine("sqlite://")
    count, findings = 0, []
    with working("检查", as_json):
        for path in paths:
            files = bundles.read_folder(path)
            known = filled.registries.handlers
            bundle = bundles.read(files, job_types=known, functions=filled.lent_functions)
            count += bundle.count
            findings += bundle.findings
    findings.sort(key=lambda f: (f.file, f.severity != "error", f.line or 0))
    errors = [f for f in findings if f.severity == "error"]
    warnings = [f for f in findings if f.severity != "error"]
    document = {
        "files": count,
        "errors": [f.as_dict() for f in errors],
        "warnings": [f.as_dict() for f in warnings],
    }
    lines = [_line(f) for f in findings]
    lines.append(f"检查了 {count} 个文件：{len(errors)} 处错误，{len(warnings)} 处提醒。")
    missing = _trace(paths, traceability, document, lines, as_json) if traceability and not errors else False
    answer(document, as_json, "\n".join(lines))
    if errors or missing:
        sys.exit(1)


def _trace(
    paths: tuple[Path, ...], folder: Path, document: dict[str, Any], lines: list[str], as_json: bool
) -> bool:
    """Write the pages of requirements; whether one of them has neither an element with a story nor a person."""
    with working("演练", as_json), _without_log():
        report = rehearsal.run(paths, _rehearsal_engine)
    folder.mkdir(parents=True, exist_ok=True)
    for scheme, page in traces.pages(report).items():
        (folder / f"{scheme}.md").write_text(page, encoding="utf-8")
    found = traces.trace(report)
    states = ("covered", "duty", "missing")
    document["traceability"] = {t.scheme: {s: [row.id for row in t.of(s)] for s in states} for t in found}
    for t in found:
        covered, duty, missing = (len(t.of(state)) for state in states)
        lines.append(f"{t.scheme}：{covered} 条有环节和情景，{duty} 条是人的职责，{missing} 条没有着落。")
        lines += [f"  没有着落：{row.id} {row.title}" for row in t.of("missing")]
    return any(t.of("missing") for t in found)


@click.command()
@click.argument("path", type=_path)
@json_option
def deploy(path: Path, as_json: bool) -> None:
    """部署一个文件夹：全部成功，或什么都不变。"""
    with working("部署", as_json):
        pe = prepare(installation.database_url())
        done = deployments.deploy(pe, bundles.read_folder(path), Actor("command-line", admin=True))
    document = {"deployment": done.id, "definitions": done.definitions}
    changed = [f"{d['process']} 第 {d['version']} 版" for d in done.definitions if d["changed"]]
    answer(document, as_json, "已部署：" + ("、".join(changed) or "没有变化"))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=_path)
@click.option(
    "--coverage",
    type=click.Path(path_type=Path),
    help="把覆盖情况写进这个文件夹：coverage.json，和从 index.html 看起的网页。",
)
@json_option
def scenarios(paths: tuple[Path, ...], coverage: Path | None, as_json: bool) -> None:
    """用虚拟时钟演练剧本，说明哪些通过、走过哪些元素。"""

    def told(result: rehearsal.Result) -> None:
        if not as_json:
            mark = "✗" if result.failure else "✓"
            click.echo(f"{mark} {result.title}" + (f"\n    {result.failure}" if result.failure else ""))

    with working("演练", as_json), _without_log():
        report = rehearsal.run(paths, _rehearsal_engine, told)
    if coverage:
        pages.write(report, coverage)
    document = report.as_json()
    lines = [f"通过 {document['passed']}，未通过 {document['failed']}。"]
    for process, shares in document["coverage"].items():
        parts = [f"{label} {shares[k]['covered']}/{shares[k]['total']}" for k, label in _SHARES.items()]
        lines.append(f"{process}：" + "，".join(parts))
    answer(document, as_json, "\n".join(lines))
    if report.failed or not report.results:
        sys.exit(1)


_SHARES = {"elements": "元素", "flows": "连线", "articles": "条文"}


@contextmanager
def _without_log() -> Iterator[None]:
    """Jobs that fail in a story fail on purpose; the story says whether that was right."""
    log = logging.getLogger("engine.jobs")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _rehearsal_engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)


def _line(finding: Finding) -> str:
    kind = "错误" if finding.severity == "error" else "提醒"
    place = ":".join(str(p) for p in (finding.file, finding.line) if p)
    element = f" {finding.element}" if finding.element else ""
    return f"{kind} {place}{element}：{finding.message}（{finding.rule}）"
