"""Beginning by hand, by visible words only: a revocation, an application on paper, a withdrawal, material reopened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, shots
from tests.e2e.serving import Site
from tests.e2e.watch import Watch
from web.demo import PASSWORD

WIDTHS = {1280: 900, 390: 844}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE = 20_000  # milliseconds
CODE = "91310106DEMEX0009T"  # fictitious
FIRM = "示例仪表有限公司"


class Walk:
    """One browser of one width; every page is looked at by axe and kept as a picture."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width = page, width
        page.set_default_timeout(PATIENCE)

    def enter(self, name: str) -> None:
        self.page.goto("/sign-in")
        self.page.get_by_label("账户名").fill(name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def to(self, room: str) -> None:
        """By the navigation: what does not stand in the bar is on the page behind it."""
        bar = self.page.get_by_role("navigation").get_by_role("link", name=room, exact=True)
        if self.width < 1000:
            self.page.get_by_role("link", name="菜单").first.click()
        elif not bar.count():
            self.page.get_by_role("link", name="更多").first.click()
        self.page.get_by_role("link", name=room, exact=True).first.click()

    def looked_at(self, name: str) -> None:
        """Nothing is found in light or dark, nothing runs over the edge."""
        self.page.wait_for_load_state()
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            assert axe.findings(self.page) == [], (name, scheme)
        self.page.emulate_media(color_scheme="light")
        assert self.page.evaluate(OVERFLOW) == 0, name
        if self.width == min(WIDTHS):  # one walk keeps the pictures of both widths
            shots.shoot(self.page, f"begin-{name}")

    def fill(self, **entries: str) -> None:
        for label, text in entries.items():
            self.page.get_by_label(label, exact=True).fill(text)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text, timeout=PATIENCE)


@pytest.fixture(params=WIDTHS)
def walk(own_site: Site, new_page: Callable[..., Page], watch: Watch, request: pytest.FixtureRequest) -> Walk:
    watch.allow(422)
    width = request.param
    return Walk(new_page(own_site.url, viewport={"width": width, "height": WIDTHS[width]}), width)


def test_a_clerk_begins_a_revocation(walk: Walk) -> None:
    page = walk.page
    walk.enter("office")
    walk.to("立案")
    walk.heading("立案")
    walk.looked_at("list")
    page.get_by_role("link", name="提出撤销奖励…").click()
    walk.heading("提出撤销奖励")
    walk.looked_at("revocation")
    walk.fill(获奖案件的编号="静质奖申〔2024〕001号", 证书编号="静质奖证〔2024〕001号", 获奖者名称=FIRM)
    walk.press("立案")
    expect(page.get_by_text("未能提交：有 2 处需要更正")).to_be_visible()
    expect(page.get_by_label("证书编号", exact=True)).to_have_value("静质奖证〔2024〕001号")
    walk.looked_at("revocation-refused")
    page.get_by_role("group", name="类型").get_by_label("组织").check()
    walk.fill(发现的情况="群众来信反映材料不实（示例）")
    walk.press("立案")
    expect(page.get_by_text("已立案，编号 静质奖申〔2024〕001号。要办的事在“待办”里。")).to_be_visible()
    walk.looked_at("revocation-case")


def test_an_application_on_paper_is_entered_and_marked(walk: Walk) -> None:
    page = walk.page
    walk.enter("office")
    walk.to("立案")
    page.get_by_role("link", name="录入纸质申报…").click()
    walk.heading("录入纸质申报")
    walk.looked_at("paper")
    page.get_by_role("group", name="申报人是").get_by_label("组织").check()
    walk.fill(申报人名称=FIRM, 统一社会信用代码或身份证号="91310106DEMEX00099", 联系方式="示例路 9 号")
    walk.press("立案")
    expect(page.get_by_text("未能提交")).to_be_visible()
    walk.looked_at("paper-refused")
    walk.fill(统一社会信用代码或身份证号=CODE)
    walk.press("立案")
    walk.heading(FIRM)
    expect(page.get_by_text("由区审定办经办录入。")).to_be_visible()
    walk.looked_at("paper-case")
    page.get_by_role("link", name="打开任务").first.click()
    walk.heading("张贴内部公示")
    walk.press("认领")
    expect(page.get_by_role("button", name="办结").first).to_be_visible()


def test_an_applicant_withdraws(walk: Walk) -> None:
    page = walk.page
    walk.enter("applicant2")
    walk.to("我的案件")
    page.get_by_role("main").get_by_role("link", name="示例医疗器械有限公司").first.click()
    page.get_by_role("link", name="撤回申报…").click()
    walk.heading("撤回申报")
    walk.looked_at("withdrawal")
    walk.press("撤回申报")
    expect(page.get_by_text("未能提交：有 1 处需要更正")).to_be_visible()
    walk.fill(撤回的原因="经营安排调整（示例）")
    walk.press("撤回申报")
    expect(page.get_by_text("已提交，案件已经往下走。")).to_be_visible()
    expect(page.get_by_text("您提交“撤回申报”")).to_be_visible()
    expect(page.get_by_role("link", name="撤回申报…")).to_have_count(0)
    walk.looked_at("withdrawn")
