"""Requirement by requirement: the elements, decisions, forms and stories that answer it, or whose duty it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from engine.bpmn import Definition
from engine.rehearsal.runner import Report
from engine.vocabulary import scheme_of

_ID = re.compile(r"\b[A-Z]\d?-\d+(?:\.\d+)?(?![\d.]*\d)")
SHARED = "shared"


@dataclass(slots=True)
class Row:
    """One requirement of a scheme. `stories` are scenario files whose walk passed an element that cites it."""

    id: str
    number: str
    title: str
    summary: str
    duty: str
    elements: list[tuple[str, str]] = field(default_factory=list)  # process, element id
    decisions: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """`covered` (an element cites it and a story passed there), `duty` (of people), or `missing`."""
        if self.elements and self.stories:
            return "covered"
        return "duty" if self.duty else "missing"


@dataclass(frozen=True)
class Trace:
    """All requirements of one scheme."""

    scheme: str
    name: str
    rows: list[Row]

    def of(self, state: str) -> list[Row]:
        return [row for row in self.rows if row.state == state]


def trace(report: Report) -> list[Trace]:
    """Every scheme of the report's folders, in their order."""
    return [_Tracing(report, scheme).trace() for scheme in report.bundle.schemes]


class _Tracing:
    def __init__(self, report: Report, scheme: str) -> None:
        self._report, self._scheme = report, scheme
        self._data: Mapping[str, Any] = report.bundle.schemes[scheme]

    def trace(self) -> Trace:
        rows = [self._row(article) for article in self._data.get("articles") or []]
        return Trace(self._scheme, str(self._data.get("name") or self._scheme), rows)

    def _row(self, article: Mapping[str, Any]) -> Row:
        key = str(article["id"])
        numbers: Mapping[str, Mapping[str, Any]] = self._data.get("parameters") or {}
        return Row(
            key,
            number=_told(article, "number"),
            title=_told(article, "title"),
            summary=_told(article, "summary"),
            duty=_told(article, "duty"),
            elements=[
                (p, e) for p, d in self._mine() for e, found in d.elements.items() if key in found.articles
            ],
            decisions=self._texts.get(("decision", key), []),
            forms=self._texts.get(("form", key), []),
            parameters=[name for name, about in numbers.items() if about.get("requirement") == key],
            stories=self._stories.get(key, []),
        )

    def _mine(self) -> Iterator[tuple[str, Definition]]:
        """The scheme's own diagrams, then the shared ones."""
        for where in (self._scheme, SHARED):
            for process, definition in sorted(self._report.bundle.definitions.items()):
                if scheme_of(process) == where:
                    yield process, definition

    @cached_property
    def _texts(self) -> dict[tuple[str, str], list[str]]:
        """Decisions and forms of the scheme that name a requirement anywhere."""
        found: dict[tuple[str, str], list[str]] = {}
        for (kind, key), file in sorted(self._report.bundle.files.items()):
            if kind in ("decision", "form") and scheme_of(key) in (self._scheme, SHARED):
                for cited in set(_ID.findall(file.content.decode("utf-8", "replace"))):
                    found.setdefault((kind, cited), []).append(key)
        return found

    @cached_property
    def _stories(self) -> dict[str, list[str]]:
        """The scheme's scenario files by the requirements that their walks met; other schemes' walks do not count."""
        found: dict[str, set[str]] = {}
        definitions = self._report.bundle.definitions
        for result, walked in self._report.walks:
            if PurePosixPath(result.file).parts[0] != self._scheme:
                continue
            for process, ids in walked.items():
                elements = definitions[process].elements if process in definitions else {}
                for cited in {a for e in ids if e in elements for a in elements[e].articles}:
                    found.setdefault(cited, set()).add(PurePosixPath(result.file).stem)
        return {cited: sorted(files) for cited, files in found.items()}


def _told(article: Mapping[str, Any], name: str) -> str:
    return str(article.get(name) or "")


def as_markdown(found: Trace, names: Mapping[tuple[str, str], str]) -> str:
    """The page of one scheme. `names` are the elements' names by process and id."""
    covered, duties, missing = (found.of(state) for state in ("covered", "duty", "missing"))
    lines = [
        f"# {found.name}：条文对照",
        "",
        f"由 `laurel check --traceability` 生成。共 {len(found.rows)} 条：{len(covered)} 条有环节承办并由情景走到，"
        f"{len(duties)} 条是人的职责，{len(missing)} 条还没有。",
        "",
        "| 条 | 内容 | 环节 | 决策、数字 | 表单 | 情景 |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_line(row, names) for row in found.rows if row.state != "duty"]
    if duties:
        lines += ["", "## 人的职责，系统不代办", "", "| 条 | 内容 | 谁，为什么 |", "|---|---|---|"]
        lines += [
            f"| {row.id} | {_cell(row.number)}{_cell(row.title)} | {_cell(row.duty)} |" for row in duties
        ]
    return "\n".join(lines) + "\n"


def _line(row: Row, names: Mapping[tuple[str, str], str]) -> str:
    elements = "<br>".join(f"{process}：{_cell(names[process, key])}" for process, key in row.elements)
    numbers = "<br>".join([*row.decisions, *row.parameters])
    mark = "" if row.state == "covered" else "**还没有** "
    about = f"{_cell(row.number)}{_cell(row.title)}"
    return f"| {mark}{row.id} | {about} | {elements} | {numbers} | {'<br>'.join(row.forms)} | {'<br>'.join(row.stories)} |"


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")


def pages(report: Report) -> dict[str, str]:
    """The text of `<scheme>.md` for every scheme."""
    names = {
        (process, key): element.name or key
        for process, definition in report.bundle.definitions.items()
        for key, element in definition.elements.items()
    }
    return {found.scheme: as_markdown(found, names) for found in trace(report)}
