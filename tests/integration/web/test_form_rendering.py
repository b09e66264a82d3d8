"""Every component as HTML: what is shown, what assistive technology is told, what is stored as it was typed."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable

import pytest

from tests.integration.web.conftest import Browser, House
from tests.integration.web.every import every

Browse = Callable[[str], Browser]
FAMILY = "👨‍👩‍👧‍👦"
ODD = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "{{ 7*7 }}{% raw %}",
    "长" * 100,
    f"𠮷野家 {FAMILY} \U0001f9fe",
    "a\u200bb\u202e右至左\u202c",
    "e\u0301 \ufeff é",
]
PASSED = {"name": "甲", "kind": "company", "promise": "true"}


def test_each_component_is_a_control_with_its_name_limits_and_purpose(browse: Browse, house: House) -> None:
    page = browse("clerk").page(f"/tasks/{every(house)}")
    for part in (
        "<p>请 甲&lt;i&gt;公司&lt;/i&gt; <b>如实</b>填写</p><ul><li>一</li><li>二</li></ul>",
        '<label for="f-name">名称</label>',
        'id="f-name" name="name" value="" aria-describedby="f-name-count" aria-required="true"',
        'inputmode="tel" value="" autocomplete="tel"',
        'id="f-about-count" data-counts="f-about" data-most="20"><b>0</b> / 20 字</span>',
        '<output class="fixed" id="f-known">示例公司</output>',
        '<span class="unit">约</span><input class="in num-in" id="f-share"',
        'data-step="0.5" data-min="0" data-max="100"',
        '<span class="hint" id="f-share-hint">0 至 100，最多 1 位小数</span>',
        '<span class="unit">%</span>',
        'type="date" id="f-day"',
        'type="time" step="900" id="f-hour"',
        'type="datetime-local" id="f-at"',
        '<legend class="lab">类别</legend>',
        '<option value="大">大</option>',
        '<input type="checkbox" name="fields" value="school">',
        '<input type="checkbox" name="tags" value="company">',
        '<label for="f-rest">其余</label><span class="hint" id="f-rest-hint">随占比变化</span>',
        '<hr class="sep-line">',
        "没有内容。",
        '<legend class="lab">参加人员</legend>',
    ):
        assert part in page
    assert "twice" not in page  # an expression without a label is only computed
    assert 'for="f-name">名称 <span class="opt">' not in page
    assert '<label for="f-phone">电话 <span class="opt">（可选）</span></label>' in page


def test_what_was_typed_comes_back_with_what_follows_from_it(browse: Browse, house: House) -> None:
    task = every(house)
    typed = {
        "share": "３０.5",
        "about": "一二三\r\n四",
        "hour": "9:30",
        "at": "2026-03-02T14:00",
        "size": "小",
    }
    clerk = browse("clerk")
    part = clerk.post(f"/tasks/{task}/form", 200, htmx=True, **typed).get_data(as_text=True)
    assert '<output class="fixed" id="f-rest">69.5</output>' in part
    assert 'data-most="20"><b>5</b> / 20 字</span>' in part
    for shown in (
        'value="30.5"',
        'value="09:30"',
        'value="2026-03-02T14:00"',
        '<option value="小" selected>',
    ):
        assert shown in part
    page = clerk.post(f"/tasks/{task}/complete", 422, **typed, fields="company").get_data(as_text=True)
    assert page.count('class="msg"') == 3  # name, kind, promise
    assert '<a href="#f-kind">请选择类别</a>' in page
    assert 'id="f-name-error"' in page
    assert 'aria-invalid="true" aria-describedby="f-name-error f-name-count" aria-required="true"' in page


def test_a_text_over_its_limit_says_how_long_it_is(browse: Browse, house: House) -> None:
    task = every(house)
    page = (
        browse("clerk").post(f"/tasks/{task}/complete", 422, **PASSED, about="字" * 21).get_data(as_text=True)
    )
    assert "简介不得超过 20 字，现在是 21 字" in page
    assert '<span class="count-n bad-t" id="f-about-count"' in page


@pytest.mark.parametrize("odd", ODD)
def test_names_are_stored_as_typed_and_shown_escaped(browse: Browse, house: House, odd: str) -> None:
    task = every(house)
    clerk = browse("clerk")
    part = clerk.post(f"/tasks/{task}/form", 200, htmx=True, name=odd, **{"people[0].person": odd})
    assert values(part.get_data(as_text=True), "name", "people[0].person") == [odd, odd]
    assert values(clerk.page(f"/tasks/{task}"), "name") == [odd]
    clerk.post(f"/tasks/{task}/complete", **{**PASSED, "name": odd, "people[0].person": odd})
    done = clerk.page(f"/tasks/{task}")
    assert values(done, "name", "people[0].person") == [odd.strip(), odd.strip()]
    assert "<script>alert" not in done
    assert 'onmouseover="alert(1)"' not in done


def test_a_known_name_with_markup_is_escaped_where_it_cannot_be_changed(browse: Browse, house: House) -> None:
    page = browse("clerk").page(f"/tasks/{every(house, known='<b>甲</b>')}")
    assert '<output class="fixed" id="f-known">&lt;b&gt;甲&lt;/b&gt;</output>' in page


def test_what_cannot_be_stored_is_refused_with_a_sentence(browse: Browse, house: House) -> None:
    task = every(house)
    page = browse("clerk").post(f"/tasks/{task}/complete", 422, **{**PASSED, "name": "a\x00b"})
    assert "名称含有无法保存的字符，请删除后重新输入" in page.get_data(as_text=True)
    assert browse("clerk").page(f"/tasks/{task}")


def test_rows_move_up(browse: Browse, house: House) -> None:
    task = every(house)
    clerk = browse("clerk")
    rows = {f"people[{n}].person": name for n, name in enumerate("甲乙丙")}
    part = clerk.post(f"/tasks/{task}/form", 200, htmx=True, _move="people[2]", **rows)
    text = part.get_data(as_text=True)
    assert values(text, *(f"people[{n}].person" for n in range(3))) == ["甲", "丙", "乙"]
    assert text.count('name="_move"') == 2
    assert 'name="_move" value="people[0]"' not in text


def test_ten_thousand_rows_are_refused_with_a_sentence_and_in_time(browse: Browse, house: House) -> None:
    task = every(house)
    clerk = browse("clerk")
    rows = {f"people[{n}].person": f"第{n}人" for n in range(10_000)}
    begun = time.monotonic()
    page = clerk.post(f"/tasks/{task}/complete", 422, **PASSED, **rows).get_data(as_text=True)
    assert time.monotonic() - begun < 10
    assert "参加人员最多 200 行，多出的没有收下；内容更多时请改为上传文件" in page
    assert page.count('class="rowbox"') == 200
    kept = {f"people[{n}].person": f"第{n}人" for n in range(200)}
    clerk.post(f"/tasks/{task}/complete", 303, **PASSED, **kept)


def test_a_case_with_ten_thousand_rows_in_a_table_shows_a_page_of_them(browse: Browse, house: House) -> None:
    task = every(house, past=[{"year": 10_000 - n, "unit": f"单位{n}"} for n in range(10_000)])
    begun = time.monotonic()
    page = browse("clerk").page(f"/tasks/{task}")
    assert time.monotonic() - begun < 10
    assert rows_of(page)[:2] == [("10000", "单位0"), ("9999", "单位1")]
    assert len(rows_of(page)) == 50
    assert "第 1–50 项，共 10000 项" in page


def test_a_long_table_is_sorted_and_turned_over_without_losing_what_was_typed(
    browse: Browse, house: House
) -> None:
    past = [{"year": 2000 + n % 7, "unit": f"单位{n:02}"} for n in range(60)] + [
        {"year": None, "unit": "无年份"}
    ]
    task = every(house, past=past)
    clerk = browse("clerk")
    part = clerk.post(f"/tasks/{task}/form?table=table_1&by=-0&page=0", 200, htmx=True, name="打了一半")
    text = part.get_data(as_text=True)
    assert rows_of(text)[:2] == [("2006", "单位06"), ("2006", "单位13")]
    assert '<th aria-sort="descending">' in text
    assert values(text, "name") == ["打了一半"]
    assert f'hx-post="/tasks/{task}/form?table=table_1&amp;by=-0&amp;page=1"' in text
    second = clerk.post(f"/tasks/{task}/form?table=table_1&by=0&page=1", 303)
    assert second.location == f"/tasks/{task}?table=table_1&by=0&page=1#form"
    page = clerk.page(second.location.partition("#")[0])
    assert rows_of(page)[-1] == ("", "无年份")  # what has no value stands last in either order
    assert len(rows_of(page)) == 11
    assert values(page, "name") == ["打了一半"]


@pytest.mark.parametrize("asked", ["by=9", "by=x", "by=-", "page=99999999999", "page=-1", "table=other&by=0"])
def test_an_order_that_nobody_offered_is_ignored(browse: Browse, house: House, asked: str) -> None:
    task = every(house, past=[{"year": n, "unit": "单位"} for n in range(12)])
    page = browse("clerk").page(f"/tasks/{task}?table=table_1&{asked}")
    assert rows_of(page)[0] == ("0", "单位")


def test_a_long_form_says_how_far_one_is(browse: Browse, house: House) -> None:
    task = every(house)
    clerk = browse("clerk")
    assert outline(clerk.page(f"/tasks/{task}")) == [
        ("一、申报人", "还差 1 项"),
        ("二、数据", "还差 1 项"),
        ("三、其他", "还差 1 项"),
    ]
    part = clerk.post(f"/tasks/{task}/form", 200, htmx=True, name="甲", kind="school")
    text = part.get_data(as_text=True)
    assert outline(text) == [("一、申报人", "已填好"), ("二、数据", "已填好"), ("三、其他", "还差 1 项")]
    assert "共 3 节，填好 2 节" in text
    refused = clerk.post(f"/tasks/{task}/complete", 422, **{**PASSED, "share": "101"}).get_data(as_text=True)
    assert outline(refused)[1] == ("二、数据", "1 处要更正")
    for link in re.findall(r'<li class="\w+"><a href="#(s-[^"]+)">', refused):
        assert f'<section class="panel" id="{link}"' in refused


def values(page: str, *names: str) -> list[str]:
    """What stands in these fields."""
    found = (re.search(rf'name="{re.escape(name)}"[^>]*? value="([^"]*)"', page) for name in names)
    return [html.unescape(one[1]) for one in found if one]


def rows_of(page: str) -> list[tuple[str, ...]]:
    """The cells of the form's table, row by row."""
    body = re.search(r'aria-label="往年获奖"><thead>.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert body is not None
    return [tuple(re.findall(r"<td[^>]*>(.*?)</td>", row)) for row in re.findall(r"<tr>(.*?)</tr>", body[1])]


def outline(page: str) -> list[tuple[str, str]]:
    """The sections of the form with how far each is."""
    return re.findall(r"<span>([^<]+)<small>([^<]+)</small></span></a></li>", page)
