"""Files are sent from a task's page, stand beside their names, and are fetched by whoever may see them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.commands import deployments
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import CLERK, FILES, REVIEWER, field, form
from tests.support import diagrams as d
from tests.support.papers import text_of
from web import filestore, uploads
from web.models import upload

Browse = Callable[[str], Browser]
PDF = b"%PDF-1.7\n the report"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 64
FORM = form(
    "demo.submission",
    field("textfield", "about", "说明"),
    field("filepicker", "report", "自评报告", accept=".pdf,.docx"),
    field("filepicker", "photos", "照片", multiple=True),
)
FILING = d.diagram(
    "demo.application",
    d.start(),
    d.task("submit", form="demo.submission", assignee="=applicant.account"),
    d.task("judge", form="demo.opinion", groups=REVIEWER),
    d.task("check", groups=CLERK),
    d.end(),
    d.flows("start submit judge check end"),
)
OPINION = form("demo.opinion", field("filepicker", "opinion", "评审意见"))


@pytest.fixture
def filing(engine: ProcessEngine, house: House) -> Iterator[House]:
    more = {"demo/forms/submission.form": FORM, "demo/forms/opinion.form": OPINION}
    deployments.deploy(engine, {**FILES, **more, "demo/application.bpmn": FILING}, Actor("o", admin=True))
    return house


def send(
    browser: Browser, task: int, name: str, content: bytes, to: str = "report", **fields: str
) -> TestResponse:
    data = {"_upload": to, f"_file:{to}": (io.BytesIO(content), name), **fields}
    return browser.client.post(f"/tasks/{task}/files", data=data)


def ids(pe: ProcessEngine) -> list[int]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(upload.c.id).order_by(upload.c.id)).scalars())


def test_a_file_is_kept_its_name_written_and_what_was_typed_not_lost(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    answer = send(applicant, task, "自评报告.pdf", PDF, about="还没写完")
    assert (answer.status_code, answer.location) == (303, f"/tasks/{task}#f-report")
    page = applicant.page(f"/tasks/{task}")
    (number,) = ids(filing.pe)
    for part in ('value="自评报告.pdf"', f'href="/files/{number}"', 'value="还没写完"'):
        assert part in page
    fetched = applicant.client.get(f"/files/{number}")
    assert (fetched.data, fetched.mimetype) == (PDF, "application/octet-stream")
    assert fetched.headers["Content-Disposition"].startswith("attachment;")


def test_several_files_in_one_field(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    for name in ("一.jpg", "二.jpg", "一.jpg"):
        send(applicant, task, name, JPG, "photos")
    send(applicant, task, "报告.pdf", PDF)
    applicant.post(f"/tasks/{task}/complete", about="好", report="报告.pdf", photos=["二.jpg", "一.jpg"])
    page = applicant.page(f"/cases/{case}")
    assert [name in page for name in ("一.jpg", "二.jpg", "报告.pdf")] == [True] * 3


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("报告.exe", PDF, 422, "这里只收 .pdf、.docx 文件"),
        ("报告.pdf", b"MZ not a report", 422, "内容不是 .pdf 文件"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_in_words(
    browse: Browse, filing: House, name: str, content: bytes, status: int, said: str
) -> None:
    task = filing.task(filing.apply(), "submit")
    answer = send(browse("applicant"), task, name, content, about="没有丢")
    assert (answer.status_code, said in answer.get_data(as_text=True)) == (status, True)
    assert (ids(filing.pe), 'value="没有丢"' in browse("applicant").page(f"/tasks/{task}")) == ([], True)


def test_only_this_route_takes_more_than_a_form(
    browse: Browse, filing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five megabytes are a file; as a form they are refused. What is too large for a file is refused too."""
    task = filing.task(filing.apply(), "submit")
    applicant, large = browse("applicant"), PDF + b"\0" * (5 * 1024 * 1024)
    assert send(applicant, task, "大.pdf", large).status_code == 303
    sent = {"paper": (io.BytesIO(large), "大.pdf")}
    assert applicant.client.post("/verify/nothing", data=sent).status_code == 413
    monkeypatch.setattr(filestore, "LARGEST", 1024 * 1024)
    assert send(applicant, task, "大.pdf", large).status_code == 413
    monkeypatch.setattr(uploads, "LARGEST_REQUEST", 1024 * 1024)
    assert send(applicant, task, "大.pdf", large).status_code == 413


def test_nothing_chosen_or_no_such_field(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    answer = applicant.client.post(f"/tasks/{task}/files", data={"_upload": "report", "about": "甲"})
    assert (answer.status_code, ids(filing.pe)) == (303, [])
    assert send(applicant, task, "a.pdf", PDF, "about").status_code == 303
    assert (ids(filing.pe), 'value="甲"' in applicant.page(f"/tasks/{task}")) == ([], True)


def test_who_may_send_and_who_may_fetch(browse: Browse, filing: House) -> None:
    """A draft's file is its owner's; once submitted, staff see it and whoever works on the case."""
    case = filing.apply()
    task = filing.task(case, "submit")
    send(browse("applicant"), task, "报告.pdf", PDF)
    (number,) = ids(filing.pe)
    assert send(browse("rival"), task, "a.pdf", PDF).status_code == 404
    for name in ("clerk", "reviewer", "rival"):
        assert browse(name).client.get(f"/files/{number}").status_code == 404
    browse("applicant").post(f"/tasks/{task}/complete", report="报告.pdf")
    filing.claim(case, "judge", "reviewer")
    seen = {"clerk": 200, "reviewer": 200, "applicant": 200, "rival": 404, "stranger": 404}
    assert {name: browse(name).client.get(f"/files/{number}").status_code for name in seen} == seen
    assert send(browse("applicant"), task, "b.pdf", PDF).status_code == 409


def test_what_reviewers_upload_is_not_for_the_applicant(browse: Browse, filing: House) -> None:
    case = filing.apply()
    browse("applicant").post(f"/tasks/{filing.task(case, 'submit')}/complete", report="")
    task = filing.claim(case, "judge", "reviewer")
    send(browse("reviewer"), task, "意见.pdf", PDF, "opinion")
    browse("reviewer").post(f"/tasks/{task}/complete", opinion="意见.pdf")
    (number,) = ids(filing.pe)
    seen = {"clerk": 200, "reviewer": 200, "applicant": 404}
    assert {name: browse(name).client.get(f"/files/{number}").status_code for name in seen} == seen
    assert "意见.pdf" not in browse("applicant").page(f"/cases/{case}")
    said = text_of(browse("clerk").client.get(f"/cases/{case}/file.pdf").data)
    assert "意见.pdf" in said
