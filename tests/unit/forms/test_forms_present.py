"""What a screen is given: values, options and texts; and the texts themselves."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from engine.forms import check, from_browser, present, text
from engine.forms.nodes import every
from tests.unit.forms.build import env, field, form


def nodes(*components, context=None, submission=None, errors=None):
    laid = present(form(*components), context or {}, env(), submission, errors=errors)
    return {node.name: node for node in every(laid)}


@pytest.mark.parametrize(
    ("template", "result"),
    [
        ("公示至 {{ends_on}}", "公示至 2026年10月9日 周五"),
        ("{{applicant.name}}：{{score}} 分", "示例公司：80.5 分"),
        ('="共 " + string(count(cases)) + " 件"', "共 2 件"),
        ("{{missing}}{{applicant.missing}}{{score.x}}", ""),
        ("{{ended}}、{{cases}}、{{at}}、{{hour}}", "是、甲、乙、2026年11月20日 周五 09:00、09:30"),
        ("{{applicant}}", "name：示例公司"),
        ("{{big}}", "100"),
        ("没有变量", "没有变量"),
    ],
)
def test_texts(template, result):
    context = {
        "ends_on": date(2026, 10, 9),
        "applicant": {"name": "示例公司"},
        "score": Decimal("80.5"),
        "cases": ["甲", "乙"],
        "ended": True,
        "at": datetime(2026, 11, 20, 1, tzinfo=UTC),
        "hour": time(9, 30),
        "big": Decimal("1E+2"),
    }
    assert text(template, context, env()) == result


def test_the_first_display_shows_what_is_known_and_the_defaults():
    shown = nodes(
        field("textfield", "name", "{{cycle}}名称", description="与证照一致"),
        field("number", "staff", defaultValue=10),
        field("datetime", "founded"),
        field("checkbox", "agree"),
        context={"cycle": "示范", "name": "示例公司", "founded": date(2012, 5, 1)},
    )
    assert [(node.posted, node.fault) for node in shown.values()] == [
        ("示例公司", None),
        ("10", None),
        ("2012-05-01", None),
        ("false", None),
    ]
    assert (shown["name"].label, shown["name"].description) == ("示范名称", "与证照一致")


def test_a_failed_submission_shows_what_was_typed_and_the_errors():
    part = field("number", "score", "得分", validate={"max": 100})
    submission = from_browser([("score", "八十")])
    errors = check(form(part), submission, {}, env()).errors
    node = nodes(part, submission=submission, errors=errors)["score"]
    assert (node.posted, node.fault) == ("八十", "请在得分填写数字，例如 12.5")


def test_a_draft_is_shown_without_reproaches():
    node = nodes(field("number", "score", validate={"required": True}), submission=from_browser([]))["score"]
    assert (node.posted, node.fault) == ("", None)


def test_options_and_what_is_picked():
    component = field("checklist", "who", valuesExpression="=reviewers")
    reviewers = [{"label": "评审员甲", "value": "a"}, {"label": "评审员乙", "value": "b"}]
    node = nodes(component, context={"reviewers": reviewers, "who": ["b"]})["who"]
    assert [(option.label, option.value) for option in node.options] == [("评审员甲", "a"), ("评审员乙", "b")]
    assert node.picked == ["b"]


def test_hidden_nodes_are_there_but_not_shown():
    shown = nodes(field("checkbox", "a"), field("textfield", "b", conditional={"hide": "=not(a)"}))
    assert (shown["b"].shown, shown["a"].shown) == (False, True)


def test_lists_begin_with_the_contexts_rows_or_with_blank_ones():
    part = {"type": "dynamiclist", "id": "l", "path": "cases", "components": [field("number", "score")]}
    assert list(nodes(part)) == ["cases", "cases[0].score"]
    assert list(nodes({**part, "defaultRepetitions": 2})) == ["cases", "cases[0].score", "cases[1].score"]
    filled = nodes(part, context={"cases": [{"score": Decimal(3)}, {"score": Decimal(4)}]})
    assert [node.posted for name, node in filled.items() if name != "cases"] == ["3", "4"]


def test_texts_tables_and_computed_values():
    shown = nodes(
        {"type": "text", "id": "t", "text": "共 {{total}} 分"},
        {"type": "expression", "id": "e", "key": "total", "expression": "=a * 2"},
        {
            "type": "table",
            "id": "cases",
            "dataSource": "=cases",
            "columns": [{"key": "name", "label": "名称"}, {"key": "score", "label": "得分"}],
        },
        context={
            "a": Decimal(40),
            "cases": [{"name": "示例甲", "score": Decimal(80)}, {"name": "示例乙"}, "x"],
        },
    )
    assert shown["total"].text == "80"
    assert shown["t"].text == "共 80 分"
    assert shown["cases"].table == [["示例甲", "80"], ["示例乙", ""]]


def test_a_moment_stands_in_its_field_by_shanghais_clock():
    shown = nodes(
        field("datetime", "at", subtype="datetime"),
        field("datetime", "hour", subtype="time"),
        context={"at": datetime(2026, 11, 20, 1, tzinfo=UTC), "hour": time(9, 30)},
    )
    assert [(node.posted, node.fault) for node in shown.values()] == [
        ("2026-11-20T09:00", None),
        ("09:30", None),
    ]
