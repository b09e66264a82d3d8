"""A form whose rows are those of the case: what stands there, what is filled in, what is computed."""

from __future__ import annotations

from engine.actor import Actor
from engine.commands import deployments
from tests.integration.web.conftest import House
from tests.integration.web.scheme import CLERK, FILES, field, form
from tests.support import diagrams as d

SHEET_FORM = form(
    "demo.sheet",
    {
        "type": "dynamiclist",
        "id": "list_items",
        "label": "逐项评分",
        "path": "items",
        "allowAddRemove": False,
        "properties": {"view": "score-lines"},
        "components": [
            field("textfield", "name", "评价项目", readonly=True),
            field("number", "points", "分值", readonly=True),
            field(
                "number",
                "percent",
                "得分百分比",
                validate={"required": True, "min": 0, "max": 100},
                appearance={"suffixAdorner": "%"},
            ),
            {
                "type": "expression",
                "id": "expression_score",
                "key": "score",
                "label": "得分",
                "expression": "=points * percent / 100",
            },
        ],
    },
    {
        "type": "expression",
        "id": "expression_total",
        "key": "total",
        "label": "总分",
        "expression": "=sum(items.score)",
        "appearance": {"suffixAdorner": "分"},
    },
)

SHEET = d.diagram(
    "demo.sheet",
    d.start(),
    d.task("score", form="demo.sheet", groups=CLERK),
    d.task("after", groups=CLERK),
    d.end(),
    d.flows("start score after end"),
)

ITEMS = [{"key": "a", "name": "领导", "points": 120}, {"key": "b", "name": "战略", "points": 80}]


def sheet(house: House, items: object = None) -> int:
    """A case with the rows, its task claimed by the clerk."""
    files = {**FILES, "demo/sheet.bpmn": SHEET, "demo/forms/sheet.form": SHEET_FORM}
    deployments.deploy(house.pe, files, Actor("owner", admin=True))
    return house.claim(house.start("demo.sheet", "示评001", items=items or ITEMS), "score", "clerk")
