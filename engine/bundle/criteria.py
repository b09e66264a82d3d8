"""Criteria sets: what reviewers score by, as data beside the diagrams; read and checked, and bound to versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from engine.bpmn import Definition
from engine.bundle.data import SHARED
from engine.bundle.model import Bundle, File
from engine.bundle.places import Place
from engine.bundle.scopes import by_target
from engine.errors import Finding
from engine.vocabulary import scheme_of

JOB: Final = "criteria"  # the job type that hands a set to a diagram
GIVEN: Final = "criteria_set"  # what a set's id is called where one process hands it to the next
_SETS = re.compile(r'"([a-z0-9-]+\.[a-z0-9-]+)"')


@dataclass(frozen=True, slots=True)
class Item:
    """One item that is scored. `points` is None where no rule gives any."""

    number: str
    title: str
    category: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One edition of criteria. `total` is what the points add up to; None where there are none."""

    id: str
    name: str
    edition: str
    note: str
    total: Decimal | None
    categories: Mapping[str, str]  # id -> title, in the order of the sheet
    items: tuple[Item, ...]


def read_criteria(bundle: Bundle, file: File, key: str, data: Mapping[str, Any]) -> None:
    """Enter a set into the bundle; what is wrong with it becomes findings."""
    faults = [replace(fault, file=file.path) for fault in _faults(data)]
    bundle.findings += faults
    if bundle.file("criteria", key, file) and not faults:
        bundle.criteria[key] = criteria_of(key, data)


def criteria_of(key: str, data: Mapping[str, Any]) -> CriteriaSet:
    """The set that checked data describe."""
    items = tuple(
        Item(str(i["number"]), str(i["title"]), str(i["category"]), _number(i.get("points")))
        for i in data["items"]
    )
    return CriteriaSet(
        id=key,
        name=str(data["name"]),
        edition=str(data["edition"]),
        note=str(data.get("note") or ""),
        total=_number(data.get("total")),
        categories={str(c["id"]): str(c["title"]) for c in data["categories"]},
        items=items,
    )


def criteria_for(bundle: Bundle, definition: Definition) -> list[str]:
    """The sets that a case of this process may be scored by, in what it calls too: the scheme's own and shared ones."""
    seen, todo, asked = {definition.process_id}, [definition], False
    while todo:
        current = todo.pop()
        asked = asked or any(flow.job == JOB for flow in current.dataflow.values())
        for callee in current.calls - seen:
            seen.add(callee)
            todo += [bundle.definitions[callee]] if callee in bundle.definitions else []
    folders = {scheme_of(definition.process_id), SHARED}
    return sorted(key for key in bundle.criteria if asked and key.partition(".")[0] in folders)


def criteria_findings(bundle: Bundle) -> Iterator[Finding]:
    """Diagrams that name a set which is not there. A bundle without sets is not asked."""
    for definition in bundle.definitions.values() if bundle.criteria else ():
        for element, flow in definition.dataflow.items():
            for target, source in by_target(flow.inputs):
                if target == GIVEN and source.expression is not None:
                    for name in _SETS.findall(source.expression.source):
                        if name not in bundle.criteria:
                            folder, _, last = name.partition(".")
                            message = f"找不到评分标准“{name}”。请补上 {folder}/criteria/{last}.yaml，或改正这里写的编号。"
                            place = Place(definition.file, element, definition.elements[element].line)
                            yield place.error("missing-criteria", message)


def _say(rule: str, message: str, element: Any = None) -> Finding:
    return Finding(rule, message, element=str(element) if element else None)


def _faults(data: Mapping[str, Any]) -> Iterator[Finding]:
    for name in ("name", "edition"):
        if not data.get(name):
            yield _say("criteria", f"评分标准要写明 {name}。")
    categories, items = data.get("categories"), data.get("items")
    if not _rows(categories, ("id", "title")) or not _rows(items, ("number", "title", "category")):
        message = "categories 的每一项要有 id 和 title，items 的每一项要有 number、title 和 category。"
        yield _say("criteria", message)
        return
    assert isinstance(categories, list)
    assert isinstance(items, list)
    yield from _twice([c["id"] for c in categories], "类目")
    yield from _twice([i["number"] for i in items], "条目")
    known = {str(c["id"]) for c in categories}
    for item in items:
        if str(item["category"]) not in known:
            message = f"条目“{item['number']}”的类目“{item['category']}”不在 categories 里。"
            yield _say("criteria", message, item["number"])
        if not _is_points(item.get("points")):
            message = f"条目“{item['number']}”的分值应是正数；办法没有规定的写 null。"
            yield _say("criteria", message, item["number"])
    if all(_is_points(item.get("points")) for item in items):
        yield from _sums(data, categories, items)


def _sums(
    data: Mapping[str, Any], categories: list[dict[str, Any]], items: list[dict[str, Any]]
) -> Iterator[Finding]:
    """The points of items add up to those of their category and of the set; some with and some without do not mix."""
    empty = [item["number"] for item in items if item.get("points") is None]
    if 0 < len(empty) < len(items):
        message = "有的条目有分值，有的没有；要么都写，要么都写 null。"
        yield _say("criteria-sum", message, empty[0])
        return
    sums = [
        (str(c["title"]), c.get("points"), [i for i in items if str(i["category"]) == str(c["id"])])
        for c in categories
    ]
    for title, written, members in [*sums, ("全部", data.get("total"), items)]:
        found = None if empty else sum((Decimal(str(i["points"])) for i in members), Decimal(0))
        wanted = _number(written) if _is_points(written) else Decimal(-1)  # no sum is negative
        if found != wanted:
            shown = "没有" if found is None else found
            message = f"“{title}”写的分值是 {written}，各条目合计 {shown}；请核对。"
            yield _say("criteria-sum", message, title)


def _twice(keys: list[Any], what: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for key in map(str, keys):
        if key in seen:
            yield _say("duplicate-id", f"{what}“{key}”写了两次，只留一处。", key)
        seen.add(key)


def _rows(value: Any, names: tuple[str, ...]) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) and all(row.get(name) for name in names) for row in value)
    )


def _is_points(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value > 0)


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
