"""What a diagram leans on must be in the bundle: forms, decisions, processes, handlers, groups, articles."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from engine.bpmn import Definition
from engine.bundle.model import Bundle
from engine.bundle.places import LIKENESS
from engine.errors import Finding

_PLACES = {"form": ("forms/", ".form"), "decision": ("decisions/", ".dmn"), "callee": ("", ".bpmn")}
_WANTED = {
    "form": ("表单", "请补上 {file}，或改正任务上写的表单编号。"),
    "decision": ("决策", "请补上它的决策表（如 {file}），或改正业务规则任务上写的决策编号。"),
    "callee": ("被调用的流程", "请补上 {file}，或改正调用活动上写的流程编号。"),
    "handler": ("服务任务的处理程序", "请改用系统已有的处理程序，或请管理员先接上它。"),
    "group": ("候选组", "请在 groups.yaml 里登记它，或改正任务（或泳道）上写的组。"),
}


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
    """What is asked for and not there, at each element that asks. Nothing known of handlers or groups: not asked."""
    have: dict[str, Collection[str]] = {
        "form": bundle.forms,
        "decision": bundle.decisions,
        "callee": bundle.definitions,
        "handler": job_types,
        "group": bundle.groups,
    }
    for kind, name, element in definition.needs:
        if name not in have[kind] and (have[kind] or kind not in ("handler", "group")):
            what, cure = _WANTED[kind]
            meant = next(iter(get_close_matches(name, sorted(have[kind]), n=1, cutoff=LIKENESS)), None)
            cure = f"您是不是要写“{meant}”？" if meant else cure.format(file=_file(kind, name))
            message = f"找不到{what}“{name}”。{cure}"
            line = definition.elements[element].line
            yield Finding(f"missing-{kind}", message, definition.file, element, line)


def _file(kind: str, name: str) -> str:
    """Where `jingan.apply` would stand: `jingan/forms/apply.form`."""
    before, after = _PLACES.get(kind, ("", ""))
    *folders, last = name.split(".")
    return "/".join([*folders, f"{before}{last}{after}"])


def _articles(definition: Definition, scheme: Mapping[str, Any]) -> Iterator[Finding]:
    articles = scheme.get("articles") or []
    have = {str(a["id"]) for a in articles} if isinstance(articles, list) else set(articles)
    for element in definition.elements.values():
        for article in element.articles:
            if article not in have:
                message = (
                    f"scheme.yaml 里没有条文“{article}”。请在 articles 里登记它，或改正元素上写的条文编号。"
                )
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
    for start, definition in sorted(bundle.definitions.items()):
        circle = _circle(bundle, start)
        if circle:
            calls = (n.element for n in definition.needs if n.kind == "callee" and n.name == circle[1])
            element = next(calls)
            message = (
                f"流程“{start}”经调用活动又回到自己（{' → '.join(circle)}），会没有尽头；请改掉其中一处调用。"
            )
            line = definition.elements[element].line
            yield Finding("call-cycle", message, definition.file, element, line)


def _circle(bundle: Bundle, start: str) -> list[str]:
    """A shortest way of calls from a process back to itself; empty if there is none."""
    before = dict.fromkeys(sorted(bundle.definitions[start].calls), start)
    todo = deque(before)
    while todo:
        name = todo.popleft()
        if name == start:
            break
        for callee in sorted(bundle.definitions[name].calls if name in bundle.definitions else ()):
            if callee not in before:
                before[callee] = name
                todo.append(callee)
    if start not in before:
        return []
    way = [start, before[start]]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]
