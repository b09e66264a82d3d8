"""Anybody objects without an account: once, with a receipt that opens it again; played on the Jing'an diagrams."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Row, func, insert, select

from awards.models import award, objection_file, objection_receipt, objector, public_attempt
from awards.publicity import attempts
from engine import bundle as bundles
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, instances, tasks
from engine.db import metadata
from engine.models import instance, message, user_task, variable
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from web.people import accounts

Browse = Callable[[str], Browser]
PROCESSES = Path(__file__).resolve().parents[3] / "processes"
KEY = "静质奖申〔2026〕001号"
NUMBER = "静质奖异〔2026〕001号"
FIELDS = {"case_key": "other", "other_case": KEY, "facts": "指标与年报不一致", "consent": "yes"}
NAMED = {
    **FIELDS,
    "named": "yes",
    "has_proof": "no",
    "objector": "示例市民",
    "contact": "objector@example.invalid",
}
ANONYMOUS = {**FIELDS, "named": "no", "has_proof": "no"}
PDF = b"%PDF-1.4\n" + b"evidence " * 20


def jingan() -> dict[str, bytes]:
    """The diagrams of one scheme, with what all schemes share."""
    files = bundles.read_folder(PROCESSES)
    return {name: content for name, content in files.items() if name.startswith(("jingan/", "shared/"))}


@pytest.fixture
def case(engine: ProcessEngine) -> int:
    """A running application under the Jing'an rules, and somebody of its office."""
    deployments.deploy(engine, jingan(), Actor("owner", admin=True))
    accounts.add(
        engine.database, "office", "办公室甲", PASSWORD, ["jingan.office-lead", "jingan.office-clerk"]
    )
    applicant = {"account": "applicant", "name": "示例精密仪器有限公司", "kind": "organisation"}
    variables = {"case_key": KEY, "cycle": "静质奖届〔2026〕1号", "applicant": applicant}
    variables["closes_on"] = {"$": "date", "v": "2026-03-31"}
    by = Actor("applicant", frozenset({"jingan.applicant"}))
    process = "jingan.application"
    return instances.start(engine, process, business_key=KEY, variables=variables, by=by, owner="applicant")


@pytest.fixture
def stranger(app: Flask, case: int) -> FlaskClient:
    """A browser that nobody is signed in to."""
    return app.test_client()


def file(client: FlaskClient, status: int = 303, **fields: Any) -> str:
    """Send the form; the page that answers, or the receipt."""
    answer = client.post("/objections", data=fields, content_type="multipart/form-data")
    assert answer.status_code == status, answer.get_data(as_text=True)
    shown = client.get(answer.location) if status == 303 else answer
    return str(shown.get_data(as_text=True))


def code_in(receipt: str) -> str:
    return re.findall(r">([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})<", receipt)[0]


def enter(client: FlaskClient, code: str, status: int = 303) -> str:
    answer = client.post("/objections/follow", data={"number": NUMBER, "code": code})
    assert answer.status_code == status
    return str((client.get(answer.location) if status == 303 else answer).get_data(as_text=True))


def objection(house: House) -> Row[Any]:
    """The one objection that was opened."""
    house.settle()
    query = select(instance).where(instance.c.process_id == "jingan.objection")
    with house.pe.database.reading() as connection:
        return connection.execute(query).one()


def known(house: House, root: int, name: str) -> Any:
    query = select(variable).where(variable.c.instance_id == root, variable.c.name == name)
    with house.pe.database.reading() as connection:
        row = connection.execute(query).one()
    return {"boolean": row.flag, "date": row.day}.get(row.kind, row.text)


def count(engine: ProcessEngine, table: Any) -> int:
    with engine.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_stranger_gets_a_receipt_with_number_and_code(stranger: FlaskClient, house: House) -> None:
    receipt = file(stranger, **NAMED)
    assert NUMBER in receipt
    assert "静安区政府质量奖审定委员会办公室" in receipt
    assert len(code_in(receipt)) == 19
    found = objection(house)
    assert (found.owner, found.started_by, found.title) == (None, "laurel", f"对 {KEY} 的异议")
    assert known(house, found.id, "objector.contact") == f"异议人（{NUMBER}）"
    assert known(house, found.id, "has_proof") is False


def test_the_message_says_nothing_of_who_it_was(stranger: FlaskClient, engine: ProcessEngine) -> None:
    file(stranger, **NAMED)
    with engine.database.reading() as connection:
        kept = connection.execute(select(message)).one()
    assert (kept.name, kept.correlation_key) == ("jingan.objection-submitted", NUMBER)
    assert kept.published_by == "laurel"
    assert kept.payload == {
        "objection_key": NUMBER,
        "case_key": KEY,
        "named": True,
        "has_proof": False,
        "objector": {"contact": f"异议人（{NUMBER}）"},
        "facts": "指标与年报不一致",
    }


