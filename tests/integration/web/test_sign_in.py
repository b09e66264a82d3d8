"""Signing in and out: sessions on the server, cookies, throttling, headers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from engine.clock import LentClock
from engine.errors import Unavailable
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD
from web.access import ANYONE, may
from web.app import create_app
from web.models import account, session
from web.people import sessions
from web.security import POLICY
from web.settings import Settings


def sign_in(client: FlaskClient, name: str = "clerk", password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in", data={"name": name, "password": password, **more}).status_code


def test_the_right_password_opens_the_inbox(app: Flask) -> None:
    client = app.test_client()
    answer = client.post("/sign-in", data={"name": "clerk", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/tasks")
    assert "经办甲" in client.get("/tasks").get_data(as_text=True)


def test_a_wrong_password_says_so_and_keeps_the_name(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"name": "clerk", "password": "x"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "账户名或密码不对" in page
    assert 'value="clerk"' in page


def test_a_disabled_account_stays_outside_and_its_sessions_end(app: Flask, engine: ProcessEngine) -> None:
    client = app.test_client()
    sign_in(client)
    with engine.database.transaction() as connection:
        connection.execute(update(account).where(account.c.name == "clerk").values(disabled=True))
    assert client.get("/tasks").status_code == 302
    assert sign_in(app.test_client()) == 422


def test_the_sixth_failure_is_not_even_tried(app: Flask, door_clock: LentClock) -> None:
    client = app.test_client()
    assert [sign_in(client, password="x") for _ in range(5)] == [422] * 5
    assert sign_in(client) == 429
    assert sign_in(client, "colleague") == 303
    door_clock.set(door_clock.now() + timedelta(minutes=16))
    assert sign_in(client) == 303


def test_failures_from_one_address_count_over_all_accounts(app: Flask) -> None:
    client = app.test_client()
    assert [sign_in(client, f"guess{n}", "x") for n in range(20)] == [422] * 20
    assert sign_in(client) == 429


def test_every_sign_in_has_a_new_id_and_the_database_only_its_hash(app: Flask, engine: ProcessEngine) -> None:
    client = app.test_client()
    sign_in(client)
    first = client.get_cookie("laurel")
    sign_in(client)
    second = client.get_cookie("laurel")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    with engine.database.reading() as connection:
        stored = connection.execute(select(session.c.id_hash)).scalars().all()
    assert len(stored) == 1  # the session before was ended
    assert second.value not in stored


def test_an_invented_id_is_worth_nothing(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("laurel", "chosen-by-somebody-else")
    sign_in(client)
    cookie = client.get_cookie("laurel")
    assert cookie is not None
    assert cookie.value != "chosen-by-somebody-else"


def test_signing_out_ends_the_session_everywhere(app: Flask) -> None:
    client, copy = app.test_client(), app.test_client()
    sign_in(client)
    cookie = client.get_cookie("laurel")
    assert cookie is not None
    copy.set_cookie("laurel", cookie.value)
    assert copy.get("/tasks").status_code == 200
    client.post("/sign-out")
    assert copy.get("/tasks").status_code == 302


@pytest.mark.parametrize(("step", "times", "status"), [(29, 4, 200), (30, 1, 302), (25, 20, 302)])
def test_a_session_ends_when_idle_and_after_eight_hours(
    app: Flask, door_clock: LentClock, step: int, times: int, status: int
) -> None:
    client = app.test_client()
    sign_in(client)
    for _ in range(times):
        door_clock.set(door_clock.now() + timedelta(minutes=step))
        last = client.get("/tasks").status_code
    assert last == status


def test_cookie_flags_over_https(engine: ProcessEngine, settings: Settings) -> None:
    app = create_app(engine, Settings(secret_key="s" * 40, clock=settings.clock))
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post(
        "/sign-in", data={"name": "clerk", "password": PASSWORD}, base_url="https://localhost"
    )
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-laurel="))
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "Secure",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    }


def test_only_paths_of_this_site_follow_a_sign_in(app: Flask) -> None:
    for target, led in (
        ("/cases", "/cases"),
        ("//evil.example", "/tasks"),
        ("https://evil.example", "/tasks"),
        ("/\\evil.example", "/tasks"),
    ):
        answer = app.test_client().post(
            "/sign-in", data={"name": "clerk", "password": PASSWORD, "next": target}
        )
        assert answer.location == led


def test_the_page_asked_for_is_remembered(app: Flask) -> None:
    assert app.test_client().get("/cases?q=a").location == "/sign-in?next=/cases?q%3Da"


def test_a_demonstration_lists_its_accounts(app: Flask, engine: ProcessEngine) -> None:
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    assert "经办甲" in page
    assert "区审定办经办" in page
    real = create_app(engine, Settings(secret_key="s" * 40))
    assert "经办甲" not in real.test_client().get("/sign-in").get_data(as_text=True)


def test_every_answer_is_hardened(app: Flask) -> None:
    for path in ("/sign-in", "/nowhere", "/static/laurel.css", "/healthz"):
        headers = app.test_client().get(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        Settings(secret_key="short")


def test_health(app: Flask) -> None:
    assert app.test_client().get("/healthz").get_json() == {"status": "ok"}


def test_old_sessions_are_swept_away(
    engine: ProcessEngine, settings: Settings, door_clock: LentClock
) -> None:
    sessions.begin(engine.database, settings, "clerk")
    door_clock.set(door_clock.now() + timedelta(hours=9))
    sessions.begin(engine.database, settings, "lead")
    with engine.database.reading() as connection:
        assert connection.execute(select(session.c.account)).scalars().all() == ["lead"]


def test_a_broken_page_asks_the_database_nothing(
    app: Flask, engine: ProcessEngine, settings: Settings
) -> None:
    @may(ANYONE)
    def broken() -> str:
        raise Unavailable

    app.add_url_rule("/broken", "broken", broken)
    client = app.test_client()
    sign_in(client)
    answer = client.get("/broken")
    assert answer.status_code == 503
    assert answer.get_data(as_text=True).count("已提交的内容没有丢失") == 1
    assert "主导航" not in answer.get_data(as_text=True)
