"""Article numbers from requirement ids."""

import pytest

from web.clauses import article_number, label, numeral


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (16, "十六"), (20, "二十"), (22, "二十二"), (40, "四十")],
)
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text


def test_a_requirement_names_its_article() -> None:
    assert article_number("J-22.3") == "第二十二条"
    assert article_number("AMB-36") == "AMB-36"


def test_several_requirements_of_one_article_are_named_once() -> None:
    assert label(["J-22.3", "J-22.4", "J-32.1"]) == "第二十二条、第三十二条"


@pytest.mark.parametrize("requirement", ["G-0", "J-1000"])
def test_a_number_that_no_article_has_stays_an_id(requirement: str) -> None:
    assert article_number(requirement) == requirement
