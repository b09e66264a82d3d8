"""Drafts of two windows: nothing is overwritten unseen, both are shown, one is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from web.models import draft, rival_draft

Browse = Callable[[str], Browser]
LEFT, RIGHT, THIRD = "window-left", "window-right", "window-third"


def test_a_page_that_has_not_seen_the_newest_draft_overwrites_nothing(
    browse: Browse, house: House, engine: ProcessEngine
) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    assert saved(clerk, task, LEFT, 0, result="correct", corrections="左边写的") == "1"
    part = clerk.post(
        f"/tasks/{task}/form",
        200,
        htmx=True,
        _page=RIGHT,
        _version="0",
        result="correct",
        corrections="右边写的",
    ).get_data(as_text=True)
    assert "另一个窗口 今天 09:00 存过不同的内容，两份都留着。" in part
    assert version_of(part) == "0"  # still the one that this page has seen
    assert "右边写的" in part
    page = clerk.page(f"/tasks/{task}")
    assert "两份草稿不一样" in page
    assert differences(page) == [("corrections", "补正事项", "左边写的", "右边写的")]
    assert "左边写的</textarea>" in page
    with engine.database.reading() as connection:
        kept = connection.execute(select(draft.c.page, draft.c.version)).all()
        beside = connection.execute(select(rival_draft.c.page)).all()
    assert ([tuple(row) for row in kept], [tuple(row) for row in beside]) == ([(LEFT, 1)], [(RIGHT,)])


def test_the_same_page_saves_again_and_again_and_the_same_words_are_no_conflict(
    browse: Browse, house: House
) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    assert saved(clerk, task, LEFT, 0, pages="1") == "1"
    assert saved(clerk, task, LEFT, 0, pages="12") == "2"  # sent before the answer to the first had come
    assert saved(clerk, task, RIGHT, 0, pages="12") == "3"
    assert saved(clerk, task, RIGHT, 3, pages="13") == "4"
    assert "两份草稿不一样" not in clerk.page(f"/tasks/{task}")


def test_field_by_field_one_draft_is_made_of_two(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    rows = {"papers[0].row_here": "1", "papers[0].name": "营业执照"}
    saved(clerk, task, LEFT, 0, pages="1", posted_on="2026-03-02", **rows)
    both = {**rows, "papers[1].row_here": "1", "papers[1].name": "自评报告"}
    clerk.post(
        f"/tasks/{task}/form",
        _page=RIGHT,
        _version="0",
        pages="2",
        complete="true",
        _field="complete",
        **both,
    )
    page = clerk.page(f"/tasks/{task}")
    assert differences(page) == [
        ("pages", "材料页数", "1", "2"),
        ("complete", "材料齐全", "（空）", "是"),
        ("papers[1].name", "材料清单第 2 行：材料名称", "（空）", "自评报告"),
    ]
    picked = {"pick:pages": "newest", "pick:complete": "rival", "pick:papers[1].name": "rival"}
    clerk.post(f"/tasks/{task}/draft", _rival=RIGHT, **picked)
    page = clerk.page(f"/tasks/{task}")
    assert "两份草稿不一样" not in page
    assert 'name="pages" inputmode="decimal" value="1"' in page
    assert 'id="f-complete" name="complete" value="true" checked' in page
    assert 'value="自评报告"' in page


def test_either_draft_can_be_taken_whole_and_a_third_waits_its_turn(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    saved(clerk, task, LEFT, 0, pages="1")
    for page, pages in ((RIGHT, "2"), (THIRD, "3")):
        clerk.post(f"/tasks/{task}/form", _page=page, _version="0", pages=pages)
    assert differences(clerk.page(f"/tasks/{task}")) == [("pages", "材料页数", "1", "2")]
    clerk.post(f"/tasks/{task}/draft", _rival=RIGHT, _whole="rival")
    assert differences(clerk.page(f"/tasks/{task}")) == [("pages", "材料页数", "2", "3")]
    clerk.post(f"/tasks/{task}/draft", _rival=THIRD, _whole="newest")
    page = clerk.page(f"/tasks/{task}")
    assert 'inputmode="decimal" value="2"' in page
    assert differences(page) == []


def test_completing_over_an_unseen_draft_asks_first(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    saved(clerk, task, LEFT, 0, pages="7")
    late = clerk.post(f"/tasks/{task}/complete", 409, _page=RIGHT, _version="0", pages="", **PASSED)
    page = late.get_data(as_text=True)
    assert "另一个窗口存过不同的内容，这次没有办结。" in page
    assert ("pages", "材料页数", "7", "（空）") in differences(page)
    clerk.post(f"/tasks/{task}/draft", _rival=RIGHT, _whole="rival")
    page = clerk.page(f"/tasks/{task}")
    clerk.post(f"/tasks/{task}/complete", 303, _page="window-fourth", _version=version_of(page), **PASSED)


def test_drafts_belong_to_one_person(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    saved(browse("clerk"), task, LEFT, 0, pages="77")
    assert 'value="77"' not in browse("lead").page(f"/tasks/{task}")
    browse("stranger").post(f"/tasks/{task}/draft", 404, _rival=LEFT)
    browse("stranger").post(f"/tasks/{task}/draft/discard", 404)


def test_what_was_typed_stays_readable_when_another_completes_the_task(browse: Browse, house: House) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    clerk = browse("clerk")
    saved(clerk, task, LEFT, 0, result="correct", corrections="补盖<b>审计章</b>")
    clerk.post(f"/tasks/{task}/release")
    house.claim(root, "check", "colleague")
    house.complete(root, "check", "colleague", result="pass", posted_on="2026-03-02", papers=[{"name": "a"}])
    page = clerk.page(f"/tasks/{task}")
    assert "您填写过、没有提交的内容" in page
    assert "补盖&lt;b&gt;审计章&lt;/b&gt;" in page
    clerk.post(f"/tasks/{task}/draft/discard")
    assert "您填写过" not in clerk.page(f"/tasks/{task}")


def test_a_page_whose_task_was_taken_away_hears_of_it_at_the_next_pause(browse: Browse, house: House) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    clerk = browse("clerk")
    clerk.post(f"/tasks/{task}/release")
    house.claim(root, "check", "colleague")
    answer = clerk.post(f"/tasks/{task}/form", 409, htmx=True, _page=LEFT, _version="0", pages="77")
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reselect"]) == ("#form", "#form")
    page = answer.get_data(as_text=True)
    assert "这项任务已经不由您办理，填写的内容没有提交。" in page
    assert '<dt>材料页数</dt><dd class="pre">77</dd>' in page
    assert '<dd class="pre">77</dd>' in clerk.page(f"/tasks/{task}")


def test_a_second_click_is_the_first_one(browse: Browse, house: House, engine: ProcessEngine) -> None:
    """The answer of the first may never have arrived; other entries for the same task are another matter."""
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    clerk = browse("clerk")
    sent = {"_page": LEFT, "_version": "0", **PASSED}
    first = clerk.post(f"/tasks/{task}/complete", 303, **sent)
    again = clerk.post(f"/tasks/{task}/complete", 303, **sent)
    assert (first.location, again.location) == ("/tasks", "/tasks")
    changed = clerk.post(f"/tasks/{task}/complete", 409, **{**sent, "pages": "9"}).get_data(as_text=True)
    assert "已经办结，这次提交没有生效" in changed
    clerk.post(f"/tasks/{task}/form", 409, htmx=True, **sent)  # a pause in typing, sent before and come late
    with engine.database.reading() as connection:
        assert connection.execute(select(draft)).all() == []


def test_a_script_is_told_where_to_go(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    answer = clerk.post(f"/tasks/{task}/complete", 200, htmx=True, **PASSED)
    assert (answer.headers["HX-Redirect"], answer.get_data(as_text=True)) == ("/tasks", "")
    assert "已办结。本案现在没有需要您办理的事。" in clerk.page("/tasks")


PASSED: dict[str, Any] = {
    "result": "pass",
    "posted_on": "2026-03-02",
    "complete": "true",
    "papers[0].name": "营业执照",
}


def saved(browser: Browser, task: int, page: str, version: int, **fields: str) -> str:
    """Save a draft as a page does while somebody types; the version that the page then knows."""
    part = browser.post(f"/tasks/{task}/form", 200, htmx=True, _page=page, _version=str(version), **fields)
    return version_of(part.get_data(as_text=True))


def version_of(text: str) -> str:
    found = re.search(r'name="_version" value="(\d+)"', text)
    assert found is not None
    return found[1]


def differences(page: str) -> list[tuple[str, str, str, str]]:
    """The rows of the comparison: field, label, the newest, the rival."""
    found = []
    for row in re.findall(r"<tr><td><b>.*?</tr>", page, re.DOTALL):
        label = re.search(r"<b>(.*?)</b>", row)
        name = re.search(r'name="pick:(.*?)"', row)
        assert label is not None
        assert name is not None
        newest, rival = re.findall(r'<span class="pre">(.*?)</span>', row, re.DOTALL)
        found.append((name[1], label[1], newest, rival))
    return found
