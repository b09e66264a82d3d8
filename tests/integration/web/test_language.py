"""The page's language: Chinese unless a visitor chose otherwise; the choice holds and leads nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.integration.web.conftest import Browser, House
from tests.integration.web.every import every
from tests.integration.web.test_cases import text

Browse = Callable[[str], Browser]


def test_the_choice_lies_in_a_cookie_and_shows_in_the_page(browse: Browse) -> None:
    visitor = browse("clerk")
    assert '<html lang="zh-CN">' in visitor.page("/tasks")
    assert visitor.post("/language", language="en", back="/cases").location == "/cases"
    assert '<html lang="en">' in visitor.page("/cases")


def test_scripts_find_their_sentences_in_a_page_that_is_not_chinese(browse: Browse) -> None:
    visitor = browse("clerk")
    assert 'id="words"' not in visitor.page("/tasks")
    visitor.post("/language", language="en", back="/tasks")
    page = visitor.page("/tasks")
    words = json.loads(page.partition('id="words">')[2].partition("</script>")[0])
    assert words["正在更新…"] == "Updating…"


def test_what_is_wrong_with_a_form_is_said_in_the_pages_language(browse: Browse, house: House) -> None:
    task, visitor = every(house), browse("clerk")
    visitor.post("/language", language="en", back="/tasks")
    page = visitor.post(f"/tasks/{task}/complete", 422, name="", kind="company", promise="true", share="101")
    assert (
        text(page.get_data(as_text=True)).count("Please enter 名称") == 2
    )  # in the summary and at the field
    assert text(page.get_data(as_text=True)).count("占比 may not be more than 100") == 2


def test_an_unknown_language_changes_nothing_and_no_foreign_page_follows(browse: Browse) -> None:
    visitor = browse("clerk")
    assert visitor.post("/language", language="xx", back="//elsewhere.example").location == "/tasks"
    assert '<html lang="zh-CN">' in visitor.page("/tasks")
