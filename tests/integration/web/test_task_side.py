"""Beside the form: diagram, documents, comments and story of the case, each for whoever may see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from engine.models import history, recusal, substitution
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from tests.integration.web.filing import PDF, deploy
from web.models import comment
from web.people import accounts

Browse = Callable[[str], Browser]
DIGEST = "15f334e9f7cead69e30809d38b1218d6423f7861862ccb95eae290b1c98049fb"  # by sha256sum, of 请核对原件


def test_the_latest_of_the_story_stands_beside_the_form(browse: Browse, house: House) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    page = browse("clerk").page(f"/tasks/{task}")
    assert "您认领“check 任务”" in page
    assert f'href="/cases/{root}#story"' in page


def test_the_diagram_comes_when_it_is_asked_for(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    page = clerk.page(f"/tasks/{task}")
    assert f'hx-get="/tasks/{task}/diagram"' in page
    assert "data-diagram-url" not in page
    assert "case.css" not in re.sub(r'data-\w+="[^"]*"', "", page)
    part = clerk.page(f"/tasks/{task}/diagram")
    assert f'data-diagram-url="/tasks/{task}/diagram.bpmn"' in part
    assert (
        '"here": [{"element": "check", "label": "check \\u4efb\\u52a1", "number": 1, "tone": "run"}]' in part
    )
    assert part.count('<li class="here">') == 1
    assert "#wait-" not in part
    assert 'id="demo.application"' in clerk.page(f"/tasks/{task}/diagram.bpmn")
    for name in ("applicant", "reviewer", "stranger"):
        browse(name).page(f"/tasks/{task}/diagram", 404)
        browse(name).page(f"/tasks/{task}/diagram.bpmn", 404)


def test_staff_talk_about_a_case_and_its_parties_never_hear_of_it(browse: Browse, house: House) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    say(browse("clerk"), root, task, "原件<b>有章</b>，请补扫描件 🧾\n第二行")
    for name in ("clerk", "colleague", "lead"):
        page = browse(name).page(f"/tasks/{task}")
        assert "原件&lt;b&gt;有章&lt;/b&gt;，请补扫描件 🧾\n第二行" in page
        assert "1 条，只有本案工作人员看得到" in page
        assert "原件&lt;b&gt;有章" in browse(name).page(f"/cases/{root}")
    house.complete(root, "check", "clerk", result="pass", posted_on="2026-03-02", papers=[{"name": "a"}])
    house.go(12)
    house.settle()
    reviewing = house.claim(root, "report", "reviewer")
    house.complete(root, "report", "reviewer")
    reply = house.task(root, "reply")
    page = browse("applicant").page(f"/tasks/{reply}")
    assert "意见" not in page
    assert "原件" not in page + browse("applicant").page(f"/cases/{root}")
    browse("applicant").post(f"/cases/{root}/comments", 404, text="我也说一句")
    browse("rival").post(f"/cases/{root}/comments", 404, text="我也说一句")
    assert "原件" not in browse("reviewer").page(f"/tasks/{reviewing}")


def test_who_works_on_a_case_without_being_staff_sees_only_their_own_words(
    browse: Browse, house: House
) -> None:
    root = house.apply()
    house.claim(root, "check", "clerk")
    house.complete(root, "check", "clerk", result="pass", posted_on="2026-03-02", papers=[{"name": "a"}])
    house.go(12)
    house.settle()
    task = house.claim(root, "report", "reviewer")
    say(browse("clerk"), root, task, "经办的话")
    say(browse("reviewer"), root, task, "评审员的话")
    page = browse("reviewer").page(f"/tasks/{task}")
    assert ("评审员的话" in page, "经办的话" in page) == (True, False)
    assert "您写过 1 条，只有您和本案工作人员看得到" in page
    page = browse("lead").page(f"/tasks/{task}")
    assert ("评审员的话" in page, "经办的话" in page) == (True, True)


def test_a_comment_is_written_once_and_stands_in_the_history(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    for _ in range(2):
        browse("clerk").post(
            f"/cases/{root}/comments", text="请核对原件", _once="t0ken", back=f"/tasks/{task}"
        )
    with engine.database.reading() as connection:
        assert connection.execute(select(comment.c.text)).scalars().all() == ["请核对原件"]
        facts = connection.execute(select(history.c.facts).where(history.c.kind == "comment")).scalars().all()
    assert facts == [{"comment": 1, "digest": DIGEST}]
    assert "您写了意见" in browse("clerk").page(f"/cases/{root}?story=all")
    assert "写了意见" not in browse("applicant").page(f"/cases/{root}?story=all")


def test_a_comment_that_cannot_be_kept_comes_back_with_its_text(browse: Browse, house: House) -> None:
    root = house.apply()
    clerk = browse("clerk")
    for text, problem in (
        (" ", "请先写下意见。"),
        ("字" * 2001, "意见最多 2000 字，现在是 2001 字。"),
        ("a\x00b", "意见里有无法保存的字符"),
    ):
        page = clerk.post(f"/cases/{root}/comments", 422, text=text, back="/tasks").get_data(as_text=True)
        assert problem in page
        assert text.strip()[:100] in page


def test_who_has_stepped_back_loses_the_comments_with_the_case(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    root = house.apply()
    task = house.claim(root, "check", "colleague")
    say(browse("clerk"), root, task, "经办的话")
    with engine.database.transaction() as connection:
        connection.execute(
            recusal.insert().values(root_id=root, account="clerk", at=engine.now(), element="check")
        )
    browse("clerk").page(f"/tasks/{task}", 404)
    browse("clerk").post(f"/cases/{root}/comments", 404, text="还想说")


@pytest.fixture
def helper(house: House, engine: ProcessEngine) -> str:
    """A clerk of another award's office, who acts for the clerk of this one for three days."""
    accounts.add(engine.database, "helper", "别处经办", PASSWORD, ["elsewhere.office-clerk"])
    today = engine.now().date()
    away = {"absent": "clerk", "substitute": "helper", "scheme": "demo", "entered_by": "clerk"}
    away |= {"from_on": today, "until_on": today + timedelta(days=2), "entered_at": engine.now()}
    with engine.database.transaction() as connection:
        connection.execute(insert(substitution), away)
    return "helper"


