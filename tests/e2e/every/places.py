"""Where a route is opened, and by whom: the first that the map of accesses lets through, with an object that exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.integration.web.access.lines import KINDS, ROLES, Line, lines
from tests.integration.web.access.routes import routes
from tests.integration.web.access.world import World

# Who looks: the door at what is open to it, then whoever sees most.
FIRST = ("door", "office", "lead", "admin", "owner", "releaser", "committee", "reviewer", "applicant")
ORDER = (*FIRST, *(role for role in ROLES if role not in FIRST))


@dataclass(frozen=True)
class Place:
    """An address and the role that opens it."""

    role: str
    address: str


@cache
def declared() -> dict[tuple[str, str], Line]:
    """The lines of the map by endpoint and method."""
    return {(line.endpoint, line.method): line for line in lines()}


def places(world: World, endpoint: str) -> Iterator[Place]:
    """Where a GET route may be opened: of every kind of object, each role that gets through, in the order above."""
    line = declared()[endpoint, "GET"]
    names = {
        name
        for found, method, args in routes(world.app)
        if (found, method) == (endpoint, "GET")
        for name in args
    }
    for kind in KINDS:
        if kind == "missing":
            continue
        for role in ORDER:
            if role not in line.rule.split() or role not in (line.through(kind) or ()):
                continue
            args = world.args(endpoint, names, kind, role)
            if args is not None:
                yield Place(role, address(world, endpoint, args))


def address(world: World, endpoint: str, args: dict[str, Any]) -> str:
    with world.app.test_request_context():
        return str(world.app.url_map.bind("localhost").build(endpoint, args))


class Actions(HTMLParser):
    """The addresses that the forms of a page are sent to, by the form itself or by one of its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.found.add(urlsplit(given.get("action") or "").path)
        if tag in ("button", "input") and given.get("formaction"):
            self.found.add(urlsplit(given["formaction"] or "").path)


def forms(world: World, place: Place, client: FlaskClient) -> dict[str, str]:
    """The POST routes that a page's forms are sent to, each with its address."""
    here = urlsplit(place.address).path
    found = {}
    for action in Actions(client.get(place.address).get_data(as_text=True)).found:
        try:
            endpoint, _ = world.app.url_map.bind("localhost").match(action or here, "POST")
        except HTTPException:
            continue  # a form that its button sends elsewhere
        found[endpoint] = action or here
    return found
