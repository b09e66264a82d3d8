"""What the scheme data says of where a requirement stands, found in a rule."""

from __future__ import annotations

import pytest

from awards.rules import Place, lines, pick, places, split
from tests.unit.rules import made_up


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("第二十二条", [Place("", "", "第二十二条")]),
        ("第22条", [Place("", "", "第二十二条")]),
        ("第十二条之一", [Place("", "", "第十二条之一")]),
        ("附件1 第三条", [Place("", "附件1", "第三条")]),
        ("附件一第三条", [Place("", "附件1", "第三条")]),
        ("附件2", [Place("", "附件2", "")]),
        ("第十六条（二）", [Place("", "", "第十六条", (("二",),))]),
        ("通知第二部分（一）1", [Place("通知", "", "第二部分", (("一",), ("1",)))]),
        ("指南第三部分（一）1—3", [Place("指南", "", "第三部分", (("一",), ("1", "2", "3")))]),
        ("通知引言和第一部分", [Place("通知", "", "引言"), Place("通知", "", "第一部分")]),
        ("第三条、第五条", [Place("", "", "第三条"), Place("", "", "第五条")]),
    ],
)
def test_places(said: str, expected: list[Place]) -> None:
    assert list(places(said)) == expected


@pytest.mark.parametrize(
    "said", ["", "（通知没有规定）", "指南（试行）", "J-22.3", "第零条", "第三条以外", "第三条" * 100]
)
def test_what_points_nowhere(said: str) -> None:
    assert places(said) == ()


def picked(said: str) -> list[str]:
    (place,) = places(said)
    units = split(lines(made_up.NOTICE.encode())).units
    return [
        p.whole for unit in units if unit.number == place.number for p in pick(unit.paragraphs, place.steps)
    ]


def test_a_section_is_cut_down_to_its_items() -> None:
    stone = [
        "1.跨度10米以上的石桥，应当建成3年以上，并且没有塌过。",
        "2.其他石桥，应当建成1年以上。",
    ]
    wooden = ["（二）木桥", "木桥应当每年上一次漆（铁钉除外）。"]
    assert picked("第一部分") == ["（一）石桥", *stone, *wooden]
    assert picked("第一部分（一）") == ["（一）石桥", *stone]
    assert picked("第一部分（一）1—2") == stone
    assert picked("第一部分（一）2") == stone[1:]
    assert picked("第一部分（二）") == wooden
    assert picked("第一部分（三）") == []
    assert picked("第一部分（二）1") == []


def test_two_lists_in_one_article_are_both_meant() -> None:
    text = "好灯奖办法\n第一条 路灯：\n（一）高；\n（二）亮。\n窗灯：\n（一）稳；\n（二）净。"
    (unit,) = split(lines(text.encode())).units
    assert [p.whole for p in pick(unit.paragraphs, (("二",),))] == ["（二）亮。", "窗灯：", "（二）净。"]
