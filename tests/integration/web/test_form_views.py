"""Special renderings: a list through a file of its own, its rows from the case, its sums from the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from engine.bpmn import Workflow
from engine.models import instance
from tests.integration.web.conftest import Browser, House
from tests.integration.web.sheet import sheet

Browse = Callable[[str], Browser]

VIEW = """
{% from "macros/fields.html" import control with context %}
{% from "macros/form.html" import rowmark with context %}
{% macro render(node, view) %}<table id="score-lines"><caption>{{ node.label }}</caption>
{% for row in node.rows %}<tr>{{ rowmark(node, row, view) }}
{% for key in ("name", "points", "percent", "score") %}<td>{{ control(row.cells[key], view, row.cells.name.value ~ row.cells[key].label) }}</td>{% endfor %}
</tr>{% endfor %}</table>{% endmacro %}
"""


@pytest.fixture
def with_view(app: Flask) -> None:
    assert app.jinja_loader is not None
    own = DictLoader({"macros/views/score-lines.html": VIEW})
    app.jinja_env.loader = ChoiceLoader([own, app.jinja_loader])


def test_without_such_a_file_the_general_rendering_serves(browse: Browse, house: House) -> None:
    page = browse("clerk").page(f"/tasks/{sheet(house)}")
    assert page.count('class="rowbox"') == 2
    assert '<output class="fixed" id="f-items-0-name">领导</output>' in page
    assert 'name="_add"' not in page
    assert 'name="items[1].percent"' in page


def test_many_fixed_rows_stand_in_lines_below_one_head(browse: Browse, house: House) -> None:
    items = [{"key": k, "name": f"项目{k}", "points": 100} for k in "abcdef"]
    task = sheet(house, items)
    page = browse("clerk").page(f"/tasks/{task}")
    assert 'class="rowbox"' not in page
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]+)</th>", page) == [
        "评价项目",
        "分值",
        "得分百分比",
        "得分",
    ]
    assert 'name="items[5].percent" inputmode="decimal" value="" aria-label="项目f：得分百分比"' in page
    assert page.count('].row_here" value="1"') == 6
    typed = {f"items[{n}].percent": "50" for n in range(6)}
    browse("clerk").post(f"/tasks/{task}/complete", **typed)
    assert variables(house)["total"] == Decimal(300)


@pytest.mark.usefixtures("with_view")
def test_a_list_is_rendered_by_the_file_of_its_view(browse: Browse, house: House) -> None:
    page = browse("clerk").page(f"/tasks/{sheet(house)}")
    assert '<table id="score-lines"><caption>逐项评分</caption>' in page
    assert 'class="rowbox"' not in page
    assert '<output class="fixed" id="f-items-1-name" aria-label="战略评价项目">战略</output>' in page
    assert 'name="items[1].percent" inputmode="decimal" value="" aria-label="战略得分百分比"' in page
    assert '<span class="unit">%</span>' in page


@pytest.mark.usefixtures("with_view")
def test_sums_follow_what_is_typed_and_readonly_cells_do_not(browse: Browse, house: House) -> None:
    task = sheet(house)
    part = browse("clerk").post(
        f"/tasks/{task}/form",
        200,
        htmx=True,
        **{"items[0].percent": "50", "items[1].percent": "25", "items[1].points": "9999"},
    )
    text = part.get_data(as_text=True)
    assert '<output class="fixed" id="f-items-0-score" aria-label="领导得分">60</output>' in text
    assert '<output class="fixed" id="f-items-1-score" aria-label="战略得分">20</output>' in text
    assert '<output class="fixed" id="f-total">80</output>' in text
    again = browse("clerk").page(f"/tasks/{task}")  # the draft, elsewhere
    assert 'name="items[0].percent" inputmode="decimal" value="50"' in again
    assert '<output class="fixed" id="f-total">80</output>' in again


@pytest.mark.usefixtures("with_view")
def test_errors_name_the_row_and_what_was_known_stays(browse: Browse, house: House) -> None:
    task = sheet(house)
    clerk = browse("clerk")
    page = clerk.post(
        f"/tasks/{task}/complete", 422, **{"items[0].percent": "101", "items[1].percent": ""}
    ).get_data(as_text=True)
    assert '<a href="#f-items-0-percent">领导：得分百分比不得大于 100</a>' in page
    assert '<a href="#f-items-1-percent">战略：请填写得分百分比</a>' in page
    clerk.post(
        f"/tasks/{task}/complete",
        **{"items[0].percent": "50", "items[1].percent": "25", "items[0].name": "x", "total": "1"},
    )
    assert variables(house)["items"] == [
        {"key": "a", "name": "领导", "points": Decimal(120), "percent": Decimal(50), "score": Decimal(60)},
        {"key": "b", "name": "战略", "points": Decimal(80), "percent": Decimal(25), "score": Decimal(20)},
    ]
    assert variables(house)["total"] == Decimal(80)


def variables(house: House) -> dict[str, object]:
    """What the case of the sheet holds now."""
    with house.pe.database.reading() as connection:
        query = select(instance.c.definition_id, instance.c.state).order_by(instance.c.id.desc()).limit(1)
        row = connection.execute(query).one()
        deployed = house.pe.definitions.get(connection, row.definition_id)
        return Workflow.decode(deployed.definition, row.state).variables()
