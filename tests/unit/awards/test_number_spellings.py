"""An office's number is found however its brackets are typed."""

import pytest

from awards.numbers import bracketed, spellings

NUMBER = "静质奖证〔2026〕001号"


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "静质奖证[2026]001号",
        "静质奖证（2026）001号",
        "静质奖证(2026)001",
        "静质奖证【2026】 001 号",
        "静质奖证﹝２０２６﹞００１號",
        "  静质奖证〈2026〉001号  ",
    ],
)
def test_a_number_with_other_brackets_widths_and_spaces_is_the_same_number(typed: str) -> None:
    assert NUMBER in list(spellings(typed))


def test_what_was_typed_comes_first_and_each_spelling_once() -> None:
    assert list(spellings(NUMBER)) == [NUMBER]
    token = "k3Jx-_Ab9"
    assert list(spellings(token)) == [token, f"{token}号"]


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("静质奖申[2026]006", "静质奖申〔2026〕006"),
        ("（2026）006号", "〔2026〕006号"),
        ("【 2026 】", "〔2026〕"),
        ("示例（上海）有限公司", "示例（上海）有限公司"),
        ("(20260)", "(20260)"),
    ],
)
def test_a_search_finds_a_number_typed_with_the_brackets_of_a_keyboard(typed: str, sought: str) -> None:
    assert bracketed(typed) == sought
