"""The pages of process owners: the list, one diagram, and what its script asks of the server."""

from __future__ import annotations

import re
from collections.abc import Callable

from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.commands import deployments
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import APPLICATION, FILES
from tests.support import diagrams as d

Browse = Callable[[str], Browser]
PAGE = "/diagrams/demo.window"
WINDOW = FILES["demo/window.bpmn"]
RENAMED = WINDOW.replace("decide 任务".encode(), "决定".encode())
LOST = WINDOW.replace(
    b"</bpmn:process>", d.task("lost", groups="demo.office-clerk").encode() + b"</bpmn:process>"
)


def opened(page: str) -> str:
    found = re.search(r'data-opened="(\w+)"', page)
    assert found is not None
    return found[1]


def send(browser: Browser, act: str, status: int, body: bytes = b"", **arguments: str) -> TestResponse:
    """What the page's script sends; it asks for JSON."""
    answer = browser.client.post(
        f"{PAGE}/{act}", data=body, query_string=arguments, headers={"Accept": "application/json"}
    )
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_list_names_version_running_instances_and_drafts(browse: Browse, house: House) -> None:
    house.apply()
    drawer = browse("drawer")
    send(drawer, "draft", 200, RENAMED, opened=opened(drawer.page(PAGE)))
    page = drawer.page("/diagrams")
    rows = {
        found[1]: words(found[0])
        for found in re.finditer(r"<tr><td>.*?<span class=\"t2 mono\">(.*?)</span>.*?</tr>", page, re.DOTALL)
    }
    assert set(rows) == {path for path in FILES if path.endswith(".bpmn")}
    assert rows["demo/application.bpmn"].endswith("第 1 版 今天 09:00 owner 1 —")
    assert rows["demo/window.bpmn"].endswith("0 草稿 流程甲 今天 09:00 保存")


def test_the_way_to_the_list_is_shown_to_owners_and_administrators_only(browse: Browse) -> None:
    shown = {
        name
        for name in ("drawer", "root", "clerk", "lead", "stranger")
        if "/diagrams" in browse(name).page("/tasks")
    }
    assert shown == {"drawer", "root"}


def test_diagrams_of_other_schemes_are_not_there(browse: Browse, engine: ProcessEngine) -> None:
    other = d.diagram("other.p", d.start(), d.end(), d.flows("start end"))
    deployments.deploy(engine, {"other/p.bpmn": other}, Actor("owner"))
    for path in ("/diagrams/other.p", "/diagrams/other.p/source.bpmn", "/diagrams/nowhere.at-all"):
        browse("drawer").page(path, 404)
    assert "/diagrams/other.p" in browse("root").page("/diagrams")
    assert "/diagrams/other.p" not in browse("drawer").page("/diagrams")


def test_the_source_is_the_file_byte_by_byte(browse: Browse) -> None:
    drawer = browse("drawer")
    answer = drawer.client.get("/diagrams/demo.application/source.bpmn?download=1")
    assert answer.data == APPLICATION
    assert answer.headers["Content-Disposition"] == 'attachment; filename="application.bpmn"'
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)
    send(drawer, "draft", 200, RENAMED, opened=opened(drawer.page(PAGE)))
    assert drawer.client.get(f"{PAGE}/source.bpmn?of=draft").data == RENAMED
    assert drawer.client.get(f"{PAGE}/source.bpmn").data == WINDOW


def test_a_check_answers_with_findings_and_stores_nothing(browse: Browse) -> None:
    drawer = browse("drawer")
    assert send(drawer, "check", 200, RENAMED).json == {"findings": [], "errors": 0}
    told = send(drawer, "check", 200, LOST).json
    assert told["errors"] == sum(f["severity"] == "error" for f in told["findings"]) > 0
    assert {f["element"] for f in told["findings"] if f["severity"] == "error"} == {"lost"}
    assert {f["elsewhere"] for f in told["findings"]} == {None}
    broken = send(drawer, "check", 200, b"<a>\n</b>").json["findings"][0]
    assert (broken["rule"], broken["line"]) == ("xml-syntax", 2)
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)


def test_two_people_at_one_diagram(browse: Browse) -> None:
    first, second = browse("drawer"), browse("draughtsman")
    both = opened(first.page(PAGE))
    kept = send(first, "draft", 200, RENAMED, opened=both).json
    assert kept["saved"] == "流程甲 今天 09:00 保存"
    assert kept["opened"] == opened(second.page(PAGE))
    told = send(second, "draft", 409, LOST, opened=both).json["sentence"]
    assert told.startswith("“测试”在您打开之后，已由流程甲改过草稿；这次没有保存，您画的还在浏览器里。")
    assert second.client.get(f"{PAGE}/source.bpmn?of=draft").data == RENAMED


def test_a_file_that_is_no_xml_is_refused_with_its_line(browse: Browse) -> None:
    drawer = browse("drawer")
    told = send(drawer, "draft", 422, b"<a>\n<b>\n</a>", opened=opened(drawer.page(PAGE))).json
    assert told["findings"][0]["line"] == 3
    assert "没有保存任何内容" in told["sentence"]
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)


def test_from_draft_to_proposal_and_back(browse: Browse) -> None:
    drawer, colleague = browse("drawer"), browse("draughtsman")
    drawn = send(drawer, "draft", 200, LOST, opened=opened(drawer.page(PAGE))).json["opened"]
    refused = send(drawer, "propose", 422, opened=drawn).json
    assert "没有提交审批，草稿不受影响" in refused["sentence"]
    assert [f["element"] for f in refused["findings"]] == ["lost"]
    drawn = send(drawer, "draft", 200, RENAMED, opened=drawn).json["opened"]
    assert send(drawer, "propose", 200, opened=drawn).json == {"location": PAGE}
    page = colleague.page(PAGE)
    assert "待批准" in words(page)
    assert "data-read-only" in page
    assert "流程甲 今天 09:00 提交审批" in words(page)
    told = send(colleague, "draft", 409, LOST, opened=drawn).json["sentence"]
    assert "已由流程甲提交审批" in told
    colleague.post(f"{PAGE}/withdraw")
    assert "data-read-only" not in colleague.page(PAGE)
    colleague.post(f"{PAGE}/discard")
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)
    drawer.post(f"{PAGE}/discard", 409)


def test_a_draft_on_an_old_version_says_so(browse: Browse, engine: ProcessEngine) -> None:
    drawer = browse("drawer")
    drawn = send(drawer, "draft", 200, RENAMED, opened=opened(drawer.page(PAGE))).json["opened"]
    deployments.deploy(engine, {**FILES, "demo/window.bpmn": WINDOW + b"\n"}, Actor("drawer"))
    assert "这份草稿是在更早的版本上画的，现在部署的是第 2 版" in words(drawer.page(PAGE))
    told = send(drawer, "draft", 409, LOST, opened=drawn).json["sentence"]
    assert told.startswith("“测试”现在部署的是第 2 版（流程甲），您画的底稿不是这一版；没有保存")
