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
    drawn = {path for path in FILES if path.endswith(".bpmn")}
    assert set(rows) == {path.removesuffix(".bpmn").replace("/", ".") for path in drawn}
    assert rows["demo.application"].endswith("第 1 版 今天 09:00 owner 1 —")
    assert rows["demo.window"].endswith("0 草稿 流程甲 今天 09:00 保存")


def test_the_way_to_the_list_is_shown_to_those_who_draw_or_decide_only(browse: Browse) -> None:
    shown = {
        name
        for name in ("drawer", "judge", "root", "clerk", "lead", "stranger")
        if "/diagrams" in browse(name).page("/tasks")
    }
    assert shown == {"drawer", "judge", "root"}


def test_diagrams_of_other_schemes_are_not_there(browse: Browse, engine: ProcessEngine) -> None:
    other = d.diagram("other.p", d.start(), d.end(), d.flows("start end"))
    deployments.deploy(engine, {"other/p.bpmn": other}, Actor("owner"))
    for path in ("/diagrams/other.p", "/diagrams/other.p/source.bpmn", "/diagrams/nowhere.at-all"):
        browse("drawer").page(path, 404)
    assert "/diagrams/other.p" in browse("root").page("/diagrams")
    assert "/diagrams/other.p" not in browse("drawer").page("/diagrams")


def test_the_source_is_the_file_byte_by_byte(browse: Browse) -> None:
    drawer = browse("drawer")
    answer = drawer.client.get("/diagrams/demo.application/source.bpmn")
    assert answer.data == APPLICATION
    # Others wrote it: a browser must never open it as a page of this site.
    assert answer.headers["Content-Disposition"] == "attachment; filename=application.bpmn"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)
    send(drawer, "draft", 200, RENAMED, opened=opened(drawer.page(PAGE)))
    assert drawer.client.get(f"{PAGE}/source.bpmn?of=draft").data == RENAMED
    assert drawer.client.get(f"{PAGE}/source.bpmn").data == WINDOW


def test_a_check_answers_with_findings_and_stores_nothing(browse: Browse) -> None:
    drawer = browse("drawer")
    fine = send(drawer, "check", 200, RENAMED).json
    assert (fine["findings"], fine["errors"]) == ([], 0)
    assert "名称：“decide 任务” → “决定”" in words(fine["changes"])
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
    answer = send(second, "draft", 409, LOST, opened=both).json
    told = answer["sentence"]
    assert "您画的与现在存着的草稿相比 ：2 处不同" in words(answer["changes"]).replace("相比：", "相比 ：")
    assert told.startswith("“测试”在您打开之后，已由流程甲改过草稿；这次没有保存，您画的还在浏览器里。")
    assert second.client.get(f"{PAGE}/source.bpmn?of=draft").data == RENAMED


def test_a_file_that_is_no_xml_is_refused_with_its_line(browse: Browse) -> None:
    drawer = browse("drawer")
    told = send(drawer, "draft", 422, b"<a>\n<b>\n</a>", opened=opened(drawer.page(PAGE))).json
    assert told["findings"][0]["line"] == 3
    assert "没有保存任何内容" in told["sentence"]
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)


