"""A file that is opened on the page of a diagram and leaves it again says all that it said before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.drawing import open_diagram
from tests.e2e.serving import Site
from tests.support.xmltrees import lost

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance") / "bpmn-miwg"
FOREIGN = Path(__file__).parent / "island" / "foreign.bpmn"
ADDED = ("BPMNDiagram", " @isMarkerVisible=true")  # a plane for a collapsed sub-process; the X of a gateway
COMMENTS = "文件里的 XML 注释（<!-- -->）保存时不会留下；要留的话写进“说明”。"


def round_trip(page: Page, file: Path) -> bytes:
    """What the page makes of a file that is opened and handed on without a change: the text it sends to be checked.

    What a check would answer is no matter here, so it is not asked: a browser may also hold back the tenth of many
    downloads, and one download says the same (below).
    """
    open_file(page, file)
    with page.expect_request("**/check?opened=*") as sent:
        page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text("检查完毕。")
    made = sent.value.post_data_buffer
    assert made is not None
    return made


def open_file(page: Page, file: Path) -> None:
    page.get_by_label("打开本机的 BPMN 文件").set_input_files(file)
    expect(page.locator("[data-state]")).to_contain_text(f"已打开 {file.name}，还没有保存。")


def gained(before: bytes, after: bytes) -> list[str]:
    """What the page wrote of its own, but for what bpmn-js always says of the drawing."""
    return [each for each in lost(after, before) if not any(mark in each for mark in ADDED)]


@pytest.fixture
def drawing(site: Site, enter: Callable[..., Page]) -> Page:
    page = enter(site, "owner")
    page.route("**/check?opened=*", lambda route: route.fulfill(json={"findings": []}))
    open_diagram(page, "/diagrams/shared.public-notice")
    return page


def test_our_own_diagrams_come_back_as_they_were(drawing: Page) -> None:
    files = sorted((ROOT / "processes").glob("*/*.bpmn"))
    assert len(files) >= 7
    for file in files:
        before, after = file.read_bytes(), round_trip(drawing, file)
        assert (lost(before, after), gained(before, after)) == ([], []), file.name


def test_a_file_is_opened_and_downloaded(drawing: Page) -> None:
    file = ROOT / "processes" / "jingan" / "objection.bpmn"
    sent = round_trip(drawing, file)
    with drawing.expect_download() as kept:
        drawing.get_by_role("link", name="下载").click()
    assert Path(kept.value.path()).read_bytes() == sent


def test_what_nobody_knows_comes_back_as_it_was(drawing: Page, tmp_path: Path) -> None:
    """Elements, attributes and text of foreign namespaces, also where a prefix repeats its element's; shapes of
    nothing; references to nowhere; what the standard says anyway; line breaks; processes that are not drawn.
    """
    before, after = FOREIGN.read_bytes(), round_trip(drawing, FOREIGN)
    assert lost(before, after) == []
    assert gained(before, after) == []
    again = tmp_path / "again.bpmn"
    again.write_bytes(after)
    assert lost(after, round_trip(drawing, again)) == []


def test_a_comment_is_dropped_and_the_page_says_so(drawing: Page) -> None:
    open_file(drawing, FOREIGN)
    expect(drawing.locator("[data-state]")).to_contain_text(COMMENTS)


def test_what_is_no_diagram_leaves_the_drawing_as_it_is(drawing: Page, tmp_path: Path) -> None:
    file = tmp_path / "letter.bpmn"
    file.write_text("<letter/>", encoding="utf-8")
    before = drawing.locator(".djs-element").count()
    drawing.get_by_label("打开本机的 BPMN 文件").set_input_files(file)
    expect(drawing.locator("[data-state]")).to_contain_text("不是能画出来的 BPMN 文件，图没有改动")
    assert drawing.locator(".djs-element").count() == before


@pytest.mark.skipif(
    not MODELS.is_dir(), reason=f"no MIWG models at {MODELS} (LAUREL_CONFORMANCE names its folder)"
)
def test_nothing_of_a_reference_model_is_lost(drawing: Page) -> None:
    """MIWG: the files that makers of BPMN tools exchange to see what their tools lose."""
    files = sorted(MODELS.glob("*.bpmn"))
    assert len(files) == 21
    found = {}
    for file in files:
        before, after = file.read_bytes(), round_trip(drawing, file)
        found[file.name] = lost(before, after), gained(before, after)
    assert found == {file.name: ([], []) for file in files}
