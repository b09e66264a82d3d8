"""Values and messages of every type of input, with conditions and readonly fields."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.forms import from_browser
from tests.unit.forms.build import checked, field

MOMENT = datetime(2026, 9, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
KINDS = [{"label": "组织", "value": "organisation"}, {"label": "个人", "value": "person"}]


@pytest.mark.parametrize(
    ("component", "raw", "value"),
    [
        (field("textfield", "a"), "  示例公司 ", "示例公司"),
        (field("textfield", "a"), "", None),
        (field("textarea", "a"), "一\r\n二", "一\n二"),
        (
            field("textfield", "a", validate={"validationType": "uscc"}),
            "９１350100m000100y43",
            "91350100M000100Y43",
        ),
        (field("number", "a"), "12.50", Decimal("12.50")),
        (field("number", "a"), "１，２３４", Decimal(1234)),
        (field("number", "a"), 7, Decimal(7)),
        (field("number", "a"), 0.1, Decimal("0.1")),
        (field("number", "a"), " ", None),
        (field("datetime", "a"), "2026-09-24", date(2026, 9, 24)),
        (field("datetime", "a"), "2026年9月24日", date(2026, 9, 24)),
        (field("datetime", "a"), "2026/9/4", date(2026, 9, 4)),
        (field("datetime", "a"), date(2026, 9, 24), date(2026, 9, 24)),
        (field("datetime", "a"), "", None),
        (field("taglist", "a", values=KINDS), ["person", "organisation"], ["organisation", "person"]),
        (field("datetime", "a", subtype="time"), "9:30", time(9, 30)),
        (field("datetime", "a", subtype="time"), "２３：５９", time(23, 59)),
        (field("datetime", "a", subtype="time"), "", None),
        (field("datetime", "a", subtype="datetime"), "2026-09-24T09:30", MOMENT),
        (field("datetime", "a", subtype="datetime"), "2026年9月24日 9:30", MOMENT),
        (field("checkbox", "a"), "on", True),
        (field("checkbox", "a"), False, False),
        (field("radio", "a", values=KINDS), "person", "person"),
        (field("select", "a", values=[{"label": "一", "value": 1}]), "1", Decimal(1)),
        (field("select", "a", values=[{"label": "是", "value": True}]), "true", True),
        (field("select", "a", values=KINDS), "", None),
        (field("checklist", "a", values=KINDS), ["person", "organisation"], ["organisation", "person"]),
        (field("checklist", "a", values=KINDS), "person", ["person"]),
        (field("checklist", "a", values=KINDS), [], []),
        (field("filepicker", "a"), "证明.pdf", "证明.pdf"),
        (field("filepicker", "a", multiple=True), "证明.pdf", ["证明.pdf"]),
    ],
)
def test_values(component, raw, value):
    assert checked([component], {"a": raw}) == ({"a": value}, {})


@pytest.mark.parametrize(
    ("type_", "empty"),
    [
        ("textfield", None),
        ("textarea", None),
        ("number", None),
        ("datetime", None),
        ("checkbox", False),
        ("filepicker", None),
    ],
)
def test_what_was_left_out_is_empty(type_, empty):
    assert checked([field(type_, "a")], from_browser([])) == ({"a": empty}, {})


@pytest.mark.parametrize(
    ("component", "message"),
    [
        (field("textfield", "a", "申报单位名称："), "请填写申报单位名称"),
        (field("number", "a", "得分"), "请填写得分"),
        (field("datetime", "a", ""), "请填写日期，例如 2026-09-24"),
        (field("datetime", "a", "公示日期"), "请填写公示日期，例如 2026-09-24"),
        (field("datetime", "a", "开始", subtype="time"), "请填写开始，例如 09:30"),
        (field("taglist", "a", "领域", values=KINDS), "请至少选择一项领域"),
        (field("datetime", "a", "开始", subtype="datetime"), "请填写开始，例如 2026-09-24 09:30"),
        (field("checkbox", "a", "我已阅读并承诺"), "请勾选“我已阅读并承诺”"),
        (field("radio", "a", "类别", values=KINDS), "请选择类别"),
        (field("select", "a", "类别", values=KINDS), "请选择类别"),
        (field("checklist", "a", "风险", values=KINDS), "请至少选择一项风险"),
        (field("filepicker", "a", "证明材料"), "请上传证明材料"),
        (field("textfield", "a"), "请填写a"),
    ],
)
def test_required(component, message):
    required = {**component, "validate": {"required": True}}
    assert checked([required], from_browser([]))[1] == {"a": message}


@pytest.mark.parametrize(
    ("component", "raw", "message"),
    [
        (
            field("textfield", "a", "理由", validate={"maxLength": 3}),
            "一二三四",
            "理由不得超过 3 字，现在是 4 字",
        ),
        (
            field("textfield", "a", "理由", validate={"minLength": 3}),
            "一二",
            "理由不得少于 3 字，现在是 2 字",
        ),
        (
            field("textfield", "a", "编号", description="如 静质奖", validate={"pattern": "^静质奖"}),
            "x",
            "编号的格式不正确（如 静质奖）",
        ),
        (
            field("textfield", "a", "邮箱", validate={"validationType": "email"}),
            "a@b",
            "邮箱应是电子邮箱，例如 office@example.cn",
        ),
        (
            field("textfield", "a", "电话", validate={"validationType": "phone"}),
            "12",
            "电话应是电话号码，例如 021-55550000",
        ),
        (
            field("textfield", "a", "代码", validate={"validationType": "uscc"}),
            "9135",
            "统一社会信用代码应为 18 位，现在是 4 位",
        ),
        (field("textfield", "a", "名称"), "a\x00b", "名称含有无法保存的字符，请删除后重新输入"),
        (field("textfield", "a", "名称"), "\ud800", "名称含有无法保存的字符，请删除后重新输入"),
        (field("textfield", "a", "名称"), 5, "名称应是文字"),
        (field("textfield", "a", "名称"), {"x": 1}, "名称应是文字"),
        (field("number", "a", "得分"), "八十", "请在得分填写数字，例如 12.5"),
        (field("number", "a", "得分"), "1,23", "请在得分填写数字，例如 12.5"),
        (field("number", "a", "得分"), "1e5", "请在得分填写数字，例如 12.5"),
        (field("number", "a", "得分"), True, "请在得分填写数字，例如 12.5"),
        (field("number", "a", "得分"), [1], "请在得分填写数字，例如 12.5"),
        (field("number", "a", "得分"), "1" * 35, "得分的位数太多，最多 34 位"),
        (field("number", "a", "得分", validate={"min": 0, "max": 100}), "-1", "得分不得小于 0"),
        (field("number", "a", "得分", validate={"min": 0, "max": 100}), "100.5", "得分不得大于 100"),
        (field("number", "a", "得分", decimalDigits=0), "80.5", "得分应是整数"),
        (field("number", "a", "得分", decimalDigits=1), "80.25", "得分最多保留 1 位小数"),
        (field("datetime", "a", "日期"), "24.9.2026", "日期应是日期，例如 2026-09-24"),
        (field("datetime", "a", "日期"), "2026-02-30", "日期没有这一天，请核对月份和日期"),
        (field("datetime", "a", "日期"), "0001-01-01", "日期应在 1900 年至 2200 年之间"),
        (
            field("datetime", "a", "开会时间", subtype="datetime"),
            "2026-09-24",
            "开会时间应写明日期和时间，例如 2026-09-24 09:30",
        ),
        (field("datetime", "a", "几点", subtype="time"), "24:00", "几点应是时间，例如 09:30"),
        (
            field("datetime", "a", "开会时间", subtype="datetime", disallowPassedDates=True),
            "2026-11-19 23:59",
            "开会时间不得早于今天（2026-11-20）",
        ),
        (
            field("datetime", "a", "日期", disallowPassedDates=True),
            "2026-11-19",
            "日期不得早于今天（2026-11-20）",
        ),
        (field("checkbox", "a", "承诺"), "maybe", "承诺只能勾选或不勾选"),
        (field("radio", "a", "类别", values=KINDS), "committee", "请从列表中选择类别"),
        (field("checklist", "a", "类别", values=KINDS), ["person", "x"], "请从列表中选择类别"),
        (field("select", "a", "评审员", valuesKey="reviewers"), "x", "评审员暂时没有可选的项"),
        (field("filepicker", "a", "证明", accept=".pdf, .docx"), "a.exe", "证明只接受 .pdf、.docx 文件"),
        (field("filepicker", "a", "证明"), "../a.pdf", "证明的文件名不能用，请改名后重新上传"),
        (field("filepicker", "a", "证明"), ["a.pdf", "b.pdf"], "证明只能上传一个文件"),
        (field("textfield", "a", "{{title}}名称", validate={"required": True}), "", "请填写示范名称"),
        (field("number", "a", "得分", validate={"max": "=best"}), "81", "得分不得大于 80"),
        (field("radio", "a", "类别", values=KINDS), {"value": "person"}, "请从列表中选择类别"),
    ],
)
def test_messages(component, raw, message):
    context = {"title": "示范", "best": Decimal(80)}
    assert checked([component], {"a": raw}, context)[1] == {"a": message}


def test_the_edges_are_inside():
    number = field("number", "a", validate={"min": 0, "max": 100}, decimalDigits=1)
    assert [checked([number], {"a": raw})[1] for raw in ("0", "100", "80.50")] == [{}, {}, {}]
    story = field("textarea", "a", validate={"maxLength": 4})
    assert checked([story], {"a": "一\r\n二三"})[1] == {}
    today = field("datetime", "a", disallowPassedDates=True)
    assert checked([today], {"a": "2026-11-20"})[1] == {}


def test_a_bound_that_cannot_be_computed_binds_nothing():
    for bound in ("=missing", "=title"):
        component = field("number", "a", validate={"max": bound})
        assert checked([component], {"a": "81"}, {"title": "示范"})[1] == {}


def test_unknown_entries_are_errors_for_programs_and_ignored_from_browsers():
    name = field("textfield", "name")
    group = {"type": "group", "id": "g", "path": "applicant", "components": [field("textfield", "phone")]}
    rows = {"type": "dynamiclist", "id": "l", "path": "cases", "components": [field("number", "score")]}
    sent = {"nmae": "x", "applicant": {"fax": "1"}, "cases": [{"score": 1, "note": "x"}]}
    _, errors = checked([name, group, rows], sent)
    assert errors == {
        "nmae": "表单没有“nmae”这一项",
        "applicant.fax": "表单没有“applicant.fax”这一项",
        "cases[0].note": "表单没有“cases[0].note”这一项",
    }
    assert checked([name], from_browser([("nmae", "x")])) == ({"name": None}, {})
    assert checked([name], {"nmae": "x"}, strict=False)[1] == {}


def test_a_default_counts_for_programs_but_not_for_a_box_that_a_browser_left_unticked():
    box = field("checkbox", "agree", defaultValue=True)
    assert checked([box], {}) == ({"agree": True}, {})
    assert checked([box], from_browser([])) == ({"agree": False}, {})


def test_options_from_the_context_keep_their_type():
    reviewers = [{"label": "评审员甲", "value": Decimal(3)}, {"label": "评审员乙", "value": Decimal(4)}]
    component = field("select", "who", valuesExpression="=reviewers[value > 3]")
    assert checked([component], {"who": "4"}, {"reviewers": reviewers}) == ({"who": Decimal(4)}, {})
    assert checked([component], {"who": "3"}, {"reviewers": reviewers})[1] == {"who": "请从列表中选择who"}
    plain = field("checklist", "tags", valuesKey="cycle.tags")
    assert checked([plain], {"tags": ["b"]}, {"cycle": {"tags": ["a", "b"]}}) == ({"tags": ["b"]}, {})


def test_hidden_fields_are_dropped_with_their_faults():
    parts = [
        field("checkbox", "has_loss"),
        field("textfield", "reason", validate={"required": True}, conditional={"hide": "=not(has_loss)"}),
    ]
    assert checked(parts, {"has_loss": False, "reason": "政策性亏损"}) == ({"has_loss": False}, {})
    assert checked(parts, {"has_loss": True})[1] == {"reason": "请填写reason"}
    assert checked(parts, {"has_loss": True, "reason": "政策性亏损"})[0] == {
        "has_loss": True,
        "reason": "政策性亏损",
    }


def test_conditions_may_depend_on_fields_that_are_hidden_themselves():
    """c asks for b, b asks for a; the order in the form does not matter, and old values do not count."""
    parts = [
        field("textfield", "c", conditional={"hide": '=b != "x"'}),
        field("textfield", "b", conditional={"hide": '=a != "x"'}),
        field("textfield", "a"),
    ]
    sent = {"a": "no", "b": "x", "c": "x"}
    assert checked(parts, sent, {"b": "x"})[0] == {"a": "no"}
    assert checked(parts, {**sent, "a": "x"})[0] == {"a": "x", "b": "x", "c": "x"}


def test_conditions_that_contradict_each_other_come_to_an_end():
    parts = [
        field("textfield", "a", conditional={"hide": "=b = null"}),
        field("textfield", "b", conditional={"hide": "=a != null"}),
    ]
    values, errors = checked(parts, {"a": "x", "b": "y"})
    assert errors == {}
    assert set(values) <= {"a", "b"}


def test_a_condition_that_cannot_be_computed_hides_nothing():
    assert checked([field("textfield", "a", conditional={"hide": "=missing > 3"})], {"a": "x"})[0] == {
        "a": "x"
    }


def test_readonly_fields_keep_the_contexts_value():
    parts = [field("textfield", "name", readonly=True, validate={"required": True}), field("number", "score")]
    assert checked(parts, {"name": "改", "score": 1}, {"name": "示例公司"}) == ({"score": Decimal(1)}, {})
    given = [field("textfield", "name", disabled=True, defaultValue="默认")]
    assert checked(given, {"name": "改"}) == ({"name": "默认"}, {})
    locked = [field("textfield", "name", readonly="=locked")]
    assert checked(locked, {"name": "改"}, {"locked": True, "name": "原"})[0] == {}
    assert checked(locked, {"name": "改"}, {"locked": False, "name": "原"})[0] == {"name": "改"}


def test_expression_fields_are_computed_here():
    parts = [
        field("number", "a"),
        field("number", "b"),
        {"type": "expression", "key": "total", "expression": "=a + b"},
        field("textfield", "why", validate={"required": True}, conditional={"hide": "=total <= 100"}),
    ]
    assert checked(parts, {"a": 40, "b": 50, "total": 999})[0] == {
        "a": Decimal(40),
        "b": Decimal(50),
        "total": Decimal(90),
    }
    assert checked(parts, {"a": 60, "b": 50})[1] == {"why": "请填写why"}
