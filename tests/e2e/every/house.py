"""The house of the access map, served to one Chromium: a browser a role, kept for all pages, and what only acting reaches."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests.e2e.every.declared import NO_PAGE
from tests.e2e.every.places import Place, declared, forms, places
from tests.e2e.serving import serving
from tests.e2e.watch import Watch
from tests.integration.web.access.beside import CODE
from tests.integration.web.access.lines import lines
from tests.integration.web.access.world import World

OBJECTOR, FOLLOWER = "objector", "follower"  # without an account, but with something in their browser
OBJECTION: Final = {
    "case_key": "other",
    "other_case": "静质奖申〔2026〕002号",
    "named": "no",
    "facts": "所列数据与公开报告不一致（示例）。",
    "has_proof": "no",
    "consent": "yes",
}


@dataclass
class House:
    """A running World and its browsers."""

    world: World
    url: str
    browser: Browser
    watch: Watch = field(default_factory=Watch)
    _pages: dict[str, Page] = field(default_factory=dict)
    _actions: dict[Place, dict[str, str]] = field(default_factory=dict)

    def page(self, role: str) -> Page:
        """This role's page, the same for every test, as wide as a desk again."""
        if role not in self._pages:
            context = self.browser.new_context(
                base_url=self.url, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
            )
            context.add_cookies([{"name": n, "value": v, "url": self.url} for n, v in self._cookies(role)])
            self.watch.follow(context, self.url)
            self._pages[role] = context.new_page()
        page = self._pages[role]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return page

    def complaints(self) -> list[str]:
        """What the pages complained of since this was asked last."""
        said, self.watch.complaints[:] = list(self.watch.complaints), []
        return said

    def place(self, endpoint: str) -> Place:
        """Where a page is opened."""
        if endpoint in REACHED:
            return REACHED[endpoint](self)
        return next(places(self.world, endpoint))

    def form(self, endpoint: str) -> tuple[Place, str]:
        """Where the form of a POST route stands, by one who may send it, and the address it is sent to."""
        for place in self._pages_with(endpoint):
            if place not in self._actions:
                self._actions[place] = forms(self.world, place, self.client(place.role))
            if endpoint in self._actions[place]:
                return place, self._actions[place][endpoint]
        raise LookupError(f"no page that the map knows has a form for {endpoint}")

    def _pages_with(self, endpoint: str) -> Iterator[Place]:
        """The pages that may hold a form, those of its own room first, then those of cases and tasks."""
        if endpoint in SENT_FROM:
            yield SENT_FROM[endpoint](self)
            return
        may_send = declared()[endpoint, "POST"].rule.split()
        rooms = ([endpoint.partition(".")[0]], ["cases", "tasks", "diagrams"])
        gets = [line.endpoint for line in lines() if line.method == "GET" and line.endpoint not in NO_PAGE]
        for get in sorted(gets, key=lambda found: [found.partition(".")[0] not in room for room in rooms]):
            if get in REACHED:
                yield REACHED[get](self)
            else:
                yield from (place for place in places(self.world, get) if place.role in may_send)

    def client(self, role: str) -> FlaskClient:
        """A browser without a window."""
        client = self.world.app.test_client()
        for name, value in self._cookies(role):
            client.set_cookie(name, value)
        return client

    def _cookies(self, role: str) -> list[tuple[str, str]]:
        if role in (OBJECTOR, FOLLOWER):
            return [("laurel_notices", self._held[role])]
        return [("laurel", self.world.cookies[role])] if role in self.world.cookies else []

    @cached_property
    def _held(self) -> dict[str, str]:
        """What lies in the browser of who has just objected, and of who has entered a receipt."""
        following = {"number": self.world.objection, "code": CODE}
        return {
            OBJECTOR: self._sent("/objections", OBJECTION),
            FOLLOWER: self._sent("/objections/follow", following),
        }

    def _sent(self, to: str, content: dict[str, str]) -> str:
        client = self.world.app.test_client()
        self.world.app.config["WTF_CSRF_ENABLED"] = False
        answer = client.post(to, data=content)
        self.world.app.config["WTF_CSRF_ENABLED"] = True
        assert answer.status_code == 303, answer.get_data(as_text=True)
        kept = client.get_cookie("laurel_notices")
        assert kept is not None
        return kept.value


def _members(house: House) -> Place:
    """The cases behind the first number of the figures."""
    role = "office"
    page = house.client(role).get("/figures").get_data(as_text=True)
    start = page.index("/figures/cases?")
    return Place(role, page[start : page.index('"', start)].replace("&amp;", "&"))


def _bulk(house: House) -> Place:
    """One task chosen in a list, to be completed with the form of all."""
    task = house.world.task("own", "reviewer")
    return Place("reviewer", f"/tasks/bulk?act=complete&task={task}")


# Pages that need more than an object: a choice in the address, or something in the browser.
REACHED: Final[dict[str, Callable[[House], Place]]] = {
    "figures.members": _members,
    "inbox.bulk": _bulk,
    "public_following.receipt": lambda _house: Place(OBJECTOR, "/objections/receipt"),
    "public_following.status": lambda _house: Place(FOLLOWER, "/objections/status"),
    "public_following.reply": lambda _house: Place(FOLLOWER, "/objections/reply.pdf"),
}


# Forms on a page that another choice in the address shows.
SENT_FROM: Final[dict[str, Callable[[House], Place]]] = {
    "inbox.bulk_assign": lambda house: Place(
        "office", f"/tasks/bulk?act=assign&task={house.world.task('own', 'office')}"
    ),
}


@contextmanager
def open_house(furnished: Path, folder: Path, browser: Browser) -> Iterator[House]:
    """The house until the block ends, in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUREL_VAR", str(folder))
        patch.setenv("LAUREL_SMTP_URL", "smtp://127.0.0.1:1")  # mails wait for a worker that does not run
        world = World(Path(shutil.copy(furnished, folder)))
        world.app.config["WTF_CSRF_ENABLED"] = True
        try:
            with serving(world.app) as site:
                house = House(world, site.url, browser)
                yield house
                for page in house._pages.values():
                    page.context.close()
        finally:
            world.pe.database.dispose()
