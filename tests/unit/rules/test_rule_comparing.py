"""Two editions article by article, and the words that were struck out and put in."""

from __future__ import annotations

import random

import pytest

from awards.rules import Paragraph, Unit, compare
from awards.rules.comparing import difference
from tests.support.deep import count

SEED = 20_261_121
PAIRS = count("pairs of random rule texts compared", 400, 40_000, SEED)


def unit(number: str, text: str, title: str = "", annex: str = "") -> Unit:
    return Unit(annex, number, number, title, paragraphs=[Paragraph(text)])


def kinds(old: list[Unit], new: list[Unit]) -> list[tuple[str, str]]:
    return [(change.kind, change.name) for change in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("每两年评一次。", "每三年评一次。", "每[-两][+三]年评一次。"),
        ("不超过5盏。", "不超过10盏。", "不超过[-5][+10]盏。"),
        ("灯要亮，要净。", "灯要亮，要稳，要净。", "灯要亮，[+要稳，]要净。"),
        ("灯要亮，要稳，要净。", "灯要亮，要净。", "灯要亮，[-要稳，]要净。"),
        ("同样的话。", "同样的话。", "同样的话。"),
        ("", "新的话。", "[+新的话。]"),
        ("依照《甲办法》办。", "依照《乙办法》办。", "依照[-《甲办法》][+《乙办法》]办。"),
    ],
)
def test_words(old: str, new: str, expected: str) -> None:
    pieces = difference(old, new)
    assert "".join(text if sign == "=" else f"[{sign}{text}]" for sign, text in pieces) == expected


def test_new_gone_changed_and_same() -> None:
    old = [unit("第一条", "灯要亮。"), unit("第二条", "灯要高。"), unit("第三条", "灯要净。")]
    new = [unit("第一条", "灯要亮。"), unit("第三条", "灯要很净。"), unit("第四条", "完。")]
    assert kinds(old, new) == [
        ("same", "第一条"),
        ("gone", "第二条"),
        ("changed", "第三条"),
        ("new", "第四条"),
    ]


def test_an_article_put_in_only_moves_the_following() -> None:
    old = [unit("第一条", "灯要亮。"), unit("第二条", "灯要净。", "净"), unit("第三条", "完。")]
    new = [
        unit("第一条", "灯要亮。"),
        unit("第二条", "灯要稳。"),
        unit("第三条", "灯要非常净。", "净"),
        unit("第四条", "完。"),
    ]
    assert kinds(old, new) == [
        ("same", "第一条"),
        ("new", "第二条"),
        ("changed", "第二条 → 第三条"),
        ("moved", "第三条 → 第四条"),
    ]


def test_annexes_are_compared_with_annexes() -> None:
    old = [unit("第一条", "灯要亮。"), unit("第一条", "填表。", annex="附件1")]
    new = [unit("第一条", "灯要亮。"), unit("第一条", "灯要亮。", annex="附件1")]
    assert kinds(old, new) == [("same", "第一条"), ("changed", "附件1 第一条")]


def test_a_changed_title_is_a_change() -> None:
    (change,) = compare([unit("第一条", "灯要亮。", "灯")], [unit("第一条", "灯要亮。", "亮灯")])
    assert change.kind == "changed"
    assert "".join(text for sign, text in change.pieces if sign != "-") == "（亮灯）\n灯要亮。"


def grown(chance: random.Random) -> str:
    return "".join(chance.choice("灯桥船亮净高12，，。；《》“”\n") for _ in range(chance.randrange(60)))


def spoilt(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(4)):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in "ab")
        text = text[:at] + grown(chance)[:8] + text[min(end, at + 6) :]
    return text


def test_a_difference_holds_both_texts() -> None:
    chance = random.Random(SEED)
    for _ in range(PAIRS):
        old = grown(chance)
        new = spoilt(old, chance)
        pieces = difference(old, new)
        assert "".join(text for sign, text in pieces if sign != "+") == old
        assert "".join(text for sign, text in pieces if sign != "-") == new
        assert all(text for _, text in pieces)
        assert (not any(sign != "=" for sign, _ in pieces)) == (old == new)


def test_every_article_of_both_editions_is_told_once() -> None:
    chance = random.Random(SEED + 1)
    for _ in range(PAIRS // 10):
        old = [unit(f"第{n}条", grown(chance)) for n in range(chance.randrange(8))]
        new = [
            unit(f"第{n}条", u.text if chance.random() < 0.5 else grown(chance)) for n, u in enumerate(old)
        ]
        new = [u for u in new if chance.random() < 0.8]
        changes = compare(old, new)
        assert [c.new for c in changes if c.new] == new
        assert sorted(c.old.number for c in changes if c.old) == [u.number for u in old]