def propose(browser: Browser, status: int, opened: str, reason: str = "与条文一致") -> TestResponse:
    answer = browser.client.post(
        f"{PAGE}/propose", data={"opened": opened, "reason": reason}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def proposed(browser: Browser, reason: str = "与条文一致") -> str:
    """The window's first task renamed and put forward; the digest of the proposal."""
    drawn = send(browser, "draft", 200, RENAMED, opened=opened(browser.page(PAGE))).json["opened"]
    propose(browser, 200, drawn, reason)
    return str(drawn)


def test_from_draft_to_proposal_and_back(browse: Browse) -> None:
    drawer, colleague = browse("drawer"), browse("draughtsman")
    drawn = send(drawer, "draft", 200, LOST, opened=opened(drawer.page(PAGE))).json["opened"]
    refused = propose(drawer, 422, drawn).json
    assert "没有提交审批，草稿不受影响" in refused["sentence"]
    assert [f["element"] for f in refused["findings"]] == ["lost"]
    drawn = send(drawer, "draft", 200, RENAMED, opened=drawn).json["opened"]
    assert propose(drawer, 422, drawn, reason=" ").json["sentence"] == "请写明修改理由，批准的人要看。"
    assert propose(drawer, 200, drawn).json == {"location": PAGE}
    page = colleague.page(PAGE)
    assert "待批准" in words(page)
    assert "data-read-only" in page
    assert "流程甲 今天 09:00 提交审批" in words(page)
    assert "批准并部署" not in page
    told = send(colleague, "draft", 409, LOST, opened=drawn).json["sentence"]
    assert "已由流程甲提交审批" in told
    colleague.post(f"{PAGE}/withdraw")
    assert "data-read-only" not in colleague.page(PAGE)
    colleague.post(f"{PAGE}/discard")
    drawer.page(f"{PAGE}/source.bpmn?of=draft", 404)
    drawer.post(f"{PAGE}/discard", 409)


def test_who_approves_reads_why_and_what_changes(browse: Browse, house: House) -> None:
    digest = proposed(browse("drawer"), "第二十条改了叫法")
    judge = browse("judge")
    assert "流程图 1" in words(judge.page("/tasks"))
    page = judge.page(PAGE)
    assert opened(page) == digest
    for told in (
        "第二十条改了叫法",
        "改动 决定（用户任务）",
        "名称：“decide 任务” → “决定”",
        "批准并部署",
        "成为第 2 版",
    ):
        assert told in words(page)
    assert "data-read-only" in judge.page(f"{PAGE}?of=deployed")
    done = judge.post(f"{PAGE}/accept", opened=digest)
    assert done.location == PAGE
    after = words(judge.page(PAGE))
    assert "已批准并部署，现在是第 2 版" in after
    assert "批准，第 2 版 流程丙 今天 09:00" in after
    assert judge.client.get(f"{PAGE}/source.bpmn").data == RENAMED
    assert "第 2 版 今天 09:00 流程丙" in words(browse("drawer").page("/diagrams"))
    judge.post(f"{PAGE}/accept", 409, opened=digest)
    assert house.start("demo.window") > 0


def test_who_declines_says_why_and_nothing_is_lost(browse: Browse) -> None:
    drawer, judge = browse("drawer"), browse("judge")
    digest = proposed(drawer)
    for reason, wrong in (
        (" ", "请写明退回的理由，画图的人要看。"),
        ("缺" * 2001, "理由不超过 2000 个字，现在有 2001 个字。"),
    ):
        page = judge.post(f"{PAGE}/decline", 422, opened=digest, reason=reason).get_data(as_text=True)
        assert f'<li><a href="#f-reason">{wrong}</a></li>' in page
        assert f'aria-describedby="f-reason-error f-reason-hint">\n{reason}</textarea>' in page
        assert (opened(page), '<details class="giveup why" open>' in page) == (digest, True)
    judge.post(f"{PAGE}/decline", 409, opened="another", reason="")  # what was read is not what stands there
    judge.post(f"{PAGE}/decline", opened=digest, reason="<b>缺</b>依据")
    page = drawer.page(PAGE)
    assert "流程丙 今天 09:00 退回：&lt;b&gt;缺&lt;/b&gt;依据" in words(page)
    assert "data-read-only" not in page
    assert opened(page) == digest
    assert drawer.client.get(f"{PAGE}/source.bpmn?of=draft").data == RENAMED
    assert drawer.client.get(f"{PAGE}/source.bpmn").data == WINDOW


def test_nobody_decides_about_what_they_drew(browse: Browse) -> None:
    root = browse("root")
    digest = proposed(root)
    assert "须由另一位流程批准人决定" in words(root.page(PAGE))
    for act in ("accept", "decline"):
        answer = root.post(f"{PAGE}/{act}", 403, opened=digest, reason="好")
        assert "是您自己画的或提交的" in answer.get_data(as_text=True)


def test_who_approves_may_look_and_check_but_not_draw(browse: Browse) -> None:
    judge = browse("judge")
    page = judge.page(PAGE)
    assert "data-read-only" in page
    assert send(judge, "check", 200, RENAMED).json["errors"] == 0
    for act in ("draft", "discard", "propose", "withdraw"):
        assert judge.client.post(f"{PAGE}/{act}", data=RENAMED).status_code == 404


def test_a_name_in_a_diagram_is_text_on_the_page(browse: Browse) -> None:
    drawer = browse("drawer")
    evil = WINDOW.replace("decide 任务".encode(), b"&lt;img src=x onerror=alert(1)&gt;")
    kept = send(drawer, "draft", 200, evil, opened=opened(drawer.page(PAGE))).json
    assert "<img" not in kept["changes"]
    assert "<img" not in drawer.page(PAGE)


def test_too_much_is_refused_before_it_is_read(browse: Browse) -> None:
    drawer = browse("drawer")
    told = send(drawer, "draft", 413, b"x" * (4 * 1024 * 1024 + 1), opened="0" * 64).json
    assert told["sentence"] == "送来的内容超过这里能收的大小，没有保存。请压缩或拆成几份再送。"


def test_a_draft_on_an_old_version_says_so(browse: Browse, engine: ProcessEngine) -> None:
    drawer = browse("drawer")
    drawn = send(drawer, "draft", 200, RENAMED, opened=opened(drawer.page(PAGE))).json["opened"]
    deployments.deploy(engine, {**FILES, "demo/window.bpmn": WINDOW + b"\n"}, Actor("drawer"))
    assert "这份草稿是在更早的版本上画的，现在部署的是第 2 版" in words(drawer.page(PAGE))
    told = send(drawer, "draft", 409, LOST, opened=drawn).json["sentence"]
    assert told.startswith("“测试”现在部署的是第 2 版（流程甲），您画的底稿不是这一版；没有保存")
