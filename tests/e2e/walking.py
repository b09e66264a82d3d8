"""How everybody walks: through the sign-in page, by visible words; each page stopped at is judged and kept as a picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import axe, shots
from tests.e2e.judging import OVERFLOW, drawn
from tests.e2e.serving import Site
from tests.support.deep import DEEP
from web.demo import PASSWORD

WIDTHS = shots.WIDTHS  # a desk's window and a telephone's, with their heights
# What is looked for in which colours; the dark ones of every page are judged in test_every_page too.
SCHEMES = {"light": axe.EVERYTHING, **({"dark": axe.COLOURS} if DEEP else {})}
PATIENCE = 20_000  # milliseconds: what is not there by then will not come


class Walk:
    """One person's browser of one width. `prefix` begins the names of the pictures: <prefix>-<stop>-<width>.png."""

    def __init__(self, site: Site, new_page: Callable[..., Page], width: int, prefix: str) -> None:
        size = {"width": width, "height": WIDTHS[width]}
        self.site, self.width, self._prefix = site, width, prefix
        self.page = new_page(site.url, viewport=size, reduced_motion="reduce")
        self.page.set_default_timeout(PATIENCE)

    @property
    def wide(self) -> bool:
        return self.width >= 1000

    # --- coming, going, the way from room to room ---

    def enter(self, account: str) -> Walk:
        """Through the form of the sign-in page; what comes next is the account's first page."""
        self.page.goto("/sign-in")
        self.page.get_by_label("账户名").fill(account)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page).not_to_have_url(re.compile("/sign-in"))
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def leave(self) -> None:
        """By the button in the head; on a telephone by the menu."""
        if not self.wide:
            self._menu("菜单")
        self.page.get_by_role("button", name="退出").locator("visible=true").first.click()
        self.told("您已退出。")

    def to(self, room: str) -> None:
        """By the navigation: in the bar, on the page behind 更多, or in a telephone's menu."""
        bar = self.page.get_by_role("navigation", name="主导航")
        entry = bar.get_by_role("link", name=_entry(room))
        if self.wide and entry.count():
            entry.click()
        else:
            self._menu("更多" if self.wide else "菜单")
            every = self.page.get_by_role("navigation", name="全部页面")
            every.get_by_role("link", name=_entry(room)).click()
        self.page.wait_for_load_state()

    def _menu(self, word: str) -> None:
        self.page.get_by_role("banner").get_by_role("link", name=word, exact=True).click()
        self.heading("菜单")
        self.page.wait_for_load_state()  # with the style that hides the bar's own words on a telephone

    def view(self, name: str) -> None:
        """A view of the inbox by its word; the number beside it may be any."""
        views = self.page.get_by_role("navigation", name="待办视图")
        views.get_by_role("link", name=name).click()
        self.page.wait_for_load_state()

    # --- a task ---

    def claim(self, task: str, case: str = "") -> None:
        """From the inbox: a task that the group waits for (of the case named), opened and claimed."""
        self.to("待办")
        self.view("组内待认领")
        self._open(task, case)
        self.page.get_by_role("main").get_by_role("button", name="认领", exact=True).click()
        self.told("已认领")
        if self.page.get_by_role("heading", level=1).inner_text() != task:
            self._open(task, case)

    def open(self, task: str, case: str = "") -> None:
        """From the inbox: a task of one's own (of the case named)."""
        self.to("待办")
        self._open(task, case)

    def _open(self, task: str, case: str) -> None:
        rows = self.page.get_by_role("row").filter(has_text=case)
        rows.get_by_role("link", name=task, exact=True).first.click()
        self.heading(task)

    def complete(self, said: str = "已办结。") -> None:
        """Press 办结; the page that follows says so."""
        self.page.get_by_role("button", name="办结", exact=True).locator("visible=true").click()
        self.told(said)

    def refused(self, faults: int) -> None:
        """Press 办结 where it cannot be; the page says in how many places."""
        self.page.get_by_role("button", name="办结", exact=True).locator("visible=true").click()
        expect(self.page.get_by_role("alert")).to_contain_text(f"有 {faults} 处需要更正")

    # --- what is on the page ---

    def fill(self, **entries: str) -> None:
        """Fields by their label, exactly but for the mark that they may stay empty."""
        for label, text in entries.items():
            self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(（可选）)?\s*$")).fill(text)

    def choose(self, group: str, option: str) -> None:
        """A choice or a box of a group of them, by the words of both."""
        self.page.get_by_role("group", name=group).get_by_label(option).first.check()

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).locator("visible=true").first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()

    def heading(self, text: str) -> None:
        """Wait for the page of this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text, timeout=PATIENCE)

    def told(self, sentence: str) -> None:
        """Wait until the page says this."""
        expect(self.page.get_by_text(sentence).first).to_be_visible(timeout=PATIENCE)

    def untold(self, *words: str) -> None:
        """None of these words stands anywhere on the page."""
        self.page.wait_for_load_state()
        text = self.page.locator("body").inner_text()
        assert [word for word in words if word in text] == []

    # --- looking ---

    def stop(self, name: str) -> None:
        """Nothing is found in light (deep: and dark), nothing runs over the edge; deep: the picture of this width is kept."""
        self.page.wait_for_load_state()  # with its style sheets
        drawn(self.page)
        for scheme, rules in SCHEMES.items():
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert axe.findings(self.page, rules) == [], (name, scheme)
        self.page.emulate_media(color_scheme="light")
        assert self.page.evaluate(OVERFLOW) <= 0, f"{name} is wider than {self.width}"
        if DEEP:  # half of the walks' pages would be kept in one width only
            shots.keep(self.page, f"{self._prefix}-{name}", self.width)

    def status(self, address: str, **more: Any) -> int:
        """What this person is answered at an address: 404 for what is not for them."""
        return self.page.request.get(address, **more).status


def _entry(room: str) -> re.Pattern[str]:
    """An entry's word, with or without the number of what waits there."""
    return re.compile(rf"^{re.escape(room)}(\s*\d+)?$")
