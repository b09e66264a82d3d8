"""Quarantine: what a scanner has not let pass leaves the house for nobody; what it finds is told."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from awards.models import reminder
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF, deploy, ids
from tests.support import scanner as support
from web import installation
from web.files import stores, upkeep
from web.models import stored_file

Browse = Callable[[str], Browser]
INFECTED = PDF + support.MARK


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))


@pytest.fixture
def filing(house: House) -> House:
    deploy(house.pe)
    upkeep.lend(house.pe)
    return house


@pytest.fixture
def case(filing: House) -> int:
    return filing.apply()


@pytest.fixture
def task(filing: House, case: int) -> int:
    """What asks the applicant for files."""
    return filing.task(case, "submit")


@pytest.fixture
def applicant(browse: Browse) -> Browser:
    return browse("applicant")


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[support.Scanner]:
    """A scanner that answers throughout the test."""
    with support.serving() as found:
        monkeypatch.setenv("LAUREL_CLAMD", found.address)
        yield found


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The socket of a scanner that is named and does not answer."""
    path = tmp_path / "clamd.ctl"
    monkeypatch.setenv("LAUREL_CLAMD", f"unix:{path}")
    return path


def send(browser: Browser, task: int, name: str, content: bytes, field: str = "report") -> int:
    data = {"_upload": field, f"_file:{field}": (io.BytesIO(content), name)}
    return browser.client.post(f"/tasks/{task}/files", data=data).status_code


def states(pe: ProcessEngine) -> list[str]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(stored_file.c.state).order_by(stored_file.c.kept_at)).scalars())


def entries(pe: ProcessEngine) -> list[tuple[str, str]]:
    query = select(reminder.c.account, reminder.c.text).order_by(reminder.c.account)
    with pe.database.reading() as connection:
        return [(row.account, row.text) for row in connection.execute(query)]


def test_a_file_waits_is_scanned_and_may_leave(
    applicant: Browser, filing: House, task: int, scanner: support.Scanner
) -> None:
    send(applicant, task, "报告.pdf", PDF)
    (number,) = ids(filing.pe)
    answer = applicant.client.get(f"/files/{number}")
    assert (answer.status_code, "正在查毒，还不能下载" in answer.get_data(as_text=True)) == (409, True)
    assert "正在查毒" in applicant.page(f"/tasks/{task}")
    filing.settle()
    assert scanner.seen == [PDF]
    assert applicant.client.get(f"/files/{number}").data == PDF
    assert "已查毒" in applicant.page(f"/tasks/{task}")


def test_what_is_found_in_a_draft_is_told_and_cannot_be_submitted(
    applicant: Browser, filing: House, case: int, task: int, scanner: support.Scanner
) -> None:
    send(applicant, task, "报告.pdf", INFECTED)
    filing.settle()
    (number,) = ids(filing.pe)
    answer = applicant.client.get(f"/files/{number}")
    assert (answer.status_code, support.FINDING in answer.get_data(as_text=True)) == (409, True)
    refused = applicant.post(f"/tasks/{task}/complete", 422, about="没有丢").get_data(as_text=True)
    assert ("请移除后另传一份" in refused, 'value="没有丢"' in refused) == (True, True)
    assert send(applicant, task, "改名.pdf", INFECTED) == 422  # known at the door now
    cure = "请在任务里移除它，在干净的电脑上重新制作后再传。"
    said = f"“报告.pdf”（submit 任务）查出 {support.FINDING}，不提供下载。{cure}"
    assert entries(filing.pe) == [("applicant", said)]
    applicant.post(f"/tasks/{task}/files/{number}/remove")
    applicant.post(f"/tasks/{task}/complete")
    assert f'href="/files/{number}"' not in applicant.page(f"/cases/{case}")


def test_what_is_found_after_the_task_was_completed_is_told_to_who_completed_it(
    applicant: Browser, browse: Browse, filing: House, case: int, task: int, scanner: support.Scanner
) -> None:
    send(applicant, task, "报告.pdf", INFECTED)
    applicant.post(f"/tasks/{task}/complete")
    filing.settle()
    (number,) = ids(filing.pe)
    assert browse("clerk").client.get(f"/files/{number}").status_code == 409
    assert "含有病毒" in browse("clerk").page(f"/cases/{case}")
    assert [account for account, _ in entries(filing.pe)] == ["applicant"]
    assert "请与审定办联系" in entries(filing.pe)[0][1]


def test_without_a_scanner_files_leave_and_say_that_nobody_looked(
    applicant: Browser, filing: House, task: int
) -> None:
    send(applicant, task, "报告.pdf", INFECTED)
    (number,) = ids(filing.pe)
    assert (applicant.client.get(f"/files/{number}").status_code, states(filing.pe)) == (200, ["unscanned"])
    assert "未查毒" in applicant.page(f"/tasks/{task}")


