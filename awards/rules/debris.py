"""Lines that a scanner or a printer left behind: page numbers, running heads, torn fragments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from awards.rules.document import Left
from awards.rules.marks import find
from awards.rules.reading import Line
from awards.rules.typography import is_chinese

_DASHED: Final = re.compile(r"^[-—–·~]+ ?[0-9]{1,4} ?[-—–·~]+$")
_PAGED: Final = re.compile(r"^(?:第[0-9]{1,4}页(?:[，/]?共[0-9]{1,4}页)?|[0-9]{1,4}/[0-9]{1,4})$")
_BARE: Final = re.compile(r"^[0-9]{1,3}$")
_TORN: Final = re.compile(r"\.{3,}|…")
_ENDS: Final = re.compile("[。；：！？]")
_BARE_CHAPTER: Final = re.compile("^第[〇零一二三四五六七八九十百]{1,5}[章条]$")
_TORN_LENGTH: Final = 30
_HEADS: Final = 3  # so many pages begin or end with the same line


def sorted_out(lines: Sequence[Line]) -> tuple[list[Line], list[Left]]:
    """The lines without debris (empty ones stay), and the debris."""
    heads = _running_heads(lines)
    why = [_why(lines, at, heads) for at in range(len(lines))]
    _surrounded(lines, why)
    kept = [line for line, reason in zip(lines, why, strict=True) if not reason]
    left = [
        Left(line.number, line.source, reason, debris=True)
        for line, reason in zip(lines, why, strict=True)
        if reason
    ]
    return kept, left


def _why(lines: Sequence[Line], at: int, heads: frozenset[str]) -> str:
    text = lines[at].text
    if not text:
        return ""
    if _DASHED.match(text) or _PAGED.match(text) or (_BARE.match(text) and _alone(lines, at)):
        return "页码"
    if text in heads:
        return "页眉或页脚"
    if _torn(text):
        return "扫描残文"
    return ""


def _torn(text: str) -> bool:
    """Fragments with gaps between, or mostly characters that no sentence is made of."""
    if _TORN.search(text) and not _ENDS.search(text):
        return len(re.sub("[.…\\s]", "", text)) <= _TORN_LENGTH and text.strip("…") != ""
    known = sum(1 for c in text if is_chinese(c) or c.isalnum() or c in " .,:;/()[]+-%'\"@&_=<>#*")
    return known * 2 < len(text) or text.count("\ufffd") * 5 > len(text)


def _alone(lines: Sequence[Line], at: int) -> bool:
    """A number between empty lines or at a page's edge, after a line that does not want it."""
    before = lines[at - 1] if at else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    free = all(n is None or not n.text or n.page != lines[at].page for n in (before, after))
    last = next((line.text for line in reversed(lines[max(at - 8, 0) : at]) if line.text), "")
    return free and not last.endswith(("-", "第"))


def _running_heads(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines that open or close several pages; only where page breaks are marked."""
    edges: Counter[str] = Counter()
    pages: dict[int, list[str]] = {}
    for line in lines:
        if line.text:
            pages.setdefault(line.page, []).append(line.text)
    for texts in pages.values():
        edges.update({texts[0], texts[-1]})
    several = (t for t, n in edges.items() if n >= _HEADS and len(t) <= _TORN_LENGTH)
    return frozenset(t for t in several if not _ENDS.search(t) and find(t) is None)


def _surrounded(lines: Sequence[Line], why: list[str]) -> None:
    """A chapter's number without title between torn lines is torn too."""
    printed = [at for at, line in enumerate(lines) if line.text]
    for before, at, after in zip(printed, printed[1:], printed[2:], strict=False):
        if why[before] == why[after] == "扫描残文" and _BARE_CHAPTER.match(lines[at].text):
            why[at] = "扫描残文"