def test_an_anonymous_message_has_no_objector(stranger: FlaskClient, engine: ProcessEngine) -> None:
    file(stranger, **ANONYMOUS, objector="示例市民", contact="objector@example.invalid")
    with engine.database.reading() as connection:
        kept = connection.execute(select(message)).one()
    assert kept.payload["objector"] is None
    assert count(engine, objector) == 0


def test_the_code_is_not_in_the_database(stranger: FlaskClient, house: House, engine: ProcessEngine) -> None:
    code = code_in(file(stranger, **NAMED, _once="token-of-this-form"))
    house.settle()
    kept = everything(engine)
    words = (code, code.replace("-", ""), "token-of-this-form")
    assert [(table, word) for table, rows in kept.items() for word in words if word in rows] == []


def test_evidence_is_proof_and_keeps_no_name(
    stranger: FlaskClient, house: House, engine: ProcessEngine
) -> None:
    files = [(io.BytesIO(PDF), "欧阳示例的举报.pdf"), (io.BytesIO(PDF + b"2"), "photo of me.pdf")]
    assert "2 个文件" in file(stranger, **NAMED, proof=files)
    assert known(house, objection(house).id, "has_proof") is True
    with engine.database.reading() as connection:
        names = connection.execute(select(objection_file.c.name)).scalars().all()
    assert names == ["证明材料1.pdf", "证明材料2.pdf"]
    assert [word for word in ("欧阳示例", "photo of me") if word in str(everything(engine))] == []


def test_two_clicks_are_one_objection(stranger: FlaskClient, house: House, engine: ProcessEngine) -> None:
    first = file(stranger, **NAMED, _once="the form's own token")
    again = file(stranger, **NAMED, _once="the form's own token")
    assert (code_in(again), NUMBER in again) == (code_in(first), True)
    house.settle()
    assert [count(engine, table) for table in (objection_receipt, objector)] == [1, 1]
    objection(house)  # one


def test_who_goes_back_and_sends_the_same_again_has_one_receipt(
    stranger: FlaskClient, engine: ProcessEngine
) -> None:
    """The form that the way back shows has a new token; another word in it is another objection."""
    first = file(stranger, **NAMED, _once="one form")
    assert code_in(file(stranger, **NAMED, _once="the form after the way back")) == code_in(first)
    assert count(engine, objection_receipt) == 1
    other = file(stranger, **{**NAMED, "facts": "另一件事"}, _once="a third")
    assert (code_in(other) != code_in(first), count(engine, objection_receipt)) == (True, 2)
    stranger.post("/objections/receipt")  # noted: nothing stays in this browser
    file(stranger, **{**NAMED, "facts": "另一件事"}, _once="a fourth")
    assert count(engine, objection_receipt) == 3


def test_what_is_refused_is_kept_on_the_page(stranger: FlaskClient, engine: ProcessEngine) -> None:
    wrong = {**NAMED, "contact": "", "consent": ""}
    page = file(stranger, 422, **wrong, proof=[(io.BytesIO(PDF), "a.pdf")])
    assert "未能提交：有 2 处需要更正" in page
    assert "指标与年报不一致" in page
    (carried,) = re.findall(r'name="_kept" value="([^"]+)"', page)
    file(stranger, **NAMED, _kept=carried)
    assert count(engine, objection_file) == 1


def test_a_file_that_is_none_is_refused(stranger: FlaskClient, engine: ProcessEngine) -> None:
    page = file(stranger, 422, **NAMED, proof=[(io.BytesIO(b"MZ not a paper"), "a.pdf")])
    assert "第 1 个文件" in page
    assert [count(engine, table) for table in (objection_receipt, objection_file)] == [0, 0]


def test_names_do_not_belong_into_the_facts(stranger: FlaskClient) -> None:
    page = file(stranger, 422, **{**NAMED, "facts": "我是示例市民，指标不对"})
    assert "会被更多的人看到" in page


def test_only_running_cases_of_awards_that_hear_objections(stranger: FlaskClient) -> None:
    page = file(stranger, 422, **{**NAMED, "other_case": "静质奖申〔2026〕099号"})
    assert "没有这个编号的案件" in page


def test_an_address_may_not_flood_the_office(stranger: FlaskClient, door_clock: LentClock) -> None:
    for number in range(attempts.FILING.most):
        file(stranger, **{**ANONYMOUS, "facts": f"第{number}件事"})
    assert "提交得太多" in file(stranger, 429, **ANONYMOUS)
    door_clock.set(door_clock.now() + attempts.WINDOW + timedelta(seconds=1))
    file(stranger, **ANONYMOUS)


