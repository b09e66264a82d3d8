"""A session that ends in the middle of a form: what was typed goes through the sign-in page and comes back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from engine.clock import LentClock
from tests.integration.web.conftest import PASSWORD, Browser, House

Browse = Callable[[str], Browser]
HOME = {"Origin": "http://localhost"}
TYPED: dict[str, Any] = {
    "_page": "window-left",
    "_version": "0",
    "_account": "clerk",
    "result": "correct",
    "corrections": "补盖<b>审计章</b> 🧾",
    "papers[0].row_here": "1",
    "papers[0].name": "营业执照",
}


def test_what_was_typed_comes_back_after_signing_in_again(
    browse: Browse, house: House, door_clock: LentClock
) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    client = browse("clerk").client
    door_clock.set(door_clock.now() + timedelta(hours=9))
    answer = client.post(f"/tasks/{task}/complete", data=TYPED, headers=HOME)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "登录已过期，还没有提交。" in page
    assert f'name="next" value="/tasks/{task}"' in page
    answer = sign_in(client, carried_in(page), f"/tasks/{task}")
    assert (answer.status_code, answer.location) == (303, f"/tasks/{task}")
    page = client.get(f"/tasks/{task}").get_data(as_text=True)
    assert "补盖&lt;b&gt;审计章&lt;/b&gt; 🧾</textarea>" in page
    assert 'value="营业执照"' in page
    assert 'value="correct" checked' in page


def test_a_wrong_password_does_not_lose_it(browse: Browse, house: House, door_clock: LentClock) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    client = browse("clerk").client
    door_clock.set(door_clock.now() + timedelta(hours=9))
    page = client.post(f"/tasks/{task}/form", data=TYPED, headers=HOME).get_data(as_text=True)
    refused = client.post("/sign-in", data={"name": "clerk", "password": "x", "_carried": carried_in(page)})
    assert refused.status_code == 422
    assert carried_in(refused.get_data(as_text=True)) == carried_in(page)


def test_it_is_given_back_to_nobody_else(browse: Browse, house: House, door_clock: LentClock) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    client = browse("clerk").client
    door_clock.set(door_clock.now() + timedelta(hours=9))
    carried = carried_in(client.post(f"/tasks/{task}/form", data=TYPED, headers=HOME).get_data(as_text=True))
    sign_in(client, carried, f"/tasks/{task}", "colleague")
    assert "审计章" not in client.get(f"/tasks/{task}").get_data(as_text=True)


def test_it_overwrites_no_newer_draft(browse: Browse, house: House, door_clock: LentClock) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    client = browse("clerk").client
    door_clock.set(door_clock.now() + timedelta(hours=9))
    carried = carried_in(client.post(f"/tasks/{task}/form", data=TYPED, headers=HOME).get_data(as_text=True))
    elsewhere = browse("clerk")
    elsewhere.post(
        f"/tasks/{task}/form",
        _page="window-right",
        _version="0",
        result="correct",
        corrections="另一台电脑上写的",
    )
    sign_in(client, carried, f"/tasks/{task}")
    page = client.get(f"/tasks/{task}").get_data(as_text=True)
    assert "两份草稿不一样" in page
    assert "另一台电脑上写的</textarea>" in page


def test_another_site_carries_nothing(app: Flask, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    for headers in ({}, {"Origin": "https://example.invalid"}):
        answer = app.test_client().post(f"/tasks/{task}/complete", data=TYPED, headers=headers)
        assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_too_much_is_not_carried_and_rubbish_is_not_read(app: Flask, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    client = app.test_client()
    long = client.post(
        f"/tasks/{task}/complete", data={**TYPED, "corrections": "x" * 1_000_000}, headers=HOME
    )
    assert long.status_code == 302
    for carried in (
        "x",
        "[]",
        '{"about": "task:a", "entries": []}',
        '{"about": "task:1", "entries": [1]}',
        "{}",
    ):
        assert sign_in(app.test_client(), carried, "/tasks").status_code == 303


def test_a_part_of_a_page_is_answered_by_a_sentence(app: Flask, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    answer = app.test_client().post(f"/tasks/{task}/form", data=TYPED, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Reswap"] == "none"
    assert answer.get_data(as_text=True) == "登录已过期，内容还在这个页面上。请重新登录。"


def sign_in(client: FlaskClient, carried: str, back: str, name: str = "clerk") -> Any:
    sent = {"name": name, "password": PASSWORD, "next": back, "_carried": carried}
    return client.post("/sign-in", data=sent)


def carried_in(page: str) -> str:
    """The hidden field of the sign-in page, as the browser would send it."""
    found = re.search(r'name="_carried" value="(.*?)"', page)
    assert found is not None
    return html.unescape(found[1])
