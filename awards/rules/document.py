"""What a published rule consists of once it is split."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from awards.rules.reading import characters

KINDS: Final = (
    "办法",
    "规定",
    "细则",
    "条例",
    "通知",
    "指南",
    "方案",
    "规则",
    "准则",
    "意见",
    "决定",
    "公告",
    "章程",
    "制度",
    "规范",
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `mark` is its number as printed (（一）, 1.), `level` how deep it stands (0: not numbered)."""

    text: str  # without the mark
    mark: str = ""
    level: int = 0

    @property
    def whole(self) -> str:
        """As printed."""
        return self.mark + self.text


@dataclass(slots=True)
class Unit:
    """One article, section of a notice, introduction, or annex without articles.

    `number` is canonical (第二十二条, 第十二条之一, 第三部分, 引言, empty for an annex without articles);
    `heading` is what was printed before its paragraphs; `annex` is empty in the rule itself, else 附件1.
    """

    annex: str
    number: str
    heading: str
    title: str = ""
    chapter: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    line: int = 0

    @property
    def name(self) -> str:
        """附件1 第三条."""
        return " ".join(part for part in (self.annex, self.number) if part)

    @property
    def text(self) -> str:
        """The paragraphs as printed, one a line."""
        return "\n".join(p.whole for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Left:
    """A printed line that has no place: `debris` was recognised as such, the rest is for people to look at."""

    line: int
    text: str
    why: str
    debris: bool


@dataclass(slots=True)
class Rule:
    """One published rule: front (the notice that issued it), title, units, closing, and what was left over."""

    title: str = ""
    subtitle: str = ""  # （试行）
    number: str = ""  # 静府规〔2023〕2号
    label: str = ""  # what names this edition when it has no number: 2021年修订, or its date
    front: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)  # annex or empty, chapter as printed
    annexes: list[tuple[str, str]] = field(default_factory=list)  # 附件1, its title
    units: list[Unit] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)  # line, sentence
    total: int = 0  # characters read, without spaces

    @property
    def placed(self) -> int:
        """Characters that stand in one of the rule's places, counted there."""
        texts = [*self.front, self.title, self.subtitle, *self.closing]
        texts += [heading for _, heading in (*self.headings, *self.annexes)]
        for unit in self.units:
            texts += [unit.heading, *(p.whole for p in unit.paragraphs)]
        return sum(map(characters, texts))

    @property
    def debris(self) -> int:
        """Characters that were recognised as debris."""
        return sum(characters(item.text) for item in self.left if item.debris)

    @property
    def articles(self) -> list[Unit]:
        """The units that are articles."""
        return [unit for unit in self.units if unit.number.endswith("条") or "条之" in unit.number]

    @property
    def sections(self) -> list[Unit]:
        """The numbered sections of a notice."""
        return [unit for unit in self.units if unit.number.endswith("部分")]

    @property
    def edition(self) -> str:
        """What this edition may be called: its document number, its revision or its date."""
        return self.number or self.label

    @property
    def kind(self) -> str:
        """办法, 通知, 指南 … as the title ends."""
        return kind_of(self.title)


def kind_of(title: str) -> str:
    """The kind of document by the end of its title, a remark in brackets aside; empty if it ends otherwise."""
    bare = title.split("（")[0] if title.endswith("）") else title
    return next((kind for kind in KINDS if bare.endswith(kind)), "")
