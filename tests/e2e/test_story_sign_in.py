"""The door: who is not signed in is sent to it and comes back; wrong passwords and forged posts go nowhere."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import case_of, task_at
from tests.e2e.judging import judge
from tests.e2e.serving import Site
from tests.e2e.watch import Watch
from web.demo import PASSWORD


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("账户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_who_is_signed_out_comes_back_to_the_page_asked_for(
    own_site: Site, new_page: Callable[..., Page]
) -> None:
    page, case = new_page(own_site.url), case_of(own_site, "applicant3")
    page.goto(case)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录桂冠")
    sign_in(page, "office", PASSWORD)
    expect(page).to_have_url(own_site.url + case)
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("您已退出。")).to_be_visible()
    page.goto(case)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录桂冠")


def test_a_wrong_password_says_so_and_keeps_the_name(
    own_site: Site, new_page: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(422)
    page = new_page(own_site.url)
    page.goto("/sign-in")
    sign_in(page, "office", "wrong")
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator(".errsum")).to_have_text("没有登录：账户名或密码不对。")
    expect(page.get_by_label("账户名")).to_have_value("office")
    expect(page.get_by_label("密码")).to_have_value("")
    judge(page, "sign-in-failed")


def test_a_post_without_the_token_changes_nothing(own_site: Site, enter: Callable[..., Page]) -> None:
    page, task = enter(own_site, "office"), task_at(own_site, "post-notice")
    answer = page.request.post(f"{task}/claim", form={"source": "list"})
    assert answer.status == 400
    assert "不是从本系统打开的" in answer.text()
    page.goto("/tasks")
    expect(page.get_by_text("现在没有派给您的任务。")).to_be_visible()


def test_signing_in_never_leads_away(own_site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(own_site.url)
    page.goto("/sign-in?next=https://elsewhere.invalid/")
    sign_in(page, "office", PASSWORD)
    expect(page).to_have_url(f"{own_site.url}/tasks")
