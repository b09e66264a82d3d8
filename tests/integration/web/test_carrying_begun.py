"""A session that ends while a case is being begun or a message written: it comes back, and is still sent once."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engine.clock import LentClock
from engine.models import instance
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF
from tests.integration.web.test_begin import PAGE, link
from tests.integration.web.test_begin_files import HERE, ONCE, _own, harbour
from tests.integration.web.test_carrying import HOME, carried_in, sign_in
from tests.integration.web.test_paper import FILLED, cycle

__all__ = ["_own", "cycle", "harbour"]  # fixtures

Browse = Callable[[str], Browser]
TYPED = {"_account": "pilot", "_once": ONCE, "place": "一号<b>码头", "hurt": "true", "ships[0].name": "甲"}


@pytest.fixture
def later(door_clock: LentClock) -> Callable[[], None]:
    """The session is over."""
    return lambda: door_clock.set(door_clock.now() + timedelta(hours=9))


def refused(client: FlaskClient, path: str, data: Mapping[str, object]) -> str:
    answer = client.post(path, data=data, headers=HOME)
    assert answer.status_code == 403
    return answer.get_data(as_text=True)


def begun(pe: ProcessEngine) -> list[int]:
    with pe.database.reading() as connection:
        query = select(instance.c.id).where(instance.c.process_id == "harbour.accident")
        return list(connection.execute(query).scalars())


def test_what_was_typed_comes_back_and_begins_one_case(
    browse: Browse, harbour: House, later: Callable[[], None]
) -> None:
    client = browse("pilot").client
    sent = {"_upload": "evidence", "_file:evidence": (io.BytesIO(PDF), "现场.pdf"), **TYPED}
    client.post(HERE, data=sent)
    later()
    page = refused(client, PAGE, TYPED)
    assert "登录已过期，还没有提交。" in page
    back = f"{PAGE}?once={ONCE}"
    assert f'name="next" value="{back}"' in page
    answer = sign_in(client, carried_in(page), back, "pilot")
    assert (answer.status_code, answer.location) == (303, back)
    page = client.get(back).get_data(as_text=True)
    for part in ('value="一号&lt;b&gt;码头"', 'value="甲"', "医院证明", "现场.pdf</a>", f'value="{ONCE}"'):
        assert part in page
    first, second = (client.post(PAGE, data=TYPED).location for _ in range(2))
    assert (first, len(begun(harbour.pe))) == (second, 1)


def test_a_message_comes_back_too(browse: Browse, harbour: House, later: Callable[[], None]) -> None:
    pilot = browse("pilot")
    message = link(pilot.page(pilot.post(PAGE, place="一号码头").location), "撤回报告…")
    later()
    typed = {"_account": "pilot", "_once": ONCE, "why": "写错了"}
    page = refused(pilot.client, message, typed)
    sign_in(pilot.client, carried_in(page), "/tasks", "pilot")
    assert "写错了</textarea>" in pilot.page(f"{message}?once={ONCE}")


def test_an_application_on_paper_comes_back_too(
    browse: Browse, cycle: int, later: Callable[[], None]
) -> None:
    clerk = browse("clerk")
    later()
    typed = {"_account": "clerk", "_once": ONCE, "cycle": str(cycle), **FILLED}
    page = refused(clerk.client, "/applications/paper", typed)
    sign_in(clerk.client, carried_in(page), "/tasks")
    page = clerk.page(f"/applications/paper?once={ONCE}")
    for said in (FILLED["name"], FILLED["code"], FILLED["contact"]):
        assert f'value="{said}"' in page


def test_it_comes_back_when_a_file_was_to_be_sent(
    browse: Browse, harbour: House, later: Callable[[], None]
) -> None:
    """Not the file: the sign-in page cannot carry it."""
    pilot = browse("pilot")
    later()
    sent = {"_upload": "evidence", "_file:evidence": (io.BytesIO(PDF), "现场.pdf"), **TYPED}
    page = refused(pilot.client, HERE, sent)
    sign_in(pilot.client, carried_in(page), "/tasks", "pilot")
    page = pilot.page(f"{PAGE}?once={ONCE}")
    assert ('value="一号&lt;b&gt;码头"' in page, "现场.pdf" in page) == (True, False)


def test_it_is_given_back_to_nobody_else(browse: Browse, harbour: House, later: Callable[[], None]) -> None:
    pilot = browse("pilot")
    later()
    carried = carried_in(refused(pilot.client, PAGE, TYPED))
    sign_in(pilot.client, carried, "/tasks", "mate")
    assert "码头" not in pilot.page(f"{PAGE}?once={ONCE}")
    # Whoever may not begin it gets nothing back, and no error either.
    forged = carried.replace('"_account","pilot"', '"_account","clerk"')
    assert sign_in(pilot.client, forged, "/tasks", "clerk").status_code == 303


def test_another_site_carries_nothing(browse: Browse, harbour: House, later: Callable[[], None]) -> None:
    pilot = browse("pilot")
    later()
    answer = pilot.client.post(PAGE, data=TYPED, headers={"Origin": "https://example.invalid"})
    assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_rubbish_is_not_read(browse: Browse, harbour: House) -> None:
    client = browse("pilot").client
    for about in ("task:x", "begin:", "message:a:b", "", "nothing"):
        carried = f'{{"about": "{about}", "entries": [["_account", "pilot"], ["_once", "abcdefgh"]]}}'
        assert sign_in(client, carried, "/tasks", "pilot").status_code == 303


def test_a_part_of_a_page_is_answered_by_a_sentence(
    browse: Browse, harbour: House, later: Callable[[], None]
) -> None:
    pilot = browse("pilot")
    later()
    answer = pilot.client.post(f"{PAGE}/form", data=TYPED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (401, "none")
