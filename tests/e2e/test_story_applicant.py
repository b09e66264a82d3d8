"""An applicant: files an application, posts the internal notice, and waits for the window to open."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import case_of, let_pass, open_case, open_when, task_at
from tests.e2e.judging import judge
from tests.e2e.reading import lines, marked, sentences, tasks
from tests.e2e.serving import Site
from tests.e2e.watch import Watch
from web import demo
from web.people import accounts

NAME = "示例绿色建材有限公司"


def newcomer(site: Site) -> str:
    """An applicant who has no case yet."""
    accounts.add(site.engine.database, "newcomer", NAME, demo.PASSWORD, ["jingan.applicant"])
    return "newcomer"


def test_an_applicant_files_posts_and_must_wait_for_the_window(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = enter(own_site, newcomer(own_site))
    page.goto("/cases")
    expect(page.get_by_text("还没有您可以查看的案件。")).to_be_visible()
    page.get_by_role("link", name="申报", exact=True).click()
    expect(page.get_by_label("第2届（2026年）")).to_be_checked()
    expect(page.get_by_text("受理到 10月18日 周日 24:00 止")).to_be_visible()
    page.get_by_label("统一社会信用代码或身份证号").fill("91310106DEMEX00012")
    page.get_by_role("button", name="开始申报").click()
    expect(page.get_by_text("已立案。接下来要办的事在“待办”里，照那里的期限办理。")).to_be_visible()
    assert sentences(page) == ["张贴内部公示等您办理。"]
    expect(page.locator(".pb .note").first).to_contain_text(
        "到 10月18日 周日 24:00 还没有办完，就转入逾期未申报。"
    )

    page.get_by_role("link", name="打开任务").click()
    judge(page, "task-internal-notice")
    page.get_by_label("张贴日期").fill("2026-09-28")
    page.get_by_label("公告栏").check()
    page.get_by_label("张贴地点或网址").fill("一楼公告栏")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结。本案现在没有需要您办理的事。")).to_be_visible()
    assert tasks(page) == []

    open_case(page, case_of(own_site, "newcomer"))
    assert marked(page) == ["internal-notice-over"]
    assert sentences(page) == ["内部公示期满要等到 10月10日 周六 24:00，满 5 个工作日，其间国庆节 7 天不计。"]
    expect(page.locator("ol.sent .meta")).to_contain_text("期满后最早 10月12日 周一继续")
    expect(page.locator("ol.sent .meta")).to_contain_text("接着：提交申报材料")

    let_pass(own_site, "2026-10-10T23:59:59")
    open_when(page, "/tasks", "10月10日 周六")
    assert tasks(page) == []
    let_pass(own_site, "2026-10-11T00:00:00")
    open_when(page, "/tasks", "提交申报材料")
    assert tasks(page) == ["提交申报材料"]
    page.get_by_role("link", name="提交申报材料", exact=True).click()
    judge(page, "task-application")


def test_an_applicant_sees_only_own_cases(site: Site, enter: Callable[..., Page], watch: Watch) -> None:
    watch.allow(404)
    page = enter(site, "applicant2")
    page.goto("/cases")
    assert lines(page.locator("table.tbl .t1")) == ["示例医疗器械有限公司"]
    for address in (case_of(site, "applicant3"), task_at(site, "post-notice")):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("没有找到")
    answer = page.goto(f"{case_of(site, 'applicant3')}/diagram.bpmn")
    assert answer is not None
    assert answer.status == 404


def test_an_applicant_reads_no_names_of_staff(site: Site, enter: Callable[..., Page]) -> None:
    page = enter(site, "applicant2")
    page.goto(case_of(site, "applicant2"))
    told = " ".join(lines(page.locator(".tl li")))
    assert "工作人员办结“作出审查结论”" in told
    assert "负责人" not in told


def test_outside_the_window_there_is_nothing_to_apply_for(own_site: Site, enter: Callable[..., Page]) -> None:
    let_pass(own_site, "2026-10-19T00:00:00")
    page = enter(own_site, newcomer(own_site))
    page.goto("/applications/new")
    expect(page.get_by_text("现在没有正在受理申报的评选周期。")).to_be_visible()
    expect(page.get_by_role("button", name="开始申报")).to_have_count(0)
