"""The page's language: Chinese unless a visitor chose otherwise; the choice holds and leads nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from tests.integration.web.conftest import Browser

Browse = Callable[[str], Browser]


def test_the_choice_lies_in_a_cookie_and_shows_in_the_page(browse: Browse) -> None:
    visitor = browse("clerk")
    assert '<html lang="zh-CN">' in visitor.page("/tasks")
    assert visitor.post("/language", language="en", back="/cases").location == "/cases"
    assert '<html lang="en">' in visitor.page("/cases")


def test_an_unknown_language_changes_nothing_and_no_foreign_page_follows(browse: Browse) -> None:
    visitor = browse("clerk")
    assert visitor.post("/language", language="xx", back="//elsewhere.example").location == "/tasks"
    assert '<html lang="zh-CN">' in visitor.page("/tasks")
