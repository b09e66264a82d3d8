"""Made-up rules, whole: every article, item, annex and leftover in its place."""

from __future__ import annotations

import pytest

from awards.rules import Paragraph, Rule, Unit, Unreadable, lines, split
from awards.rules.bounds import MAX_ANNEXES, MAX_DEPTH, MAX_UNIT, MAX_UNITS
from awards.rules.joining import MAX_PARAGRAPH
from awards.rules.reading import characters
from tests.unit.rules import made_up


def rule(text: str) -> Rule:
    return split(lines(text.encode()))


def told(unit: Unit) -> tuple[str, str, list[str]]:
    return unit.name, unit.title, [f"{'>' * p.level}{p.whole}" for p in unit.paragraphs]


def refusal(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        rule(text)
    return str(caught.value)


def test_a_wrapped_rule_with_its_notice() -> None:
    found = rule(made_up.WRAPPED)
    assert (found.title, found.number, found.kind) == ("灯塔镇好灯奖管理办法", "灯府规〔2031〕7号", "办法")
    assert found.front == [
        "灯塔镇人民政府文件",
        "灯府规〔2031〕7号",
        "灯塔镇人民政府关于印发《灯塔镇好灯奖管理办法》的通知",
        "各村民委员会：",
        "现印发给你们，请照此办理。",
        "灯塔镇人民政府",
        "2031年3月4日",
    ]
    assert found.closing == ["抄送：镇学校，镇卫生院，镇邮局。", "灯塔镇人民政府办公室2031年3月5日印发"]
    assert [(item.line, item.text, item.debris) for item in found.left] == [(39, "- 1 -", True)]
    assert found.remarks == []


def test_wrapped_lines_become_paragraphs_and_items() -> None:
    found = rule(made_up.WRAPPED)
    assert [(unit.chapter, *told(unit)) for unit in found.units] == [
        (
            "第一章 总则",
            "第一条",
            "目的",
            ["为了让夜里走路的人看得清楚，鼓励大家把灯擦亮，依照镇民大会的决议，制定本办法。"],
        ),
        (
            "第一章 总则",
            "第二条",
            "灯的种类",
            [
                "本办法所说的灯有两种：",
                ">（一）路灯，也就是立在路边、高度在3米以上的灯；",
                ">（二）窗灯，也就是放在窗台上的灯。",
                "第二条所说的高度从地面量起。",
            ],
        ),
        (
            "第二章 擦灯",
            "第二条之一",
            "",
            [
                "擦灯的人每年选一次，灯罩用GB/T 19580-2012规定的布擦，依照本办法第一条的规定不收费。",
                "每次擦灯不超过12盏。",
            ],
        ),
        ("第二章 擦灯", "第三条", "实施日期", ["本办法自2031年5月1日起施行。"]),
    ]


def test_a_rule_with_a_paragraph_a_line_annexes_and_scanning_debris() -> None:
    found = rule(made_up.LINES)
    assert (found.title, found.subtitle, found.edition) == (
        "河湾区好船奖管理办法",
        "（2030年修订）",
        "2030年修订",
    )
    assert found.annexes == [("附件1", "附件1、好船评分表"), ("附件2", "附件2 好船承诺书")]
    assert found.closing == ["河湾区船会", "2030年6月1日", "附件：1、好船评分表", "2、好船承诺书"]
    assert [told(unit) for unit in found.units] == [
        (
            "第一条",
            "",
            [
                "好船奖每三年评一次，由河湾区船会主办。申报的人不必交费，船会也不得向申报的人推销任何东西，包括桨、帆和缆绳。"
            ],
        ),
        (
            "第二条",
            "",
            [
                "有下列情形之一的船不得申报：",
                ">（一）漏水的；",
                ">（二）没有名字的；",
                ">（三）上一年沉过的。",
            ],
        ),
        ("第三条", "", ["本办法自发布之日起施行。"]),
        ("附件1 第一条", "", ["每项十分，共三项。"]),
        ("附件2", "", ["我保证：", "船名 船主 电话", "签名："]),
    ]
    assert [(item.line, item.why) for item in found.left] == [(n, "扫描残文") for n in (37, 39, 41, 43, 45)]


def test_a_notice_without_articles() -> None:
    found = rule(made_up.NOTICE)
    assert (found.title, found.number, found.edition) == (
        "山口县办公室关于开展好桥评选的通知",
        "",
        "2032年5月13日",
    )
    assert [told(unit) for unit in found.units] == [
        ("引言", "", ["各乡镇：", "经县里同意，2032—2033年好桥评选现在开始。有关事项通知如下："]),
        (
            "第一部分",
            "评什么",
            [
                ">（一）石桥",
                ">>1.跨度10米以上的石桥，应当建成3年以上，并且没有塌过。",
                ">>2.其他石桥，应当建成1年以上。",
                ">（二）木桥",
                "木桥应当每年上一次漆（铁钉除外）。",
            ],
        ),
        (
            "第二部分",
            "什么时候报",
            ["2032年7月31日以前送到县办公室，网址见县里的告示（qiao.example.cn）。"],
        ),
        ("第三部分", "联系方式", ["联系人：桥办", "电话：000-123", "传真：000-456"]),
    ]
    assert found.closing == ["2032年5月13日", "（此件公开发布）"]


@pytest.mark.parametrize("text", [made_up.WRAPPED, made_up.LINES, made_up.NOTICE])
def test_every_character_is_placed_or_named(text: str) -> None:
    found = rule(text)
    assert found.placed + sum(characters(item.text) for item in found.left) == found.total


def test_a_stray_line_between_notice_and_rule_is_named_not_dropped() -> None:
    found = rule("关于印发《好灯奖办法》的通知\n2031年3月4日\n二级灯长\n好灯奖办法\n第一条 灯要亮。")
    assert [(item.line, item.text, item.debris) for item in found.left] == [(3, "二级灯长", False)]
    assert found.front == ["关于印发《好灯奖办法》的通知", "2031年3月4日"]


def test_text_after_the_end_that_belongs_nowhere_is_named() -> None:
    found = rule("好灯奖办法\n第一条 灯要亮。\n抄送：镇学校。\n今天天气很好。")
    assert [(item.line, item.text) for item in found.left] == [(4, "今天天气很好。")]


def test_a_notice_that_issues_a_rule_after_its_own_sections() -> None:
    found = rule(
        "关于印发好灯奖办法的通知\n一、请照办。\n2031年3月4日\n好灯奖办法\n第一条 灯要亮。\n第二条 灯要净。"
    )
    assert found.title == "好灯奖办法"
    assert [unit.number for unit in found.units] == ["第一部分", "第一条", "第二条"]


def test_a_table_of_contents_is_no_second_set_of_chapters() -> None:
    found = rule(
        "好灯奖办法\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 灯要亮。\n第二章 附则\n第二条 完。"
    )
    assert found.headings == [("", "第一章 总则"), ("", "第二章 附则")]
    assert [(unit.chapter, unit.number) for unit in found.articles] == [
        ("第一章 总则", "第一条"),
        ("第二章 附则", "第二条"),
    ]


def test_numbers_that_do_not_count_on_are_remarked() -> None:
    found = rule("好灯奖办法\n第一条 灯要亮。\n第三条 灯要净。\n（一）擦；\n（三）洗。")
    assert found.remarks == [
        (3, "条号不连续：第一条之后是第三条"),
        (5, "编号不连续：（三）之前没有相邻的编号"),
    ]
    assert [unit.number for unit in found.units] == ["第一条", "第三条"]


def test_an_article_that_is_only_mentioned_begins_none() -> None:
    """A paragraph may begin with the number of another article."""
    found = rule("好灯奖办法\n第一条 灯要亮。\n第二条 灯要净。\n第一百条规定的灯除外。\n第三条 完。")
    assert [unit.number for unit in found.units] == ["第一条", "第二条", "第三条"]
    assert found.units[1].paragraphs == [Paragraph("灯要净。"), Paragraph("第一百条规定的灯除外。")]


def test_running_heads_of_marked_pages_are_debris() -> None:
    found = rule("好灯奖办法\n第一条 灯要\f镇公报\n亮。\n\f镇公报\n第二条 灯要净。\n\f镇公报\n第三条 完。")
    assert [(item.line, item.why) for item in found.left] == [(n, "页眉或页脚") for n in (2, 4, 6)]
    assert [unit.text for unit in found.units] == ["灯要亮。", "灯要净。", "完。"]


def test_a_rule_without_a_title_is_remarked() -> None:
    assert rule("第一条 灯要亮。").remarks == [(1, "没有认出标题")]


def test_nothing_numbered() -> None:
    assert refusal("好灯奖办法\n灯要亮。") == "没有载入：没有找到“第一条”或“一、”这样的编号，分不出条文。"


def test_too_many_articles() -> None:
    many = "\n".join(["好灯奖办法", *["第一条 灯要亮。"] * (MAX_UNITS + 1)])
    assert refusal(many) == f"没有载入：第 {MAX_UNITS + 2} 行：条文或章节超过了 2,000 个；请分成几个文件。"


def test_too_many_chapters() -> None:
    many = "\n".join(["好灯奖办法", "第一章 总则", "第一条 灯要亮。", *["第一章 总则"] * MAX_UNITS])
    assert refusal(many).endswith("行：条文或章节超过了 2,000 个；请分成几个文件。")


def test_too_many_annexes() -> None:
    many = "\n".join(["好灯奖办法", "第一条 灯要亮。", *["附件1\n灯表\n第一条 填表。"] * (MAX_ANNEXES + 1)])
    assert refusal(many) == "没有载入：第 153 行：附件超过了 50 个；请分成几个文件。"


def test_too_many_numbers_within_numbers() -> None:
    styles = ["一、", "（一）", "1.", "（1）", "1）", "①"]
    nested = "\n".join(["好灯奖办法", "第一条 灯：", *(f"{mark}擦灯；" for mark in styles)])
    assert refusal(nested) == f"没有载入：第 8 行：编号套了 {MAX_DEPTH} 层以上；请核对编号。"


def test_a_paragraph_without_end() -> None:
    endless = "好灯奖办法\n第一条 灯\n" + ("亮" * 5_000 + "\n") * 5
    assert refusal(endless) == f"没有载入：第 2 行起的一段超过了 {MAX_PARAGRAPH:,} 个字；请按自然段分行。"


def test_an_article_without_end() -> None:
    endless = "好灯奖办法\n第一条 灯。\n" + ("亮" * 9_998 + "。\n") * 6
    assert refusal(endless) == f"没有载入：第 2 行起的一条超过了 {MAX_UNIT:,} 个字；请核对编号。"
