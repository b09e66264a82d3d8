"""Every form sent empty: the page that comes back says what is wrong, leads to each field and is as good as any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from engine.actor import Actor
from engine.commands import tasks
from tests.e2e.every import declared
from tests.e2e.every.house import House, open_house
from tests.e2e.judging import judge
from tests.integration.web.access.lines import lines

FORMS = [
    line.endpoint for line in lines() if line.method == "POST" and line.endpoint not in declared.NOT_SENT
]
OFFICE = Actor("office", frozenset({"jingan.office-clerk"}))
# Empties the form that is sent to an address, tells the browser not to check it, and presses its button.
SEND = """to => {
  const path = (address) => new URL(address, location.href).pathname;
  const meant = (form, button) => path(button.getAttribute('formaction') || form.getAttribute('action') || '') === to;
  for (const form of document.querySelectorAll('form[method=post]')) {
    const buttons = [...form.querySelectorAll('button:not([type=button])')].filter((b) => meant(form, b));
    const button = buttons.find((b) => !b.classList.contains('vh')) || buttons[0];
    if (!button) continue;
    form.noValidate = true;
    for (const field of form.elements) {
      if (field.type === 'hidden' || field.closest('[hidden]')) continue;
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
      else if (field.tagName === 'SELECT') field.value = [...field.options].some((o) => !o.value) ? '' : field.value;
      else if (field.tagName !== 'BUTTON' && field.type !== 'file') field.value = '';
    }
    button.click();
    return;
  }
  throw new Error('no form is sent to ' + to);
}"""
# Where the reader is after the answer, and which links of the summary lead nowhere.
SUMMARY = """box => {
  const first = document.querySelector('main :is(input:not([type=hidden]), select, textarea)');
  const ahead = !first || Boolean(box.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING);
  const field = 'input:not([type=hidden]), select, textarea, button';
  const dead = [...box.querySelectorAll('a[href^="#"]')].filter((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return !target || !(target.matches(field) || target.querySelector(field));
  });
  return { reached: document.activeElement === box || ahead, dead: dead.map((link) => link.hash),
           links: box.querySelectorAll('a[href^="#"]').length };
}"""


@pytest.fixture(scope="module")
def house(furnished: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """As it is, but that the office has claimed a task: what is done with one's own task is on its page then."""
    with open_house(furnished, tmp_path_factory.mktemp("forms"), browser) as opened:
        task = opened.world.task("own", "office")
        assert task is not None
        tasks.claim(opened.world.pe, task, OFFICE)
        opened.watch.allow(422)
        yield opened


def test_every_form_is_sent_or_declared(house: House) -> None:
    """The application's own map, not ours, says which there are."""
    known = {rule.endpoint for rule in house.world.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert sorted({*FORMS, *declared.NOT_SENT}) == sorted(known)


@pytest.mark.parametrize("endpoint", FORMS)
def test_an_empty_form_is_told_what_it_lacks(house: House, endpoint: str) -> None:
    place, action = house.form(endpoint)
    page = house.page(place.role)
    house.complaints()  # of a test before
    page.goto(place.address)
    assert send(page, action).status == 422
    box = page.locator(".errsum").first
    expect(box).to_be_visible()
    found = box.evaluate(SUMMARY)
    assert (found["reached"], found["dead"]) == (True, [])
    assert found["links"] > 0 or endpoint in declared.NO_FIELD
    judge(page, f"form-{endpoint}")
    assert house.complaints() == []


def send(page: Page, action: str) -> Response:
    """Send a page's form, empty."""

    def sent(answer: Response) -> bool:
        return answer.request.method == "POST" and urlsplit(answer.url).path == action

    with page.expect_response(sent) as waited:
        page.evaluate(SEND, action)
    page.wait_for_load_state()
    return waited.value