def test_whoever_stands_in_reads_and_writes_as_staff_and_both_names_are_told(
    browse: Browse, house: House, helper: str
) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    say(browse("colleague"), root, task, "经办乙的话")
    page = browse(helper).page(f"/tasks/{task}")
    assert ("经办乙的话" in page, "您代经办甲写，两个名字都会写明。" in page) == (True, True)
    say(browse(helper), root, task, "替人写的话")
    for page in (browse("lead").page(f"/tasks/{task}"), browse("lead").page(f"/cases/{root}")):
        assert "<b>别处经办 代 经办甲 </b>" in page
    assert "您写了意见" in browse(helper).page(f"/cases/{root}?story=all")
    assert "别处经办 代 您 写了意见" in browse("clerk").page(f"/cases/{root}?story=all")
    assert "<b>经办乙</b>" in browse("clerk").page(f"/cases/{root}")
    assert "替人写的话" not in browse("applicant").page(f"/cases/{root}")


def test_it_ends_with_the_days_and_lends_nothing_that_its_owner_has_stepped_back_from(
    browse: Browse, house: House, helper: str, engine: ProcessEngine
) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    say(browse(helper), root, task, "替人写的话")
    with engine.database.transaction() as connection:
        row = {"root_id": root, "account": "clerk", "at": engine.now(), "element": "check"}
        connection.execute(recusal.insert(), row)
    browse(helper).post(f"/cases/{root}/comments", 404, text="还想说")
    other = house.apply("示申〔2026〕002号")
    house.claim(other, "check", "clerk")
    browse(helper).post(f"/cases/{other}/comments", text="第三天", back="/tasks")
    house.go(5)
    browse(helper).post(f"/cases/{other}/comments", 404, text="第四天")


def test_who_is_staff_themselves_writes_in_their_own_name(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    root, today = house.apply(), engine.now().date()
    away = {"absent": "clerk", "substitute": "lead", "scheme": "demo", "entered_by": "clerk"}
    away |= {"from_on": today, "until_on": today, "entered_at": engine.now()}
    with engine.database.transaction() as connection:
        connection.execute(insert(substitution), away)
    say(browse("lead"), root, house.task(root, "check"), "自己的话")
    assert "<b>负责人</b>" in browse("clerk").page(f"/cases/{root}")


def test_documents_of_the_case_stand_on_the_page_of_every_task(browse: Browse, house: House) -> None:
    deploy(house.pe)
    root = house.apply()
    task = house.task(root, "submit")
    sent = {"_upload": "report", "_file:report": (io.BytesIO(PDF), "自评<b>报告.pdf")}
    browse("applicant").client.post(f"/tasks/{task}/files", data=sent)
    browse("applicant").post(f"/tasks/{task}/complete", about="完了")
    following = house.task(root, "judge")
    for name in ("lead", "reviewer"):
        page = browse(name).page(f"/tasks/{following}")
        assert 'id="files"' in page
        assert ("申报人办结“submit 任务”" in page) == (name == "reviewer")
        assert ("示例精密仪器有限公司办结“submit 任务”" in page) == (name == "lead")
        assert "自评&lt;b&gt;报告.pdf</a>" in page


def say(browser: Browser, root: int, task: int, text: str) -> None:
    answer = browser.post(f"/cases/{root}/comments", text=text, back=f"/tasks/{task}")
    assert answer.location == f"/tasks/{task}#talk"
