"""Paragraphs put into their places: chapters, articles, sections, annexes; what has no place is kept and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from awards.rules import bounds, marks
from awards.rules.debris import sorted_out
from awards.rules.document import Left, Paragraph, Rule, Unit
from awards.rules.endings import annex_title, as_in_form, may_follow_the_end, signs, titles_annex
from awards.rules.fronts import STRAY, is_title, told_apart
from awards.rules.joining import Piece, pieces
from awards.rules.marks import Mark
from awards.rules.numbering import Numbering
from awards.rules.numerals import numeral
from awards.rules.reading import Line, Unreadable, characters

INTRODUCTION: Final = "引言"

_TITLED: Final = re.compile(r"^（((?:[^（）]|（[^（）]*）){1,60})）")


def split(lines: Sequence[Line]) -> Rule:
    """The rule in these lines. Raises Unreadable if nothing in it is numbered or it is beyond all bounds."""
    kept, debris = sorted_out(lines)
    splitter = _Splitter(debris)
    found = pieces(kept)
    for piece, after in zip(found, [*found[1:], None], strict=False):
        splitter.take(piece, after)
    rule = splitter.finished()
    rule.total = sum(characters(line.text) for line in kept) + sum(characters(item.text) for item in debris)
    return rule


class _Splitter:
    def __init__(self, debris: Sequence[Left]) -> None:
        self.rule = Rule(left=list(debris))
        self._front: list[Piece] | None = []  # None once the body has begun
        self._annex = ""
        self._chapter = ""
        self._unit: Unit | None = None
        self._closing = False
        self._listed: dict[str, str] = {}  # titles of annexes that were announced
        self._listing = False
        self._numbering = Numbering()
        self._size = 0  # characters of the unit

    def take(self, piece: Piece, after: Piece | None) -> None:
        """Put one paragraph into its place."""
        mark = piece.mark
        if mark is not None and mark.kind != marks.ITEM:
            self._listing = mark.kind == marks.ANNEX and _kind(after) == marks.ANNEX
            self._headed(piece, mark)
        elif self._listing and mark is not None:
            self._announced(piece)
        elif self._closing and piece.text in self._listed:
            self._begin_annex(piece, self._listed[piece.text])
        elif mark is not None:
            self._item(piece, mark)
        else:
            self._text(piece, after)

    def finished(self) -> Rule:
        """The rule, its leftovers in the order of lines."""
        if not any(unit.number for unit in self.rule.units):
            raise Unreadable(reason="没有找到“第一条”或“一、”这样的编号，分不出条文")
        rule = self.rule
        if not rule.title:
            rule.remarks.append((1, "没有认出标题"))
        if not rule.label:
            rule.label = next((t for t in [*rule.closing, *reversed(rule.front)] if marks.is_date(t)), "")
        rule.left.sort(key=lambda item: item.line)
        rule.remarks.sort()
        return rule

    def _headed(self, piece: Piece, mark: Mark) -> None:
        if mark.kind == marks.ANNEX and self._listing:
            self._announced(piece)
        elif mark.kind == marks.ANNEX:
            self._begin_annex(piece, f"附件{mark.number or ''}")
        elif mark.kind == marks.CHAPTER:
            self._begin_chapter(piece, mark)
        else:
            self._begin_article(piece, mark)

    def _begin_annex(self, piece: Piece, annex: str) -> None:
        self._settle_front()
        bounds.expect(len(self.rule.annexes) + 1, bounds.MAX_ANNEXES, piece.line)
        self._annex, self._chapter, self._unit = annex, "", None
        self._closing = self._listing = False
        self._numbering = Numbering()
        self.rule.annexes.append((annex, piece.text))

    def _begin_chapter(self, piece: Piece, mark: Mark) -> None:
        self._settle_front()
        self._reopen()
        mine = [i for i, (annex, _) in enumerate(self.rule.headings) if annex == self._annex]
        if (
            mark.number == 1
            and mine
            and not any(u.chapter for u in self.rule.units if u.annex == self._annex)
        ):
            self.rule.front += [self.rule.headings.pop(i)[1] for i in reversed(mine)][
                ::-1
            ]  # a table of contents
        self._chapter, self._unit = f"{mark.printed} {piece.rest}".strip(), None
        self.rule.headings.append((self._annex, self._chapter))
        bounds.expect(len(self.rule.headings), bounds.MAX_UNITS, piece.line)

    def _begin_article(self, piece: Piece, mark: Mark) -> None:
        self._settle_front()
        self._reopen()
        sub = f"之{numeral(mark.sub)}" if mark.sub else ""
        number = f"第{numeral(mark.number)}条{sub}"
        if not self._numbering.expects(mark):
            before = next((u.number for u in reversed(self.rule.units) if u.annex == self._annex), "开头")
            self.rule.remarks.append((piece.line, f"条号不连续：{before}之后是{number}"))
        titled = _TITLED.match(piece.rest)
        end = titled.end() if titled else 0
        title = titled[1] if titled else ""
        self._begin(piece, Unit(self._annex, number, mark.printed + piece.rest[:end], title), mark)
        if piece.rest[end:]:
            self._add(Paragraph(piece.rest[end:]), piece.line)

    def _item(self, piece: Piece, mark: Mark) -> None:
        sections = self._unit is None or self._unit.number.endswith("部分") or not self._unit.number
        inside = self._front is None or self._annex or mark.number == 1
        if mark.style == marks.SECTION and sections and inside and not self._closing:
            self._begin_section(piece, mark)
            return
        if self._front is not None:
            self._front.append(piece)
            return
        if self._closing:
            self._leave(piece)
            return
        if not self._numbering.counts_on(mark):
            self.rule.remarks.append((piece.line, f"编号不连续：{mark.printed}之前没有相邻的编号"))
        self._numbering.took(mark)
        depth = self._numbering.depth(mark) - self._unit_is_section()
        bounds.expect(depth, bounds.MAX_DEPTH, piece.line)
        self._add(Paragraph(piece.rest, mark.printed, depth), piece.line)

    def _begin_section(self, piece: Piece, mark: Mark) -> None:
        self._settle_front()
        if not self._numbering.counts_on(mark):
            self.rule.remarks.append((piece.line, f"编号不连续：{mark.printed}之前没有相邻的编号"))
        heading = marks.is_heading(piece.rest)
        unit = Unit(self._annex, f"第{numeral(mark.number)}部分", piece.text if heading else mark.printed)
        unit.title = piece.rest if heading else ""
        self._begin(piece, unit, mark)
        if not heading:
            self._add(Paragraph(piece.rest), piece.line)

    def _begin(self, piece: Piece, unit: Unit, mark: Mark) -> None:
        unit.chapter, unit.line = self._chapter, piece.line
        self._numbering.took(mark)
        self._unit = unit
        self.rule.units.append(unit)
        bounds.expect(len(self.rule.units), bounds.MAX_UNITS, piece.line)

    def _text(self, piece: Piece, after: Piece | None) -> None:
        if self._front is not None:
            self._front.append(piece)
        elif self._annex and (self._unit is None or not self._unit.number):
            self._in_annex(piece)
        elif marks.closes(piece.text):
            self._close(piece)
        elif self._closing or signs(piece, after):
            self._after_end(piece, after)
        else:
            self._add(Paragraph(piece.text), piece.line)

    def _in_annex(self, piece: Piece) -> None:
        """Text of an annex before its first number, or of one that has none (a form)."""
        annex, heading = self.rule.annexes[-1]
        first = self._unit is None
        if self._unit is None:
            self._unit = Unit(self._annex, "", "", line=piece.line)
        if first and titles_annex(piece, annex, heading):
            self.rule.annexes[-1] = (annex, f"{heading} {piece.text}")
            return
        self._add(Paragraph(as_in_form(piece)), piece.line)

    def _close(self, piece: Piece) -> None:
        self._closing = True
        self._listing = marks.lists_annexes(piece.text)
        if self._listing:
            self._announced(piece)
        else:
            self.rule.closing.append(piece.text)

    def _announced(self, piece: Piece) -> None:
        """An entry of the list of annexes."""
        self._closing = True
        title = annex_title(piece.text)
        self._listed[title] = f"附件{len(self._listed) + 1}" if piece.mark or self._listed else "附件"
        self.rule.closing.append(piece.text)

    def _after_end(self, piece: Piece, after: Piece | None) -> None:
        self._closing, self._listing = True, False
        if may_follow_the_end(piece, after):
            self.rule.closing.append(piece.text)
        else:
            self._leave(piece)

    def _unit_is_section(self) -> bool:
        """A section's own number is the outermost and does not count."""
        return self._unit is not None and self._unit.number.endswith("部分")

    def _leave(self, piece: Piece) -> None:
        self.rule.left.append(Left(piece.line, piece.text, STRAY, debris=False))

    def _add(self, paragraph: Paragraph, line: int) -> None:
        if self._unit is None:
            self.rule.left.append(Left(line, paragraph.whole, STRAY, debris=False))
            return
        if not self.rule.units or self.rule.units[-1] is not self._unit:
            self.rule.units.append(self._unit)  # an annex without articles, now that it has text
        self._unit.paragraphs.append(paragraph)
        self._size = len(paragraph.whole) + (self._size if len(self._unit.paragraphs) > 1 else 0)
        bounds.expect(self._size, bounds.MAX_UNIT, self._unit.line)

    def _reopen(self) -> None:
        """Articles after the end of a notice: the last title there is that of the rule it issues."""
        if self._closing and self.rule.closing and is_title(self.rule.closing[-1]):
            self.rule.front.append(self.rule.title)
            self.rule.title = self.rule.closing.pop()
        self._closing = self._listing = False

    def _settle_front(self) -> None:
        if self._front is None:
            return
        front, self._front = told_apart(self._front), None
        rule = self.rule
        rule.title, rule.subtitle, rule.number = front.title, front.subtitle, front.number
        rule.label, rule.front = front.revision, front.notice
        rule.left += front.left
        if front.introduction:
            line = front.introduction[0].line
            paragraphs = [Paragraph(p.text) for p in front.introduction]
            rule.units.append(Unit("", INTRODUCTION, "", paragraphs=paragraphs, line=line))


def _kind(piece: Piece | None) -> str:
    return piece.mark.kind if piece is not None and piece.mark is not None else ""
