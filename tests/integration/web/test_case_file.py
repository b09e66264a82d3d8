"""The case file: the whole case for staff, their own part for owners, nothing for strangers; bounded in pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert

from engine.audit.sealing import head, seal_all
from engine.models import history
from engine.queries import cases
from tests.integration.web import letters
from tests.integration.web.conftest import Browser, House
from tests.support.papers import pages_of, text_of
from web.cases import file as casefile
from web.models import upload

Browse = Callable[[str], Browser]


def file(browser: Browser, case: int) -> str:
    answer = browser.client.get(f"/cases/{case}/file.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return text_of(answer.data)


def test_staff_get_the_whole_case(browse: Browse, house: House) -> None:
    case = house.apply()
    house.claim(case, "check", "clerk")
    house.complete(case, "check", "clerk", result="pass", posted_on="2026-03-02")
    house.settle()
    seal_all(house.pe)
    said = file(browse("clerk"), case)
    with house.pe.database.reading() as connection:
        number, link = head(connection)
    for part in (
        "宗卷",
        "示例质量奖",
        "案号示申〔2026〕001号",
        "申报人示例精密仪器有限公司",
        "您办结“",  # the course, in the reader's words
        "结论：通过",  # what was decided
        "依据D-22.1",  # with its clause
        f"链头：第{number}号，{link.hex()}",
        "task-completed",
    ):
        assert part in said, part


def test_letters_stand_in_it_with_their_hashes(browse: Browse, house: House) -> None:
    case = letters.write(house.pe)
    house.settle()
    said = file(browse("clerk"), case)
    for row in letters.rows(house.pe):
        assert (row.number in said, row.sha256 in said) == (True, True)


def test_an_owner_reads_no_names_and_no_decisions_of_others(browse: Browse, house: House) -> None:
    case = house.apply()
    house.claim(case, "check", "clerk")
    house.complete(case, "check", "clerk", result="pass", posted_on="2026-03-02")
    said = file(browse("applicant"), case)
    assert ("工作人员办结“" in said, "经办甲" in said, "结论：通过" in said, "task-completed" in said) == (
        True,
        False,
        False,
        False,
    )


def test_nobody_else_gets_one(browse: Browse, house: House) -> None:
    case = house.apply()
    for name in ("rival", "stranger"):
        assert browse(name).client.get(f"/cases/{case}/file.pdf").status_code == 404
    assert f"/cases/{case}/file.pdf" in browse("applicant").page(f"/cases/{case}")


def test_comments_stand_in_it_for_those_who_read_them_and_never_for_a_party(
    browse: Browse, house: House
) -> None:
    case = house.apply()
    assert "工作人员的意见" not in file(browse("clerk"), case)
    house.claim(case, "check", "clerk")
    house.complete(case, "check", "clerk", result="pass", posted_on="2026-03-02", papers=[{"name": "a"}])
    house.go(12)
    house.settle()
    house.claim(case, "report", "reviewer")
    for name, words in (("clerk", "原件有章 #link 请补扫描件" + "渊" * 700), ("reviewer", "评审员的话")):
        browse(name).post(f"/cases/{case}/comments", text=words, back="/tasks")
    said = file(browse("lead"), case)
    for part in (
        "五、工作人员的意见",
        "经办甲",
        "原件有章#link请补扫描件",
        "评审员的话",
        "六、办理记录",
    ):
        assert part in said, part
    assert said.count("渊") == 700
    said = file(browse("reviewer"), case)
    assert ("评审员的话" in said, "原件有章" in said, "经办甲" in said) == (True, False, False)
    said = file(browse("applicant"), case)
    assert ("意见" in said, "原件有章" in said, "五、办理记录" in said) == (False, False, True)


def test_a_file_that_came_on_paper_stands_in_it(browse: Browse, house: House) -> None:
    case = house.apply()
    house.claim(case, "check", "clerk")
    house.complete(case, "check", "clerk", result="pass", posted_on="2026-03-02")
    task = house.task(case, "check")
    row = {"root_id": case, "task_id": task, "field": "f", "name": "证明（纸质件）", "sha256": "", "size": 0}
    with house.pe.database.transaction() as connection:
        connection.execute(insert(upload), {**row, "account": "clerk", "uploaded_at": house.pe.now()})
    assert "证明（纸质件）" in file(browse("clerk"), case)


def entries(house: House, case: int, count: int, text: str) -> None:
    at = house.pe.now()
    row = {"root_id": case, "instance_id": case, "at": at, "actor": "clerk", "kind": "suspended"}
    rows = [{**row, "facts": {"reason": f"{text}{n}"}} for n in range(count)]
    with house.pe.database.transaction() as connection:
        connection.execute(insert(history), rows)


def test_a_long_record_is_cut_and_says_so(browse: Browse, house: House) -> None:
    case = house.apply()
    entries(house, case, casefile.ENTRIES, "理由")
    answer = browse("clerk").client.get(f"/cases/{case}/file.pdf")
    assert f"只列最近的{casefile.ENTRIES}条" in text_of(answer.data)
    assert pages_of(answer.data) <= casefile.PAGES


@pytest.mark.parametrize("length", [30, 100])
def test_what_would_fill_more_pages_than_a_file_may_have_is_refused(house: House, length: int) -> None:
    """150 characters a line are counted by the sheet, 500 are not even tried."""
    case = house.apply()
    entries(house, case, casefile.ENTRIES - 50, "很长的理由" * length)
    with house.pe.database.reading() as connection:
        row = cases.one(connection, house.actor("clerk"), case)
    with pytest.raises(casefile.TooLong, match="超过 200 页"):
        casefile.paper(house.pe, {**row, "staff": True, "kind": "application"}, house.actor("clerk"))
