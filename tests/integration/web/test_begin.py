"""Beginning cases and sending them messages from pages; a new scheme's forms appear by its folder alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments
from engine.models import instance
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser
from tests.support import diagrams as d
from web.people import accounts

Browse = Callable[[str], Browser]

SCHEME = "name: 滨港质量奖（示例）\nkinds: {accident: 事故}\nseries: {accident: '滨港事〔{year}〕{n}号'}\n"
GROUPS = "groups: {harbour.office-clerk: 滨港经办, harbour.applicant: 滨港申报人}\n"
BEGIN = """{"type": "default", "id": "harbour.begin", "name": "报告事故", "components": [
 {"type": "textfield", "id": "a", "key": "place", "label": "地点", "validate": {"required": true}},
 {"type": "checkbox", "id": "b", "key": "hurt", "label": "有人受伤"},
 {"type": "number", "id": "c", "key": "number", "label": "几人", "conditional": {"hide": "=hurt != true"}},
 {"type": "dynamiclist", "id": "l", "path": "ships", "label": "船只", "components": [
  {"type": "textfield", "id": "e", "key": "name", "label": "船名"}]},
 {"type": "expression", "id": "d", "key": "by", "expression": "=starter.account", "computeOn": "change"}]}"""
STOP = """{"type": "default", "id": "harbour.stop", "name": "撤回报告", "components": [
 {"type": "textarea", "id": "a", "key": "why", "label": "原因", "validate": {"required": true}}]}"""


def said(form: str, doc: str = "", **named: str) -> str:
    properties = "".join(
        f"<zeebe:property name='{n.replace('_', '-')}' value='{v}'/>" for n, v in named.items()
    )
    return (
        f"<bpmn:documentation>{doc}</bpmn:documentation><bpmn:extensionElements>"
        f'<zeebe:formDefinition formId="{form}"/><zeebe:properties>{properties}</zeebe:properties>'
        "</bpmn:extensionElements>"
    )


STARTS = said(
    "harbour.begin",
    "港区里出了事故，在这里报告。",
    candidate_starter_groups="harbour.applicant, harbour.office-clerk",
    key_variable="case_key",
)
ACCIDENT = d.diagram(
    "harbour.accident",
    d.start("start", STARTS),
    d.task("look", groups="harbour.office-clerk"),
    d.boundary("stop", "look", said("harbour.stop", "报告作废。", sender="=by") + d.message("stop-it")),
    d.end(),
    d.end("stopped"),
    d.flows("start look end"),
    d.flows("stop stopped"),
    head=d.messages(**{"stop-it": "case_key"}),
    properties={"title": "=place", "owner": "=by"},
)
FILES = {
    "harbour/scheme.yaml": SCHEME.encode(),
    "harbour/groups.yaml": GROUPS.encode(),
    "harbour/accident.bpmn": ACCIDENT,
    "harbour/forms/begin.form": BEGIN.encode(),
    "harbour/forms/stop.form": STOP.encode(),
}
PAGE = "/begin/harbour.accident/start"


@pytest.fixture
def harbour(engine: ProcessEngine) -> None:
    """One more scheme, with a process that people begin and may stop, and people of its own."""
    deployments.deploy(engine, FILES, Actor("owner", admin=True))
    for name, display, group in (
        ("pilot", "示例引航站", "harbour.applicant"),
        ("mate", "示例拖轮公司", "harbour.applicant"),
        ("secretary", "秘书", "harbour.office-clerk"),
    ):
        accounts.add(engine.database, name, display, PASSWORD, [group])


def cases(engine: ProcessEngine) -> list[tuple[str | None, str | None, str]]:
    with engine.database.reading() as connection:
        rows = connection.execute(select(instance).order_by(instance.c.id)).all()
    return [(row.business_key, row.title, row.status) for row in rows]


def token(page: str) -> str:
    found = re.search(r'name="_once" value="([^"]+)"', page)
    assert found
    return found[1]


def link(page: str, text: str) -> str:
    found = re.search(rf'<a href="([^"]+)">{text}</a>', page)
    assert found, page
    return found[1]


def test_what_one_may_begin_is_listed_by_scheme_with_a_sentence(browse: Browse, harbour: None) -> None:
    page = browse("pilot").page("/begin")
    assert "滨港质量奖（示例）" in page
    assert link(page, "报告事故…") == PAGE
    assert "港区里出了事故，在这里报告。" in page


def test_what_one_may_not_begin_is_not_there(browse: Browse, harbour: None) -> None:
    stranger = browse("stranger")
    assert "现在没有您可以立案的事" in stranger.page("/begin")
    for path in (PAGE, "/begin/harbour.accident/look", "/begin/harbour.nothing/start"):
        stranger.page(path, 404)
    stranger.post(PAGE, 404, place="一号码头")
    stranger.post(f"{PAGE}/form", 404, place="一号码头")


def test_a_case_is_begun_numbered_and_shown(browse: Browse, engine: ProcessEngine, harbour: None) -> None:
    pilot = browse("pilot")
    answer = pilot.post(PAGE, _once=token(pilot.page(PAGE)), place="一号码头", hurt="true", number="2")
    page = pilot.page(answer.location)
    assert cases(engine) == [("滨港事〔2026〕1号", "一号码头", "active")]
    assert "已立案，编号 滨港事〔2026〕1号" in page
    assert "/begin/harbour.accident/start" in pilot.page("/begin")
    assert browse("pilot").client.get("/begin/harbour.accident").location == PAGE


def test_the_same_page_sent_twice_is_one_case(browse: Browse, engine: ProcessEngine, harbour: None) -> None:
    pilot = browse("pilot")
    once = token(pilot.page(PAGE))
    first, second = (pilot.post(PAGE, _once=once, place="一号码头").location for _ in range(2))
    assert first == second
    assert pilot.post(PAGE, _once=token(pilot.page(PAGE)), place="一号码头").location != first
    assert len(cases(engine)) == 2


def test_errors_keep_what_was_typed_and_the_page(
    browse: Browse, engine: ProcessEngine, harbour: None
) -> None:
    pilot = browse("pilot")
    once = token(pilot.page(PAGE))
    answer = pilot.post(PAGE, 422, _once=once, place="", hurt="true", number="七<b>")
    page = answer.get_data(as_text=True)
    assert "未能提交：有 2 处需要更正" in page
    assert 'href="#f-place"' in page
    assert "七&lt;b&gt;" in page
    assert token(page) == once
    assert cases(engine) == []
    pilot.post(PAGE, _once=once, place="一号码头")


def test_the_form_follows_what_is_typed(browse: Browse, harbour: None) -> None:
    pilot = browse("pilot")
    assert "几人" not in pilot.page(PAGE)
    page = pilot.post(f"{PAGE}/form", 200, htmx=True, place="一号码头", hurt="true").get_data(as_text=True)
    assert "几人" in page
    assert 'value="一号码头"' in page
    more = pilot.post(f"{PAGE}/form", place="一号码头", _add="ships").location  # without script
    assert 'name="ships[0].name"' in pilot.page(more)


def test_a_message_is_sent_by_whom_the_diagram_names(
    browse: Browse, engine: ProcessEngine, harbour: None
) -> None:
    pilot = browse("pilot")
    case = pilot.post(PAGE, place="一号码头").location
    message = link(pilot.page(case), "撤回报告…")
    page = pilot.page(message)
    assert "报告作废。" in page
    assert "look 任务" in page  # where the case stands before
    assert "未能提交" in pilot.post(message, 422, why="").get_data(as_text=True)
    for other in ("secretary", "mate", "stranger"):
        browse(other).page(message, 404)
        browse(other).post(message, 404, why="不该")
    assert "撤回报告" not in browse("secretary").page(case)
    once = token(page)
    assert pilot.post(message, _once=once, why="写错了").location == case
    assert pilot.post(message, _once=once, why="写错了").location == case
    assert cases(engine) == [("滨港事〔2026〕1号", "一号码头", "completed")]
    told = pilot.page(case)
    assert "您提交“撤回报告”" in told
    assert "撤回报告…" not in told
    pilot.page(message, 404)
    assert "没有生效" in pilot.post(message, 409, why="再来").get_data(as_text=True)


def test_no_message_to_a_case_that_stands_still(browse: Browse, harbour: None) -> None:
    pilot = browse("pilot")
    case = pilot.post(PAGE, place="一号码头").location
    message = link(pilot.page(case), "撤回报告…")
    browse("root").post(f"{case}/suspend", reason="核对")
    assert "撤回报告…" not in pilot.page(case)
    pilot.page(message, 404)
