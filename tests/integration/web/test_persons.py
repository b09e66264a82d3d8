"""An identity number that is typed at the door becomes a keyed hash there; nothing of it stays but four digits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from awards import keyring
from awards.keyring import WrongKey
from engine.models import variable
from engine.process_engine import ProcessEngine
from engine.runtime import peek
from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_objectors import stored

Browse = Callable[[str], Browser]
NUMBER = "310106199003070010"  # fictitious; its check digit is worked out in tests/unit/awards


@pytest.fixture
def cycle(house: House, engine: ProcessEngine) -> int:
    root = house.start("demo.cycle", "示例2026", cycle="示例2026")
    row = {"instance_id": root, "name": "closes_on", "kind": "date", "day": date(2026, 3, 31)}
    with engine.database.transaction() as connection:
        connection.execute(insert(variable), row)
    return root


def file(browse: Browse, cycle: int, who: str, code: str) -> int:
    answer = browse(who).post("/applications", cycle=cycle, kind="person", name="某人", code=code)
    return int(answer.location.rsplit("/", 1)[1])


def test_the_same_person_has_the_same_key_and_the_number_is_nowhere(
    browse: Browse, house: House, engine: ProcessEngine, cycle: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    roots = [
        file(browse, cycle, "applicant", NUMBER),
        file(browse, cycle, "rival", "３１０１０６ 19900307 0010"),
        file(browse, cycle, "applicant", "310106199003070029"),
    ]
    house.settle()
    with engine.database.reading() as connection:
        people = [peek(engine, connection, root).variables()["applicant"] for root in roots]
    first, same, other = (person["id_hash"] for person in people)
    assert (first == same, first == other, len(first)) == (True, False, 64)
    assert [person["id_last4"] for person in people] == ["0010", "0010", "0029"]
    seen = {
        "case": browse("applicant").page(f"/cases/{roots[0]}"),
        "log": caplog.text,
        **stored(engine.database),
    }
    assert [place for place, text in seen.items() if NUMBER in text or NUMBER[:17] in text] == []


@pytest.mark.parametrize("code", ["310106199003070011", "310106199002300010", "31010619", ""])
def test_a_wrong_number_is_refused_and_not_shown_again(browse: Browse, cycle: int, code: str) -> None:
    answer = browse("applicant").post(
        "/applications", 422, cycle=cycle, kind="person", name="某人", code=code
    )
    page = answer.get_data(as_text=True)
    assert "身份证号" in page
    assert f'value="{code}"' not in page.replace('value=""', "")


def test_a_wrong_credit_code_is_refused(browse: Browse, cycle: int) -> None:
    given = {"cycle": cycle, "kind": "organisation", "name": "示例", "code": "91310106DEMEX00013"}
    page = browse("applicant").post("/applications", 422, **given).get_data(as_text=True)
    assert "统一社会信用代码的校验位不符，请核对是否抄错" in page


def test_a_unit_without_a_code_of_its_own_is_another_applicant(
    browse: Browse, engine: ProcessEngine, cycle: int
) -> None:
    given = {"cycle": cycle, "kind": "organisation", "name": "示例", "code": "91310106dEMEX00012"}
    answer = browse("applicant").post("/applications", **given, unit="质检中心")
    root = int(answer.location.rsplit("/", 1)[1])
    with engine.database.reading() as connection:
        applicant = peek(engine, connection, root).variables()["applicant"]
    assert (applicant["uscc"], applicant["unit"]) == ("91310106DEMEX00012", "质检中心")


def test_another_key_file_is_refused_before_anything_is_written(
    engine: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_KEYS", str(tmp_path / "first"))
    with engine.database.transaction() as connection:
        digest = keyring.digest(connection, keyring.PERSONS, NUMBER)
    monkeypatch.setenv("LAUREL_KEYS", str(tmp_path / "second"))
    with pytest.raises(WrongKey, match="不是这个数据库原来用的那一份"), engine.database.transaction() as c:
        keyring.digest(c, keyring.PERSONS, NUMBER)
    monkeypatch.setenv("LAUREL_KEYS", str(tmp_path / "first"))
    with engine.database.transaction() as connection:
        assert keyring.digest(connection, keyring.PERSONS, NUMBER) == digest
    assert (tmp_path / "first" / "persons").stat().st_mode & 0o777 == 0o600


def test_what_was_sealed_under_an_older_key_is_still_read(
    engine: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_KEYS", str(tmp_path / "before"))
    with engine.database.transaction() as connection:
        old = keyring.seal(connection, keyring.OBJECTORS, "旧")
    key = (tmp_path / "before" / "objectors").read_text()
    after = tmp_path / "after"
    after.mkdir()
    (after / "objectors").write_text("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n" + key)
    monkeypatch.setenv("LAUREL_KEYS", str(after))
    with engine.database.transaction() as connection:
        new = keyring.seal(connection, keyring.OBJECTORS, "新")
    opened = [keyring.unseal(keyring.OBJECTORS, sealed) for sealed in (old, new)]
    monkeypatch.setenv("LAUREL_KEYS", str(tmp_path / "before"))
    with pytest.raises(keyring.Sealed):
        keyring.unseal(keyring.OBJECTORS, new)
    assert opened == ["旧", "新"]