def test_a_scanner_that_comes_later_looks_at_what_was_there_and_one_that_goes_holds_nothing_back(
    applicant: Browser, filing: House, task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(applicant, task, "一.pdf", PDF)
    (number,) = ids(filing.pe)
    with support.serving() as scanner:
        monkeypatch.setenv("LAUREL_CLAMD", scanner.address)
        assert applicant.client.get(f"/files/{number}").status_code == 409
        assert (upkeep.follow_scanner(filing.pe), states(filing.pe)) == (1, ["waiting"])
        assert upkeep.follow_scanner(filing.pe) == 0
        filing.settle()
        assert (states(filing.pe), scanner.seen) == (["clean"], [PDF])
        send(applicant, task, "二.pdf", PDF + b"2", "photos")
    monkeypatch.delenv("LAUREL_CLAMD")
    assert sorted(states(filing.pe)) == ["clean", "waiting"]
    assert (upkeep.follow_scanner(filing.pe), sorted(states(filing.pe))) == (1, ["clean", "unscanned"])


def test_what_the_scanner_will_not_look_at_is_held_too(
    applicant: Browser, filing: House, task: int, scanner: support.Scanner
) -> None:
    scanner.most = 10
    send(applicant, task, "报告.pdf", PDF)
    filing.settle()
    answer = applicant.client.get(f"/files/{ids(filing.pe)[0]}")
    assert (answer.status_code, "查毒程序不检查" in answer.get_data(as_text=True)) == (409, True)


def test_a_scanner_that_is_away_is_asked_again(
    applicant: Browser, filing: House, task: int, away: Path
) -> None:
    send(applicant, task, "报告.pdf", PDF)
    filing.settle()
    assert states(filing.pe) == ["waiting"]
    with support.serving(away):
        filing.clock.set(filing.clock.now() + timedelta(hours=1))
        filing.settle()
    assert states(filing.pe) == ["clean"]


def test_what_nobody_has_any_more_is_swept_away_after_a_day(
    applicant: Browser, filing: House, task: int
) -> None:
    """Not what somebody else still has, not what was sent again, and not at once."""
    for name, field in (("一.pdf", "report"), ("二.pdf", "photos")):
        send(applicant, task, name, PDF, field)
    first, second = ids(filing.pe)
    applicant.post(f"/tasks/{task}/files/{first}/remove")
    filing.clock.set(filing.clock.now() + timedelta(hours=25))
    assert upkeep.sweep(filing.pe) == 0
    applicant.post(f"/tasks/{task}/files/{second}/remove")
    send(applicant, task, "三.pdf", PDF)
    applicant.post(f"/tasks/{task}/files/{ids(filing.pe)[0]}/remove")
    assert upkeep.sweep(filing.pe) == 0
    filing.clock.set(filing.clock.now() + timedelta(hours=25))
    assert len(list(stores.folder().digests())) == 1
    assert (upkeep.sweep(filing.pe), upkeep.sweep(filing.pe)) == (1, 0)
    assert (list(stores.folder().digests()), states(filing.pe)) == ([], [])
    assert [path for path in (installation.var() / "files").rglob("*") if path.is_file()] == []
    assert send(applicant, task, "四.pdf", PDF) == 303
    assert applicant.client.get(f"/files/{ids(filing.pe)[0]}").data == PDF


def test_a_scan_that_never_comes_ends_in_a_state_that_people_see_and_an_administrator_can_act_on(
    applicant: Browser, browse: Browse, filing: House, task: int, away: Path
) -> None:
    admin = browse("root")
    send(applicant, task, "报告.pdf", PDF)
    (number,) = ids(filing.pe)
    assert upkeep.give_up_scans(filing.pe) == 0
    exhaust(filing)
    assert (upkeep.give_up_scans(filing.pe), states(filing.pe)) == (1, ["stuck"])
    assert upkeep.give_up_scans(filing.pe) == 0
    page = applicant.page(f"/tasks/{task}")
    assert ("查毒没有完成" in page, "正在查毒" in page, f'href="/files/{number}"' in page) == (
        True,
        False,
        False,
    )
    answer = applicant.client.get(f"/files/{number}")
    assert (answer.status_code, "多次查毒都没有完成" in answer.get_data(as_text=True)) == (409, True)
    assert "查毒 报告.pdf" in admin.page("/incidents")
    with support.serving(away):
        admin.post("/incidents/1/retry")
        filing.settle()
    assert (states(filing.pe), applicant.client.get(f"/files/{number}").data) == (["clean"], PDF)


def test_what_was_given_up_is_scanned_when_it_is_sent_again_and_let_go_without_a_scanner(
    applicant: Browser,
    browse: Browse,
    filing: House,
    task: int,
    away: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also after an administrator has only marked the incident as settled."""
    send(applicant, task, "报告.pdf", PDF)
    exhaust(filing)
    browse("root").post("/incidents/1/resolve")
    assert (upkeep.give_up_scans(filing.pe), upkeep.follow_scanner(filing.pe)) == (1, 0)
    with support.serving(away):
        send(applicant, task, "照片.pdf", PDF, "photos")
        assert states(filing.pe) == ["waiting"]
        filing.settle()
    assert states(filing.pe) == ["clean"]
    send(applicant, task, "又一份.pdf", PDF + b"2", "photos")
    exhaust(filing)
    upkeep.give_up_scans(filing.pe)
    monkeypatch.delenv("LAUREL_CLAMD")
    assert (upkeep.follow_scanner(filing.pe), sorted(states(filing.pe))) == (1, ["clean", "unscanned"])


def exhaust(filing: House) -> None:
    """All attempts of what nobody answers: ten, with an hour between them at most."""
    for _ in range(10):
        filing.settle()
        filing.clock.set(filing.clock.now() + timedelta(hours=2))
