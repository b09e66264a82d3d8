"""What a .form file may say, and how each fault is reported."""

import json

import pytest

from engine.errors import Refused
from engine.forms import parse_form
from tests.unit.forms.build import field, form

TEXT = """\
{
  "type": "default",
  "id": "jingan.self-report",
  "schemaVersion": 18,
  "components": [
    {
      "type": "textfield",
      "id": "field_name",
      "key": "name",
      "label": "申报单位名称",
      "validate": {"required": true, "maxLength": 60},
      "layout": {"row": "r1", "columns": 8},
      "properties": {"articles": "J-16.1, J-16.3"}
    },
    {
      "type": "html",
      "id": "field_html",
      "content": "<b>x</b>"
    }
  ]
}
"""


def findings(*components):
    with pytest.raises(Refused) as caught:
        form(*components)
    return [(finding.rule, finding.element, finding.message) for finding in caught.value.findings]


def test_a_refusal_names_file_line_and_component():
    with pytest.raises(Refused) as caught:
        parse_form(TEXT.encode(), "jingan/forms/self-report.form")
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.element, finding.rule) == (
        "jingan/forms/self-report.form",
        17,
        "field_html",
        "form-component",
    )
    assert finding.message.startswith("不支持组件 html；可用：textfield、textarea、number")


def test_a_form_is_read():
    schema = json.loads(TEXT)
    del schema["components"][1]
    read = parse_form(json.dumps(schema).encode(), "x.form")
    (component,) = read.fields()
    assert (read.id, component.key, component.label) == ("jingan.self-report", "name", "申报单位名称")
    assert component.articles == ("J-16.1", "J-16.3")
    assert component.validate == {"required": True, "maxLength": 60}


def test_all_supported_components_together():
    read = form(
        {"type": "text", "text": "# 说明 {{cycle.title}}"},
        {"type": "separator"},
        {"type": "spacer", "height": 20},
        {"type": "button", "label": "提交", "action": "submit"},
        {"type": "table", "dataSource": "=cases", "columns": [{"key": "name", "label": "名称"}]},
        {"type": "expression", "key": "total", "expression": "=a + b", "computeOn": "change"},
        {
            "type": "group",
            "label": "单位",
            "path": "applicant",
            "components": [
                field("textfield", "name"),
                field("select", "kind", values=[{"label": "组织", "value": "organisation"}]),
            ],
        },
        {
            "type": "dynamiclist",
            "path": "products",
            "components": [field("number", "price", decimalDigits=2), field("checkbox", "main")],
        },
        field("textarea", "story"),
        field("datetime", "founded", subtype="date"),
        field("radio", "level", valuesKey="levels"),
        field("checklist", "risks", valuesExpression="=cycle.risks"),
        field("filepicker", "proof", accept=".pdf", multiple=True),
    )
    assert [component.key for component in read.fields()] == [
        "name",
        "kind",
        "price",
        "main",
        "story",
        "founded",
        "level",
        "risks",
        "proof",
    ]
    sources = [expression.source for _, expression in read.expressions()]
    assert sources == ["cases", "a + b", "levels", "cycle.risks"]


