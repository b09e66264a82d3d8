"""Groups and lists: nested values, rows, and what the context had there."""

from decimal import Decimal

from engine.forms import from_browser, present, visible
from tests.unit.forms.build import checked, env, field, form


def group(path, *components, **more):
    return {"type": "group", "id": f"g_{path}", "path": path, "components": list(components), **more}


def rows(path, *components, **more):
    return {"type": "dynamiclist", "id": f"l_{path}", "path": path, "components": list(components), **more}


SCORES = rows(
    "cases",
    field("textfield", "name", readonly=True),
    field("number", "score", "得分", validate={"required": True, "max": 100}),
    field("textfield", "note", "理由", validate={"required": True}, conditional={"hide": "=score >= 60"}),
    allowAddRemove=False,
)
CASES = {"cases": [{"key": "J-1", "name": "示例甲"}, {"key": "J-2", "name": "示例乙"}]}


def test_a_group_keeps_what_the_form_does_not_ask():
    part = group("applicant", field("textfield", "phone", validate={"required": True}))
    context = {"applicant": {"name": "示例公司", "phone": "old"}}
    values, errors = checked([part], from_browser([("applicant.phone", "021-1")]), context)
    assert (values, errors) == ({"applicant": {"name": "示例公司", "phone": "021-1"}}, {})
    assert checked([part], {}, context)[1] == {"applicant.phone": "请填写phone"}
    assert context["applicant"]["phone"] == "old"


def test_groups_may_share_a_path_and_nest():
    first = group("applicant", field("textfield", "name"), group("contact", field("textfield", "phone")))
    second = {**group("applicant", field("number", "staff")), "id": "again"}
    sent = {"applicant": {"name": "示例公司", "contact": {"phone": "1"}, "staff": 9}}
    assert checked([first, second], sent) == (
        {"applicant": {"name": "示例公司", "contact": {"phone": "1"}, "staff": Decimal(9)}},
        {},
    )


def test_a_group_without_a_path_only_groups():
    part = {"type": "group", "id": "g", "components": [field("textfield", "name")]}
    assert checked([part], {"name": "x"}) == ({"name": "x"}, {})


def test_a_hidden_group_drops_all_its_fields():
    part = group("proof", field("textfield", "a", validate={"required": True}), conditional={"hide": "=true"})
    assert checked([part], {"proof": {"a": "x"}}, {"proof": {"b": "1"}}) == ({}, {})


def test_fixed_rows_keep_the_columns_that_nobody_may_change():
    sent = from_browser([("cases[0].score", "80"), ("cases[1].score", "50"), ("cases[1].note", "不足")])
    values, errors = checked([SCORES], sent, CASES)
    assert errors == {}
    assert values == {
        "cases": [
            {"key": "J-1", "name": "示例甲", "score": Decimal(80)},
            {"key": "J-2", "name": "示例乙", "score": Decimal(50), "note": "不足"},
        ]
    }


def test_errors_name_the_row():
    sent = from_browser([("cases[0].score", "101"), ("cases[1].score", "59")])
    assert checked([SCORES], sent, CASES)[1] == {
        "cases[0].score": "得分不得大于 100",
        "cases[1].note": "请填写理由",
    }


def test_a_fixed_row_that_was_not_sent_is_asked_for():
    assert checked([SCORES], {"cases": [{"score": 70}]}, CASES)[1] == {
        "cases[1].score": "请填写得分",
        "cases[1].note": "请填写理由",  # without a score the condition hides nothing
    }


def test_a_row_too_many_is_an_error_in_a_fixed_list():
    sent = {"cases": [{"score": 70}, {"score": 70}, {"score": 70}]}
    assert checked([SCORES], sent, CASES)[1] == {"cases": "cases最多 2 行"}


def test_blank_rows_of_an_open_list_are_dropped_and_errors_keep_the_browsers_numbers():
    part = rows(
        "products",
        field("textfield", "name", "名称", validate={"required": True}),
        field("number", "price", "价格"),
    )
    posted = [
        ("products[0].name", ""),
        ("products[0].price", " "),
        ("products[1].name", "甲"),
        ("products[2].price", "x"),
    ]
    values, errors = checked([part], from_browser(posted))
    assert errors == {"products[2].name": "请填写名称", "products[2].price": "请在价格填写数字，例如 12.5"}
    assert [row["name"] for row in values["products"]] == ["甲", None]


def test_a_list_that_asks_something_keeps_one_blank_row():
    asks = rows("products", field("textfield", "name", "名称", validate={"required": True}))
    assert checked([asks], from_browser([("products[0].name", "")]))[1] == {"products[0].name": "请填写名称"}
    assert checked([asks], from_browser([]))[1] == {"products[0].name": "请填写名称"}
    free = rows("products", field("textfield", "name"))
    assert checked([free], from_browser([("products[0].name", "")]))[0] == {"products": []}


def test_what_is_no_list_or_no_group_is_an_error():
    parts = [rows("cases", field("number", "score")), group("applicant", field("textfield", "name"))]
    assert checked(parts, {"cases": "x", "applicant": [1]}, strict=False)[1] == {
        "cases": "cases应是一个列表，每一行是一组内容",
        "g_applicant": "applicant应是一组内容",
    }


def test_a_list_is_bounded():
    part = rows("cases", field("number", "score"))
    assert checked([part], {"cases": [{}] * 201})[1] == {"cases": "cases最多 200 行"}


def test_ten_thousand_rows_from_a_browser_are_refused_with_a_sentence():
    part = rows("cases", field("textfield", "name"), label="人员名单")
    sent = from_browser((f"cases[{n}].name", "甲") for n in range(10_000))
    assert len(sent["cases"]) == 201
    errors = {"cases": "人员名单最多 200 行，多出的没有收下；内容更多时请改为上传文件"}
    assert checked([part], sent)[1] == errors


def test_a_case_with_more_rows_than_a_form_may_show_is_refused_and_not_shortened():
    context = {"cases": [{"key": str(n), "name": "示例"} for n in range(10_000)]}
    wanted = "cases有 10000 行，一张表单最多 200 行，请联系流程负责人分批办理"
    assert checked([SCORES], {"cases": [{"score": 70}]}, context)[1]["cases"] == wanted
    (node,) = present(form(SCORES), context, env())
    assert (len(node.rows), node.fault) == (200, wanted)


def test_rows_see_themselves_what_is_around_them_and_their_number():
    part = rows(
        "cases",
        field("number", "score"),
        field("textfield", "a", conditional={"hide": "=this.score >= limit"}),
        field("textfield", "b", conditional={"hide": "=parent.limit > 10"}),
        field("textfield", "c", conditional={"hide": "=i[1] = 2"}),
    )
    sent = {"limit": 10, "cases": [{"score": 5}, {"score": 15}]}
    shown = visible(form(field("number", "limit"), part), sent, {}, env())
    assert shown == {
        "limit",
        "cases",
        "cases[0].score",
        "cases[0].a",
        "cases[0].b",
        "cases[0].c",
        "cases[1].score",
        "cases[1].b",
    }


def test_lists_in_lists():
    part = rows(
        "units",
        field("textfield", "name"),
        rows("people", field("textfield", "role", "岗位", validate={"required": True})),
    )
    posted = [("units[0].name", "甲"), ("units[0].people[0].role", "主管"), ("units[1].name", "乙")]
    values, errors = checked([part], from_browser(posted))
    assert errors == {"units[1].people[0].role": "请填写岗位"}
    assert values["units"][0] == {"name": "甲", "people": [{"role": "主管"}]}
