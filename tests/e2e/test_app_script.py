"""The helpers of app.js on a plain page: errors first, nothing typed lost, writes signed against forgery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, render_template, request
from playwright.sync_api import Dialog, Page, expect

from tests.e2e.serving import Site, serving
from tests.e2e.watch import Watch

HERE = Path(__file__).parent / "island"
STATIC = Path(__file__).resolve().parents[2] / "web" / "static"


@pytest.fixture(scope="module")
def desk() -> Iterator[Site]:
    """A page with one form; /part answers what it was sent; /broken answers 503."""
    app = Flask(__name__, static_folder=str(STATIC), template_folder=str(HERE))
    app.config["sent"] = []

    @app.route("/form", methods=["GET", "POST"])
    def form() -> tuple[str, int]:
        if request.method == "POST":
            app.config["sent"].append(request.form["name"])
        failed = request.method == "POST" and not request.form["name"]
        return render_template("form.html", failed=failed), 422 if failed else 200

    @app.post("/part")
    def part() -> str:
        return f"令牌 {request.headers.get('X-CSRFToken')}"

    @app.post("/broken")
    def broken() -> Response:
        return Response("traceback", status=503)

    with serving(app, app) as running:
        yield running


@pytest.fixture
def form(new_page: Callable[..., Page], desk: Site) -> Page:
    page = new_page(desk.url)
    page.goto("/form")
    return page


def test_after_a_failed_submission_the_summary_has_the_focus_and_leads_to_the_field(
    form: Page, watch: Watch
) -> None:
    watch.allow(422)
    form.get_by_role("button", name="提交").click()
    expect(form.locator(".errsum")).to_be_focused()
    form.get_by_role("link", name="请填写单位名称").click()
    expect(form.get_by_label("单位名称")).to_be_focused()


def test_an_error_on_a_group_leads_to_its_first_control(form: Page, watch: Watch) -> None:
    watch.allow(422)
    form.get_by_role("button", name="提交").click()
    form.get_by_role("link", name="请选择类别").click()
    expect(form.get_by_label("企业")).to_be_focused()


def test_leaving_a_form_with_unsaved_entries_warns(form: Page) -> None:
    seen: list[str] = []

    def stay(dialog: Dialog) -> None:
        seen.append(dialog.type)
        dialog.dismiss()

    form.on("dialog", stay)
    form.get_by_label("单位名称").fill("示例精密仪器有限公司")
    form.evaluate("location.reload()")
    expect(form.get_by_label("单位名称")).to_have_value("示例精密仪器有限公司")
    assert seen == ["beforeunload"]


def test_a_second_click_does_not_submit_twice(form: Page, desk: Site) -> None:
    desk.engine.config["sent"].clear()
    form.get_by_label("单位名称").fill("示例")
    form.get_by_role("button", name="提交").evaluate("button => { button.click(); button.click(); }")
    form.wait_for_url("**/form?sent")
    assert desk.engine.config["sent"] == ["示例"]


def test_htmx_writes_carry_the_token_of_the_page(form: Page) -> None:
    form.get_by_role("button", name="更新").click()
    expect(form.locator("#part")).to_have_text("令牌 t0ken")
    expect(form.locator("#part")).not_to_have_attribute("aria-busy", "true")


def test_a_broken_server_leaves_the_content_and_says_so(form: Page, watch: Watch) -> None:
    watch.allow(503)
    form.get_by_role("button", name="故障").click()
    expect(form.locator("#status")).to_contain_text("服务器没有完成这次操作（503）")
    expect(form.locator("#part")).to_have_text("原有内容")


def test_arrow_keys_step_a_number_within_its_limits(form: Page) -> None:
    field = form.get_by_label("得分")
    field.focus()
    seen = []
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        form.keyboard.press(key)
        seen.append(field.input_value())
    assert seen == ["1.5", "2.0", "2.0", "1.5"]
    field.fill("一")
    form.keyboard.press("ArrowUp")
    expect(field).to_have_value("一")


def test_characters_are_counted_as_the_server_counts_them(form: Page) -> None:
    count = form.locator("#f-about-count")
    form.get_by_label("简介").fill("𠮷a\n🧾 ")  # the server counts code points, without space around them
    expect(count).to_have_text("4 / 5 字")
    form.get_by_label("简介").fill("一二三四五六")
    expect(count).to_have_class("bad-t")
