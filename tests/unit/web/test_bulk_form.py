"""One form for many cases: what only one of them says is not shown for all."""

from __future__ import annotations

import json
from decimal import Decimal

from engine.feel import Environment
from engine.forms import parse_form, present
from web.inbox.bulkform import set_apart

FORM = {
    "type": "default",
    "id": "demo.post",
    "components": [
        {"type": "text", "id": "text_same", "text": "名单按办法张贴"},
        {"type": "text", "id": "text_own", "text": "申报人：{{name}}"},
        {"type": "textfield", "id": "field_name", "key": "name", "label": "名称", "readonly": True},
        {"type": "number", "id": "field_days", "key": "days", "label": "工作日数"},
    ],
}


def test_what_differs_between_cases_is_hidden_and_named() -> None:
    form = parse_form(json.dumps(FORM).encode(), "post.form")
    cases = [{"name": name, "days": Decimal(5)} for name in ("甲", "乙", "乙")]
    first, *others = [present(form, case, Environment()) for case in cases]
    assert set_apart(first, others) == ["名称"]
    assert [node.name for node in first if node.shown] == ["text_same", "days"]


def test_what_is_alike_stays() -> None:
    form = parse_form(json.dumps(FORM).encode(), "post.form")
    first, other = [present(form, {"name": "甲", "days": days}, Environment()) for days in (None, None)]
    assert set_apart(first, [other]) == []
    assert [node.name for node in first if node.shown] == ["text_same", "text_own", "name", "days"]
