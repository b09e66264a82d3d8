"""What a diagram leans on must be in the bundle: forms, decisions, processes, handlers, groups, articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.bpmn import Definition
from engine.bundle.model import Bundle
from engine.errors import Finding


def checks(bundle: Bundle, job_types: Collection[str], functions: Collection[str]) -> Iterator[Finding]:
    """Findings about how the files of a bundle fit together."""
    for definition in bundle.definitions.values():
        yield from _missing(bundle, definition, job_types)
        scheme = bundle.schemes.get(definition.process_id.rpartition(".")[0])
        if scheme is not None:
            yield from _articles(definition, scheme)
        yield from _functions(definition, functions)
    yield from _call_cycles(bundle)


def _missing(bundle: Bundle, definition: Definition, job_types: Collection[str]) -> Iterator[Finding]:
    def missing(rule: str, what: str, names: Collection[str], have: Collection[str]) -> Iterator[Finding]:
        for name in sorted(set(names) - set(have)):
            yield Finding(rule, f"找不到{what}“{name}”。", definition.file, name)

    yield from missing("missing-form", "表单", definition.forms, bundle.forms)
    yield from missing("missing-decision", "决策", definition.decisions, bundle.decisions)
    yield from missing("missing-callee", "被调用的流程", definition.calls, bundle.definitions)
    if job_types:
        yield from missing("missing-handler", "服务任务的处理程序", definition.job_types, job_types)
    if bundle.groups:
        yield from missing("missing-group", "候选组", definition.groups, bundle.groups)


def _articles(definition: Definition, scheme: Mapping[str, Any]) -> Iterator[Finding]:
    articles = scheme.get("articles") or []
    have = {str(a["id"]) for a in articles} if isinstance(articles, list) else set(articles)
    for element in definition.elements.values():
        for article in element.articles:
            if article not in have:
                message = f"scheme.yaml 里没有条文“{article}”。"
                yield Finding("missing-article", message, definition.file, element.id, element.line)


def _functions(definition: Definition, known: Collection[str]) -> Iterator[Finding]:
    for element, _place, expression in definition.expressions:
        found = definition.elements.get(element)
        line = found.line if found else None
        for fault in expression.misspelt(known):
            cure = f"；您是不是要写“{fault.suggestion}”？" if fault.suggestion else "。"
            yield Finding("unknown-function", fault.reason + cure, definition.file, element, line)


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
