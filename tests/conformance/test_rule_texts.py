"""The published rules of the schemes, in an optional folder of the published texts: their structure, no sentence of them.

The figures were counted in the texts themselves; the folder holds plain text files under any names.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from awards.rules import Rule, Unit, lines, pick, places, split
from awards.rules.numerals import numeral
from awards.rules.reading import characters

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("LAUREL_RULE_TEXTS") or ROOT.parent / "shared" / "seeds")
TEXTS = sorted(FOLDER.glob("*.txt"))
SPACED = re.compile("[\u4e00-\u9fff，。；：（）] +[\u4e00-\u9fff，。；：（）]")


@dataclass(frozen=True)
class Expected:
    """What a text consists of: articles and chapters in the rule itself and in each annex, sections of a notice."""

    kind: str
    articles: tuple[int, ...] = ()
    chapters: tuple[int, ...] = ()
    sections: int = 0
    items: tuple[int, ...] = ()  # （一） … in each section
    annexes: int = 0
    debris: int = 0  # printed lines that are no part of the text
    stray: int = 0  # lines that belong nowhere


EXPECTED = {
    "静府规〔2023〕2号": Expected("办法", (40,), (7,)),
    "虹府规〔2021〕1号": Expected("办法", (33,), (6,), debris=17),
    "2021年修订": Expected("办法", (26, 11, 8, 12), (7, 4, 4, 4), annexes=3, debris=1),
    "2025年5月13日": Expected("通知", sections=6, items=(2, 3, 3, 0, 0, 0)),
    "沪质奖审办〔2023〕2号": Expected("指南", sections=4, items=(0, 3, 2, 4), annexes=1, stray=1),
}
SCHEMES = {
    "jingan": ["静府规〔2023〕2号"],
    "hongkou": ["虹府规〔2021〕1号"],
    "association": ["2021年修订"],
    "shanghai": ["2025年5月13日", "沪质奖审办〔2023〕2号"],
}
NO_TEXT = {"（通知没有规定）", "指南（试行）"}  # said of a document as a whole

if not TEXTS:
    pytest.skip(
        f"no published rule texts in {FOLDER} (LAUREL_RULE_TEXTS names their folder)", allow_module_level=True
    )


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    found = [split(lines(file.read_bytes())) for file in TEXTS]
    return {rule.edition: rule for rule in found}


def parts(rule: Rule) -> list[str]:
    return ["", *(annex for annex, _ in rule.annexes)]


def test_the_texts_are_those_of_the_schemes(rules: dict[str, Rule]) -> None:
    assert {edition: rule.kind for edition, rule in rules.items()} == {e: x.kind for e, x in EXPECTED.items()}
    assert [rule.title for rule in rules.values() if not rule.title] == []


def test_articles_count_from_one_in_the_rule_and_in_each_annex(rules: dict[str, Rule]) -> None:
    for edition, expected in EXPECTED.items():
        rule = rules[edition]
        for annex, count in zip(parts(rule), expected.articles, strict=False):
            numbers = [unit.number for unit in rule.articles if unit.annex == annex]
            assert numbers == [f"第{numeral(n)}条" for n in range(1, count + 1)], (edition, annex)
        assert len(rule.articles) == sum(expected.articles), edition
        assert [unit.name for unit in rule.articles if not unit.text] == [], edition


def test_chapters_and_annexes(rules: dict[str, Rule]) -> None:
    for edition, expected in EXPECTED.items():
        rule = rules[edition]
        found = [sum(1 for annex, _ in rule.headings if annex == part) for part in parts(rule)]
        assert [n for n in found if n] == list(expected.chapters), edition
        assert len(rule.annexes) == expected.annexes, edition
        assert all(unit.chapter for unit in rule.articles), edition


def test_sections_and_their_items(rules: dict[str, Rule]) -> None:
    for edition, expected in EXPECTED.items():
        sections = rules[edition].sections
        assert [unit.number for unit in sections] == [
            f"第{numeral(n)}部分" for n in range(1, expected.sections + 1)
        ]
        items = [sum(1 for p in unit.paragraphs if p.level == 1) for unit in sections]
        assert tuple(items) == expected.items, edition


def test_nearly_everything_is_placed_and_the_rest_is_named(rules: dict[str, Rule]) -> None:
    for edition, expected in EXPECTED.items():
        rule = rules[edition]
        assert len([item for item in rule.left if item.debris]) == expected.debris, edition
        assert len([item for item in rule.left if not item.debris]) == expected.stray, edition
        assert rule.placed >= 0.99 * (rule.total - rule.debris), edition
        assert rule.placed + sum(characters(item.text) for item in rule.left) == rule.total, edition
        assert rule.remarks == [], edition


def test_no_space_stays_between_chinese(rules: dict[str, Rule]) -> None:
    for edition, rule in rules.items():
        body: list[Unit] = [unit for unit in rule.units if unit.number]  # a form keeps the gaps of its fields
        assert [unit.name for unit in body if SPACED.search(unit.text)] == [], edition


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_requirement_of_a_scheme_finds_its_text(scheme: str, rules: dict[str, Rule]) -> None:
    data = yaml.safe_load((ROOT / "processes" / scheme / "scheme.yaml").read_text("utf-8"))
    known = [(rules[e].kind, unit) for e in SCHEMES[scheme] for unit in rules[e].units]

    def finds(said: str) -> bool:
        found = places(said)
        return bool(found) and all(
            any(
                (unit.annex, unit.number) == (place.annex, place.number)
                and place.kind in ("", kind)
                and pick(unit.paragraphs, place.steps)
                for kind, unit in known
            )
            for place in found
        )

    numbers = {str(article["number"]) for article in data["articles"]}
    assert {number for number in numbers if not finds(number)} == numbers & NO_TEXT
