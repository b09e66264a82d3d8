"""What `laurel rules` says: what a file was split into, what was left, an article, a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from awards.rules import Change, Rule, Unit

KINDS = {"new": "新增", "gone": "删去", "changed": "修改", "moved": "移动"}
_QUOTED = 40  # characters of a leftover line that are printed
_CONTEXT = 24  # characters beside a change that are printed


def document(rule: Rule) -> dict[str, Any]:
    """What was read, for programs."""
    return {
        "title": rule.title + rule.subtitle,
        "number": rule.number,
        "chapters": len(rule.headings),
        "articles": len(rule.articles),
        "sections": len(rule.sections),
        "annexes": len(rule.annexes),
        "characters": rule.total,
        "placed": rule.placed,
        "left": [asdict(item) for item in rule.left],
        "remarks": [{"line": line, "message": message} for line, message in rule.remarks],
    }


def report(rule: Rule, name: str) -> str:
    """What was read and what was left, for people."""
    parts = [
        f"{n} {word}"
        for n, word in (
            (len(rule.headings), "章"),
            (len(rule.articles), "条"),
            (len(rule.sections), "部分"),
            (len(rule.annexes), "个附件"),
        )
        if n
    ]
    head = f"《{rule.title}{rule.subtitle}》　{name or '（没有文号）'}：{'、'.join(parts)}"
    return "\n".join([f"{head}；读入 {rule.total:,} 字，放入 {rule.placed:,} 字。", *_left(rule)])


def _left(rule: Rule) -> Iterator[str]:
    for debris, title in ((False, "没有放进任何一条，请核对原文"), (True, "当作印刷和扫描的残留，没有放入")):
        found = [item for item in rule.left if item.debris is debris]
        if found:
            yield f"{title}（{len(found)} 处）："
            yield from (f"  第 {i.line} 行“{_short(i.text)}”：{i.why}" for i in found)
    if rule.remarks:
        yield f"请核对（{len(rule.remarks)} 处）："
        yield from (f"  第 {line} 行：{message}" for line, message in rule.remarks)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}……"


def unit(found: Unit) -> dict[str, Any]:
    """One article, for programs."""
    names = ("annex", "number", "title", "chapter", "heading", "text")
    return {name: getattr(found, name) for name in names}


def contents(units: Sequence[Unit]) -> Iterator[str]:
    """Chapters and the numbers and titles of their articles."""
    chapter = ("", "")
    for unit in units:
        if (unit.annex, unit.chapter) != chapter:
            chapter = (unit.annex, unit.chapter)
            yield " ".join(part for part in chapter if part)
        yield f"  {unit.name}{f'（{unit.title}）' if unit.title else ''}"


def whole(unit: Unit) -> str:
    """One article in full."""
    return "\n".join(
        [
            " ".join(part for part in (unit.annex, unit.heading or unit.number) if part),
            *(f"{'　' * p.level}{p.whole}" for p in unit.paragraphs),
        ]
    )


def changed(change: Change) -> str:
    """What became of one article, with what was struck out and put in."""
    last = len(change.pieces) - 1
    said = {"-": "〔删：{}〕", "+": "〔增：{}〕"}
    told = [
        said[sign].format(text) if sign in said else _context(text, at == 0, at == last)
        for at, (sign, text) in enumerate(change.pieces)
    ]
    return f"{KINDS[change.kind]} {change.name}" + (
        "" if change.kind == "moved" else "\n  " + _indented("".join(told))
    )


def _context(text: str, first: bool, last: bool) -> str:
    """Unchanged text, its middle left out where it is long."""
    if len(text) <= 2 * _CONTEXT:
        return text
    return ("" if first else text[:_CONTEXT]) + "……" + ("" if last else text[-_CONTEXT:])


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")
