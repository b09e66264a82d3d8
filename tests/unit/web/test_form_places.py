"""Which row a message or a difference is about, in words."""

from __future__ import annotations

import json
from typing import Any

from engine.feel import Environment
from engine.forms import Node, parse_form, present
from web.forms.places import located, row_name


def form(*components: dict[str, Any]) -> bytes:
    return json.dumps({"type": "default", "id": "demo", "components": components}).encode()


def rows(path: str, label: str, *components: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "dynamiclist",
        "id": f"list_{path}",
        "path": path,
        "label": label,
        "components": components,
    }


def text(key: str, **more: Any) -> dict[str, Any]:
    return {"type": "textfield", "id": f"field_{key}", "key": key, "label": key, **more}


def laid(data: bytes, context: dict[str, Any]) -> list[Node]:
    return present(parse_form(data, "demo.form"), context, Environment())


SHEET = form(
    text("title"),
    rows("sheet", "逐项评分", text("number", readonly=True), text("name", readonly=True), text("percent")),
)
ITEMS = [{"number": "4.1.2", "name": "领导"}, {"number": "4.1.3", "name": "治理"}]


def test_a_row_is_called_by_what_stands_in_it() -> None:
    sheet = laid(SHEET, {"sheet": ITEMS})[1]
    assert [row_name(row, n) for n, row in enumerate(sheet.rows, start=1)] == ["4.1.2 领导", "4.1.3 治理"]


def test_a_row_that_is_typed_in_is_called_by_its_number() -> None:
    papers = laid(form(rows("papers", "材料清单", text("name"))), {"papers": [{"name": "甲"}]})[0]
    assert row_name(papers.rows[0], 1) == "第 1 行"


def test_messages_say_where_and_stand_in_the_order_of_the_fields() -> None:
    data = json.loads(SHEET)
    data["components"].append(rows("papers", "材料清单", text("paper")))
    nodes = laid(json.dumps(data).encode(), {"sheet": ITEMS, "papers": [{"paper": "甲"}]})
    errors = {"papers[0].paper": "请填写", "other": "别处", "sheet[1].percent": "请填写", "title": "请填写"}
    assert list(located(errors, nodes).items()) == [
        ("title", "请填写"),
        ("sheet[1].percent", "4.1.3 治理：请填写"),
        ("papers[0].paper", "材料清单第 1 行：请填写"),
        ("other", "别处"),
    ]
