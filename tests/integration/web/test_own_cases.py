"""What an applicant sees of their own cases: one case a click, what to do now, what comes when, receipts; no names."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from awards.models import applicant_profile
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import instance, variable
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF, deploy
from tests.integration.web.scheme import APPLICANT, CLERK, FILES, REVIEWER, field, form
from tests.support import diagrams as d
from tests.support.papers import text_of
from tests.support.statements import counted

Browse = Callable[[str], Browser]
CODE = "91310106DEMEX00012"  # fictitious

JUDGED = d.diagram(
    "demo.application",
    d.start(),
    d.task("judge", form="demo.score", groups=REVIEWER),
    d.task("check", form="demo.remark", groups=CLERK),
    d.task(
        "correct",
        form="demo.correction",
        assignee="=applicant.account",
        due='=start of day(working days after(today(), 5) + duration("P1D"))',
    ),
    d.end(),
    d.flows("start judge check correct end"),
    properties={"title": "=applicant.name"},
)
JUDGED_FORMS = {
    "demo/forms/score.form": form(
        "demo.score", field("number", "score", "得分"), field("textarea", "strengths", "优势")
    ),
    "demo/forms/remark.form": form(
        "demo.remark",
        field("textarea", "internal", "内部意见"),
        field("textarea", "points", "补正事项"),
        field("textarea", "feedback", "反馈意见", properties={"reader": "owner"}),
    ),
    "demo/forms/correction.form": form(
        "demo.correction",
        {"type": "text", "id": "text_points", "text": "需补正：{{points}}"},
        field("textarea", "note", "补正说明", validate={"required": True}),
    ),
}
REPORT = d.diagram(
    "demo.annual-report",
    d.start(),
    d.task("file-report", assignee="=winner"),
    d.end(),
    d.flows("start file-report end"),
    properties={"owner": "=winner"},
)


def words(page: str) -> str:
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


@pytest.fixture
def cycle(house: House, engine: ProcessEngine) -> int:
    """An open cycle whose intake closes on 31 March 2026."""
    root = house.start("demo.cycle", "示例2026", cycle="示例2026")
    row = {"instance_id": root, "name": "closes_on", "kind": "date", "day": date(2026, 3, 31)}
    with engine.database.transaction() as connection:
        connection.execute(insert(variable), row)
    return root


@pytest.fixture
def judged(house: House) -> House:
    more = {**FILES, **JUDGED_FORMS, "demo/application.bpmn": JUDGED}
    deployments.deploy(house.pe, more, Actor("o", admin=True))
    return house


@pytest.fixture
def filing(house: House) -> House:
    deploy(house.pe)
    return house


def submit(browser: Browser, task: int, **fields: str) -> None:
    """Send the report and complete the task, as a browser without script does."""
    data = {"_upload": "report", "_file:report": (io.BytesIO(PDF), "自评报告.pdf")}
    browser.client.post(f"/tasks/{task}/files", data=data)
    browser.post(f"/tasks/{task}/complete", report="自评报告.pdf", **fields)


def applications(engine: ProcessEngine) -> int:
    query = select(func.count()).select_from(instance).where(instance.c.process_id == "demo.application")
    with engine.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_two_clicks_make_one_case(browse: Browse, engine: ProcessEngine, cycle: int) -> None:
    applicant = browse("applicant")
    once = re.search(r'name="_once" value="([^"]+)"', applicant.page("/applications/new"))
    assert once is not None
    given = {
        "cycle": cycle,
        "kind": "organisation",
        "name": "示例精密仪器有限公司",
        "code": CODE,
        "_once": once[1],
    }
    first, second = (applicant.post("/applications", **given).location for _ in range(2))
    assert (first, applications(engine)) == (second, 1)
    wrong = applicant.post("/applications", 422, **{**given, "name": ""}).text
    assert f'value="{once[1]}"' in wrong  # the same page's form, once more
    fresh = re.search(r'name="_once" value="([^"]+)"', applicant.page("/applications/new"))
    assert fresh is not None
    applicant.post("/applications", **{**given, "_once": fresh[1]})
    assert applications(engine) == 2


def test_the_form_knows_what_the_account_has_said_of_itself(
    browse: Browse, engine: ProcessEngine, cycle: int, house: House
) -> None:
    row = {"account": "applicant", "kind": "organisation", "uscc": CODE, "registered_at": engine.now()}
    with engine.database.transaction() as connection:
        connection.execute(insert(applicant_profile).values(row))
    page = browse("applicant").page("/applications/new?scheme=demo")
    assert f'value="{CODE}"' in page
    assert 'value="organisation" checked' in page


def test_a_receipt_lists_what_was_really_submitted(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    applicant.page(f"/my/receipts/{task}", 404)  # nothing has been submitted yet
    submit(applicant, task, about="说明一")
    assert f'href="/my/receipts/{task}"' in applicant.page(f"/my/{case}")
    page = words(applicant.page(f"/my/receipts/{task}"))
    for part in (
        "案号 示申〔2026〕001号",
        "提交时间 2026年3月2日 09:00:00 （北京时间）",
        "提交人 示例精密仪器有限公司",
        f"自评报告.pdf {len(PDF)} 字节 {sha256(PDF).hexdigest()}",
        "说明 说明一",
        "1 件",
    ):
        assert part in page


def test_two_prints_of_one_receipt_are_the_same_and_of_another_are_not(browse: Browse, filing: House) -> None:
    applicant, found = browse("applicant"), []
    for key, about in (("示申〔2026〕001号", "说明一"), ("示申〔2026〕002号", "说明二")):
        task = filing.task(filing.apply(key), "submit")
        submit(applicant, task, about=about)
        prints = {
            re.findall(r"\b[0-9a-f]{64}\b", applicant.page(f"/my/receipts/{task}"))[-1] for _ in range(2)
        }
        assert len(prints) == 1
        found += prints
    assert len(set(found)) == 2


def test_a_receipt_is_a_numbered_paper_that_stays_the_same(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    submit(applicant, task, about="说明一")
    assert "收件凭证在“我的案件”里。" in applicant.page("/tasks")
    page = words(applicant.page(f"/my/receipts/{task}"))
    assert "凭证编号 示申〔2026〕001号-1" in page
    answer = applicant.client.get(f"/my/receipts/{task}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    fingerprint = re.findall(r"\b[0-9a-f]{64}\b", page)[-1]
    told = text_of(answer.data)
    digest = sha256(PDF).hexdigest()
    for part in (
        "示申〔2026〕001号-1收件凭证",
        "提交时间2026年3月2日09:00:00（北京时间）",
        f"自评报告.pdf·{len(PDF)}字节{digest[:32]}{digest[32:]}",
        "说明说明一",
        fingerprint,
    ):
        assert part in told
    applicant.client.set_cookie("laurel_language", "en")
    assert applicant.client.get(f"/my/receipts/{task}.pdf").data == answer.data
    assert browse("rival").client.get(f"/my/receipts/{task}.pdf").status_code == 404
    kept = browse("clerk").page(f"/cases/{case}")  # with the case's papers
    assert [f'href="/my/receipts/{task}{kind}"' in kept for kind in ("", ".pdf")] == [True, True]
    assert "/my/receipts/" not in applicant.page(f"/cases/{case}").partition("<main")[2]


def test_anybody_may_ask_whether_a_receipt_is_genuine_and_learns_nothing_of_anybody(
    browse: Browse, filing: House
) -> None:
    """By its number that it was given out; by its fingerprint that nothing on it was changed."""
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    submit(applicant, task, about="说明一")
    fingerprint = re.findall(r"\b[0-9a-f]{64}\b", applicant.page(f"/my/receipts/{task}"))[-1]
    stranger = browse("clerk").client.application.test_client()

    def asked(number: str, **arguments: str) -> tuple[int, str]:
        answer = stranger.get(f"/verify/{number}", query_string=arguments)
        return answer.status_code, words(answer.get_data(as_text=True))

    status, page = asked("示申[2026]001号-1")
    assert (status, "有这份凭证" in page, "提交时间" in page) == (200, True, False)
    split = f"{fingerprint[:32].upper()} {fingerprint[32:]}"  # as it is broken over two lines
    status, page = asked("示申〔2026〕001号-1", fingerprint=split)
    assert (status, "真实，没有改动" in page, "提交时间 2026年3月2日 09:00:00" in page) == (200, True, True)
    assert [
        word for word in ("说明一", "自评报告", "示例精密仪器有限公司", "applicant") if word in page
    ] == []
    status, page = asked("示申〔2026〕001号-1", fingerprint="0" * 64)
    assert (status, "指纹对不上" in page, "提交时间" in page) == (200, True, False)
    for other in ("示申〔2026〕001号-2", "示申〔2026〕001号-0", "示申〔2026〕009号-1", "示申〔2026〕001号"):
        assert asked(other)[0] == 404


def test_a_receipt_is_for_its_owner_and_the_staff(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    submit(browse("applicant"), task)
    filing.claim(case, "judge", "reviewer")
    filing.complete(case, "judge", "reviewer")
    seen = {
        name: browse(name).client.get(f"/my/receipts/{task}").status_code
        for name in ("applicant", "clerk", "lead", "rival", "reviewer", "stranger")
    }
    assert seen == {
        "applicant": 200,
        "clerk": 200,
        "lead": 200,
        "rival": 404,
        "reviewer": 404,
        "stranger": 404,
    }
    theirs = filing.task(case, "judge")
    for name in ("applicant", "clerk"):  # what a reviewer submitted has no receipt for others
        browse(name).page(f"/my/receipts/{theirs}", 404)


def test_the_way_says_what_was_when_and_what_comes_when(browse: Browse, house: House) -> None:
    case = house.apply()
    applicant = browse("applicant")
    before = words(applicant.page(f"/my/{case}"))
    assert "check 任务 正在办理，到 3月9日 周一 （确定）" in before
    assert "reply 任务 日期要等前面的步骤办完才能确定" in before
    house.claim(case, "check", "clerk")
    fields: dict[str, Any] = {"result": "pass", "posted_on": "2026-03-03", "complete": "true"}
    house.go(3)
    house.complete(case, "check", "clerk", **fields, papers=[{"name": "a"}])
    after = words(applicant.page(f"/my/{case}"))
    assert "check 任务 3月3日 周二 办完" in after
    assert "notice 正在办理，到 3月10日 周二 （确定）" in after  # the day of posting does not count
    assert "report 任务 最早 3月11日 周三 开始" in after
    assert "reply 任务 日期要等前面的步骤办完才能确定" in after


def test_a_day_beyond_the_announced_years_is_provisional(browse: Browse, house: House) -> None:
    case = house.apply()
    house.claim(case, "check", "clerk")
    fields: dict[str, Any] = {"result": "pass", "posted_on": "2026-12-29", "complete": "true"}
    house.go(29, month=12)
    house.complete(case, "check", "clerk", **fields, papers=[{"name": "a"}])
    assert re.search(
        r"notice 正在办理，到 2027年1月\d+日 周. 推定", words(browse("applicant").page(f"/my/{case}"))
    )


def test_a_notice_of_correction_stands_on_top_with_all_points_and_its_day(
    browse: Browse, judged: House
) -> None:
    case = judged.apply()
    judged.claim(case, "judge", "reviewer")
    judged.complete(case, "judge", "reviewer")
    judged.claim(case, "check", "clerk")
    judged.complete(case, "check", "clerk", points="一、缺少公示照片；二、指标没有年份")
    page = words(browse("applicant").page(f"/my/{case}"))
    assert (
        "要您办：correct 任务 期限： 3月9日 周一 24:00 需补正：一、缺少公示照片；二、指标没有年份 去办理"
        in page
    )
    assert "要您办： correct 任务 ，期限 3月9日 周一 24:00" in words(browse("applicant").page("/my"))


def test_no_page_of_the_applicant_names_a_reviewer_a_score_or_an_internal_note(
    browse: Browse, judged: House
) -> None:
    planted = ("评审员甲", "经办甲", "97.53", "优势秘密", "内部秘密")
    case = judged.apply()
    judged.claim(case, "judge", "reviewer")
    judged.complete(case, "judge", "reviewer", score="97.53", strengths="优势秘密")
    judged.claim(case, "check", "clerk")
    judged.complete(case, "check", "clerk", internal="内部秘密", points="一、缺少公示照片")
    task = judged.task(case, "correct")
    applicant = browse("applicant")
    pages = {
        path: applicant.page(path)
        for path in ("/my", f"/my/{case}", "/cases", f"/cases/{case}", f"/tasks/{task}")
    }
    pages |= {f"/cases/{case}?story=all": applicant.page(f"/cases/{case}?story=all")}
    judged.complete(case, "correct", "applicant", note="补上了")
    more = (f"/my/{case}", f"/my/receipts/{task}", f"/tasks/{task}", f"/cases/{case}", "/tasks", "/reminders")
    pages |= {f"after {path}": applicant.page(path) for path in more}
    pages["paper"] = text_of(applicant.client.get(f"/cases/{case}/file.pdf").data)
    assert [(path, word) for path, text in pages.items() for word in planted if word in text] == []
    assert "内部秘密" in browse("clerk").page(f"/tasks/{judged.task(case, 'check')}")  # planted indeed


def test_what_a_form_marks_for_the_owner_is_told_and_nothing_beside_it(browse: Browse, judged: House) -> None:
    case = judged.apply()
    judged.claim(case, "judge", "reviewer")
    judged.complete(case, "judge", "reviewer", strengths="优势秘密")
    judged.claim(case, "check", "clerk")
    judged.complete(case, "check", "clerk", internal="内部秘密", feedback="指标要有三年的走势。")
    page = words(browse("applicant").page(f"/my/{case}"))
    assert "check 任务 今天 09:00 反馈意见 指标要有三年的走势。" in page
    assert "秘密" not in page


def test_a_case_is_told_to_its_owner_alone(browse: Browse, house: House) -> None:
    case = house.apply()
    seen = {
        n: browse(n).client.get(f"/my/{case}").status_code for n in ("applicant", "rival", "clerk", "root")
    }
    assert seen == {"applicant": 200, "rival": 404, "clerk": 404, "root": 404}
    assert "您还没有案件" in browse("rival").page("/my")


def test_reports_that_are_owed_stand_with_their_day(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    deployments.deploy(engine, {**FILES, "demo/annual-report.bpmn": REPORT}, Actor("o", admin=True))
    actor, due = Actor("applicant", frozenset({APPLICANT})), {"$": "date", "v": "2026-12-21"}
    roots = [
        instances.start(
            engine,
            "demo.annual-report",
            business_key=f"报{number}",
            variables={
                "winner": "applicant",
                "report_number": number,
                "report_due_on": due,
                "report_late": late,
            },
            by=actor,
            owner="applicant",
        )
        for number, late in ((1, False), (2, True), (3, False))
    ]
    for root in roots[:2]:
        house.complete(root, "file-report", "applicant")
    page = words(browse("applicant").page("/my")).partition("年度报告 报告 ")[2]
    assert page == (
        "状态 日期 第 1 份年度报告 已报送 最迟 12月21日 周一"
        " 第 2 份年度报告 已报送，迟报 最迟 12月21日 周一 第 3 份年度报告 待报送 最迟 12月21日 周一"
    )
    assert "年度报告 报告" not in words(browse("rival").page("/my"))


def test_more_cases_of_ones_own_ask_no_more_statements(browse: Browse, filing: House) -> None:
    applicant, asked = browse("applicant"), []
    for more in ((1, 2, 3), (4, 5, 6)):
        for number in more:
            filing.apply(f"示申〔2026〕00{number}号")
        applicant.page("/my")  # what a node reads once has been read
        with counted(filing.pe) as statements:
            page = applicant.page("/my")
        asked.append((len(statements), page.count("submit 任务")))
    assert asked[0][0] == asked[1][0]
    assert (asked[0][1], asked[1][1]) == (3, 6)
