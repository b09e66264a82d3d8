"""Files in pieces: begun, gone on with from where they stand, whole in the end; twice, late and broken ones."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF, deploy, ids
from tests.support import archives as made
from web import installation
from web.files import pieces, upkeep
from web.models import incoming_file

Browse = Callable[[str], Browser]
PIECE = 64 * 1024
WHOLE = PDF + bytes(range(256)) * 1024  # a quarter of a megabyte: five pieces, the last one short


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))


@pytest.fixture
def filing(house: House) -> House:
    deploy(house.pe)
    return house


def word(text: str) -> str:
    return b64encode(text.encode()).decode()


def begin(
    browser: Browser, task: int, name: str = "报告.pdf", size: int = len(WHOLE), field: str = "report"
) -> TestResponse:
    headers = {"Upload-Length": str(size), "Accept": "application/json"}
    headers["Upload-Metadata"] = f"field {word(field)},filename {word(name)}"
    return browser.client.post(f"/tasks/{task}/files/incoming", headers=headers)


def give(browser: Browser, place: str, offset: int, piece: bytes, **more: str) -> TestResponse:
    kind = "application/offset+octet-stream"
    headers = {"Upload-Offset": str(offset), "Accept": "application/json", **more}
    return browser.client.patch(place, data=piece, content_type=kind, headers=headers)


def told(browser: Browser, place: str) -> tuple[int, str | None]:
    answer = browser.client.head(place)
    return answer.status_code, answer.headers.get("Upload-Offset")


def under_way(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(incoming_file)).scalar_one()


def lying_about() -> list[str]:
    """Pieces and halves on the disk."""
    folder = installation.var() / "uploading"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def later(filing: House, by: timedelta) -> None:
    filing.clock.set(filing.clock.now() + by)


def send_all(browser: Browser, place: str, content: bytes = WHOLE, start: int = 0) -> TestResponse:
    for at in range(start, len(content), PIECE):
        answer = give(browser, place, at, content[at : at + PIECE])
    return answer


def test_a_file_arrives_in_pieces_and_is_whole(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant = browse("applicant")
    answer = begin(applicant, task)
    place = answer.location
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "0")
    first = give(applicant, place, 0, WHOLE[:PIECE])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(PIECE))
    assert told(applicant, place) == (200, str(PIECE))
    assert "已传 24%" in applicant.page(f"/tasks/{task}")  # 65536 of 262255 bytes, as a whole number
    assert ids(filing.pe) == []
    last = send_all(applicant, place, start=PIECE)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(WHOLE)))
    (number,) = ids(filing.pe)
    assert applicant.client.get(f"/files/{number}").data == WHOLE
    assert (under_way(filing.pe), lying_about(), told(applicant, place)[0]) == (0, [], 404)
    listed = applicant.page(f"/tasks/{task}/files?field=report")
    assert f'<a href="/files/{number}">报告.pdf</a>' in listed
    applicant.post(f"/tasks/{task}/complete")
    assert "报告.pdf</a>" in applicant.page(f"/cases/{case}")


def test_after_a_break_it_goes_on_where_it_stood(browse: Browse, filing: House) -> None:
    """Also after the page was loaded anew: the same file asked for again has the same place."""
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    place = begin(applicant, task).location
    give(applicant, place, 0, WHOLE[:PIECE])
    again = begin(applicant, task)
    assert (again.location, again.headers["Upload-Offset"]) == (place, str(PIECE))
    assert begin(applicant, task, "另一个.pdf").location != place
    send_all(applicant, place, start=PIECE)
    assert len(ids(filing.pe)) == 1


def test_a_piece_twice_or_out_of_step_changes_nothing(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    place = begin(applicant, task).location
    give(applicant, place, 0, WHOLE[:PIECE])
    for offset, piece in ((0, WHOLE[:PIECE]), (2 * PIECE, WHOLE[:PIECE]), (PIECE, WHOLE)):
        assert give(applicant, place, offset, piece).status_code == 409
    damaged = {"Upload-Checksum": f"sha256 {b64encode(b'x' * 32).decode()}"}
    assert give(applicant, place, PIECE, WHOLE[:PIECE], **damaged).status_code == 460
    assert give(applicant, place, PIECE, WHOLE[PIECE : PIECE + 10]).status_code == 422
    assert told(applicant, place) == (200, str(PIECE))
    sound = {"Upload-Checksum": f"sha256 {b64encode(sha256(WHOLE[PIECE : 2 * PIECE]).digest()).decode()}"}
    assert give(applicant, place, PIECE, WHOLE[PIECE : 2 * PIECE], **sound).status_code == 204
    send_all(applicant, place, start=2 * PIECE)
    (number,) = ids(filing.pe)
    assert applicant.client.get(f"/files/{number}").data == WHOLE


@pytest.mark.parametrize(
    ("name", "size", "field", "status"),
    [
        ("报告.exe", 10, "report", 422),
        ("报告.pdf", 0, "report", 422),
        ("报告.pdf", 101 * 1024 * 1024, "report", 413),
        ("报告.pdf", 10, "about", 400),
        ("报告.pdf", 10, "nothing[0].here", 400),
        ("报\u202e告.pdf", 10, "report", 422),
    ],
)
def test_what_will_be_refused_is_refused_before_it_is_sent(
    browse: Browse,
    filing: House,
    name: str,
    size: int,
    field: str,
    status: int,
) -> None:
    task = filing.task(filing.apply(), "submit")
    answer = begin(browse("applicant"), task, name, size, field)
    assert (answer.status_code, set(answer.get_json())) == (status, {"sentence"})
    assert under_way(filing.pe) == 0


def test_the_first_piece_shows_what_a_file_is_and_the_last_what_is_in_it(
    browse: Browse,
    filing: House,
) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    wrong = begin(applicant, task).location
    assert give(applicant, wrong, 0, b"MZ" + WHOLE[:PIECE]).status_code == 422
    bomb = made.docx(("word/media/zeros.bin", b"\0" * 40_000_000))
    place = begin(applicant, task, "报告.docx", len(bomb)).location
    answer = give(applicant, place, 0, bomb)
    assert (answer.status_code, "不是正常的文件" in answer.get_json()["sentence"]) == (422, True)
    assert (told(applicant, place)[0], ids(filing.pe), lying_about()) == (404, [], [])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Length": "1e3"},
        {"Upload-Length": "-1"},
        {"Upload-Length": "9" * 30},
        {"Upload-Length": "10", "Upload-Metadata": "filename ***"},
        {"Upload-Length": "10", "Upload-Metadata": "filename /w=="},  # no UTF-8
        {"Upload-Length": "10", "Upload-Metadata": "a," * 3000},
        {"Upload-Length": "１０"},
    ],
)
def test_requests_that_nobody_of_ours_sends(
    browse: Browse,
    filing: House,
    headers: dict[str, str],
) -> None:
    task = filing.task(filing.apply(), "submit")
    sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert browse("applicant").client.post(f"/tasks/{task}/files/incoming", headers=sent).status_code == 400


def test_a_file_under_way_is_its_owners(browse: Browse, filing: House) -> None:
    case = filing.apply()
    task = filing.task(case, "submit")
    applicant, rival, clerk = browse("applicant"), browse("rival"), browse("clerk")
    place = begin(applicant, task).location
    for other in (rival, clerk):
        assert told(other, place)[0] == 404
        assert give(other, place, 0, WHOLE[:PIECE]).status_code == 404
        assert other.client.delete(place).status_code == 404
        assert other.client.post(f"/tasks/{task}/files{place[6:]}/remove").status_code in (404, 409)
    assert begin(rival, task).status_code == 404
    assert told(applicant, place) == (200, "0")
    assert (applicant.client.delete(place).status_code, under_way(filing.pe)) == (204, 0)
    place = begin(applicant, task).location
    answer = applicant.client.post(f"/tasks/{task}/files{place[6:]}/remove", data={"about": "没有丢"})
    assert (answer.status_code, under_way(filing.pe)) == (303, 0)
    assert 'value="没有丢"' in applicant.page(f"/tasks/{task}")
    place = begin(applicant, task).location
    applicant.post(f"/tasks/{task}/complete")
    assert give(applicant, place, 0, WHOLE[:PIECE]).status_code == 409


def test_nobody_begins_files_without_end(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    for number in range(pieces.AT_ONCE):
        assert begin(applicant, task, f"{number}.pdf").status_code == 201
    assert begin(applicant, task, "一个太多.pdf").status_code == 422


def test_halves_are_forgotten_after_a_day_without_a_piece(browse: Browse, filing: House) -> None:
    task = filing.task(filing.apply(), "submit")
    applicant = browse("applicant")
    place = begin(applicant, task).location
    give(applicant, place, 0, WHOLE[:PIECE])
    later(filing, timedelta(hours=23))
    give(applicant, place, PIECE, WHOLE[PIECE : 2 * PIECE])
    later(filing, timedelta(hours=23))
    assert (upkeep.forget_halves(filing.pe), told(applicant, place)[0]) == (0, 200)
    later(filing, timedelta(hours=2))
    assert (upkeep.forget_halves(filing.pe), told(applicant, place)[0], lying_about()) == (1, 404, [])
