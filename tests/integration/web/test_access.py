"""Every route states who may; unsafe ones need their token; lists hold what may be seen. The map: test_access_map."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import update

from engine.process_engine import ProcessEngine
from tests.integration.web.access.routes import routes
from tests.integration.web.conftest import PEOPLE, Browser, House
from tests.integration.web.scheme import APPLICANT, CLERK, LEAD
from web import access
from web.app import create_app
from web.models import account
from web.people import sessions
from web.settings import Settings

Browse = Callable[[str], Browser]


def addresses(app: Flask) -> list[tuple[str, str]]:
    """A method and an address, about something that does not exist, for every rule of the application."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        found = []
        for endpoint, method, names in routes(app):
            found.append((method, adapter.build(endpoint, dict.fromkeys(names, 999))))
        return found


def test_every_route_states_who_may(app: Flask) -> None:
    silent = [
        e for e, view in app.view_functions.items() if not isinstance(getattr(view, "may", None), access.Rule)
    ]
    assert silent == []


def test_a_route_that_says_nothing_answers_nobody(app: Flask, browse: Browse) -> None:
    app.add_url_rule("/nobodys", "nobodys", lambda: "secret")
    assert browse("root").client.get("/nobodys").status_code == 403
    assert app.test_client().get("/nobodys").status_code == 302


def test_every_unsafe_route_is_refused_without_its_token(
    engine: ProcessEngine, settings: Settings, app: Flask
) -> None:
    with engine.database.transaction() as connection:
        every = {"groups": [CLERK, LEAD, APPLICANT], "admin": True}
        connection.execute(update(account).where(account.c.name == "root").values(every))
    strict = create_app(engine, settings)
    unsafe = [(method, path) for method, path in addresses(strict) if method not in ("GET", "HEAD")]
    assert len(unsafe) >= 10
    client = strict.test_client()
    client.set_cookie("laurel", sessions.begin(engine.database, settings, "root"))
    for method, path in unsafe:
        answer = client.open(path, method=method)
        assert answer.status_code == 400, path
        assert "刷新后重新提交" in answer.get_data(as_text=True)


def test_cases_are_visible_to_staff_owner_and_whoever_works_on_them(browse: Browse, house: House) -> None:
    root = house.apply()
    seen = {
        name for name in [*PEOPLE, "root"] if browse(name).client.get(f"/cases/{root}").status_code == 200
    }
    assert seen == {"clerk", "colleague", "lead", "applicant", "root"}
    house.claim(root, "check", "clerk")
    house.complete(
        root, "check", "clerk", result="pass", posted_on="2026-03-02", complete="true", papers=[{"name": "a"}]
    )
    house.go(12)
    house.settle()
    seen = {
        name for name in [*PEOPLE, "root"] if browse(name).client.get(f"/cases/{root}").status_code == 200
    }
    assert seen == {"clerk", "colleague", "lead", "applicant", "reviewer", "root"}
    for path in (f"/cases/{root}", f"/cases/{root}/diagram.bpmn"):
        assert browse("rival").client.get(path).status_code == 404


def test_lists_hold_only_what_may_be_seen(browse: Browse, house: House) -> None:
    house.apply("示申〔2026〕001号", "applicant")
    house.apply("示申〔2026〕002号", "rival")
    for name, keys in {
        "clerk": {1, 2},
        "applicant": {1},
        "rival": {2},
        "reviewer": set(),
        "drawer": set(),
        "stranger": set(),
    }.items():
        page = browse(name).page("/cases")
        assert {n for n in (1, 2) if f"示申〔2026〕00{n}号" in page} == keys
