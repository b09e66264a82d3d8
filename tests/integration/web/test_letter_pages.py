"""A letter's paper is for whoever may see it; whether it is genuine, anybody may ask; reminders are one's own."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy import insert

from awards.letters import archive
from awards.models import award
from engine import jobs
from engine.process_engine import ProcessEngine
from tests.integration.web import letters
from tests.integration.web.conftest import Browser, House
from tests.support.papers import text_of

Browse = Callable[[str], Browser]


def test_staff_and_the_addressee_open_a_paper_and_nobody_else(browse: Browse, house: House) -> None:
    case = letters.write(house.pe)
    house.settle()
    accepted, _ = letters.rows(house.pe)
    paper = f"/letters/{accepted.id}.pdf"
    for name in ("clerk", "applicant"):
        answer = browse(name).client.get(paper)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "贵方申报质量金奖（示申〔2026〕007号）已受理。" in text_of(answer.data)
        assert paper in browse(name).page(f"/cases/{case}")
    for name in ("rival", "stranger"):
        assert browse(name).client.get(paper).status_code == 404
    assert browse("clerk").client.get("/letters/999.pdf").status_code == 404


def test_an_addressee_does_not_see_what_others_were_written(browse: Browse, house: House) -> None:
    """The case is the applicant's, the letter went to somebody else."""
    letters.write(house.pe)
    house.settle()
    accepted, _ = letters.rows(house.pe)
    with house.pe.database.transaction() as connection:
        connection.execute(letters.letter.update().values(recipient="witness"))
    assert browse("applicant").client.get(f"/letters/{accepted.id}.pdf").status_code == 404
    assert browse("clerk").client.get(f"/letters/{accepted.id}.pdf").status_code == 200


def test_a_paper_that_is_not_printed_yet(browse: Browse, house: House) -> None:
    case = letters.write(house.pe)
    while jobs.run_due(house.pe, "test", lane="inside"):
        pass
    accepted, _ = letters.rows(house.pe)
    assert browse("clerk").client.get(f"/letters/{accepted.id}.pdf").status_code == 409
    assert "纸件正在生成" in browse("clerk").page(f"/cases/{case}")


def test_anybody_may_ask_whether_a_letter_is_genuine_and_learns_little_of_it(
    app: Flask, house: House
) -> None:
    letters.write(house.pe)
    house.settle()
    accepted, awarded = letters.rows(house.pe)
    client = app.test_client()
    for reference in (accepted.token, accepted.number):
        answer = client.get(f"/verify/{reference}")
        page = answer.get_data(as_text=True)
        assert (answer.status_code, "真实有效" in page, accepted.number in page) == (200, True, True)
        assert accepted.sha256 in page
        assert "示申〔2026〕007号" not in page  # the case
        assert "示例精密仪器有限公司" not in page  # whom it was written to
    page = client.get(f"/verify/{awarded.token}").get_data(as_text=True)
    assert ("示例证〔2026〕001号" in page, "示例精密仪器有限公司" in page) == (True, True)
    assert client.get("/verify?number=" + accepted.number).status_code == 302


def test_what_the_office_never_wrote_is_unknown(app: Flask) -> None:
    answer = app.test_client().get("/verify/示例函〔2026〕999号")
    assert (answer.status_code, "查无此件" in answer.get_data(as_text=True)) == (404, True)


def test_a_certificate_shares_the_fate_of_its_award(app: Flask, engine: ProcessEngine, house: House) -> None:
    letters.write(house.pe)
    house.settle()
    accepted, awarded = letters.rows(house.pe)
    row = {"applicant": "91310000000000000X", "applicant_name": "示例精密仪器有限公司", "scheme": "demo"}
    row |= {"level": "金奖", "category": "组织", "document_number": "示府〔2026〕1号"}
    days = {"document_date": date(2026, 1, 5), "revoked_on": date(2026, 3, 1)}
    with engine.database.transaction() as connection:
        connection.execute(insert(award), {**row, **days, "certificate": "示例证〔2026〕001号"})
    page = app.test_client().get(f"/verify/{awarded.token}").get_data(as_text=True)
    assert ("已撤销" in page, "2026年3月1日" in page, "真实有效" in page) == (True, True, False)
    assert "真实有效" in app.test_client().get(f"/verify/{accepted.token}").get_data(as_text=True)


def test_a_file_is_compared_with_the_archived_paper(app: Flask, house: House) -> None:
    letters.write(house.pe)
    house.settle()
    accepted, _ = letters.rows(house.pe)
    paper = archive.read(accepted.sha256)
    for content, said in ((paper, "一字不差"), (paper + b" ", "不一致")):
        sent = {"paper": (io.BytesIO(content), "letter.pdf")}
        page = app.test_client().post(f"/verify/{accepted.token}", data=sent).get_data(as_text=True)
        assert said in page
    page = app.test_client().post(f"/verify/{accepted.token}").get_data(as_text=True)
    assert "还没有选择文件" in page


def test_reminders_reach_everybody_in_the_group_and_are_seen_by_each_alone(
    browse: Browse, house: House
) -> None:
    letters.write(house.pe)
    house.settle()
    assert [row.account for row in letters.reminders(house.pe)] == ["clerk", "colleague"]
    page = browse("clerk").page("/reminders")
    assert ("该看一眼了" in page, "1 条未阅" in page, 'class="n">1<' in page) == (True, True, True)
    mine, theirs = (row.id for row in letters.reminders(house.pe))
    browse("clerk").post(f"/reminders/{theirs}/seen", 404)
    browse("clerk").post(f"/reminders/{mine}/seen")
    assert "0 条未阅" in browse("clerk").page("/reminders")
    assert "1 条未阅" in browse("colleague").page("/reminders")
    browse("colleague").post("/reminders/seen")
    assert "0 条未阅" in browse("colleague").page("/reminders")
    assert "还没有提醒" in browse("stranger").page("/reminders")
