"""Files are sent from a task's page, stand beside their names, and are fetched by whoever may see them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from engine.models import history
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import JPG, PDF, deploy, ids
from tests.support.papers import text_of
from web.limits import Allowance
from web.models import stored_file
from web.settings import Settings
from web.tasks import files as pages

Browse = Callable[[str], Browser]


@pytest.fixture
def filing(house: House) -> House:
    deploy(house.pe)
    return house


def send(
    browser: Browser, task: int, name: str, content: bytes, to: str = "report", **fields: str
) -> TestResponse:
    data = {"_upload": to, f"_file:{to}": (io.BytesIO(content), name), **fields}
    return browser.client.post(f"/tasks/{task}/files", data=data)


def test_a_file_is_kept_its_name_written_and_what_was_typed_not_lost(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    answer = send(applicant, task, "自评报告.pdf", PDF, about="还没写完")
    assert (answer.status_code, answer.location) == (303, f"/tasks/{task}#f-report")
    page = applicant.page(f"/tasks/{task}")
    (number,) = ids(filing.pe)
    for part in (f'<a href="/files/{number}">自评报告.pdf</a>', "未查毒", 'value="还没写完"'):
        assert part in page
    fetched = applicant.client.get(f"/files/{number}")
    assert (fetched.data, fetched.mimetype) == (PDF, "application/octet-stream")
    assert fetched.headers["Content-Disposition"] == (
        "attachment; filename=.pdf; filename*=UTF-8''%E8%87%AA%E8%AF%84%E6%8A%A5%E5%91%8A.pdf"
    )
    assert (fetched.headers["X-Content-Type-Options"], fetched.headers["Content-Length"]) == (
        "nosniff",
        str(len(PDF)),
    )


def test_several_files_in_one_field(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    for name in ("一.jpg", "二.jpg", "一.jpg"):
        send(applicant, task, name, JPG, "photos")
    send(applicant, task, "旧报告.pdf", PDF)
    send(applicant, task, "报告.pdf", PDF)
    applicant.post(f"/tasks/{task}/complete", about="好")
    page = applicant.page(f"/cases/{case}")
    names = ("一.jpg", "二.jpg", "报告.pdf", "旧报告.pdf")
    assert [f">{name}</a>" in page for name in names] == [True, True, True, False]
    assert values(filing.pe, case) == {"about": "好", "report": "报告.pdf", "photos": ["一.jpg", "二.jpg"]}


def test_a_name_that_is_only_typed_is_no_file(browse: Browse, filing: House) -> None:
    """Neither for a field that may be left empty nor for one that must not; another task's file is not one either."""
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    answer = applicant.post(f"/tasks/{task}/complete", 422, about="附证明", report="假.pdf", proof="假.pdf")
    assert "证明" in answer.get_data(as_text=True)
    send(applicant, task, "真.pdf", PDF, "proof", about="附证明")
    applicant.post(f"/tasks/{task}/complete", about="附证明", report="真.pdf", proof="假.pdf")
    assert values(filing.pe, case) == {"about": "附证明", "report": None, "proof": "真.pdf", "photos": []}


def test_a_file_is_removed_from_a_draft_and_not_from_what_was_submitted(
    browse: Browse, filing: House
) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    send(applicant, task, "一.pdf", PDF)
    (number,) = ids(filing.pe)
    address = f"/tasks/{task}/files/{number}/remove"
    assert browse("rival").client.post(address).status_code == 404
    answer = applicant.client.post(address, data={"about": "没有丢"})
    assert (answer.status_code, answer.location, ids(filing.pe)) == (303, f"/tasks/{task}#f-report", [])
    assert 'value="没有丢"' in applicant.page(f"/tasks/{task}")
    assert applicant.client.post(address).status_code == 404  # a second click
    assert applicant.client.get(f"/files/{number}").status_code == 404
    send(applicant, task, "二.pdf", PDF)
    (number,) = ids(filing.pe)
    applicant.post(f"/tasks/{task}/complete")
    assert applicant.client.post(f"/tasks/{task}/files/{number}/remove").status_code == 409
    assert ids(filing.pe) == [number]


def test_what_came_on_paper_is_written_down_by_the_office_and_by_nobody_else(
    browse: Browse, filing: House
) -> None:
    """Only in a case that was entered from paper; then a required field is satisfied, and there is nothing to fetch."""
    day = {"$": "date", "v": "2026-03-02"}
    received = {"received_on": day, "entered_on": day, "entered_by": "经办甲"}
    given = {"applicant": {"account": "clerk", "name": "示例作坊"}, "paper": received}
    case = filing.start("demo.application", "示申〔2026〕009号", **given)
    task = filing.task(case, "submit")
    clerk = browse("clerk")
    assert "原件是纸质的" in clerk.page(f"/tasks/{task}")
    clerk.post(f"/tasks/{task}/files/paper", _paper="proof", about="附证明")
    page = clerk.page(f"/tasks/{task}")
    assert ("证明（纸质件）" in page, '/files/1"' in page) == (True, False)
    assert clerk.client.get("/files/1").status_code == 404
    clerk.post(f"/tasks/{task}/complete", about="附证明")
    assert values(filing.pe, case)["proof"] == "证明（纸质件）"
    assert "证明（纸质件）" in clerk.page(f"/cases/{case}")
    other = filing.task(filing.apply(), "submit")
    assert "原件是纸质的" not in browse("applicant").page(f"/tasks/{other}")
    for field in ("proof", "about"):
        browse("applicant").post(f"/tasks/{other}/files/paper", 404, _paper=field)


