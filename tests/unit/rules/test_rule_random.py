"""Random rules come back as they were meant, and of no text at all is a character lost in silence."""

from __future__ import annotations

import random

import pytest

from awards.rules import Unreadable, lines, split
from awards.rules.reading import characters
from tests.support.deep import count
from tests.unit.rules import made_up
from tests.unit.rules.random_rules import grow, printed

SEED = 20_261_121
RULES = count("random rules printed badly and split again", 150, 10_000, SEED)
HEAPS = count("heaps of shuffled lines split", 300, 20_000, SEED)

NASTY = (
    *(
        "第一章",
        "第九章 九",
        "第一条",
        "第九条之二 九",
        "第三条的规定",
        "一、甲",
        "（九）乙",
        "１．丙",
        "①丁",
        "附件",
        "附件2：戊",
    ),
    *(
        "附件：己",
        "抄送：庚",
        "2031年1月1日",
        "（此件公开发布）",
        "- 7 -",
        "8",
        "...",
        "残...缺",
        "�������",
        "\f",
        "目录",
        "办法",
    ),
    *(
        "（" * 40,
        "《" * 40,
        "。" * 40,
        "a" * 60,
        "第" * 30,
        "电话：1",
        "\t\t表\t格",
        "[bookmark: x]",
        "\u202e反",
        "好" * 300,
    ),
)


@pytest.mark.parametrize("block", range(5))
def test_a_random_rule_comes_back(block: int) -> None:
    for n in range(RULES // 5):
        chance = random.Random(f"{SEED}-{block}-{n}")
        width = chance.randrange(22, 40)
        grown = grow(chance, width)
        text = printed(chance, grown, width)
        found = split(lines(text.encode(chance.choice(["utf-8", "gb18030"]))))
        assert (found.title, found.number) == (grown.title, grown.number), text
        assert [chapter for _, chapter in found.headings] == grown.chapters, text
        units = [(u.number, u.title, [p.whole for p in u.paragraphs]) for u in found.units]
        assert units == [(a.number, a.title, a.paragraphs) for a in grown.articles], text
        assert {item.why for item in found.left} <= {"页码"}, text
        assert found.remarks == [], text


def test_nothing_is_lost_of_any_heap_of_lines() -> None:
    known = [line for text in (made_up.WRAPPED, made_up.LINES, made_up.NOTICE) for line in text.split("\n")]
    split_at_all = 0
    for n in range(HEAPS):
        chance = random.Random(f"{SEED}-{n}")
        heap = [
            chance.choice(known if chance.random() < 0.6 else NASTY) for _ in range(chance.randrange(1, 60))
        ]
        try:
            found = split(lines("\n".join(heap).encode()))
        except Unreadable:
            continue
        split_at_all += 1
        assert found.placed + sum(characters(item.text) for item in found.left) == found.total, heap
        assert all(unit.heading or unit.paragraphs for unit in found.units), heap
    assert split_at_all > HEAPS // 2
