"""Every GET route of the application is a page that is looked at, or stands in the table of what answers no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.every import declared
from tests.e2e.every.house import REACHED, House, open_house
from tests.e2e.every.places import Place, places
from tests.e2e.judging import judge
from tests.integration.web.access.lines import lines

GET = [line.endpoint for line in lines() if line.method == "GET"]
PAGES = [endpoint for endpoint in GET if endpoint not in declared.NO_PAGE]

NUMBER = re.compile(r"\?once=[\w-]{32}$")


@pytest.fixture(scope="module")
def house(furnished: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(furnished, tmp_path_factory.mktemp("pages"), browser) as opened:
        yield opened


def test_every_route_is_looked_at_or_declared(house: House) -> None:
    """The application's own map, not ours, says which there are."""
    known = {rule.endpoint for rule in house.world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted({*PAGES, *declared.NO_PAGE}) == sorted(known)


@pytest.mark.parametrize("endpoint", PAGES)
def test_page(house: House, endpoint: str) -> None:
    place = house.place(endpoint)
    page = house.page(place.role)
    house.complaints()  # of a test before
    answer = page.goto(place.address)
    assert answer is not None
    # A form that begins something adds its number to the address of its page.
    assert (answer.status, NUMBER.sub("", page.url), house.complaints()) == (
        200,
        house.url + place.address,
        [],
    )
    judge(page, f"page-{endpoint}")
    assert house.complaints() == []


@pytest.mark.parametrize("endpoint", declared.NO_PAGE)
def test_what_is_no_page_answers_as_declared(house: House, endpoint: str) -> None:
    said, _reason = declared.NO_PAGE[endpoint]
    answers = {_kind(house, place) for place in _places(house, endpoint)}
    assert said in answers
    assert answers <= {said, "refused"}


def _places(house: House, endpoint: str) -> list[Place]:
    """Everywhere the route may be opened: a paper that is not printed yet is refused, another is not."""
    return [REACHED[endpoint](house)] if endpoint in REACHED else list(places(house.world, endpoint))


def _kind(house: House, place: Place) -> str:
    answer = house.client(place.role).get(place.address)
    if answer.status_code >= 400:
        return "refused"
    if answer.status_code >= 300:
        return declared.REDIRECT
    if answer.mimetype == "text/html":
        return "page" if "<html" in answer.get_data(as_text=True) else declared.PART
    return str(answer.mimetype)