def test_where_somebody_came_from_is_forgotten_after_an_hour(
    stranger: FlaskClient, engine: ProcessEngine, clock: LentClock
) -> None:
    file(stranger, **ANONYMOUS)
    attempts.forget(engine)
    assert count(engine, public_attempt) == 1
    clock.set(clock.now() + attempts.WINDOW)
    attempts.forget(engine)
    assert count(engine, public_attempt) == 0
    assert attempts.forget in engine.registries.upkeep


@pytest.mark.parametrize("fields", [NAMED, ANONYMOUS], ids=["named", "anonymous"])
def test_an_account_that_objects_is_written_nowhere(
    browse: Browse, house: House, engine: ProcessEngine, case: int, fields: dict[str, str]
) -> None:
    member = browse("stranger")
    file(member.client, **fields)
    found = objection(house)
    assert (found.owner, found.started_by) == (None, "laurel")
    member.page(f"/cases/{found.id}", status=404)
    kept = everything(engine)
    words = ("stranger", "示例市民", "objector@example.invalid")
    assert [(table, word) for table, rows in kept.items() for word in words if word in rows] == []


def test_number_and_code_open_it_and_nothing_else_does(app: Flask, stranger: FlaskClient) -> None:
    code = code_in(file(stranger, **NAMED))
    other = app.test_client()
    assert other.get("/objections/status").location == "/objections/follow"
    assert "对不上" in enter(other, "AAAA-BBBB-CCCC-DDDD", 422)
    assert NUMBER in enter(other, code.lower().replace("-", " "))
    other.post("/objections/leave")
    assert other.get("/objections/status").location == "/objections/follow"


def test_codes_cannot_be_tried_out(app: Flask, stranger: FlaskClient) -> None:
    code = code_in(file(stranger, **NAMED))
    for _ in range(attempts.WRONG_CODE.most):
        enter(app.test_client(), "AAAA-BBBB-CCCC-DDDD", 422)
    assert "提交得太多" in enter(app.test_client(), code, 429)


def test_what_was_noted_leaves_the_browser(stranger: FlaskClient) -> None:
    file(stranger, **NAMED)
    assert stranger.get("/objections/receipt").status_code == 200
    stranger.post("/objections/receipt")
    assert stranger.get("/objections/receipt").location == "/objections/follow"


def test_receipts_and_standings_are_kept_by_no_browser(stranger: FlaskClient) -> None:
    code = code_in(file(stranger, **NAMED))
    enter(stranger, code)
    headers = [stranger.get(f"/objections/{page}").headers for page in ("receipt", "follow", "status")]
    assert [one["Cache-Control"] for one in headers] == ["no-store"] * 3


def test_more_proof_is_asked_for_given_and_answered(
    stranger: FlaskClient, house: House, engine: ProcessEngine
) -> None:
    enter(stranger, code_in(file(stranger, **NAMED)))
    assert "已经收到，正在登记" in status(stranger)
    root = objection(house).id
    assert "当前步骤：决定是否暂缓" in status(stranger)
    step(house, root, "decide-late-hold", late_hold="yes", late_hold_reason="线索具体")
    wanted = {"proof_due_on": "2026-03-20", "proof_wanted": "年报原件的复印件"}
    step(house, root, "request-proof", **wanted)
    page = status(stranger)
    assert [word in page for word in ("等您补充证明", "年报原件的复印件", "2026年3月20日")] == [True] * 3
    assert "请选择要补充的证明材料" in supply(stranger, 422)
    supply(stranger, proof=[(io.BytesIO(PDF), "我的姓名.pdf")], _once="one")
    supply(stranger, proof=[(io.BytesIO(PDF), "我的姓名.pdf")], _once="one")  # the second click
    house.settle()
    assert "当前步骤：调查核实" in status(stranger)
    assert "现在不需要补充证明" in supply(stranger, 409, proof=[(io.BytesIO(PDF), "b.pdf")])
    assert count(engine, objection_file) == 1
    found = {"objection_finding": "指标有据可查", "objection_upheld": "no", "recommend_exclusion": "no"}
    step(house, root, "investigate", **found)
    page = status(stranger)
    assert [word in page for word in ("已经办结，答复如下", "指标有据可查", "异议答复书")] == [True] * 3


def test_an_anonymous_one_ends_as_a_lead(stranger: FlaskClient, house: House) -> None:
    enter(stranger, code_in(file(stranger, **ANONYMOUS)))
    objection(house)
    page = status(stranger)
    assert "已经办结，没有书面答复" in page
    assert "作为线索登记" in page


