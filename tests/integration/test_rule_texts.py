"""`laurel rules`: load, list, show and compare published texts; each command in an installation of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from awards import rule_texts
from awards.rules import lines, split
from tests.support import tale
from tests.support.commands import Laurel, installed
from web import installation
from web.serve import prepare

OLD = """故事奖管理办法

故奖规〔2026〕1号

故事奖管理办法

第一章 总则

第一条（目的） 为了多讲好故事，制定本办法。

第二条（期限） 公示不少于5个工作日。

- 1 -

第二章 附则

第三条 本办法自发布之日起施行。
"""
NEW = (
    OLD.replace("〔2026〕1号", "〔2028〕3号")
    .replace("5个", "7个")
    .replace("第三条 本", "第三条（保存） 材料保存10年。\n\n第四条 本")
)


@pytest.fixture
def laurel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Laurel:
    """The command, the scheme `tale` deployed with the number of its rule."""
    run = installed(tmp_path / "var", None, monkeypatch, capsys)
    folder = tale.write(tmp_path)
    scheme = {**yaml.safe_load((folder / "scheme.yaml").read_text("utf-8"))}
    scheme["rule"] = {"number": "故奖规〔2026〕1号", "title": "故事奖管理办法"}
    (folder / "scheme.yaml").write_text(yaml.safe_dump(scheme, allow_unicode=True), "utf-8")
    assert run("deploy", folder).code == 0
    return run


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return _file(tmp_path, "old.txt", OLD)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return _file(tmp_path, "new.txt", NEW)


def _file(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_dry_run_tells_and_keeps_nothing(laurel: Laurel, old: Path) -> None:
    answer = laurel("rules", "load", old, "--dry-run")
    assert (answer.code, answer.out.splitlines()) == (
        0,
        [
            "《故事奖管理办法》　故奖规〔2026〕1号：2 章、3 条；读入 92 字，放入 89 字。",
            "当作印刷和扫描的残留，没有放入（1 处）：",
            "  第 13 行“- 1 -”：页码",
            "没有保存（--dry-run）。",
        ],
    )
    assert laurel("rules", "list").out == "还没有载入过条文。\n"


def test_a_text_finds_its_scheme_by_its_number_and_is_listed(laurel: Laurel, old: Path) -> None:
    answer = laurel("rules", "load", old, "--json")
    assert answer.code == 0
    told = {key: answer.json[key] for key in ("scheme", "edition", "articles", "chapters", "saved")}
    assert told == {
        "scheme": "tale",
        "edition": "故奖规〔2026〕1号",
        "articles": 3,
        "chapters": 2,
        "saved": True,
    }
    (listed,) = laurel("rules", "list", "--json").json
    assert (listed["scheme"], listed["edition"], listed["kind"], listed["file"]) == (
        "tale",
        "故奖规〔2026〕1号",
        "办法",
        "old.txt",
    )


def test_the_same_file_again_changes_nothing_and_another_is_refused(
    laurel: Laurel, old: Path, tmp_path: Path
) -> None:
    laurel("rules", "load", old)
    assert laurel("rules", "load", old, "--json").json["saved"] is False
    assert laurel("rules", "load", old).out.endswith(
        "tale 的“故奖规〔2026〕1号”早已载入，内容相同，没有变化。\n"
    )
    other = laurel("rules", "load", _file(tmp_path, "other.txt", OLD + "\n抄送：邮局。\n"), "--json")
    assert (other.code, other.json["code"]) == (1, "rule-text-loaded")
    assert "请用 --edition 另起版本名" in other.json["error"]
    assert len(laurel("rules", "list", "--json").json) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scheme", "nobody"], "没有部署过奖项“nobody”；已部署的有：tale。"),
        (["--scheme", "tale", "--edition", "长" * 101], "版本名超过了 100 个字，请写短些。"),
    ],
)
def test_what_is_given_wrongly(laurel: Laurel, old: Path, arguments: list[str], sentence: str) -> None:
    answer = laurel("rules", "load", old, *arguments)
    assert (answer.code, answer.out) == (1, "")
    assert sentence in answer.err


def test_a_text_of_nobody_asks_for_the_scheme_and_the_edition(laurel: Laurel, tmp_path: Path) -> None:
    file = _file(tmp_path, "unknown.txt", "好灯奖办法\n第一条 灯要亮。")
    assert "请用 --edition 写明版本名" in laurel("rules", "load", file).err
    assert "请用 --scheme 写明" in laurel("rules", "load", file, "--edition", "甲").err
    assert laurel("rules", "load", file, "--edition", "甲", "--scheme", "tale").code == 0


def test_a_file_that_is_no_text_is_refused(laurel: Laurel, tmp_path: Path) -> None:
    file = tmp_path / "rule.pdf"
    file.write_bytes(b"%PDF-1.7")
    answer = laurel("rules", "load", file)
    assert (answer.code, answer.err) == (
        1,
        "没有载入：这不是纯文本（例如是 PDF 或 Word 文件）；请先另存为 UTF-8 的纯文本。\n",
    )


def test_show_a_table_of_contents_and_one_article(laurel: Laurel, old: Path, new: Path) -> None:
    laurel("rules", "load", old)
    laurel("rules", "load", new, "--scheme", "tale")
    assert laurel("rules", "show", "tale", "--edition", "故奖规〔2026〕1号").out.splitlines() == [
        "《故事奖管理办法》　故奖规〔2026〕1号",
        "第一章 总则",
        "  第一条（目的）",
        "  第二条（期限）",
        "第二章 附则",
        "  第三条",
    ]
    assert laurel("rules", "show", "tale", "第二条").out.splitlines() == [
        "《故事奖管理办法》　故奖规〔2028〕3号",
        "第二条（期限）",
        "公示不少于7个工作日。",
    ]
    missing = laurel("rules", "show", "tale", "第九条")
    assert (missing.code, missing.err) == (
        1,
        "没有载入过 tale“故奖规〔2028〕3号”的“第九条”；已载入的见 laurel rules list。\n",
    )
    assert "不是条文的编号" in laurel("rules", "show", "tale", "J-22").err
    assert "没有载入过 tale 的“丙”" in laurel("rules", "show", "tale", "--edition", "丙").err


def test_two_editions_side_by_side(laurel: Laurel, old: Path, new: Path) -> None:
    laurel("rules", "load", old)
    laurel("rules", "load", new)  # by its title
    answer = laurel("rules", "diff", "tale", "故奖规〔2026〕1号", "故奖规〔2028〕3号")
    assert answer.out.splitlines() == [
        "故奖规〔2026〕1号 → 故奖规〔2028〕3号：新增 1，删去 0，修改 1，移动 1，未变 1。",
        "修改 第二条",
        "  （期限）",
        "  公示不少于〔删：5〕〔增：7〕个工作日。",
        "新增 第三条",
        "  〔增：（保存）",
        "  材料保存10年。〕",
        "移动 第三条 → 第四条",
    ]
    document = laurel("rules", "diff", "tale", "故奖规〔2026〕1号", "故奖规〔2028〕3号", "--json").json
    assert (document["same"], [c["kind"] for c in document["changes"]]) == (1, ["changed", "new", "moved"])


def test_the_scheme_data_choose_the_edition(laurel: Laurel, old: Path, new: Path) -> None:
    laurel("rules", "load", old)
    laurel("rules", "load", new)
    pe = prepare(installation.database_url())

    def said(number: str, *asked: str) -> dict[str, list[tuple[str, str, bool]]]:
        with pe.database.reading() as connection:
            found = rule_texts.extracts(connection, "tale", {"rule": {"number": number}}, asked)
        return {
            key: [(e.edition, "".join(p.whole for p in e.paragraphs), e.pinned) for e in some]
            for key, some in found.items()
        }

    before = ("故奖规〔2026〕1号", "公示不少于5个工作日。", True)
    assert said("故奖规[2026] 1号", "第二条", "第九条", "（没有规定）") == {"第二条": [before]}
    assert said("故奖规〔2040〕9号", "第二条") == {
        "第二条": [("故奖规〔2028〕3号", "公示不少于7个工作日。", False)]
    }
    pe.database.dispose()


def test_a_stored_rule_comes_back_whole(laurel: Laurel, old: Path) -> None:
    laurel("rules", "load", old)
    rule = split(lines(old.read_bytes()))
    pe = prepare(installation.database_url())
    with pe.database.reading() as connection:
        text = rule_texts.edition(connection, "tale")
        units = rule_texts.units(connection, text.id)
    pe.database.dispose()
    assert (text.front, text.closing) == (rule.front, rule.closing)
    assert [(u.number, u.title, u.chapter, u.heading, u.paragraphs) for u in units] == [
        (u.number, u.title, u.chapter, u.heading, u.paragraphs) for u in rule.units
    ]
    assert [(item["line"], item["text"]) for item in text.leftovers] == [(13, "- 1 -")]
