"""Templates: what is read, where the finding stands when it cannot be, and what their holes hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import Environment
from engine.letters import FillError, TemplateError, fill, parse_template, plain, text_of, value_of
from engine.letters.filling import BLOCKS, ENTRIES

HEAD = "---\ntitle: 通知\nfacts: name, due?, items?\n---\n"


def template(body: str, head: str = HEAD) -> Any:
    return parse_template((head + body).encode(), "p/letters/note.md", "p.note")


def lines(body: str, **facts: Any) -> list[str]:
    return plain(fill(template(body), facts, Environment())).splitlines()


def blocks(body: str, **facts: Any) -> list[tuple[str, list[list[tuple[str, bool]]]]]:
    found = fill(template(body), facts, Environment())
    return [(b["kind"], [[(p["text"], p["bold"]) for p in cell] for cell in b["cells"]]) for b in found]


def test_the_head_says_title_facts_and_what_the_public_may_see() -> None:
    head = "---\ntitle: 证书\nfacts: name，due?、note\nseries: certificate\nholder: = name\n---\n"
    read = template("一行", head)
    assert (read.id, read.head.title, read.head.series) == ("p.note", "证书", "certificate")
    assert read.head.facts == {"name": True, "due": False, "note": True}
    assert value_of(read, read.head.holder, {"name": "示例公司"}, Environment()) == "示例公司"
    assert read.head.certificate is None


def test_lines_have_kinds_and_bold_parts() -> None:
    body = "# 大题\n\n正文**要紧{= name}**尾\n- 一项\n3. 编号\n| 甲 | 乙 |\n|---|---|\n| 1 | {= name} |\n"
    assert blocks(body, name="*x*") == [
        ("heading", [[("大题", False)]]),
        ("para", [[("正文", False), ("要紧", True), ("*x*", True), ("尾", False)]]),
        ("item", [[("一项", False)]]),
        ("number", [[("编号", False)]]),
        ("row", [[("甲", False)], [("乙", False)]]),
        ("row", [[("1", False)], [("*x*", False)]]),
    ]


def test_what_a_hole_holds_is_never_read_as_markup_or_as_a_hole() -> None:
    assert lines("{= name}", name="{= 1 + 1} # **a** | b {end}") == ["{= 1 + 1} # **a** | b {end}"]


def test_braces_and_strokes_inside_an_expression() -> None:
    assert lines('{= {a: "}"}.a}{= "|"}', name="x") == ["}|"]
    assert blocks('| {= "a|b"} | {= [1, 2][2]} |') == [("row", [[("a|b", False)], [("2", False)]])]


def test_loops_and_conditions() -> None:
    body = "{for one in items}\n{if one.n > 1}\n- {= one.n}：{= name}\n{else}\n- 少\n{end}\n{end}\n完"
    facts = {"name": "甲", "items": [{"n": Decimal(1)}, {"n": Decimal(2)}]}
    assert lines(body, **facts) == ["— 少", "— 2：甲", "完"]
    assert lines("{for one in items}\n- {= one}\n{end}\n完", items=None) == ["完"]
    assert lines("{if name = null}\n无\n{end}\n完") == ["无", "完"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("文字", "文字"),
        (Decimal("3.10"), "3.1"),
        (Decimal("1E+3"), "1000"),
        (True, "是"),
        (False, "否"),
        (date(2027, 3, 5), "2027年3月5日"),
        # 16:00 UTC is midnight in Shanghai: the end of the 5th
        (datetime(2027, 3, 5, 16, tzinfo=UTC), "2027年3月5日24:00"),
        (datetime(2027, 3, 5, 1, 30, tzinfo=UTC), "2027年3月5日09:30"),
        (["甲", Decimal(2)], "甲、2"),
        ([], ""),
        (None, None),
        ({"a": "b"}, None),
        (["甲", None], None),
    ],
)
def test_values_in_words(value: Any, text: str | None) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("body", "facts", "said"),
    [
        ("一\n{= due}", {"due": None}, "第 6 行填不出来：“due”没有值"),
        ("{= {a: 1}}", {}, "第 5 行填不出来：“{a: 1}”不是可以写进句子的值"),
        ("{for x in items}\n- a\n{end}", {"items": [1] * (ENTRIES + 1)}, f"列表有 {ENTRIES + 1} 项"),
        (
            "{for x in items}\n" + "- a\n" * 5 + "{end}",
            {"items": [1] * (BLOCKS // 5 + 1)},
            f"超过了 {BLOCKS} 段",
        ),
    ],
)
def test_what_cannot_be_filled_is_an_error_with_its_line(body: str, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(FillError) as raised:
        fill(template(body), facts, Environment())
    assert raised.value.code == "letter-not-filled"
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("没有开头", 1, "第一行应是“---”"),
        ("---\ntitle: 甲\nsubject: 乙\n---\n", 3, "不认识“subject”"),
        ("---\nfacts: a\n---\n", 1, "请用 title 写明信函名称"),
        ("---\ntitle: 甲\nsheet: poster\n---\n", 1, "没有“poster”这种版式"),
        ("---\ntitle: 甲\nfacts: a b\n---\n", 1, "facts 里的“a b”不是变量名"),
        (HEAD + "{= 1 +}", 5, "“1 +”不是正确的 FEEL 表达式"),
        (HEAD + "一\n{= name", 6, "“{=”没有对应的“}”"),
        (HEAD + "{= }", 5, "花括号里没有表达式"),
        (HEAD + "**粗", 5, "“**”没有成对"),
        (HEAD + "{if name}\n一", 5, "没有“{end}”"),
        (HEAD + "{end}", 5, "没有对应的开头"),
        (HEAD + "一\n{else}\n二", 6, "没有对应的开头"),
        (HEAD + "{for x of items}", 5, "这一行应写成"),
        (HEAD + "{if name}\n" * 5 + "{end}\n" * 5, 9, "最多套 4 层"),
    ],
)
def test_findings_of_a_template_stand_at_their_lines(text: str, line: int, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        parse_template(text.encode(), "p/letters/note.md", "p.note")
    (found,) = raised.value.findings
    assert (found.rule, found.file, found.line) == ("letter", "p/letters/note.md", line)
    assert said in found.message


def test_a_template_that_is_too_large_or_no_text() -> None:
    with pytest.raises(TemplateError, match="65536 字节"):
        template("字" * 22_000)
    with pytest.raises(TemplateError, match="UTF-8"):
        parse_template(b"---\n\xff", "p/letters/note.md", "p.note")
