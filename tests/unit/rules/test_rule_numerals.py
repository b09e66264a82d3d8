"""Chinese numerals as articles are numbered with."""

from __future__ import annotations

import pytest

from awards.rules.numerals import number_of, numeral

DIGITS = "一二三四五六七八九"
# Built from the rule of the language, independently of the code: 一 … 九, 十 … 十九, 二十 … 九十九.
UP_TO_99 = [
    *DIGITS,
    "十",
    *(f"十{d}" for d in DIGITS),
    *(text for t in DIGITS[1:] for text in (f"{t}十", *(f"{t}十{d}" for d in DIGITS))),
]


def test_all_numerals_up_to_99_both_ways() -> None:
    assert len(UP_TO_99) == 99
    assert [numeral(n) for n in range(1, 100)] == UP_TO_99
    assert [number_of(text) for text in UP_TO_99] == list(range(1, 100))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一百一十二", 112),
        ("三百二十", 320),
        ("九百九十九", 999),
    ],
)
def test_hundreds(text: str, number: int) -> None:
    assert (number_of(text), numeral(number)) == (number, text)


def test_every_number_comes_back() -> None:
    assert [number_of(numeral(n)) for n in range(1, 1000)] == list(range(1, 1000))


@pytest.mark.parametrize(
    ("text", "number"), [("22", 22), ("007", 7), ("〇", None), ("两百", 200), ("一百〇五", 105)]
)
def test_other_ways_of_writing(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "一二", "十百", "百十百", "零零", "五零", "条", "1234", "0", "十十"])
def test_what_is_no_numeral(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_numbers_that_no_article_has(number: int) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        numeral(number)
