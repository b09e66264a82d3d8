"""What a printed line may begin with: chapter, article, annex, numbered section or item, or the end of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from awards.rules.numerals import NUMERAL, number_of

CHAPTER, ARTICLE, ANNEX, ITEM = "chapter", "article", "annex", "item"
SECTION: Final = "一、"  # the style of an item that may be a section of a notice
HEADING: Final = 30  # characters of a heading at most

_CHAPTER: Final = re.compile(rf"^第({NUMERAL})([章节编])(?!第)([^。，；：！？]{{0,{HEADING}}})$")
_ARTICLE: Final = re.compile(rf"^第({NUMERAL})条(?:之({NUMERAL}))?")
_ANNEX: Final = re.compile(
    rf"^附件({NUMERAL})?(?:$|[、.：](?!$)|(?<=[0-9一二三四五六七八九十])(?=[^。，；]{{1,60}}$))"
)
_LIST: Final = re.compile(r"^附件：")
_STYLES: Final = (
    (SECTION, re.compile(r"^([一二三四五六七八九十百]{1,5})、")),
    ("（一）", re.compile(r"^（([一二三四五六七八九十百]{1,5})）")),
    ("（1）", re.compile(r"^（([0-9]{1,2})）")),
    ("1.", re.compile(r"^([0-9]{1,2})[.、](?![0-9])")),
    ("1）", re.compile(r"^([0-9]{1,2})）")),
    ("①", re.compile(r"^([①-⑳])")),
)
_DATE: Final = re.compile(
    r"^(?:[0-9]{4}|[〇零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日$"
)
_CLOSING: Final = re.compile(
    r"^(?:抄送[：:]|主送[：:]|（此件.{1,12}）$|（此页无正文）$|附件：|附[：:]|.{2,40}日印发$)"
)
DOCUMENT_NUMBER: Final = re.compile(r"^[\u4e00-\u9fff]{1,16}[〔\[（]([0-9]{4})[〕\]）]第?[0-9]{1,4}号$")
LABELLED: Final = re.compile(r"^[^，。；：！？“”《》（）]{2,14}：.")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line begins with: `printed` is the mark, `rest` what follows it; `sub` the 一 of 第十二条之一."""

    kind: str
    printed: str
    rest: str
    number: int = 0
    sub: int = 0
    style: str = ""


def find(text: str) -> Mark | None:
    """The mark of a typeset line, None for a line of running text."""
    return _chapter(text) or _article(text) or _annex(text) or _item(text)


def is_date(text: str) -> bool:
    """A line that consists of a date."""
    return _DATE.match(text) is not None


def closes(text: str) -> bool:
    """A line with which a document ends: its date, its copies, who printed it, the list of its annexes."""
    return is_date(text) or _CLOSING.match(text) is not None


def lists_annexes(text: str) -> bool:
    """A line that begins the list of annexes at the end of a document."""
    return _LIST.match(text) is not None


def is_heading(rest: str) -> bool:
    """Whether what follows a number is only a heading: short, and no sentence."""
    return 0 < len(rest) <= HEADING and not re.search("[，。；：！？]", rest)


def _chapter(text: str) -> Mark | None:
    found = _CHAPTER.match(text)
    number = number_of(found[1]) if found else None
    if not found or not number:
        return None
    return Mark(CHAPTER, text[: found.start(3)], found[3], number, style=found[2])


def _article(text: str) -> Mark | None:
    found = _ARTICLE.match(text)
    number = number_of(found[1]) if found else None
    if not found or not number:
        return None
    sub = number_of(found[2]) if found[2] else None
    end = found.end() if sub or not found[2] else found.start(2) - 1
    return Mark(ARTICLE, text[:end], text[end:], number, sub or 0)


def _annex(text: str) -> Mark | None:
    found = _ANNEX.match(text)
    if not found or _LIST.match(text):
        return None
    number = number_of(found[1]) if found[1] else 0
    return None if number is None else Mark(ANNEX, found[0], text[found.end() :], number)


def _item(text: str) -> Mark | None:
    for style, pattern in _STYLES:
        found = pattern.match(text)
        if found:
            circled = style == "①"
            number = ord(found[1]) - 0x245F if circled else number_of(found[1])
            return Mark(ITEM, found[0], text[found.end() :], number, style=style) if number else None
    return None
