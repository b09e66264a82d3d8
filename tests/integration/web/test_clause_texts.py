"""The published text beside our summary: on the task's page and the case's, as text, its edition named."""

from __future__ import annotations

import re
from collections.abc import Callable

from awards import rule_texts
from awards.rules import lines, split
from tests.integration.web.conftest import Browser, House
from web import clauses

Browse = Callable[[str], Browser]

TEXT = """示例质量奖办法

第二十条（内部公示） 先在本单位贴出来。

第二十二条（资格审查） 看材料齐不齐<script>alert(1)</script>：

（一）缺的请补；

（二）假的不收。
"""
ARTICLE = ["看材料齐不齐&lt;script&gt;alert(1)&lt;/script&gt;：", "（一）缺的请补；", "（二）假的不收。"]


def load(house: House, edition: str) -> None:
    """What `laurel rules load` does."""
    facts = {"scheme": "demo", "edition": edition, "file": "demo.txt", "sha256": edition}
    with house.pe.database.transaction() as connection:
        assert rule_texts.keep(connection, split(lines(TEXT.encode())), facts, house.pe.now())


def quoted(page: str) -> list[list[str]]:
    """The paragraphs of each quotation, as they stand in the page's source."""
    found = re.findall(r'<blockquote class="original">(.*?)</blockquote>', page, re.DOTALL)
    return [re.findall(r"<p>(.*?)</p>", quotation, re.DOTALL) for quotation in found]


def test_without_a_text_the_summary_stands_alone(browse: Browse, house: House) -> None:
    root = house.apply()
    for page in (f"/tasks/{house.task(root, 'check')}", f"/cases/{root}"):
        shown = browse("clerk").page(page)
        assert quoted(shown) == []
        assert "审查基本条件和材料是否齐全。" in shown
        assert "以上为摘要，正式条文由管理单位载入。" in shown


def test_the_article_stands_beside_its_summary(browse: Browse, house: House) -> None:
    root = house.apply()
    load(house, "示规〔2026〕1号")
    for page in (f"/tasks/{house.task(root, 'check')}", f"/cases/{root}"):
        shown = browse("clerk").page(page)
        assert quoted(shown) == [ARTICLE]
        assert "审查基本条件和材料是否齐全。" in shown
        assert "第二十二条原文（示规〔2026〕1号）" in shown
        assert "原文载自《示例质量奖办法》示规〔2026〕1号。" in shown
        assert "<script>alert" not in shown


def test_another_edition_than_the_case_s_own_is_said_to_be_one(browse: Browse, house: House) -> None:
    root = house.apply()
    load(house, "示规〔2031〕2号")
    shown = browse("clerk").page(f"/cases/{root}")
    assert quoted(shown) == [ARTICLE]
    assert "原文载自《示例质量奖办法》示规〔2031〕2号，本案适用的版本尚未载入。" in shown
    load(house, "示规〔2026〕1号")
    assert "原文载自《示例质量奖办法》示规〔2026〕1号。" in browse("clerk").page(f"/cases/{root}")


def test_a_shared_step_is_told_the_articles_of_its_own_scheme_only(browse: Browse, house: House) -> None:
    load(house, "示规〔2026〕1号")
    with house.pe.database.reading() as connection:
        deployed = house.pe.definitions.newest(connection, "demo.application")
        told = clauses.panel(connection, deployed, ["H-15.1", "D-22.1", "A-6", "D-20", "D-22.3"])
    assert told.label == "第二十二条、第二十条"
    assert [(clause.ids, len(clause.texts)) for clause in told.clauses] == [
        (("D-22.1",), 0),  # its text stands once, after the last of its article
        (("D-22.3",), 1),
        (("D-20",), 1),
    ]
