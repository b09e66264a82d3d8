"""The runner of test-case trees, on a small tree of our own in which it is known what must become of each case."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance import dmn

TREE = Path(__file__).parent / "tree"
NOW = datetime(2026, 9, 17, tzinfo=UTC)

PASSED = {
    "discount": "none near given-decision",
    "shapes": "list components empty-list nil nil-list error boolean date time zone-as-offset days months",
    "invocables": "one one-of-two both input-left-out wrong-type knowledge",
    "borrows": "greeting",
    "languages": "script-error plain",
}
FAILED = {
    "discount": "far two-results no-such-decision no-such-decision-nil wants-nothing",
    "shapes": "list-order list-length component-missing not-nil error-wanted-value-given number-is-no-text"
    " date-is-no-instant time-elsewhere months-are-no-days unknown-type no-number",
    "invocables": "no-such-service knowledge-wrong",
    "languages": "plain-wrong",
}
UNSUPPORTED = {
    "absent": "any",
    "circle": "any",
    "languages": "boxed written script",
    "refused": "any",
}
FOLDERS = {
    "discount": "compliance-level-2/0001-discount",
    "shapes": "compliance-level-3/0001-shapes",
    "invocables": "compliance-level-3/0002-invocables",
    "borrows": "compliance-level-3/0003-imports",
    "absent": "compliance-level-3/0003-imports",
    "circle": "compliance-level-3/0003-imports",
    "languages": "compliance-level-3/0004-other-languages",
    "refused": "compliance-level-3/0005-not-readable",
}
TORN = "compliance-level-3/0005-not-readable/torn-test-01.xml"


def _ids(cases: dict[str, str]) -> set[str]:
    return {f"{FOLDERS[f]}/{f}-test-01.xml#{case}" for f, names in cases.items() for case in names.split()}


@pytest.fixture(scope="module")
def outcomes() -> list[dmn.Outcome]:
    return list(dmn.run_tree(TREE, NOW))


def test_each_case_becomes_what_it_must(outcomes: list[dmn.Outcome]) -> None:
    found: dict[str, set[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.status, set()).add(outcome.id)
    assert found == {
        "passed": _ids(PASSED),
        "failed": _ids(FAILED) | {TORN},
        "unsupported": _ids(UNSUPPORTED),
    }
    assert len({outcome.id for outcome in outcomes}) == len(outcomes)


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("discount-test-01.xml#none", ""),
        ("#two-results", "“Price”应为 91，得到 90"),
        ("#no-such-decision", "模型中没有“Rebate”"),
        ("#wants-nothing", "测试用例没有写明应有的结果"),
        ("#list-order", '“Names”应为 ["Bo", "Ada"]，得到 ["Ada", "Bo"]'),
        ("#number-is-no-text", '“Same”应为 "1"，得到 1'),
        ("#unknown-type", "测试文件中的数据类型“xsd:hexBinary”不认识"),
        ("#boxed", "“Boxed”应为 2，得到 null（不支持 Java 函数，请改写为 FEEL）"),
        ("absent-test-01.xml#any", "没有可读的模型文件“absent.dmn”"),
        ("circle-test-01.xml#any", "模型 circle.dmn 不能运行：模型 circle.dmn 导入了它自己"),
        (
            "refused-test-01.xml#any",
            "模型 refused.dmn 不能运行：元素 d（第 3 行）：引用了不存在的“nowhere”",
        ),
    ],
)
def test_the_reason_says_what_was_wanted_and_what_came(
    outcomes: list[dmn.Outcome], end: str, reason: str
) -> None:
    assert [outcome.reason for outcome in outcomes if outcome.id.endswith(end)] == [reason]


def test_the_document_counts_and_lists_every_case(outcomes: list[dmn.Outcome]) -> None:
    document = dmn.document(outcomes)
    assert list(document) == ["passed", "failed", "unsupported", "total", "cases"]
    assert [document[key] for key in ("passed", "failed", "unsupported", "total")] == [24, 20, 6, 50]
    assert document["cases"][0] == {
        "id": "compliance-level-2/0001-discount/discount-test-01.xml#none",
        "status": "passed",
        "reason": "",
    }


def test_the_summary_has_a_line_a_level_and_a_line_for_what_did_not_pass(outcomes: list[dmn.Outcome]) -> None:
    lines = dmn.summary(outcomes).splitlines()
    assert lines[:2] == [
        "compliance-level-2：通过 3/8（37.5%），未通过 5，不支持 0",
        "compliance-level-3：通过 21/42（50.0%），未通过 15，不支持 6",
    ]
    assert len(lines) == 2 + 20 + 6
    assert (
        lines[3] == f"未通过 {FOLDERS['discount']}/discount-test-01.xml#two-results：“Price”应为 91，得到 90"
    )


def test_a_folder_without_cases_says_so(tmp_path: Path) -> None:
    assert dmn.summary(list(dmn.run_tree(tmp_path, NOW))) == "这里没有测试用例。"
