"""Published rules in the house: loaded once, never changed, found by what the scheme data says of its articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select

from awards.models import rule_article, rule_text
from awards.rules import Paragraph, Place, Rule, Unit, pick, places
from engine import yaml_text
from engine.errors import LaurelError
from engine.models import resource
from engine.sentence import Sentence

EDITION_LENGTH: Final = 100
_BRACKETS: Final = str.maketrans({"[": "〔", "（": "〔", "(": "〔", "]": "〕", "）": "〕", ")": "〕"})


class Loaded(LaurelError):
    """{scheme} 的“{edition}”已于 {day} 载入，内容不同；载入的文本不能改，更正的文本请用 --edition 另起版本名。"""

    code, status = "rule-text-loaded", 409


class NoText(LaurelError):
    """没有载入过 {what}；已载入的见 laurel rules list。"""

    code, status = "no-rule-text", 404


@dataclass(frozen=True, slots=True)
class Text:
    """One loaded edition, without its articles."""

    id: int
    scheme: str
    edition: str
    kind: str
    title: str
    file: str
    sha256: str
    loaded_at: datetime
    front: Sequence[str]
    closing: Sequence[str]
    leftovers: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Extract:
    """What a loaded edition says at a place; `pinned`: it is the edition that the scheme data names."""

    edition: str
    title: str
    number: str
    paragraphs: tuple[Paragraph, ...]
    pinned: bool


def keep(connection: Connection, rule: Rule, facts: Mapping[str, str], at: datetime) -> bool:
    """Store an edition; `facts`: scheme, edition, file, sha256. False if it is there already. Raises Loaded."""
    mine = (rule_text.c.scheme == facts["scheme"]) & (rule_text.c.edition == facts["edition"])
    there = connection.execute(select(rule_text).where(mine)).first()
    if there is not None:
        if there.sha256 != facts["sha256"]:
            raise Loaded(scheme=facts["scheme"], edition=facts["edition"], day=there.loaded_at.date())
        return False
    row = {
        **facts,
        "kind": rule.kind,
        "title": rule.title + rule.subtitle,
        "front": rule.front,
        "closing": rule.closing,
        "leftovers": [asdict(item) for item in rule.left],
        "loaded_at": at,
    }
    number = connection.execute(insert(rule_text).values(row).returning(rule_text.c.id)).scalar_one()
    connection.execute(
        insert(rule_article), [_row(number, place, unit) for place, unit in enumerate(rule.units)]
    )
    return True


def shelf(connection: Connection, scheme: str | None = None) -> list[Text]:
    """The loaded editions, of all schemes or of one; the newest first."""
    query = select(rule_text).order_by(rule_text.c.scheme, rule_text.c.id.desc())
    if scheme is not None:
        query = query.where(rule_text.c.scheme == scheme)
    return [Text(**row._mapping) for row in connection.execute(query)]


def edition(connection: Connection, scheme: str, name: str | None = None, kind: str = "") -> Text:
    """One loaded edition, by default the newest (of a kind: 通知, 指南). Raises NoText."""
    there = [text for text in shelf(connection, scheme) if kind in ("", text.kind)]
    found = next((text for text in there if name in (None, text.edition)), None)
    if found is None:
        raise NoText(
            what=Sentence("{scheme} 的“{part}”", scheme=scheme, part=name or kind or Sentence("条文"))
        )
    return found


def units(connection: Connection, text_id: int) -> list[Unit]:
    """The articles of an edition, in their order."""
    query = select(rule_article).where(rule_article.c.text_id == text_id).order_by(rule_article.c.position)
    return [_unit(row) for row in connection.execute(query)]


def extracts(
    connection: Connection, scheme: str, data: Mapping[str, Any], numbers: Iterable[str]
) -> dict[str, list[Extract]]:
    """What the loaded editions say where the scheme data points: by its numbers (第二十二条, 附件1 第三条).

    Where the scheme data names the number of a loaded edition, that one speaks; else the newest.
    """
    wanted = {number: places(number) for number in dict.fromkeys(numbers)}
    said = {place.number for found in wanted.values() for place in found}
    texts = _preferred(shelf(connection, scheme), data) if said else []
    if not texts:
        return {}
    there = rule_article.c.text_id.in_([text.id for text, _ in texts]) & rule_article.c.number.in_(said)
    rows = connection.execute(select(rule_article).where(there).order_by(rule_article.c.position))
    by_place: dict[tuple[int, str, str], Unit] = {}
    for row in rows:
        by_place.setdefault((row.text_id, row.annex, row.number), _unit(row))
    found = {number: [_extract(p, texts, by_place) for p in at] for number, at in wanted.items()}
    return {number: [e for e in some if e] for number, some in found.items() if any(some)}


def scheme_for(connection: Connection, rule: Rule) -> list[str]:
    """The schemes whose deployed data name this rule, by its number or its title."""
    known = deployed_schemes(connection)
    by_number = [
        name for name, data in known.items() if any(_same(n, rule.edition) for n in _said(data, "number"))
    ]
    return by_number or [
        name for name, data in known.items() if rule.title and rule.title in _said(data, "title")
    ]


def deployed_schemes(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """The newest deployed scheme data, by scheme."""
    table = resource.c
    query = select(table.name, table.content).where(table.kind == "scheme")
    rows = connection.execute(query.order_by(func.coalesce(table.deployment_id, 0), table.id))
    newest = {row.name: bytes(row.content) for row in rows}
    read = {name: yaml_text.load(content) for name, content in sorted(newest.items())}
    return {name: data for name, data in read.items() if isinstance(data, Mapping)}


def _preferred(texts: Sequence[Text], scheme: Mapping[str, Any]) -> list[tuple[Text, bool]]:
    numbers = _said(scheme, "number")
    pinned = [(text, any(_same(number, text.edition) for number in numbers)) for text in texts]
    return sorted(pinned, key=lambda item: not item[1])


def _extract(
    place: Place, texts: Sequence[tuple[Text, bool]], units: Mapping[tuple[int, str, str], Unit]
) -> Extract | None:
    for text, pinned in texts:
        unit = units.get((text.id, place.annex, place.number))
        if unit is None or (place.kind and place.kind != text.kind):
            continue
        chosen = pick(unit.paragraphs, place.steps)
        if chosen:
            return Extract(text.edition, text.title, unit.name, tuple(chosen), pinned)
    return None


def _said(scheme: Mapping[str, Any], what: str) -> list[str]:
    """The numbers or titles of the rules that scheme data names: `rule`, `incubation_rule` …"""
    rules = (v for k, v in scheme.items() if isinstance(v, Mapping) and str(k).endswith("rule"))
    return [str(rule[what]) for rule in rules if rule.get(what)]


def _same(number: str, label: str) -> bool:
    """Whether a number in scheme data means this edition; a date may stand inside of it."""
    bare = [re.sub(r"\s", "", said).translate(_BRACKETS) for said in (number, label)]
    return bool(bare[1]) and bare[1] in bare[0]


def _row(text_id: int, position: int, unit: Unit) -> dict[str, Any]:
    names = ("annex", "number", "chapter", "title", "heading")
    said = {name: getattr(unit, name) for name in names}
    return {
        "text_id": text_id,
        "position": position,
        **said,
        "paragraphs": [asdict(p) for p in unit.paragraphs],
    }


def _unit(row: Row[Any]) -> Unit:
    paragraphs = [Paragraph(**p) for p in row.paragraphs]
    return Unit(row.annex, row.number, row.heading, row.title, row.chapter, paragraphs)
