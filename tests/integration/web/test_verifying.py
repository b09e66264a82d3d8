"""Awards on record without a paper of ours, and what is verified of them: given before there was an archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from awards.models import award
from engine.process_engine import ProcessEngine
from tests.integration.web import letters
from tests.integration.web.conftest import House

NUMBER = "示例证〔2019〕007号"
KEY = "91310000000000000X"  # the applicant's key in the register, which is nobody's business

Grant = Callable[..., None]


@pytest.fixture
def grant(engine: ProcessEngine, house: House) -> Grant:
    """grant(revoked_on=…) writes an award of 2019 into the register, as a list on paper had it."""
    row = {"applicant": KEY, "applicant_name": "示例纺织机械有限公司", "scheme": "demo", "level": "金奖"}
    row |= {"category": "组织", "document_number": "示府〔2019〕1号", "certificate": NUMBER}

    def write(**more: Any) -> None:
        with engine.database.transaction() as connection:
            connection.execute(insert(award), {**row, "document_date": date(2019, 11, 5), **more})

    return write


def test_an_award_on_record_is_genuine_also_without_a_paper(app: Flask, grant: Grant) -> None:
    grant()
    answer = app.test_client().get(f"/verify/{NUMBER}")
    page = answer.get_data(as_text=True)
    told = (
        "真实有效",
        NUMBER,
        "示例纺织机械有限公司",
        "金奖 组织",
        "示府〔2019〕1号",
        "2019年11月5日",
        "这里没有它的电子件",
    )
    assert (answer.status_code, [one for one in told if one not in page]) == (200, [])
    assert KEY not in page
    assert "核对手中的 PDF" not in page  # there is nothing to compare with


def test_a_revoked_award_is_never_called_genuine(app: Flask, grant: Grant) -> None:
    grant(revoked_on=date(2021, 3, 1))
    page = app.test_client().get(f"/verify/{NUMBER}").get_data(as_text=True)
    assert ("已撤销" in page, "2021年3月1日" in page, "真实有效" in page) == (True, True, False)


def test_brackets_may_be_typed_as_the_keyboard_has_them(app: Flask, grant: Grant) -> None:
    grant()
    client = app.test_client()
    typed = ("示例证[2019]007号", "示例证（2019）007号", "示例证(2019) 007")
    assert [
        client.get("/verify", query_string={"number": one}, follow_redirects=True).status_code
        for one in typed
    ] == [
        200,
        200,
        200,
    ]
    assert client.get("/verify/示例证[2019]008号").status_code == 404


def test_a_paper_tells_the_award_it_certifies(app: Flask, house: House, grant: Grant) -> None:
    letters.write(house.pe)
    house.settle()
    _, awarded = letters.rows(house.pe)
    grant(certificate=awarded.certificate)
    page = app.test_client().get(f"/verify/{awarded.token}").get_data(as_text=True)
    assert ("示府〔2019〕1号" in page, awarded.sha256 in page) == (True, True)
