"""Printed lines joined to paragraphs: a wrapped line goes on, a heading stands alone, a number begins anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from awards.rules import marks
from awards.rules.marks import Mark
from awards.rules.numbering import Numbering
from awards.rules.reading import Line, Unreadable
from awards.rules.typography import latin, width

MAX_PARAGRAPH: Final = 20_000  # characters

_ENDED: Final = re.compile("[。；：！？][”’》）】]*$")
_TITLED: Final = re.compile(r"^（(?:[^（）]|（[^（）]*）){1,60}）$")
_TITLE_GOES_ON: Final = re.compile("(?:关于|印发|转发|批转|发布|公布|的)$")
_BODY: Final = re.compile("(?:政府|厅|室|委员会|局|会|部|院)$")  # a public body
_TITLE_LENGTH: Final = 100
_WRAPPED: Final = range(30, 111)  # columns of a page; longer lines are paragraphs of a word processor
_INDENT: Final = (3, 6)  # columns that an indented line is shorter
_SHORT, _STUMP = 0.9, 0.6  # of the page's width: the last line of a paragraph; a line by itself


@dataclass(slots=True)
class Piece:
    """One paragraph or heading with the line of the file where it begins."""

    parts: list[str]  # its printed lines
    line: int
    source: str  # its first line as printed
    mark: Mark | None = None
    length: int = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    @property
    def rest(self) -> str:
        """The text without its mark."""
        return self.text[len(self.mark.printed) :] if self.mark else self.text

    def add(self, line: Line) -> None:
        """One more printed line. Raises Unreadable for a paragraph without end."""
        before, after = self.parts[-1][-1], line.text[0]
        words = latin(before) and latin(after) and not (before.isdigit() and after.isdigit())
        self.parts.append(f" {line.text}" if words else line.text)
        self.length += len(self.parts[-1])
        if self.length > MAX_PARAGRAPH:
            raise Unreadable(reason=f"第 {self.line} 行起的一段超过了 {MAX_PARAGRAPH:,} 个字；请按自然段分行")


def pieces(lines: Sequence[Line]) -> list[Piece]:
    """The paragraphs of lines from which debris has been taken. Linear in their length."""
    printed = [line for line in lines if line.text]
    joiner = _Joiner(_page_width(printed))
    for line in printed:
        joiner.take(line)
    return joiner.done


class _Joiner:
    def __init__(self, page_width: int | None) -> None:
        self.done: list[Piece] = []
        self._width = page_width  # None: a line is a paragraph
        self._numbering = Numbering()
        self._body = False  # inside articles or sections; else front, closing, a form
        self._listing = False
        self._last = ""  # the last line taken

    def take(self, line: Line) -> None:
        """Add one printed line."""
        mark = self._mark(line)
        if mark is None and self.done and not self._begins(line):
            self.done[-1].add(line)
        else:
            self.done.append(Piece([line.text], line.number, line.source, mark, len(line.text)))
            self._note(line, mark)
        self._last = line.text

    def _mark(self, line: Line) -> Mark | None:
        mark = marks.find(line.text)
        if mark is None:
            return None
        free = not self._body or _ENDED.search(self._last) is not None or self._closed()
        return mark if self._numbering.accepts(mark, line.source, free=free) else None

    def _note(self, line: Line, mark: Mark | None) -> None:
        if mark is not None:
            if not (self._listing and mark.kind == marks.ITEM):
                self._body, self._listing = mark.kind != marks.ANNEX, False
            self._numbering.took(mark)
        elif marks.closes(line.text):
            self._body, self._listing = False, marks.lists_annexes(line.text)

    def _begins(self, line: Line) -> bool:
        piece = self.done[-1]
        if marks.closes(line.text):
            return True
        if marks.LABELLED.match(line.text) and marks.LABELLED.match(piece.parts[0]):
            return True
        if not self._closed() and not self._indented(line):
            return False
        return self._body or piece.length > _TITLE_LENGTH or not _title_goes_on(piece.text, line.text)

    def _indented(self, line: Line) -> bool:
        """A line that lacks two characters though its sentence goes on: it was the indented first of a paragraph."""
        if self._width is None or not _ENDED.search(self._last) or _ENDED.search(line.text):
            return False
        lacking = self._width - width(line.text)
        return _INDENT[0] <= lacking <= _INDENT[1]

    def _closed(self) -> bool:
        """Whether the last paragraph is over, whatever comes."""
        piece, ended = self.done[-1], _ENDED.search(self._last) is not None
        if self._listing or (piece.length <= _TITLE_LENGTH and self._is_heading(piece)):
            return True
        if piece.parts[0].startswith("抄送"):
            return ended
        if marks.closes(piece.parts[0]):
            return True
        if self._width is None:
            return ended or not self._body
        share = width(self._last) / self._width
        return share < (_SHORT if ended else _STUMP)

    def _is_heading(self, piece: Piece) -> bool:
        mark, rest = piece.mark, piece.rest
        if mark is None:
            return False
        if mark.kind in (marks.CHAPTER, marks.ANNEX):
            return True
        if mark.kind == marks.ARTICLE:
            return not rest or _TITLED.match(rest) is not None
        short = self._width is None or width(rest) < self._width * _STUMP
        return short and marks.is_heading(rest)


def _title_goes_on(before: str, line: str) -> bool:
    """A title that was broken over lines before the body of a document."""
    if _ENDED.search(before):
        return False
    if before.count("《") > before.count("》") or _TITLE_GOES_ON.search(before):
        return True
    return line.startswith("关于") and _BODY.search(before) is not None


def _page_width(printed: Sequence[Line]) -> int | None:
    """How wide the page was set, in columns, if its lines were wrapped; None if each line is a paragraph."""
    widths = sorted(width(line.text) for line in printed)
    if not widths:
        return None
    full = widths[(len(widths) - 1) * 9 // 10]
    long = [w for w in widths if w * 2 > full]  # the others are headings, signatures and last lines
    near = sum(1 for w in long if full * 0.85 <= w <= full * 1.15)
    return full if full in _WRAPPED and near * 2 >= len(long) else None