@pytest.mark.parametrize(
    ("component", "rule", "message"),
    [
        (field("textfield", "名称"), "form-key", "变量名“名称”只能用小写字母、数字和下划线，并以字母开头"),
        (field("textfield", "a-b"), "form-key", "变量名“a-b”只能用小写字母、数字和下划线，并以字母开头"),
        (field("textfield", "a.b"), "form-key", "变量名“a.b”只能用小写字母、数字和下划线，并以字母开头"),
        (field("textfield", "a", colour="red"), "form-property", "组件 textfield 不支持属性 colour，请删除"),
        (
            field("textfield", "a", properties={"x": "1"}),
            "form-property",
            "不认识的自定义属性 x；可用：articles、autocomplete、reader、view、wide",
        ),
        (
            field("textfield", "a", properties={"reader": "everybody"}),
            "form-property",
            "reader“everybody”只能写 owner，用于填写的字段",
        ),
        (field("textfield", "a", conditional={"show": "=x"}), "form-property", "conditional 只支持 hide"),
        (
            field("textfield", "a", conditional={"hide": "x"}),
            "form-expression",
            "conditional.hide 应是以 = 开头的表达式",
        ),
        (
            field("textfield", "a", label="{{#if x}}"),
            "form-text",
            "label 里的 {{#if x}} 不支持，只能写 {{变量名}}",
        ),
        (
            field("textfield", "a", validate={"min": 1}),
            "form-rule",
            "组件 textfield 不支持校验规则 min；可用：maxLength、minLength、pattern、required、validationType",
        ),
        (field("textfield", "a", validate={"maxLength": "viel"}), "form-rule", "validate.maxLength 应是数字"),
        (
            field("textfield", "a", validate={"maxLength": 1.5}),
            "form-rule",
            "validate.maxLength 应是不小于 0 的整数",
        ),
        (
            field("textfield", "a", validate={"validationType": "iban"}),
            "form-rule",
            "validate.validationType 不认识“iban”；可用：custom、email、phone、uscc",
        ),
        (field("number", "a", decimalDigits="2"), "form-property", "decimalDigits 应是 0 至 30 的整数"),
        (
            field("datetime", "a", subtype="week"),
            "form-property",
            "日期组件的 subtype 只能是 date、time、datetime",
        ),
        (field("select", "a"), "form-options", "请用 values、valuesKey、valuesExpression 之一给出选项"),
        (
            field("select", "a", values=[{"label": "x"}]),
            "form-options",
            "values 的每一项应写成 {label: 文字, value: 值}",
        ),
        (
            field("select", "a", values=[{"label": "x", "value": "1"}, {"label": "y", "value": 1}]),
            "form-options",
            "选项的值重复",
        ),
        (field("select", "a", valuesKey="a b"), "form-key", "valuesKey“a b”应是变量名"),
        ({"type": "table", "dataSource": "=x"}, "form-property", "表格的 columns 应列出各列的 key 和 label"),
        (
            {"type": "dynamiclist", "components": []},
            "form-key",
            "path“”只能用小写字母、数字和下划线，并以字母开头，各级用点隔开",
        ),
        (
            {"type": "dynamiclist", "path": "a", "isRepeating": False},
            "form-property",
            "列表的 isRepeating 应是 true；不重复的内容请用 group",
        ),
        ({"type": "textfield"}, "form-key", "textfield 组件缺少 key（变量名）"),
        (
            field("textfield", "a", properties={"autocomplete": "cc-number"}),
            "form-property",
            "autocomplete“cc-number”只能用于 textfield、textarea；可用：bday、email、name、organization、"
            "organization-title、postal-code、street-address、tel、url",
        ),
        (
            field("textfield", "a", properties={"view": "score-sheet"}),
            "form-property",
            "view“score-sheet”只能用于 dynamiclist、group、table，写小写字母和连字符",
        ),
        (
            {"type": "group", "components": [], "properties": {"view": "../secret"}},
            "form-property",
            "view“../secret”只能用于 dynamiclist、group、table，写小写字母和连字符",
        ),
        ({"type": "iframe", "url": "https://example.cn"}, "form-component", None),
    ],
)
def test_what_is_not_supported_is_refused(component, rule, message):
    ((found_rule, _, found_message),) = findings(component)
    assert found_rule == rule
    assert message is None or found_message == message


def test_bad_feel_is_refused_with_its_place():
    ((rule, element, message),) = findings(field("textfield", "a", conditional={"hide": "=a +"}))
    assert (rule, element) == ("form-expression", "f_a")
    assert message.startswith("conditional.hide 的表达式无法读取：")


def test_a_condition_must_be_a_truth():
    ((_, _, message),) = findings(field("textfield", "a", conditional={"hide": "=1 + 1"}))
    assert message == "conditional.hide 的表达式应得到 boolean，实际得到 number"


def test_keys_and_ids_are_used_once():
    assert findings(field("textfield", "a"), {**field("number", "a"), "id": "other"}) == [
        ("form-duplicate-key", "other", "变量名“a”在表单中出现了两次")
    ]
    assert findings(field("textfield", "a"), {**field("number", "b"), "id": "f_a"}) == [
        ("form-duplicate-id", "f_a", "组件编号“f_a”重复")
    ]


def test_the_same_key_may_stand_in_different_places():
    group = {"type": "group", "path": "contact", "components": [field("textfield", "name")]}
    other = {"type": "group", "path": "contact", "components": [field("textfield", "phone")]}
    assert len(list(form({**field("textfield", "name"), "id": "top"}, group, other).fields())) == 3


def test_all_findings_come_together():
    found = findings(
        field("textfield", "A"), field("html", "b"), field("number", "c", validate={"pattern": "x"})
    )
    assert [rule for rule, _, _ in found] == ["form-key", "form-component", "form-rule"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"{", "form-json"),
        (b"[" * 100_000, "form-json"),
        (b"[]", "form-shape"),
        (b'{"id": "x", "components": {}}', "form-shape"),
        (b'{"components": []}', "form-id"),
        (b'{"id": "x", "components": [1]}', "form-shape"),
        (b'{"id": "x", "components": [], "script": 1}', "form-property"),
        (b"\xff", "form-encoding"),
        (b" " * 600_000, "form-size"),
    ],
)
def test_files_that_are_no_forms(data, rule):
    with pytest.raises(Refused) as caught:
        parse_form(data, "x.form")
    assert [finding.rule for finding in caught.value.findings] == [rule]


def test_size_and_depth_are_bounded():
    deep = field("textfield", "a")
    for i in range(9):
        deep = {"type": "group", "id": f"g{i}", "components": [deep]}
    assert ("form-depth", None, "组件嵌套超过 8 层") in findings(deep)
    many = [field("textfield", f"a{i}") for i in range(502)]
    assert findings(*many) == [("form-size", None, "表单超过 500 个组件，请拆成几张表单")]
