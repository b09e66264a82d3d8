"""The same click twice, the way back, a session that ends in the middle: nothing doubles, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from engine.models import instance
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF, deploy, ids
from web.models import comment
from web.people import sessions

Browse = Callable[[str], Browser]


def test_the_same_click_twice_is_done_once(browse: Browse, house: House, engine: ProcessEngine) -> None:
    """Routes that make something; others refuse the second time, since what they end has ended."""
    lead, clerk, case = browse("lead"), browse("clerk"), house.apply()
    cases = cases_of(engine)
    first, second = (lead.post("/cycles", scheme="demo", _once="one page").location for _ in range(2))
    assert (first, cases_of(engine)) == (second, cases + 1)
    assert lead.post("/cycles", scheme="demo", _once="another page").location != first
    for _ in range(2):
        clerk.post(f"/cases/{case}/comments", text="请核对", _once="one page")
    with engine.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(comment)).scalar_one() == 1
    root = browse("root")
    answers = [
        root.client.post(f"/cases/{case}/suspend", data={"reason": "核对"}).status_code for _ in range(2)
    ]
    assert answers == [303, 409]
    answers = [
        root.client.post(f"/cases/{case}/resume", data={"reason": "核对"}).status_code for _ in range(2)
    ]
    assert answers == [303, 409]
    task = house.task(case, "check")
    answers = [clerk.client.post(f"/tasks/{task}/claim").status_code for _ in range(2)]
    assert answers[0] == 303
    assert browse("colleague").client.post(f"/tasks/{task}/claim").status_code == 403  # it is the clerk's now


def test_forms_that_make_something_carry_a_token_of_their_page(browse: Browse, house: House) -> None:
    """Going back and sending again is the same page; a page opened anew is another."""
    lead = browse("lead")
    tokens = [re.findall(r'name="_once" value="([^"]{12,})"', lead.page("/cycles/new")) for _ in range(2)]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


def test_a_session_that_ends_in_the_middle_of_a_file_loses_nothing(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    """What came before stays; the next piece is told to sign in, and goes on afterwards."""
    deploy(house.pe)
    task = house.task(house.apply(), "submit")
    applicant = browse("applicant")
    told: dict[str, Any] = {
        "Upload-Length": str(70_000),
        "Upload-Metadata": "field cmVwb3J0,filename YS5wZGY=",
    }
    place = applicant.client.post(f"/tasks/{task}/files/incoming", headers=told).location
    kind = "application/offset+octet-stream"
    piece = PDF + b"x" * (65_536 - len(PDF))
    assert (
        applicant.client.patch(
            place, data=piece, headers={"Upload-Offset": "0"}, content_type=kind
        ).status_code
        == 204
    )
    identity = applicant.client.get_cookie("laurel")
    assert identity is not None
    sessions.end(engine.database, identity.value)
    rest = b"x" * (70_000 - 65_536)
    lost = applicant.client.patch(place, data=rest, headers={"Upload-Offset": "65536"}, content_type=kind)
    assert (lost.status_code, urlsplit(lost.location).path) == (302, "/sign-in")
    again = browse("applicant")
    assert again.client.head(place).headers["Upload-Offset"] == "65536"
    assert (
        again.client.patch(
            place, data=rest, headers={"Upload-Offset": "65536"}, content_type=kind
        ).status_code
        == 204
    )
    assert len(ids(engine)) == 1


def cases_of(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(instance)).scalar_one()
