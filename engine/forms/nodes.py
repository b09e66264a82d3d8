"""A form laid over one submission: each component where it occurs, each row of each list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from engine.forms.browser import MAX_ROWS, BrowserSubmission
from engine.forms.component import Component, Option
from engine.forms.options import as_posted
from engine.forms.templates import local
from engine.sentence import Sentence

_ABSENT: Final = object()


@dataclass(slots=True)
class Row:
    """One row of a list, with its number in the submission and what the context had there."""

    index: int
    prior: Mapping[str, Any]
    nodes: list[Node]

    @property
    def cells(self) -> dict[str, Node]:
        """The nodes of this row by key, those in groups too: for special renderings that place them one by one."""
        return {node.component.key: node for node in every(self.nodes) if node.component.key is not None}


@dataclass(slots=True)
class Node:
    """One component at one place.

    `name` is the browser's name and the place of an error: `applicant.name`, `cases[0].score`; a component
    without a value has its id there (`cases[0].text_1`). What follows is worked out: `value` (FEEL),
    `fault` (a message), `shown`, `readonly`, `options`; then, for screens, the texts.
    """

    component: Component
    name: str
    prior: Any = None
    raw: Any = None
    value: Any = None
    fault: str | None = None
    shown: bool = True
    readonly: bool = False
    options: tuple[Option, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    label: str = ""
    description: str = ""
    text: str = ""
    bound: Sentence | None = (
        None  # why a list cannot be filled in at all: the case has more rows than a form may show
    )
    table: list[list[str]] = field(default_factory=list)
    records: list[list[Any]] = field(default_factory=list)  # the values behind `table`, for sorting

    @property
    def posted(self) -> str:
        """What stands in the field: as it was typed if it could not be read, else the value."""
        typed = self.value is None and not self.readonly and isinstance(self.raw, str)
        if self.component.type == "datetime" and isinstance(self.value, datetime):
            return f"{local(self.value):%Y-%m-%dT%H:%M}"
        return self.raw if typed else as_posted(self.value)

    @property
    def picked(self) -> list[str]:
        """The posted texts of the options of a checklist that are ticked."""
        return [as_posted(item) for item in self.value] if isinstance(self.value, list) else [self.posted]


def every(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes and all inside them, in document order."""
    for node in nodes:
        yield node
        yield from every(node.nodes)
        for row in node.rows:
            yield from every(row.nodes)


class Layer:
    """Lays components over a submission (None: over what is known already, for the first display)."""

    def __init__(self, submission: Mapping[str, Any] | None) -> None:
        self.first_display = submission is None
        self.from_browser = isinstance(submission, BrowserSubmission)

    def lay(
        self,
        components: Sequence[Component],
        raw: Mapping[str, Any],
        prior: Mapping[str, Any],
        prefix: str = "",
    ) -> list[Node]:
        """The nodes of one level; `prior` is the context at this level, `prefix` what its names begin with."""
        return [self._one(component, raw, prior, prefix) for component in components]

    def _one(
        self, component: Component, raw: Mapping[str, Any], prior: Mapping[str, Any], prefix: str
    ) -> Node:
        if component.type == "group":
            return self._group(component, raw, prior, prefix)
        if component.type == "dynamiclist":
            return self._list(component, raw, prior, prefix)
        if component.key is None:
            return Node(component, prefix + component.id)
        before = prior.get(component.key)
        return Node(component, prefix + component.key, before, self._raw(component, raw, before))

    def _raw(self, component: Component, raw: Mapping[str, Any], before: Any) -> Any:
        """What was sent; at first what is known; else the default, but a browser leaves unticked boxes out."""
        if self.first_display:
            return component.default if before is None else before
        return raw.get(component.key or "", None if self.from_browser else component.default)

    def _group(
        self, component: Component, raw: Mapping[str, Any], prior: Mapping[str, Any], prefix: str
    ) -> Node:
        inner = prefix + "".join(f"{name}." for name in component.path)
        node = Node(component, prefix + component.id)
        below = inside(raw, component.path)
        node.fault = (
            None if below is _ABSENT or isinstance(below, Mapping) else Sentence("{label}应是一组内容")
        )
        known = as_mapping(inside(prior, component.path))
        node.nodes = self.lay(component.components, as_mapping(below), known, inner)
        return node

    def _list(
        self, component: Component, raw: Mapping[str, Any], prior: Mapping[str, Any], prefix: str
    ) -> Node:
        node = Node(component, prefix + ".".join(component.path))
        before = inside(prior, component.path)
        known = [as_mapping(item) for item in before] if isinstance(before, list) else []
        sent = inside(raw, component.path)
        if sent is not _ABSENT and not _is_rows(sent):
            node.fault = Sentence("{label}应是一个列表，每一行是一组内容")
        if len(known) > MAX_ROWS:
            node.bound = Sentence(
                "{label}有 {n} 行，一张表单最多 {most} 行，请联系流程负责人分批办理",
                n=len(known),
                most=MAX_ROWS,
            )
            known = known[:MAX_ROWS]
        rows = self._rows(component, sent if _is_rows(sent) else [], known)
        if len(rows) > MAX_ROWS or (is_fixed(component) and known and len(rows) > len(known)):
            node.fault = self._too_many(component, min(MAX_ROWS, len(known) or MAX_ROWS))
            rows = rows[:MAX_ROWS]
        node.fault = node.bound or node.fault
        for index, row in rows:
            base = known[index] if index < len(known) and (is_fixed(component) or self.first_display) else {}
            nodes = self.lay(component.components, row, base, f"{node.name}[{index}].")
            node.rows.append(Row(index, base, nodes))
        return node

    def _too_many(self, component: Component, most: int) -> Sentence:
        if self.from_browser and not is_fixed(component):
            return Sentence("{label}最多 {most} 行，多出的没有收下；内容更多时请改为上传文件", most=most)
        return Sentence("{label}最多 {most} 行", most=most)

    def _rows(
        self, component: Component, sent: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]
    ) -> list[tuple[int, Mapping[str, Any]]]:
        """The rows that count, each with its number: fixed lists keep theirs, others lose blank rows."""
        fresh = int(component.settings.get("defaultRepetitions", 1))
        rows = list(enumerate(sent))
        if self.first_display:
            return [(i, {}) for i in range(len(known) or fresh)]
        if is_fixed(component):
            wanted = len(known) or fresh
            return rows + [(i, {}) for i in range(len(rows), wanted)]
        return _without_blank(rows, _least(component)) if self.from_browser else rows


def is_fixed(component: Component) -> bool:
    """Whether a list's rows are those of the context: nobody may add or remove any."""
    return component.settings.get("allowAddRemove") is False


def inside(tree: Any, path: Sequence[str]) -> Any:
    """What stands at a path of names; a marker that is no mapping if nothing does."""
    for name in path:
        tree = tree.get(name, _ABSENT) if isinstance(tree, Mapping) else _ABSENT
    return tree


def as_mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _least(component: Component) -> int:
    """A list whose rows ask for something required keeps one row, so that the question is not lost."""
    asks = any(child.validate.get("required") for child in component.components)
    return int(asks and component.settings.get("defaultRepetitions", 1) > 0)


def _without_blank(
    rows: list[tuple[int, Mapping[str, Any]]], least: int
) -> list[tuple[int, Mapping[str, Any]]]:
    filled = [row for row in rows if not _is_blank(row[1])]
    return filled or rows[:least] or [(i, {}) for i in range(least)]


def _is_blank(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_blank, value.values()))
    if isinstance(value, list):
        return all(map(_is_blank, value))
    return value is None or (isinstance(value, str) and not value.strip())
