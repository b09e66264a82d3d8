"""Files for pages that begin a case or send it a message: theirs until they are submitted, the case's from then on."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.commands import deployments
from engine.models import history
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from tests.integration.web.filing import JPG, PDF, ids
from tests.integration.web.scheme import field, form
from tests.integration.web.test_begin import FILES, PAGE, link, token
from tests.support import scanner as support
from web.files import stores, upkeep
from web.limits import Allowance
from web.models import entry_draft, upload
from web.people import accounts
from web.settings import Settings

Browse = Callable[[str], Browser]
SHIPS = {
    "type": "dynamiclist",
    "id": "l",
    "path": "ships",
    "label": "船只",
    "components": [field("textfield", "name", "船名"), field("filepicker", "photo", "照片")],
}
BEGIN = form(
    "harbour.begin",
    field("textfield", "place", "地点", validate={"required": True}),
    field("checkbox", "hurt", "有人受伤"),
    field("filepicker", "evidence", "证据", multiple=True, accept=".pdf,.jpg"),
    field("filepicker", "doctor", "医院证明", conditional={"hide": "=hurt != true"}),
    SHIPS,
    {"type": "expression", "id": "by", "key": "by", "label": "", "expression": "=starter.account"},
)
STOP = form(
    "harbour.stop",
    field("textarea", "why", "原因", validate={"required": True}),
    field("filepicker", "paper", "撤回函", validate={"required": True}),
)
BEGIN, STOP = (
    shape.replace(b"{", f'{{"name": "{name}", '.encode(), 1)
    for shape, name in ((BEGIN, "报告事故"), (STOP, "撤回报告"))
)
ONCE = "page-of-mine"
HERE = f"/entries/begin:harbour.accident:start/{ONCE}/files"


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))


@pytest.fixture
def harbour(house: House) -> House:
    """A scheme in which people report accidents with evidence, and take their report back with a letter."""
    more = {"harbour/forms/begin.form": BEGIN, "harbour/forms/stop.form": STOP}
    deployments.deploy(house.pe, {**FILES, **more}, Actor("owner", admin=True))
    for name, display, group in (
        ("pilot", "示例引航站", "harbour.applicant"),
        ("mate", "示例拖轮公司", "harbour.applicant"),
        ("secretary", "秘书", "harbour.office-clerk"),
    ):
        accounts.add(house.pe.database, name, display, PASSWORD, [group])
    upkeep.lend(house.pe)
    return house


def send(
    browser: Browser,
    name: str = "现场.pdf",
    content: bytes = PDF,
    to: str = "evidence",
    at: str = HERE,
    **typed: str,
) -> TestResponse:
    data = {"_upload": to, f"_file:{to}": (io.BytesIO(content), name), "_once": ONCE, **typed}
    return browser.client.post(at, data=data)


def rows(pe: ProcessEngine) -> list[tuple[int | None, str, str]]:
    with pe.database.reading() as connection:
        found = connection.execute(select(upload).order_by(upload.c.id))
        return [(row.root_id, row.field, row.name) for row in found]


def begun_with(pe: ProcessEngine, kind: str = "instance-started") -> dict[str, Any]:
    query = select(history.c.facts).where(history.c.kind == kind).order_by(history.c.id.desc())
    with pe.database.reading() as connection:
        return dict(connection.execute(query).scalars().first() or {})


def test_evidence_is_sent_before_there_is_a_case_and_becomes_the_cases(
    browse: Browse, harbour: House
) -> None:
    pilot = browse("pilot")
    answer = send(pilot, place="一号码头")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?once={ONCE}#f-evidence")
    page = pilot.page(answer.location)
    (number,) = ids(harbour.pe)
    for part in (f'<a href="/files/{number}">现场.pdf</a>', 'value="一号码头"', f'value="{ONCE}"', "未查毒"):
        assert part in page
    send(pilot, "船头.jpg", JPG)
    case = pilot.post(PAGE, _once=ONCE, place="一号码头").location
    root = int(case.rsplit("/", 1)[1])
    assert rows(harbour.pe) == [(root, "evidence", "现场.pdf"), (root, "evidence", "船头.jpg")]
    for name in ("pilot", "secretary"):
        page = browse(name).page(case)
        assert f'<a href="/files/{number}">现场.pdf</a><small>报告事故，' in page
        assert browse(name).client.get(f"/files/{number}").data == PDF
    assert browse("mate").client.get(f"/files/{number}").status_code == 404
    assert pilot.post(PAGE, _once=ONCE, place="一号码头").location == case  # a second click


def test_before_there_is_a_case_only_who_sent_a_file_knows_of_it(browse: Browse, harbour: House) -> None:
    send(browse("pilot"))
    (number,) = ids(harbour.pe)
    assert browse("pilot").client.get(f"/files/{number}").data == PDF
    for name in ("mate", "secretary", "root"):
        other = browse(name)
        assert other.client.get(f"/files/{number}").status_code == 404
        assert other.client.post(f"{HERE}/{number}/remove").status_code == 404
    # The same token on another's page is another page.
    assert "现场.pdf" not in browse("mate").page(f"{PAGE}?once={ONCE}")
    case = browse("mate").post(PAGE, _once=ONCE, place="二号码头").location
    assert "现场.pdf" not in browse("mate").page(case)
    assert rows(harbour.pe) == [(None, "evidence", "现场.pdf")]


def test_who_may_not_begin_sends_nothing(browse: Browse, harbour: House) -> None:
    for address in (HERE, "/entries/begin:harbour.accident:stop/x/files", "/entries/nothing/x/files"):
        assert send(browse("stranger"), at=address).status_code == 404
    assert send(browse("pilot"), at="/entries/begin:harbour.accident:start/a b/files").status_code == 404
    assert send(browse("pilot"), at=f"/entries/paper/{ONCE}/files").status_code == 404
    assert ids(harbour.pe) == []


def test_kinds_sizes_and_numbers_are_limited_as_in_a_task(
    browse: Browse, harbour: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = browse("pilot")
    assert "这里只收 .pdf、.jpg 文件" in send(pilot, "现场.exe").get_data(as_text=True)
    assert "内容不是 .pdf 文件" in send(pilot, content=b"MZ").get_data(as_text=True)
    monkeypatch.setitem(settings.uploads, "applicant", Allowance(1024 * 1024, 1))  # type: ignore[arg-type]
    assert send(pilot, content=PDF + b"\0" * 1024 * 1024).status_code == 413
    assert (send(pilot).status_code, send(pilot, "又一份.pdf").status_code) == (303, 422)
    assert send(pilot, at=HERE.replace(ONCE, "another-page")).status_code == 422  # nor on page after page
    pilot.post(PAGE, _once=ONCE, place="一号码头")
    assert send(pilot, at=HERE.replace(ONCE, "another-page")).status_code == 303
    assert len(ids(harbour.pe)) == 2


def test_a_name_that_is_only_typed_is_no_file(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    case = pilot.post(PAGE, _once=ONCE, place="一号码头", evidence="假.pdf").location
    message = link(pilot.page(case), "撤回报告…")
    answer = pilot.post(message, 422, _once="another", why="写错了", paper="假.pdf")
    assert "撤回函" in answer.get_data(as_text=True)


def test_a_message_takes_files_with_it(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    case = pilot.post(PAGE, place="一号码头").location
    message = link(pilot.page(case), "撤回报告…")
    _, _, number, _, subscription = message.split("/")
    here = f"/entries/message:{number}:{subscription}/{ONCE}/files"
    assert send(browse("mate"), at=here, to="paper").status_code == 404
    assert send(pilot, at=here, to="paper", why="写错了").location == f"{message}?once={ONCE}#f-paper"
    assert "写错了</textarea>" in pilot.page(f"{message}?once={ONCE}")
    assert "现场.pdf" not in browse("secretary").page(case)  # not sent yet
    pilot.post(message, _once=ONCE, why="写错了")
    assert rows(harbour.pe) == [(int(number), "paper", "现场.pdf")]
    assert begun_with(harbour.pe, "message-sent")["values"] == {"why": "写错了", "paper": "现场.pdf"}
    assert "现场.pdf</a><small>撤回报告，" in browse("secretary").page(case)


def test_a_file_of_a_field_that_was_hidden_in_the_end_was_not_submitted(
    browse: Browse, harbour: House
) -> None:
    pilot = browse("pilot")
    send(pilot, "证明.pdf", to="doctor", hurt="true", place="一号码头")
    case = pilot.post(PAGE, _once=ONCE, place="一号码头").location
    assert rows(harbour.pe) == []
    assert "证明.pdf" not in browse("secretary").page(case)


def test_files_of_a_lists_rows_go_with_their_rows(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    typed = {"place": "一号码头", "ships[0].name": "甲", "ships[1].name": "乙", "_once": ONCE}
    send(pilot, "甲.jpg", JPG, to="ships[0].photo", **typed)
    send(pilot, "乙.jpg", JPG, to="ships[1].photo", **typed)
    answer = pilot.post(f"{PAGE}/form", 200, htmx=True, **typed, _move="ships[1]")
    page = answer.get_data(as_text=True).partition('id="form-parts"')[2]
    assert page.index('value="乙"') < page.index("乙.jpg") < page.index('value="甲"') < page.index("甲.jpg")
    pilot.post(f"{PAGE}/form", **typed, _remove="ships[0]")
    assert rows(harbour.pe) == [(None, "ships[0].photo", "甲.jpg")]


def test_what_the_scanner_found_something_in_is_not_submitted(
    browse: Browse, harbour: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = browse("pilot")
    with support.serving() as scanner:
        monkeypatch.setenv("LAUREL_CLAMD", scanner.address)
        send(pilot, content=PDF + support.MARK)
        harbour.settle()
        assert "含有病毒" in pilot.page(f"{PAGE}?once={ONCE}")
        page = pilot.post(PAGE, 422, _once=ONCE, place="一号码头").get_data(as_text=True)
        assert "“现场.pdf”查出问题" in page
        assert 'value="一号码头"' in page
        (number,) = ids(harbour.pe)
        assert pilot.client.post(f"{HERE}/{number}/remove", headers={"HX-Request": "true"}).status_code == 204
        case = pilot.post(PAGE, _once=ONCE, place="一号码头").location
    assert "现场.pdf" not in browse("secretary").page(case)


def test_a_file_arrives_in_pieces(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    whole = PDF + bytes(100_000)
    words = ",".join(
        f"{word} {b64encode(said.encode()).decode()}"
        for word, said in (("field", "evidence"), ("filename", "大.pdf"))
    )
    headers = {"Upload-Length": str(len(whole)), "Upload-Metadata": words}
    place = pilot.client.post(f"{HERE}/incoming", headers=headers).location
    piece = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert browse("mate").client.patch(place, data=whole[:70_000], headers=piece).status_code == 404
    assert pilot.client.patch(place, data=whole[:70_000], headers=piece).status_code == 204
    assert "已传 69%" in pilot.page(f"{HERE}?field=evidence")
    rest = {**piece, "Upload-Offset": "70000"}
    assert pilot.client.patch(place, data=whole[70_000:], headers=rest).status_code == 204
    listed = pilot.page(f"{HERE}?field=evidence")
    (number,) = ids(harbour.pe)
    assert f'<a href="/files/{number}">大.pdf</a>' in listed
    case = pilot.post(PAGE, _once=ONCE, place="一号码头").location
    assert browse("secretary").client.get(f"/files/{number}").data == whole
    assert "大.pdf" in pilot.page(case)


def test_a_half_file_is_given_up_from_the_page(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    words = ",".join(
        f"{word} {b64encode(said.encode()).decode()}"
        for word, said in (("field", "evidence"), ("filename", "大.pdf"))
    )
    headers = {"Upload-Length": "100", "Upload-Metadata": words}
    number = pilot.client.post(f"{HERE}/incoming", headers=headers).location.rsplit("/", 1)[1]
    address = f"{HERE}/incoming/{number}/remove"
    assert browse("mate").client.post(address).status_code == 404
    assert pilot.client.post(address.replace(ONCE, "other")).status_code == 404
    pilot.post(address, _once=ONCE, place="一号码头")
    page = pilot.page(f"{PAGE}?once={ONCE}")
    assert ("大.pdf" in page.replace("已移除“大.pdf”", ""), 'value="一号码头"' in page) == (False, True)


def test_what_was_never_submitted_is_forgotten_after_a_week(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    send(pilot, place="一号码头")
    harbour.clock.set(harbour.clock.now() + timedelta(days=6, hours=23))
    assert (upkeep.forget_pages(harbour.pe), len(ids(harbour.pe))) == (0, 1)
    kept = send(pilot, "另一页.pdf", PDF + b"2", at=HERE.replace(ONCE, "second"), place="三号码头")
    harbour.clock.set(harbour.clock.now() + timedelta(hours=1))
    assert (upkeep.forget_pages(harbour.pe), rows(harbour.pe)) == (1, [(None, "evidence", "另一页.pdf")])
    with harbour.pe.database.reading() as connection:
        assert connection.execute(select(entry_draft.c.page)).scalars().all() == ["second"]
    assert 'value="三号码头"' in pilot.page(kept.location)
    assert (upkeep.sweep(harbour.pe), len(list(stores.folder().digests()))) == (1, 1)


def test_what_became_a_cases_is_never_forgotten(browse: Browse, harbour: House) -> None:
    pilot = browse("pilot")
    send(pilot)
    pilot.post(PAGE, _once=ONCE, place="一号码头")
    harbour.clock.set(harbour.clock.now() + timedelta(days=30))
    assert (upkeep.forget_pages(harbour.pe), upkeep.sweep(harbour.pe)) == (0, 0)


def test_a_page_that_was_submitted_is_a_new_one_when_it_is_opened_again(
    browse: Browse, engine: ProcessEngine, harbour: House
) -> None:
    """Else what is typed there the second time would be taken for a second click and never begin anything."""
    pilot = browse("pilot")
    pilot.post(PAGE, _once=ONCE, place="一号码头")
    page = pilot.page(f"{PAGE}?once={ONCE}")
    assert token(page) != ONCE
    assert 'value="一号码头"' not in page
