"""The diagram island by itself: what it draws, under the strictest style policy, without and with script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, render_template, request, send_file
from playwright.sync_api import Page, expect

from tests.e2e.serving import Site, serving
from tests.e2e.watch import Watch

HERE = Path(__file__).parent / "island"
STATIC = Path(__file__).resolve().parents[2] / "web" / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"
WHERE: dict[str, Any] = {
    "walked": ["submitted", "f1", "eligibility", "f2", "split", "f3", "f4", "f6", "objection"],
    "here": [
        {"element": "notice", "number": 1, "tone": "run", "label": "向社会公示"},
        {"element": "inquiry", "number": 2, "tone": "hold", "label": "异议核查", "href": "#outline"},
        {"element": "declare", "number": 3, "tone": "wait", "label": "逐人声明"},
    ],
}
CROWDED = {"walked": [], "here": [{**WHERE["here"][0], "number": number} for number in (1, 2, 3)]}


@pytest.fixture(scope="module")
def island() -> Iterator[Site]:
    app = Flask(__name__, static_folder=str(STATIC), template_folder=str(HERE))

    @app.get("/<page>")
    def show(page: str) -> str:
        where = CROWDED if page == "crowded" else WHERE
        diagram = {"broken": "/nowhere/at/all", "sheets": "/diagrams/sheets"}.get(page, "/diagrams/walk")
        process = request.args.get("process", "walk")
        return render_template("page.html", where=where, diagram=diagram, process=process)

    @app.get("/diagrams/<name>")
    def diagram(name: str) -> Response:
        return send_file(HERE / f"{name}.bpmn", mimetype="application/xml")

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    with serving(app) as running:
        yield running


@pytest.fixture
def case(new_page: Callable[..., Page], island: Site) -> Page:
    page = new_page(island.url)
    page.goto("/case")
    expect(page.locator("[data-diagram-url]")).to_have_attribute("data-ready", "true")
    return page


def ids(page: Page, selector: str) -> set[str]:
    return set(page.locator(selector).evaluate_all("nodes => nodes.map(node => node.dataset.elementId)"))


def test_walked_and_present_elements_are_marked(case: Page) -> None:
    assert ids(case, ".djs-element.walked") == set(WHERE["walked"])
    assert ids(case, ".djs-element.here-run") == {"notice"}
    assert ids(case, ".djs-element.here-hold") == {"inquiry"}
    assert ids(case, ".djs-element.here-wait") == {"declarations"}


def test_a_token_inside_a_collapsed_sub_process_shows_on_both_planes(case: Page) -> None:
    assert ids(case, ".djs-element.here-wait") == {"declarations"}
    case.locator(".bjs-drilldown:visible").click()
    assert ids(case, ".djs-element.here-wait") == {"declare"}
    assert case.locator(".dia-tok:visible").all_inner_texts() == ["3"]


def test_badges_carry_the_numbers_of_their_sentences(case: Page) -> None:
    shown = case.locator(".dia-tok:visible").evaluate_all(
        "nodes => nodes.map(node => [node.textContent, node.title])"
    )
    assert sorted(shown) == [["1", "向社会公示"], ["2", "异议核查"], ["3", "逐人声明"]]
    assert case.get_by_role("link", name="令牌 2：异议核查").get_attribute("href") == "#outline"


def test_a_badge_sits_on_the_top_right_corner_of_its_element(case: Page) -> None:
    shape = box(case, ".djs-element[data-element-id=notice] .djs-visual > rect")
    badge = box(case, ".dia-tok.run")
    assert badge["x"] + badge["width"] / 2 == pytest.approx(shape["x"] + shape["width"], abs=4)
    assert badge["y"] + badge["height"] / 2 == pytest.approx(shape["y"], abs=4)


def test_badges_of_one_element_read_from_left_to_right(new_page: Callable[..., Page], island: Site) -> None:
    page = new_page(island.url)
    page.goto("/crowded")
    expect(page.locator(".dia-tok")).to_have_count(3)
    badges = [(box(page, f".dia-tok >> text='{number}'")["x"], number) for number in (1, 2, 3)]
    assert [number for _, number in sorted(badges)] == [1, 2, 3]
    shape = box(page, ".djs-element[data-element-id=notice] .djs-visual > rect")
    last = box(page, ".dia-tok >> text='3'")
    assert last["x"] + last["width"] / 2 == pytest.approx(shape["x"] + shape["width"], abs=4)


def box(page: Page, selector: str) -> Any:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize("process", ["asking", "asking-expert"])
def test_of_several_sheets_the_one_of_the_process_is_shown(
    new_page: Callable[..., Page], island: Site, process: str
) -> None:
    page = new_page(island.url)
    page.goto(f"/sheets?process={process}")
    expect(page.locator("[data-diagram-url]")).to_have_attribute("data-ready", "true")
    drawn = ids(page, ".djs-element.djs-shape:visible")
    assert {f"{process}-s", f"{process}-a"} <= drawn
    assert len({number for number in drawn if number.endswith("-a")}) == 1


def test_outline_is_one_click_away_and_the_drawing_another(case: Page) -> None:
    case.get_by_role("link", name="大纲").click()
    expect(case.locator("#outline")).to_be_visible()
    expect(case.locator("#drawing")).to_be_hidden()
    case.get_by_role("link", name="图", exact=True).click()
    expect(case.locator("#drawing")).to_be_visible()
    expect(case.locator("#outline")).to_be_hidden()


def test_the_drawing_has_the_focus_and_a_name(case: Page) -> None:
    drawing = case.get_by_role("img", name="流程图，令牌在：1 向社会公示；2 异议核查；3 逐人声明")
    drawing.focus()
    expect(drawing).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_mark_of_bpmn_io_is_whole_and_free(
    case: Page, covered: Callable[[Page], bool], width: int, scheme: str
) -> None:
    case.set_viewport_size({"width": width, "height": 900})
    case.emulate_media(color_scheme=scheme)
    mark = case.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_in_viewport(ratio=1)
    assert not covered(case)


def test_without_script_the_outline_is_there(new_page: Callable[..., Page], island: Site) -> None:
    page = new_page(island.url, java_script_enabled=False)
    page.goto("/case")
    expect(page.locator("#outline")).to_be_visible()
    expect(page.locator("#drawing")).to_be_hidden()
    expect(page.locator("[data-twins]")).to_be_hidden()


def test_without_the_diagram_the_outline_stays_and_says_so(
    new_page: Callable[..., Page], island: Site, watch: Watch
) -> None:
    watch.allow(404, "/nowhere/at/all: 404")
    page = new_page(island.url)
    page.goto("/broken")
    expect(page.locator("[data-note]")).to_have_text("图没有画出来。下面的大纲与图内容相同。")
    expect(page.locator("#outline")).to_be_visible()
    expect(page.locator("#drawing")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looks(
    case: Page, shoot: Callable[[Page, str], None], axe_findings: Callable[[Page], list[str]], scheme: str
) -> None:
    case.emulate_media(color_scheme=scheme)
    shoot(case, f"island-{scheme}")
    assert axe_findings(case) == []
