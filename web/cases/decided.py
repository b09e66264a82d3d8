"""The record of a decision in words: which rules counted, what they gave, what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel import FeelError, from_json
from engine.vocabulary import Vocabulary
from web.cases.facts import text_of
from web.language import gettext as _
from web.language import noop as N_

NOTHING = N_("空")
SHORT = 40  # characters of a result that still fits into the headline
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule that counted: its number from 1, what its author wrote about it, what it gave."""

    index: int
    note: str
    outputs: str


@dataclass(frozen=True, slots=True)
class TableTold:
    """One use of a decision table."""

    name: str
    inputs: tuple[tuple[str, str], ...]
    rules: tuple[RuleTold, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One evaluation of a decision; `title` says it in a line."""

    id: str
    title: str
    tables: tuple[TableTold, ...]
    inputs: tuple[tuple[str, str], ...]
    value: str
    problems: tuple[str, ...]
    cut: tuple[str, ...]
    digest: str


def decided(record: Mapping[str, Any], names: Vocabulary, process: str) -> Decided:
    """A record as `engine.dmn.record` writes it, in the words that the process's scheme has for values."""
    values, facts = names.values(process), names.facts(process)
    tables = tuple(_table(table, values) for table in record.get("tables", []))
    value = words(_value(record.get("value")), values)
    name = record.get("name") or record.get("decision", "")
    result = f" → {value}" if len(value) <= SHORT else ""
    inputs = _pairs(record.get("inputs"), values, facts)
    return Decided(
        id=str(record.get("decision", "")),
        title=_(
            "决策“%(name)s”：%(text)s%(result)s",
            name=name,
            text=_("；").join(_counted(tables)) or _("算出"),
            result=result,
        ),
        tables=tables,
        inputs=inputs,
        value=value,
        problems=tuple(record.get("problems", [])),
        cut=tuple(record.get("cut", [])),
        digest=str(record.get("digest", "")),
    )


def words(value: Any, values: Labels) -> str:
    """A FEEL value as people read it, lists and contexts included."""
    if value is None:
        return _(NOTHING)
    if isinstance(value, str):
        return values.get(value, value) or _("（空文字）")
    if isinstance(value, Mapping):
        return _("，").join(f"{key} {words(item, values)}" for key, item in value.items()) or _("无")
    if isinstance(value, list):
        return _("；").join(words(item, values) for item in value) or _("无")
    return text_of(value)


def _table(table: Mapping[str, Any], values: Labels) -> TableTold:
    rules = tuple(
        RuleTold(rule["index"], rule.get("note", ""), words(_value(rule.get("outputs")), values))
        for rule in table.get("rules", [])
    )
    return TableTold(str(table.get("name", "")), _pairs(table.get("inputs"), values, {}), rules)


def _counted(tables: tuple[TableTold, ...]) -> Iterator[str]:
    """Which rules counted, for each table; a single table needs no name."""
    for table in tables:
        numbers = _("、").join(str(rule.index) for rule in table.rules)
        said = _("第 %(numbers)s 条成立", numbers=numbers) if numbers else _("没有规则成立")
        yield said if len(tables) == 1 else f"“{table.name}”{said}"


def _pairs(record: Any, values: Labels, labels: Labels) -> tuple[tuple[str, str], ...]:
    given = _value(record)
    if not isinstance(given, Mapping):
        return ()
    return tuple((labels.get(key, key), words(value, values)) for key, value in given.items())


def _value(written: Any) -> Any:
    """What `to_json` wrote; what this version cannot read is told as it stands."""
    try:
        return from_json(written)
    except FeelError:
        return str(written)
