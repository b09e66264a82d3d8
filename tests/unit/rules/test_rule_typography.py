"""One printed line in the house's typography."""

from __future__ import annotations

import pytest

from awards.rules.typography import cleaned, typeset, width


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("２０２５—２０２６年", "2025—2026年"),
        ("第 62 次会议", "第62次会议"),
        ("第一章　总　则", "第一章总则"),
        ("依照 GB/T 19580 的规定", "依照GB/T 19580的规定"),
        ("桥,船;灯:好!对?", "桥，船；灯：好！对？"),
        ("(一)船(木船)", "（一）船（木船）"),
        ("共 1,000 元，比例 3:5", "共1,000元，比例3:5"),
        ("见 f(x) 和函数(甲)", "见f(x)和函数（甲）"),
        ("选出好船.其余的不选.", "选出好船。其余的不选。"),
        ("“好船”.又", "“好船”。又"),
        ("２０１０．１．２５", "2010.1.25"),
        ("网址qiao．example．cn", "网址qiao.example.cn"),
        ("见https://example.cn", "见https://example.cn"),
        ("１．申报", "1.申报"),
        ("残... 文... 字", "残...文...字"),
        ("plain  Latin (text), here.", "plain Latin (text), here."),
    ],
)
def test_a_line_is_set_anew(printed: str, expected: str) -> None:
    assert typeset(cleaned(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("- （一）漏水的", "（一）漏水的"),
        ("## 第一章 总则", "第一章 总则"),
        ("[bookmark: _GoBack]签名", "签名"),
        ("字\u200b里\u202e藏\u0007着", "字里藏着"),
        ("-3", "-3"),
    ],
)
def test_what_nobody_meant_to_print_goes(printed: str, expected: str) -> None:
    assert cleaned(printed) == expected


def test_columns() -> None:
    assert (width("好船"), width("ab"), width("“好”，3")) == (4, 2, 9)
