"""Every route states who may; unsafe ones need their token; what one may not see is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PEOPLE, Browser, House
from tests.integration.web.scheme import APPLICANT, CLERK
from web import access, sessions
from web.app import create_app
from web.models import account
from web.settings import Settings

Browse = Callable[[str], Browser]
SAMPLES = {
    "task_id": 999,
    "case_id": 999,
    "incident_id": 999,
    "filename": "laurel.css",
    "process_id": "demo.application",
    "number": 999,
    "timer_id": 999,
    "letter_id": 999,
    "reminder_id": 999,
    "upload_id": 999,
    "reference": "nothing",
    "scheme": "demo",
}
KEPT = ("entry", "enter", "closing", "close", "edition", "confirm", "publish", "withdraw")
HIDDEN = {
    access.DRAWING: {"drawer", "draughtsman", "judge", "root"},
    access.OWNER: {"drawer", "draughtsman", "root"},
    access.APPROVER: {"judge", "root"},
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and a path for every rule of the application."""
    found = []
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {name: SAMPLES[name] for name in rule.arguments}
            path = adapter.build(rule.endpoint, values)
            found += [
                (rule.endpoint, m, path)
                for m in sorted(rule.methods or set())
                if m not in ("HEAD", "OPTIONS")
            ]
    return found


def test_every_route_states_who_may(app: Flask) -> None:
    silent = [
        e for e, view in app.view_functions.items() if not isinstance(getattr(view, "may", None), access.Rule)
    ]
    assert silent == []


def test_a_route_that_says_nothing_answers_nobody(app: Flask, browse: Browse) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert browse("root").client.get("/forgotten").status_code == 403
    assert app.test_client().get("/forgotten").status_code == 302


def test_strangers_at_the_door_see_only_what_anyone_may(app: Flask) -> None:
    for endpoint, method, path in routes(app):
        open_to_all = getattr(app.view_functions[endpoint], "may", None) is access.ANYONE
        answer = app.test_client().open(path, method=method)
        assert (answer.status_code == 302 and answer.location.startswith("/sign-in")) != open_to_all, path


@pytest.mark.parametrize("name", [*PEOPLE, "root"])
def test_rules_hold_for_every_role(app: Flask, browse: Browse, name: str) -> None:
    allowed = {
        "cycles.new": {"clerk", "colleague", "lead"},
        "cycles.start": {"clerk", "colleague", "lead"},
        "objectors.ask": {"clerk", "colleague", "lead"},
        "objectors.look": {"clerk", "colleague", "lead"},
        "starts.applications": {"applicant", "rival"},
        "starts.apply": {"applicant", "rival"},
        **{f"calendars.{name}": {"root"} for name in KEPT},
        "incidents.index": {"root"},
        "incidents.retry": {"root"},
        "incidents.resolve": {"root"},
        "incidents.untaken": {"root"},
        "intervening.suspend": {"root"},
        "intervening.resume": {"root"},
        "intervening.cancel": {"root"},
        "intervening.begin": {"root"},
        "intervening.timer": {"root"},
    }
    for endpoint, method, path in routes(app):
        if endpoint == "auth.sign_out":
            continue
        status = browse(name).client.open(path, method=method).status_code
        rule = getattr(app.view_functions[endpoint], "may", None)
        if rule in HIDDEN:
            assert (status == 404) == (name not in HIDDEN[rule]), f"{name} {method} {path}: {status}"
        assert (status == 403) == (name not in allowed.get(endpoint, {name})), (
            f"{name} {method} {path}: {status}"
        )


def test_every_unsafe_route_is_refused_without_its_token(
    engine: ProcessEngine, settings: Settings, app: Flask
) -> None:
    with engine.database.transaction() as connection:
        every = {"groups": [CLERK, APPLICANT], "admin": True}
        connection.execute(update(account).where(account.c.name == "root").values(every))
    strict = create_app(engine, settings)
    unsafe = [(m, p) for _, m, p in routes(strict) if m not in ("GET", "HEAD", "OPTIONS")]
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
