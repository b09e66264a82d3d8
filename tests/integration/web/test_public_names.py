"""Names, telephone numbers and credit codes are planted, and looked for behind every address that needs no account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from awards.models import applicant_profile, award
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD
from tests.integration.web.test_public_notices import PLANTED, asked, posted, stranger
from tests.support.papers import text_of
from web.access import ANYONE
from web.models import account
from web.people import accounts
from web.settings import Settings

__all__ = ["asked", "posted", "stranger"]  # fixtures
CERTIFICATE = "静质奖证〔2025〕001号"
NAMES = (
    "欧阳评审",
    "诸葛经办",
    "司徒联系人 13900000008",
    "applicant-secret@example.invalid",
    "91310106DEMEX00099",
)
# What stands in the addresses, by endpoint and argument; most need nothing.
ARGUMENTS: dict[str, list[dict[str, object]]] = {
    "guidance.ask": [{"scheme": "jingan"}],
    "guidance.show": [{"scheme": "jingan"}],
    "public_data.as_csv": [{"reference": "lists"}, {"reference": "winners"}],
    "public_data.as_json": [{"reference": "lists"}, {"reference": "winners"}],
    "public_notices.paper": [{"number": 1}],
    "public_notices.show": [{"number": 1}],
    "public_notices.text": [{"number": 1}],
    "public_rules.show": [{"reference": "jingan"}],
    "registering.link": [{"reference": "nothing"}],
    "verifying.show": [{"reference": CERTIFICATE}, {"reference": "nothing"}],
}
OTHERWISE = {
    "registering.link": {410, 404, 422},
    "public_following.reply": {404},
    "verifying.show": {200, 404},
}


def plant(engine: ProcessEngine) -> None:
    """Somebody who reviews, somebody who posts, an applicant who registered, and what was awarded to them."""
    accounts.add(engine.database, "expert7", NAMES[0], PASSWORD, ["jingan.review-group"])
    accounts.add(engine.database, "office", NAMES[1], PASSWORD, ["jingan.office-clerk"])
    accounts.add(engine.database, "applicant7", "示例纺织有限公司", PASSWORD, ["jingan.applicant"])
    profile = {"account": "applicant7", "kind": "organisation", "uscc": NAMES[4], "contact": NAMES[2]}
    given = {"applicant": NAMES[4], "applicant_name": "示例纺织有限公司", "scheme": "jingan", "level": "gold"}
    given |= {"category": "model", "document_number": "静府〔2025〕1号", "document_date": date(2025, 6, 1)}
    with engine.database.transaction() as connection:
        connection.execute(update(account).where(account.c.name == "applicant7").values(mail=NAMES[3]))
        connection.execute(insert(applicant_profile), {**profile, "registered_at": engine.now()})
        connection.execute(insert(award), {**given, "certificate": CERTIFICATE})


def open_to_all(app: Flask) -> list[tuple[str, str]]:
    """Endpoint and address of everything that can be fetched without an account; the routes themselves are asked."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            open_ = getattr(view, "may", None) is ANYONE and rule.endpoint != "static"
            if open_ and "GET" in (rule.methods or ()):
                for given in ARGUMENTS.get(rule.endpoint, [{}]):
                    assert rule.arguments <= set(given), f"{rule.endpoint}: which address shall be looked at?"
                    found.append((rule.endpoint, app.url_for(rule.endpoint, **given)))
    return found


def test_no_public_address_names_who_works_or_how_an_applicant_is_reached(
    app: Flask, posted: int, stranger: FlaskClient, engine: ProcessEngine, settings: Settings
) -> None:
    plant(engine)
    app.extensions["laurel_settings"] = replace(settings, demo=False)  # whose sign-in page names all accounts
    addresses = open_to_all(app)
    assert set(ARGUMENTS) <= {endpoint for endpoint, _ in addresses}
    seen = {}
    for endpoint, address in addresses:
        answer = stranger.get(address)
        assert answer.status_code in OTHERWISE.get(endpoint, {200, 302}), (endpoint, answer.status_code)
        seen[address] = text_of(answer.data) if answer.mimetype == "application/pdf" else answer.text
    words = (*NAMES, "expert7", "applicant7", *PLANTED)
    assert [(address, word) for address, text in seen.items() for word in words if word in text] == []
    assert "示例纺织有限公司" in seen["/winners"]  # what is public is found by the same look