def test_a_file_of_a_field_that_was_hidden_in_the_end_was_not_submitted(
    browse: Browse, filing: House
) -> None:
    """While it is a draft it waits for its field to be shown again; submitted, it is gone."""
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    send(applicant, task, "证明.pdf", PDF, "proof", about="附证明")
    applicant.post(f"/tasks/{task}/form", 303, about="不附了")
    assert len(ids(filing.pe)) == 1
    applicant.post(f"/tasks/{task}/complete", about="不附了")
    assert (ids(filing.pe), "proof" in values(filing.pe, case)) == ([], False)
    assert "证明.pdf" not in browse("lead").page(f"/cases/{case}")


def test_what_was_found_in_a_hidden_file_holds_nobody_up(browse: Browse, filing: House) -> None:
    """It cannot be seen, so it could not be removed either."""
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    send(applicant, task, "证明.pdf", PDF, "proof", about="附证明")
    with filing.pe.database.transaction() as connection:
        connection.execute(update(stored_file).values(state="infected", finding="x"))
    applicant.post(f"/tasks/{task}/complete", 422, about="附证明")
    applicant.post(f"/tasks/{task}/complete", about="不附了")
    assert ids(filing.pe) == []


def test_the_same_click_twice_is_one_file(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    for to in ("report", "photos"):
        for _ in range(2):
            send(applicant, task, "同一个.pdf", PDF, to)
    assert len(ids(filing.pe)) == 2


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
    browse: Browse, filing: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five megabytes are a file; as a form they are refused. What is too large for a role is refused too."""
    task = filing.task(filing.apply(), "submit")
    applicant, large = browse("applicant"), PDF + b"\0" * (5 * 1024 * 1024)
    assert send(applicant, task, "大.pdf", large).status_code == 303
    sent = {"paper": (io.BytesIO(large), "大.pdf")}
    assert applicant.client.post("/verify/nothing", data=sent).status_code == 413
    allowed(settings, Allowance(1024 * 1024, 50), monkeypatch)
    small = PDF + b"\0" * 1024 * 1024
    answer = send(applicant, task, "大.pdf", small)
    assert (answer.status_code, "超过 1 MB" in answer.get_data(as_text=True)) == (413, True)
    monkeypatch.setattr(pages, "FORM", 0)
    assert send(applicant, task, "大.pdf", small).status_code == 413


def test_files_of_a_case_are_counted(
    browse: Browse, filing: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed(settings, Allowance(1024 * 1024, 2), monkeypatch)
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    for name in ("一.jpg", "二.jpg"):
        assert send(applicant, task, name, JPG, "photos").status_code == 303
    answer = send(applicant, task, "三.jpg", JPG, "photos")
    assert (answer.status_code, "已上传 2 个文件" in answer.get_data(as_text=True)) == (422, True)


def allowed(settings: Settings, one: Allowance, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(settings.uploads, "applicant", one)  # type: ignore[arg-type]


def values(pe: ProcessEngine, case: int) -> dict[str, Any]:
    """What was submitted, as the history tells it."""
    query = select(history.c.facts).where(history.c.root_id == case, history.c.kind == "task-completed")
    with pe.database.reading() as connection:
        return dict(connection.execute(query).scalars().first()["values"])  # type: ignore[index]


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
    browse("applicant").post(f"/tasks/{task}/complete", about="")
    filing.claim(case, "judge", "reviewer")
    seen = {"clerk": 200, "reviewer": 200, "applicant": 200, "rival": 404, "stranger": 404}
    assert {name: browse(name).client.get(f"/files/{number}").status_code for name in seen} == seen
    assert send(browse("applicant"), task, "b.pdf", PDF).status_code == 409


def test_what_reviewers_upload_is_not_for_the_applicant(browse: Browse, filing: House) -> None:
    case = filing.apply()
    browse("applicant").post(f"/tasks/{filing.task(case, 'submit')}/complete")
    task = filing.claim(case, "judge", "reviewer")
    send(browse("reviewer"), task, "意见.pdf", PDF, "opinion")
    browse("reviewer").post(f"/tasks/{task}/complete")
    (number,) = ids(filing.pe)
    seen = {"clerk": 200, "reviewer": 200, "applicant": 404}
    assert {name: browse(name).client.get(f"/files/{number}").status_code for name in seen} == seen
    assert "意见.pdf" not in browse("applicant").page(f"/cases/{case}")
    said = text_of(browse("clerk").client.get(f"/cases/{case}/file.pdf").data)
    assert "意见.pdf" in said