def test_evidence_is_opened_by_who_handles_it_and_that_is_written_down(
    browse: Browse, stranger: FlaskClient, house: House, engine: ProcessEngine
) -> None:
    accounts.add(engine.database, "member", "审定委甲", PASSWORD, ["jingan.committee"])
    file(stranger, **NAMED, proof=[(io.BytesIO(PDF), "a.pdf")])
    address = f"/cases/{objection(house).id}/objector/files/1"
    office = browse("office")
    answer = office.client.get(address)
    assert (answer.status_code, answer.get_data()) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "打开证明材料1.pdf" in office.page(address.removesuffix("/files/1"))
    browse("member").page(address, status=403)
    browse("applicant").page(address, status=403)


def status(client: FlaskClient) -> str:
    return str(client.get("/objections/status").get_data(as_text=True))


def supply(client: FlaskClient, status: int = 303, **fields: Any) -> str:
    answer = client.post("/objections/status", data=fields, content_type="multipart/form-data")
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def step(house: House, root: int, element: str, **submission: Any) -> None:
    groups = frozenset({"jingan.office-lead", "jingan.office-clerk"})
    tasks.complete(house.pe, house.task(root, element), submission, Actor("office", groups))
    house.settle()


def everything(engine: ProcessEngine) -> dict[str, str]:
    """Every table as text, without what says only that an account exists and is signed in."""
    signed_in = {"account", "session"}
    with engine.database.reading() as connection:
        return {
            table.name: str(connection.execute(select(table)).all())
            for table in metadata.sorted_tables
            if table.name not in signed_in
        }


def test_an_objection_to_a_case_that_has_ended_is_taken_too(
    stranger: FlaskClient, house: House, case: int, clock: LentClock
) -> None:
    """J-32.1 knows no time bar: what comes after the end is decided upon by the office."""
    clock.set(clock.now() + timedelta(days=60))  # beyond the intake's last day: nothing was submitted
    house.settle()
    with house.pe.database.reading() as connection:
        ended = connection.execute(select(instance.c.status, instance.c.ends).where(instance.c.id == case))
        assert tuple(ended.one()) == ("completed", ["lapsed"])
    file(stranger, **{**NAMED, "has_proof": "yes"})
    found = objection(house)
    assert found.status == "active"
    query = select(user_task.c.element).where(user_task.c.root_id == found.id, user_task.c.status == "open")
    with house.pe.database.reading() as connection:
        assert connection.execute(query).scalars().all() == ["decide-late-hold"]


@pytest.mark.parametrize("typed", ["静质奖申[2026]001号", "静质奖申（2026）001", "静质奖证〔2026〕009号"])
def test_a_case_is_found_by_its_number_however_typed_and_by_the_award_it_led_to(
    stranger: FlaskClient, house: House, engine: ProcessEngine, typed: str
) -> None:
    row = {"applicant": "k", "applicant_name": "示例精密仪器有限公司", "scheme": "jingan", "level": "gold"}
    row |= {"category": "model", "document_number": "示府〔2026〕1号", "document_date": date(2026, 2, 1)}
    with engine.database.transaction() as connection:
        connection.execute(insert(award), {**row, "certificate": "静质奖证〔2026〕009号", "case_key": KEY})
    file(stranger, **{**NAMED, "other_case": typed})
    assert objection(house).title == f"对 {KEY} 的异议"


def test_who_objects_to_their_own_case_need_not_type_what_the_account_knows(
    browse: Browse, case: int, stranger: FlaskClient
) -> None:
    page = browse("applicant").page(f"/objections/new?case={KEY}")
    assert "您在对自己的案件提出异议" in page
    for given in (f'value="{KEY}"', 'value="示例精密仪器有限公司"', 'name="named" value="yes" checked'):
        assert given in page
    for other in (
        browse("rival").page(f"/objections/new?case={KEY}"),
        stranger.get(f"/objections/new?case={KEY}").text,
    ):
        assert f'value="{KEY}"' in other
        assert "示例精密仪器有限公司" not in other


def test_the_number_of_an_objection_may_be_typed_with_the_brackets_of_a_phone(
    stranger: FlaskClient, house: House
) -> None:
    code = code_in(file(stranger, **NAMED))
    house.settle()
    typed = {"number": "静质奖异[2026]001", "code": code.lower().replace("-", " ")}
    assert stranger.post("/objections/follow", data=typed).status_code == 303
    assert f"异议 {NUMBER}" in stranger.get("/objections/status").text
