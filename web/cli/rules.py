"""`laurel rules`: load published rules, list and show them, and lay two editions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import click
from sqlalchemy import Connection

from awards import rule_texts
from awards.rules import Place, Rule, Unit, compare, lines, pick, places, split
from awards.rules.reading import MAX_BYTES
from engine.clock import SHANGHAI
from engine.errors import Invalid
from web import installation
from web.cli import rule_words as words
from web.cli.printing import answer, json_option
from web.serve import prepare


@click.group()
def rules() -> None:
    """办法的条文：载入公布的文本，分条保存，各版并存，逐条比较。"""


@rules.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--scheme", help="属于哪个奖（如 jingan）；不写时按文号或标题认。")
@click.option("--edition", help="版本名；不写时用文号，没有文号的用修订年份或日期。")
@click.option("--dry-run", is_flag=True, help="只看怎样分条，不保存。")
@json_option
def load(file: Path, scheme: str | None, edition: str | None, dry_run: bool, as_json: bool) -> None:
    """载入一份公布的办法（纯文本），说明分成了什么、哪些字没有放进去。"""
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    rule = split(lines(content))
    name = _edition(rule, edition, required=not dry_run)
    document = {"edition": name, **words.document(rule)}
    if dry_run:
        answer({**document, "saved": False}, as_json, f"{words.report(rule, name)}\n没有保存（--dry-run）。")
        return
    pe = prepare(installation.database_url())
    with pe.database.transaction() as connection:
        mine = _scheme(connection, rule, scheme)
        digest = sha256(content).hexdigest()
        facts = {"scheme": mine, "edition": name, "file": file.name[:200], "sha256": digest}
        new = rule_texts.keep(connection, rule, facts, pe.now())
    said = f"已载入为 {mine} 的“{name}”。" if new else f"{mine} 的“{name}”早已载入，内容相同，没有变化。"
    answer({"scheme": mine, **document, "saved": new}, as_json, f"{words.report(rule, name)}\n{said}")


@rules.command("list")
@json_option
def listed(as_json: bool) -> None:
    """载入了哪些版本。"""
    pe = prepare(installation.database_url())
    with pe.database.reading() as connection:
        texts = rule_texts.shelf(connection)
    names = ("scheme", "edition", "kind", "title", "file", "sha256")
    document = [{**{n: getattr(t, n) for n in names}, "loaded_at": t.loaded_at.isoformat()} for t in texts]
    said = [
        f"{t.scheme}　{t.edition}　《{t.title}》　{t.loaded_at.astimezone(SHANGHAI):%Y-%m-%d} 载入"
        for t in texts
    ]
    answer(document, as_json, "\n".join(said) or "还没有载入过条文。")


@rules.command()
@click.argument("scheme")
@click.argument("article", required=False)
@click.option("--edition", help="哪一版；不写时是最近载入的。")
@json_option
def show(scheme: str, article: str | None, edition: str | None, as_json: bool) -> None:
    """看一版的目录，或一条的全文：laurel rules show jingan 第二十二条；shanghai 通知第二部分（一）1。"""
    meant = places(article) if article else ()
    if article and not meant:
        raise Invalid(
            {"article": f"“{article}”不是条文的编号，请写成 第二十二条、附件1第三条 或 第二部分（一）1。"}
        )
    pe = prepare(installation.database_url())
    with pe.database.reading() as connection:
        text = rule_texts.edition(connection, scheme, edition, meant[0].kind if meant else "")
        units = rule_texts.units(connection, text.id)
    if article:
        units = _chosen(units, meant, f"{scheme}“{text.edition}”的“{article}”")
    document = {"scheme": scheme, "edition": text.edition, "title": text.title}
    told = map(words.whole, units) if article else words.contents(units)
    head = f"《{text.title}》　{text.edition}"
    answer({**document, "articles": list(map(words.unit, units))}, as_json, "\n".join([head, *told]))


@rules.command()
@click.argument("scheme")
@click.argument("old")
@click.argument("new")
@json_option
def diff(scheme: str, old: str, new: str, as_json: bool) -> None:
    """逐条比较两版：新增、删去、移动、修改；〔删：…〕〔增：…〕是改动的字。"""
    pe = prepare(installation.database_url())
    with pe.database.reading() as connection:
        sides = [
            rule_texts.units(connection, rule_texts.edition(connection, scheme, e).id) for e in (old, new)
        ]
    changes = compare(*sides)
    told = [change for change in changes if change.kind != "same"]
    same = len(changes) - len(told)
    document = {
        "same": same,
        "changes": [{"kind": c.kind, "article": c.name, "pieces": list(c.pieces)} for c in told],
    }
    counts = "，".join(
        f"{word} {sum(1 for c in told if c.kind == kind)}" for kind, word in words.KINDS.items()
    )
    answer(
        document, as_json, "\n".join([f"{old} → {new}：{counts}，未变 {same}。", *map(words.changed, told)])
    )


def _edition(rule: Rule, given: str | None, *, required: bool) -> str:
    name = (given or rule.edition).strip()
    if required and not name:
        raise Invalid({"edition": "文本里没有文号、修订年份和日期，请用 --edition 写明版本名。"})
    if len(name) > rule_texts.EDITION_LENGTH:
        raise Invalid({"edition": f"版本名超过了 {rule_texts.EDITION_LENGTH} 个字，请写短些。"})
    return name


def _scheme(connection: Connection, rule: Rule, given: str | None) -> str:
    known = rule_texts.deployed_schemes(connection)
    if given is not None:
        if given not in known:
            there = "、".join(known) or "（还没有）"
            raise Invalid({"scheme": f"没有部署过奖项“{given}”；已部署的有：{there}。"})
        return given
    found = rule_texts.scheme_for(connection, rule)
    if len(found) != 1:
        raise Invalid({"scheme": "按文号和标题认不出属于哪个奖，请用 --scheme 写明。"})
    return found[0]


def _chosen(units: Sequence[Unit], meant: Sequence[Place], what: str) -> list[Unit]:
    """The units that are meant, cut down to the numbered paragraphs that are meant. Raises NoText."""
    found = [
        replace(unit, paragraphs=pick(unit.paragraphs, place.steps))
        for place in meant
        for unit in units
        if (unit.annex, unit.number) == (place.annex, place.number)
    ]
    if not any(unit.paragraphs for unit in found):
        raise rule_texts.NoText(what=what)
    return found
