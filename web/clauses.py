"""The clause beside the work: articles by the requirement ids that elements cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from awards.rule_texts import Extract, extracts
from awards.rules.numerals import numeral
from engine.definitions import Deployed
from engine.models import definition
from engine.process_engine import ProcessEngine
from engine.vocabulary import SHARED, scheme_of
from web.dates import short_day
from web.language import gettext as _

_READING = re.compile(r"（AMB-\d+(?:、AMB-\d+)*）")  # notes of the rule's owner, of no use to readers
_NUMBER = re.compile(r"^[A-Z]\d*-(\d+)")
_CITED = re.compile(r"[A-Z]\d*-\d+(?:\.\d+)*(?:[、,，]\s*[A-Z]\d*-\d+(?:\.\d+)*)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """One article: its number, what it is about, a summary in our words, and what loaded editions say there."""

    number: str
    title: str
    summary: str
    ids: tuple[str, ...]
    texts: tuple[Extract, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The articles behind a piece of work, and how far their published text is loaded."""

    clauses: tuple[Clause, ...]
    rule: str  # its document number and how long it holds

    @property
    def editions(self) -> tuple[str, ...]:
        """What is quoted here: 《title》 and edition, each once."""
        quoted = (
            _("《%(title)s》%(edition)s", title=text.title, edition=text.edition)
            for clause in self.clauses
            for text in clause.texts
        )
        return tuple(dict.fromkeys(quoted))

    @property
    def others(self) -> bool:
        """Whether an edition is quoted that the case's own rule data does not name."""
        return any(not text.pinned for clause in self.clauses for text in clause.texts)

    @property
    def label(self) -> str:
        """The numbers of the articles in one phrase."""
        return named(self.clauses)


def named(found: Iterable[Clause]) -> str:
    """The numbers of several articles in one phrase."""
    return _("、").join(dict.fromkeys(clause.number for clause in found))


def article_number(requirement: str) -> str:
    """`J-22.3` -> `第二十二条`; an id of another shape stays as it is."""
    found = _NUMBER.match(requirement)
    number = int(found[1]) if found else 0
    return _("第%(numeral)s条", numeral=numeral(number), number=number) if 1 <= number <= 999 else requirement


def label(articles: Iterable[str]) -> str:
    """The numbers of several requirements in one phrase."""
    return _("、").join(dict.fromkeys(article_number(a) for a in articles))


def cited(text: str) -> str:
    """A text that consists of requirement ids (`J-3.2`) as articles; any other text as it is."""
    return label(re.split(r"[、,，]\s*", text)) if _CITED.fullmatch(text) else text


def panel(connection: Connection, deployed: Deployed, articles: Iterable[str]) -> Panel:
    """The cited articles, those of one number together, with their loaded texts: a text stands after the last of them."""
    found = clauses(deployed, articles)
    numbers = [clause.number for clause in found]
    first = {number: at for at, number in reversed(list(enumerate(numbers)))}
    found.sort(key=lambda clause: first[clause.number])
    scheme = deployed.process_id.partition(".")[0]
    texts = extracts(connection, scheme, deployed.scheme or {}, numbers)
    last = {clause.number: at for at, clause in enumerate(found)}
    told = (
        replace(clause, texts=tuple(texts.get(clause.number, ()))) if last[clause.number] == at else clause
        for at, clause in enumerate(found)
    )
    return Panel(tuple(told), source(deployed))


def rules(deployed: Deployed, root: Deployed) -> Deployed:
    """A shared process has no rule of its own: its articles are those of the case's scheme."""
    return deployed if deployed.articles else root


def ruled(
    pe: ProcessEngine,
    connection: Connection,
    deployed: Deployed,
    root: Deployed,
    variables: Mapping[str, Any],
) -> Deployed:
    """As `rules`; a case that belongs to no scheme may name in its variable `scheme` whose rule it is about."""
    if deployed.articles or root.articles:
        return rules(deployed, root)
    named = select(definition.c.process_id).where(
        definition.c.process_id.startswith(f"{scheme_in(root.process_id, variables)}.", autoescape=True)
    )
    found = connection.execute(named.order_by(definition.c.process_id).limit(1)).scalar()
    return pe.definitions.newest(connection, found) if found else root


def scheme_in(process_id: str, variables: Mapping[str, Any]) -> str:
    """The scheme whose rule a case is about: its own, or the one that a case of no scheme names."""
    scheme = scheme_of(process_id)
    named = variables.get("scheme")
    return named if scheme == SHARED and isinstance(named, str) else scheme


def clauses(deployed: Deployed, articles: Iterable[str]) -> list[Clause]:
    """What the scheme's rule data says about the cited requirements, in the order of citing.

    Diagrams that several schemes share cite the articles of all; a case is told its own scheme's.
    """
    cited_ids = list(dict.fromkeys(articles))
    own = [identity for identity in cited_ids if identity in deployed.articles]
    found = []
    for identity in own or cited_ids:
        entry: Mapping[str, Any] = deployed.articles.get(identity) or {}
        number = str(entry.get("number") or article_number(identity))
        summary = plain(str(entry.get("summary") or ""))
        found.append(Clause(number, str(entry.get("title") or ""), summary, (identity,)))
    return found


def plain(text: str) -> str:
    """A text of a rule's owner for its readers: without the notes that name readings."""
    return _READING.sub("", " ".join(text.split()))


def source(deployed: Deployed) -> str:
    """The rule's document number and how long it holds, as far as the rule data tells."""
    scheme = deployed.scheme or {}
    rule = scheme.get("rule") or {}
    facts: Mapping[str, Any] = rule if isinstance(rule, Mapping) else {"number": rule}
    number = facts.get("number") or scheme.get("rule_number") or scheme.get("number") or ""
    until = facts.get("valid_to") or scheme.get("valid_to")
    return " · ".join(
        str(part) for part in (number, _("有效至 %(until)s", until=_written(until)) if until else "") if part
    )


def _written(day: date | str) -> str:
    """A day of the rule data as readers write it; what is no day stays as it is."""
    try:
        told = date.fromisoformat(str(day))
    except ValueError:
        return str(day)
    return _("%(year)s年%(date)s", year=told.year, date=short_day(told))
