"""A refused form while it is corrected: the summary above it follows, and the focus stays where it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_begin import PAGE, harbour, link, token

__all__ = ["harbour"]  # a fixture

Browse = Callable[[str], Browser]
WRONG = ["corrections", "pages", "posted_on"]


def summary(page: str) -> tuple[str, Sequence[str]]:
    """Its heading and the fields to which its entries lead."""
    found = re.search(r'<div class="errsum"[^>]*>.*?</div>', page, re.DOTALL)
    if found is None:
        return "", []
    heading = re.sub(r"<[^>]+>", "", found[0].partition("</h2>")[0])
    return heading, re.findall(r'href="#f-([^"]+)"', found[0])


def carried(page: str) -> Sequence[str]:
    return re.findall(r'name="_wrong" value="([^"]+)"', page)


def test_what_was_corrected_goes_and_nothing_comes_that_was_not_refused(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    typed: dict[str, Any] = {
        "result": "correct",
        "pages": "abc",
        "posted_on": "2026-02-30",
        "papers[0].name": "执照",
    }
    refused = clerk.post(f"/tasks/{task}/complete", 422, **typed).get_data(as_text=True)
    assert (summary(refused)[1], carried(refused)) == (WRONG, WRONG)

    def follow(**more: str) -> str:
        sent = {**typed, **more, "_wrong": WRONG}
        return clerk.post(f"/tasks/{task}/form", 200, htmx=True, **sent).get_data(as_text=True)

    page = follow(pages="12")
    assert summary(page) == ("还有 2 处需要更正", ["corrections", "posted_on"])
    assert page.count("aria-invalid") == 2
    assert "autofocus" not in page
    assert '<div class="errsum" tabindex="-1" aria-labelledby="es" role="status" data-seen>' in page
    assert carried(page) == WRONG
    # A field that is not asked any more is no fault; one that was right before is not reproached while one types.
    assert summary(follow(result="pass", pages="12")) == ("还有 1 处需要更正", ["posted_on"])
    assert summary(follow(result="", pages="12", posted_on="2026-03-02")) == ("", [])
    # What was corrected and is wrong again is told again.
    assert summary(follow(result="pass", pages="0"))[1] == ["pages", "posted_on"]


def test_a_page_that_was_not_refused_reproaches_nothing(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    page = browse("clerk").post(f"/tasks/{task}/form", 200, htmx=True, pages="abc").get_data(as_text=True)
    assert (summary(page), "aria-invalid" in page) == (("", []), False)


def test_a_fault_goes_with_its_row(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    rows = {"papers[0].name": "甲", "papers[1].name": "长" * 61}
    sent = {**rows, "_wrong": ["papers[1].name", "posted_on"], "_remove": "papers[0]"}
    page = browse("clerk").post(f"/tasks/{task}/form", 200, htmx=True, **sent).get_data(as_text=True)
    assert carried(page) == ["papers[0].name", "posted_on"]


def test_a_form_that_begins_a_case_does_the_same(browse: Browse, harbour: None) -> None:
    pilot = browse("pilot")
    typed: dict[str, Any] = {"_once": token(pilot.page(PAGE)), "place": "", "hurt": "true", "number": "七"}
    refused = pilot.post(PAGE, 422, **typed).get_data(as_text=True)
    wrong = carried(refused)
    assert (wrong, summary(refused)[1]) == (["place", "number"], ["place", "number"])
    sent = {**typed, "place": "一号码头", "_wrong": wrong}
    page = pilot.post(f"{PAGE}/form", 200, htmx=True, **sent).get_data(as_text=True)
    assert summary(page) == ("还有 1 处需要更正", ["number"])


def test_what_was_typed_to_begin_a_case_waits_at_its_address(browse: Browse, harbour: None) -> None:
    pilot = browse("pilot")
    once = token(pilot.page(PAGE))
    pilot.post(f"{PAGE}/form", 200, htmx=True, _once=once, place="一号码头")
    mine = f"{PAGE}?once={once}"
    page = pilot.page(mine)
    assert f'data-begun="{mine}"' in page
    assert ('value="一号码头"' in page, "草稿 今天 09:00 已保存" in page) == (True, True)
    # Who comes by the list begins anew and is told of it; nobody else is, nor of what was sent.
    fresh = pilot.page(PAGE)
    assert token(fresh) != once
    assert link(fresh, "接着填") == mine
    assert ('value="一号码头"' in fresh, "接着填" in browse("mate").page(PAGE)) == (False, False)
    pilot.post(PAGE, _once=once, place="一号码头")
    pilot.post(f"{PAGE}/form", 200, htmx=True, _once=once, place="一号码头")  # a belated answer keeps nothing
    assert "接着填" not in pilot.page(PAGE)
