"""A form with every component of the subset, deployed with a process of two tasks."""

from __future__ import annotations

from typing import Any

from engine.actor import Actor
from engine.commands import deployments
from tests.integration.web.conftest import House
from tests.integration.web.scheme import CLERK, FILES, field, form, options
from tests.support import diagrams as d

KINDS = options(("company", "企业"), ("school", "学校"))

EVERY_FORM = form(
    "demo.every",
    {"type": "text", "id": "text_1", "text": "请 {{applicant.name}} **如实**填写\n- 一\n- 二"},
    {
        "type": "group",
        "id": "group_who",
        "label": "一、申报人",
        "components": [
            field("textfield", "name", "名称", validate={"required": True, "maxLength": 100}),
            field(
                "textfield",
                "phone",
                "电话",
                validate={"validationType": "phone"},
                properties={"autocomplete": "tel"},
            ),
            field("textarea", "about", "简介", validate={"minLength": 2, "maxLength": 20}),
            field("textfield", "known", "登记名称", readonly=True),
        ],
    },
    {
        "type": "group",
        "id": "group_figures",
        "label": "二、数据",
        "components": [
            field(
                "number",
                "share",
                "占比",
                validate={"min": 0, "max": 100},
                decimalDigits=1,
                increment="0.5",
                appearance={"prefixAdorner": "约", "suffixAdorner": "%"},
            ),
            field("datetime", "day", "日期", subtype="date"),
            field("datetime", "hour", "时间", subtype="time", timeInterval=15),
            field("datetime", "at", "日期和时间", subtype="datetime"),
            field("radio", "kind", "类别", values=KINDS, validate={"required": True}),
            field("select", "size", "规模", valuesExpression='=["大", "小"]'),
            field("checklist", "fields", "领域", values=KINDS),
            field("taglist", "tags", "标签", values=KINDS),
            {
                "type": "expression",
                "id": "e_rest",
                "key": "rest",
                "label": "其余",
                "description": "随占比变化",
                "expression": "=100 - share",
            },
            {"type": "expression", "id": "e_hidden", "key": "twice", "expression": "=share * 2"},
        ],
    },
    {
        "type": "group",
        "id": "group_rest",
        "label": "三、其他",
        "components": [
            field("checkbox", "promise", "承诺属实", validate={"required": True}),
            {"type": "separator", "id": "sep"},
            {"type": "spacer", "id": "space", "height": 20},
            {"type": "button", "id": "button", "label": "提交", "action": "submit"},
            {
                "type": "table",
                "id": "table_1",
                "label": "往年获奖",
                "dataSource": "=past",
                "columns": [{"key": "year", "label": "年份"}, {"key": "unit", "label": "单位"}],
            },
            {
                "type": "dynamiclist",
                "id": "list_people",
                "label": "参加人员",
                "path": "people",
                "components": [field("textfield", "person", "姓名")],
            },
        ],
    },
)

EVERY = d.diagram(
    "demo.every",
    d.start(),
    d.task("fill", form="demo.every", groups=CLERK),
    d.task("after", groups=CLERK),
    d.end(),
    d.flows("start fill after end"),
)


def every(house: House, past: list[Any] | None = None, known: str = "示例公司") -> int:
    """The first task of a case with that form, claimed by the clerk."""
    files = {**FILES, "demo/every.bpmn": EVERY, "demo/forms/every.form": EVERY_FORM}
    deployments.deploy(house.pe, files, Actor("owner", admin=True))
    root = house.start(
        "demo.every", "示全001", past=past or [], known=known, applicant={"name": "甲<i>公司</i>"}
    )
    return house.claim(root, "fill", "clerk")
