"""Rules grown at random and printed badly: wrapped, justified, paged, in mixed widths; what they say is known."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from awards.rules.numerals import numeral

# No numerals, no punctuation, nothing that headings or closings are recognised by.
POOL = "灯桥船山河石木草云雨风雪花鸟鱼虫走看听说写读擦洗修建送取开关高低长短亮净稳轻"


@dataclass
class Article:
    """What an article says: number, title or empty, paragraphs as they should come back."""

    number: str
    title: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class Grown:
    """A rule, and its lines before they are printed: (text, whether it is running text)."""

    title: str
    number: str
    chapters: list[str] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


def grow(chance: random.Random, width: int) -> Grown:
    """A rule whose paragraphs end well before the edge of a page that is `width` characters wide."""
    name = f"{_word(chance, 4)}办法"
    rule = Grown(name, f"{_word(chance, 2)}府规〔{chance.randrange(1990, 2040)}〕{chance.randrange(1, 99)}号")
    rule.blocks = [rule.number, name]
    number = sub = 0
    for chapter in range(1, chance.randrange(2, 5)):
        heading = f"第{numeral(chapter)}章 {_word(chance, chance.randrange(2, 7))}"
        rule.chapters.append(heading)
        rule.blocks.append(heading)
        for _ in range(chance.randrange(1, 6)):
            number, sub = (number, sub + 1) if number and chance.random() < 0.1 else (number + 1, 0)
            suffix = f"之{numeral(sub)}" if sub else ""
            _article(chance, rule, f"第{numeral(number)}条{suffix}", width)
    return rule


def _article(chance: random.Random, rule: Grown, number: str, width: int) -> None:
    titled = chance.random() < 0.5
    article = Article(number, _word(chance, chance.randrange(2, 8)) if titled else "")
    first = _sentence(chance, width, 0 if titled else len(number) + 1, "。")
    rule.blocks += [f"{number}（{article.title}）", first] if titled else [f"{number} {first}"]
    article.paragraphs.append(first)
    for paragraph in range(chance.randrange(3)):
        article.paragraphs.append(_sentence(chance, width, 0, "：" if paragraph else "。"))
        rule.blocks.append(article.paragraphs[-1])
    for item in range(1, chance.randrange(1, 5)):
        text = f"（{numeral(item)}）"
        text += _sentence(chance, width, len(text), "；")
        article.paragraphs.append(text)
        rule.blocks.append(text)
    rule.articles.append(article)


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(POOL) for _ in range(length))


def _sentence(chance: random.Random, width: int, taken: int, end: str) -> str:
    """One sentence over up to five lines; its last line is not half as long as the page is wide."""
    length = chance.randrange(5) * width + chance.randrange(4, width // 2 - 2) - taken
    text = ""
    while len(text) < length - 1:
        kind = chance.random()
        if kind < 0.1 and text and text[-1] in POOL:
            text += "，"
        elif kind < 0.15:
            text += f"{chance.randrange(1, 100)}个"
        elif kind < 0.18:
            text += f"依照第{numeral(chance.randrange(1, 60))}条的规定"
        else:
            text += chance.choice(POOL)
    return text[: max(length, 4) - 1].rstrip("，0123456789") + end


def printed(chance: random.Random, rule: Grown, width: int) -> str:
    """The rule as a printer and a scanner leave it; page numbers are the only lines that belong nowhere."""
    lines = [line for block in rule.blocks for line in _wrapped(block, width)]
    wide, half, loose = (chance.random() < 0.5 for _ in range(3))
    gap = "\n\n" if chance.random() < 0.5 else "\n"
    text, on_page, page = "", 0, 1
    for line in lines:
        if on_page > 24:
            text += f"\n- {page} -\n\f"
            on_page, page = 0, page + 1
        line = line.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else line
        line = line.translate(str.maketrans("，；：（）", ",;:()")) if half else line
        text += (f" {line} " if loose else line) + gap
        on_page += 1
    return text


def _wrapped(block: str, width: int) -> list[str]:
    return [block[at : at + width] for at in range(0, len(block), width)]
