"""The words of a notice: what the rule and the decision say, nothing that they do not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from awards.publicity import wording
from awards.publicity.wording import FIELDS, Posted

DATA = {
    "name": "示例奖",
    "office": "示例审定办",
    "rule": {"title": "示例奖管理办法", "number": "示府规〔2026〕1号"},
    "articles": [{"id": "X-9", "number": "第九条"}, {"id": "X-12.1", "number": "第十二条"}],
    "slots": {"gold": "金奖"},
    "objections": "named",
}
LISTED = Posted(
    kind="list",
    number="示告〔2026〕001号",
    scheme="demo",
    data=DATA,
    title="示例奖拟奖名单公示",
    posted_on=date(2026, 9, 23),
    closes_on=date(2026, 10, 8),
    days=5,
    rule={"minimum": True, "req": "X-12.1"},
    items=[{"name": "示例公司", "slot": "gold", "key": "示申〔2026〕001号"}],
)


def period(posted: Posted) -> str:
    return str(wording.composed(posted)["paragraphs"][1])


def test_a_list_rests_on_the_article_of_its_decision() -> None:
    assert wording.composed(LISTED)["paragraphs"] == [
        "根据《示例奖管理办法》（示府规〔2026〕1号）第十二条，现将下列1项向社会公示。",
        "公示期不少于5个工作日，自2026年9月23日（周三）张贴，当日不计，至2026年10月8日（周四）24:00止。",
        "任何单位或者个人对公示名单有异议的，可在公示期内实名向示例审定办提出，并提供必要的证明材料。"
        "提出人的身份信息依规保密。",
    ]


def test_days_that_the_office_chose_are_no_minimum_of_the_rule() -> None:
    chosen = replace(LISTED, rule={"minimum": True, "set_by": "office"})
    assert period(chosen).startswith("公示期5个工作日，")
    exact = replace(LISTED, days=7, rule={"minimum": False, "unit": "calendar-days"})
    assert period(exact).startswith("公示期7日，")


def test_without_an_article_none_is_cited() -> None:
    bare = replace(LISTED, rule={}, articles=("Y-1",))
    assert wording.composed(bare)["paragraphs"][0] == (
        "根据《示例奖管理办法》（示府规〔2026〕1号），现将下列1项向社会公示。"
    )
    nothing = replace(bare, data={"name": "示例奖"})
    assert wording.composed(nothing)["paragraphs"][0] == "按照规定，现将下列1项向社会公示。"


def test_a_rule_that_asks_for_no_name_is_not_made_to() -> None:
    free = replace(LISTED, data={**DATA, "objections": None})
    assert wording.composed(free)["paragraphs"][-1] == (
        "任何单位或者个人对公示名单有异议的，可在公示期内向示例审定办提出。提出人的身份信息依规保密。"
    )


def test_a_provisional_end_says_so() -> None:
    assert wording.composed(replace(LISTED, provisional=True))["paragraphs"][2] == (
        "放假安排尚未全部公布，截止日期是推定的，以补充公告为准；只会延长，不会提前。"
    )


def test_a_call_names_cycle_and_intake() -> None:
    call = Posted(
        kind="call",
        number="示告〔2026〕002号",
        scheme="demo",
        data=DATA,
        title="示例奖申报通知",
        posted_on=date(2026, 2, 24),
        opens_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 20),
        cycle="示届〔2026〕1号",
        documents=("管理办法", "评审标准"),
        articles=("X-9",),
    )
    assert wording.composed(call)["paragraphs"] == [
        "根据《示例奖管理办法》（示府规〔2026〕1号）第九条，现启动示例奖评选（示届〔2026〕1号），欢迎符合条件的组织和个人申报。",
        "受理时间自2026年3月1日（周日）起，至2026年3月20日（周五）24:00止。",
        "同时公开：管理办法、评审标准。",
    ]


def test_a_line_has_the_listed_fields_and_no_other() -> None:
    item = {"name": "甲", "unit": "甲", "slot": "gold", "key": "k", "contact": "13800000007", "score": 99}
    assert wording.allowed(item, DATA) == {"name": "甲", "unit": "", "award": "金奖", "case": "k"}
    assert wording.allowed({"name": "乙", "unit": "某院", "slot": "组织奖"}, DATA) == {
        "name": "乙",
        "unit": "某院",
        "award": "组织奖",
        "case": "",
    }


def test_the_content_has_the_listed_fields_and_no_other() -> None:
    assert tuple(wording.composed(LISTED)) == FIELDS


def test_the_same_content_is_the_same_text() -> None:
    text = wording.written(wording.composed(LISTED))
    assert text == wording.written(wording.composed(replace(LISTED)))
    other = replace(LISTED, number="示告〔2026〕002号")
    assert wording.fingerprint(text) != wording.fingerprint(wording.written(wording.composed(other)))
