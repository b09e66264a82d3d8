"""From the ranking to the minutes: the office's lead proposes, the committee meets and votes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.walking import Walk

Walker = Callable[..., Walk]


def line(page: Page, name: str) -> Locator:
    """A case of the ranking or of the votes."""
    return page.get_by_role("group", name=name, exact=True)


def order(page: Page) -> list[str]:
    """The organisations in the order in which they stand."""
    return page.locator(".ranks").first.locator(".rank-who > b").all_inner_texts()


def propose(walk: Walk) -> None:
    page = walk.page
    walk.claim("汇报推荐意见")
    # Both organisations have 720 points: the rule says nothing of ties, so the office decides.
    first, second = order(page)
    expect(line(page, first).get_by_text("同分")).to_be_visible()
    page.get_by_role("button", name=f"下移 {first}").click()
    expect(page.locator(".ranks").first.locator(".rank-who > b").first).to_have_text(second)
    assert order(page) == [second, first]
    assert page.get_by_label(f"名次：{first}").input_value() == "2"
    for name in (second, first):
        line(page, name).get_by_label("提请审定获奖").check()
        line(page, name).get_by_role("combobox", name="等级").select_option(label="标杆示范级")
        line(page, name).get_by_label("理由").fill("综合评价靠前")
    for name in page.locator(".ranks").nth(1).locator(".rank-who > b").all_inner_texts():
        line(page, name).get_by_label("提请审定获奖").check()
    for place in page.get_by_label("理由").all():
        if not place.input_value():
            place.fill("与专家组建议一致")
    quotas = page.get_by_role("table", name="名额和空缺")
    expect(quotas.get_by_role("row", name="标杆示范级")).to_contain_text("空缺 8")
    page.get_by_label("空缺说明").fill("个人奖没有达到水平的申报")
    walk.stop("proposal")
    walk.complete()


def declare(walk: Walk, name: str) -> None:
    """A member steps back from one case before the meeting: it is closed to them at once."""
    page = walk.page
    walk.to("委员会")
    walk.stop("meetings")
    page.get_by_role("link", name="审定获奖名单", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("button", name="声明并回避").click()
    expect(page.get_by_role("alert")).to_contain_text("有 2 处需要更正")
    walk.stop("declaration-faults")
    option = page.get_by_label("要回避的案件").locator("option", has_text=name)
    page.get_by_label("要回避的案件").select_option(option.get_attribute("value"))
    page.get_by_label("指导、咨询或培训").check()
    page.get_by_role("button", name="声明并回避").click()
    expect(page.get_by_text("这件案件从现在起对您关闭")).to_be_visible()
    expect(page.get_by_text("您已回避")).to_be_visible()
    expect(page.get_by_role("link", name=name)).to_have_count(0)
    walk.stop("agenda")


def meet(walk: Walk, recused: str) -> None:
    page = walk.page
    page.get_by_role("link", name="记录会议").click()
    page.get_by_role("button", name="认领").first.click()
    if page.get_by_role("heading", level=1).inner_text() != "审定获奖名单":
        page.get_by_role("link", name="审定获奖名单", exact=True).first.click()
    page.get_by_label("审定会议日期").fill("2026-09-28")
    page.get_by_label("主持人").fill("主任委员（示例）")
    expect(page.get_by_text(f"已在系统里声明回避：{recused}")).to_be_visible()
    page.get_by_role("button", name="填入委员名单和已声明的回避").click()
    expect(page.get_by_text("已在系统里声明回避")).to_have_count(0)
    expect(page.get_by_label("委员", exact=True).first).to_have_value("质协审定委委员")
    for name in ("委员乙", "委员丙", "委员丁"):
        page.get_by_role("button", name="加一位委员").click()
        seat = page.get_by_label("委员", exact=True).last
        expect(seat).to_have_value("")
        seat.fill(name)
        page.locator(".seat").last.get_by_label("出席").check()
    page.get_by_label("无记名表决").check()
    expect(page.get_by_label("赞成票").first).to_be_visible()
    expect(line(page, recused).get_by_text("可以表决 3 人 · 回避 1 人")).to_be_visible()
    for ballot in page.locator(".ballot").all():
        ballot.get_by_label("赞成票").fill("3")
        ballot.get_by_label("反对票").fill("0")
        ballot.get_by_label("弃权票").fill("1")
    page.get_by_label("审定通过").check()
    page.get_by_label("决议").fill("同意授奖")
    page.get_by_label("会议纪要编号").fill("示例纪要 7 号")
    walk.refused(1)  # four votes where only three may vote
    walk.stop("meeting-faults")
    line(page, recused).get_by_label("弃权票").fill("0")
    walk.complete()


def file(walk: Walk, recused: str) -> None:
    """The minutes say what was entered: to look at, to print, to download."""
    page = walk.page
    walk.to("委员会")
    page.get_by_role("link", name="审定获奖名单", exact=True).click()
    page.get_by_role("link", name="会议纪要").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("审定获奖名单会议纪要")
    row = page.get_by_role("row", name=recused)
    expect(row.last).to_contain_text("3")
    expect(page.get_by_text("同意授奖")).to_be_visible()
    expect(page.get_by_text("法定人数：办法没有规定")).to_be_visible()
    walk.stop("minutes")
    with page.expect_download() as waited:
        page.get_by_role("link", name="下载 PDF").click()
    assert waited.value.suggested_filename.endswith("审定获奖名单会议纪要.pdf")


def test_a_list_is_ranked_voted_on_and_filed(walker: Walker) -> None:
    lead = walker("as-lead")
    propose(lead)
    member = walker("as-committee")
    recused = "示例检测集团有限公司"
    declare(member, recused)
    meet(member, recused)
    file(member, recused)
