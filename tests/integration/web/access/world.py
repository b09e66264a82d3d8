"""The house of the demonstration with something of everybody's in it, in which no request leaves a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

import assembly
from engine.clock import LentClock
from tests.e2e.serving import TODAY
from tests.integration.web.access import beside, furnishing, objects
from tests.integration.web.access.bodies import BODIES
from tests.integration.web.access.cases import Cases
from tests.integration.web.access.lines import ROLES
from web.app import create_app
from web.people import accounts, sessions
from web.people.directory import recipients
from web.settings import Settings

Args = dict[str, Any]


class World(Cases):
    """The application, a signed-in browser for each role, and the objects that a kind stands for."""

    link: str  # the end of a mailed link's address
    objection: str  # the number of the objection that a receipt opens

    def __init__(self, file: Path) -> None:
        clock = LentClock(TODAY)
        self.pe = assembly.process_engine(f"sqlite:///{file}", clock, directory=recipients)
        self.settings = Settings(secret_key="s" * 40, secure_cookies=False, clock=LentClock(TODAY))
        accounts.write(self.pe.database, "stranger", "旁人", "!", ())
        with self.pe.database.transaction() as connection:
            furnishing.furnish(self, connection)
            beside.furnish(self, connection, furnishing.CONTENT)
        beside.enter_a_year(self)
        self.app: Flask = create_app(self.pe, self.settings)
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.cookies = {
            role: sessions.begin(self.pe.database, self.settings, name)
            for role, (name, _) in ROLES.items()
            if name
        }

    def ask(self, role: str, method: str, endpoint: str, args: Args) -> str:
        """What a role gets from a route: in, 404, 403, sign-in; 500 for what is broken. A refusal for another reason
        than who asks, as of an empty form or a paper that is not printed yet, is in."""
        client: FlaskClient = self.app.test_client()
        if role in self.cookies:
            client.set_cookie("laurel", self.cookies[role])
        with self.app.test_request_context():
            address = self.app.url_map.bind("localhost").build(endpoint, args)
        with self._without_trace():
            answer = client.open(address, method=method, data=BODIES.get(endpoint))
        if role == "door" and answer.status_code in (302, 303) and answer.location.startswith("/sign-in"):
            return "sign-in"
        if answer.status_code in (403, 404) or answer.status_code in (500, 502):
            return str(answer.status_code)
        return "in"

    @contextmanager
    def _without_trace(self) -> Iterator[None]:
        """Every transaction of a request ends by rolling back."""
        database, real = self.pe.database, self.pe.database.transaction

        @contextmanager
        def rolled_back() -> Iterator[Connection]:
            with real() as connection:
                yield connection
                connection.rollback()

        database.transaction = rolled_back  # type: ignore[method-assign]
        try:
            yield
        finally:
            database.transaction = real  # type: ignore[method-assign]

    def args(self, endpoint: str, names: set[str], kind: str, role: str) -> Args | None:
        """What stands in a route's address for an object of that kind; None if this role has none."""
        found = {}
        for name in names:
            value = objects.finder(endpoint, name)(self, kind, role)
            if value is None:
                return None
            found[name] = value
        return found
