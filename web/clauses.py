"""The clause beside the work: articles by the requirement ids that elements cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.definitions import Deployed

_DIGITS = "零一二三四五六七八九"
_READING = re.compile(r"（AMB-\d+(?:、AMB-\d+)*）")  # notes of the rule's owner, of no use to readers
_NUMBER = re.compile(r"^[A-Z]\d*-(\d+)")
_CITED = re.compile(r"[A-Z]\d*-\d+(?:\.\d+)*(?:[、,，]\s*[A-Z]\d*-\d+(?:\.\d+)*)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """One article as far as it may be shown: its number, what it is about, and a summary in our words."""

    number: str
    title: str
    summary: str
    ids: tuple[str, ...]


def article_number(requirement: str) -> str:
    """`J-22.3` -> `第二十二条`; an id of another shape stays as it is."""
    found = _NUMBER.match(requirement)
    return f"第{numeral(int(found[1]))}条" if found else requirement


def label(articles: Iterable[str]) -> str:
    """The numbers of several requirements in one phrase."""
    return "、".join(dict.fromkeys(article_number(a) for a in articles))


def cited(text: str) -> str:
    """A text that consists of requirement ids (`J-3.2`) as articles; any other text as it is."""
    return label(re.split(r"[、,，]\s*", text)) if _CITED.fullmatch(text) else text


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese: 22 -> 二十二."""
    tens, units = divmod(number, 10)
    text = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens % 10]}十")
    return (text + (_DIGITS[units] if units else "")) or _DIGITS[0]


def clauses(deployed: Deployed, articles: Iterable[str]) -> list[Clause]:
    """What the scheme's rule data says about the cited requirements, in the order of citing."""
    found = []
    for identity in dict.fromkeys(articles):
        entry: Mapping[str, Any] = deployed.articles.get(identity) or {}
        number = str(entry.get("number") or article_number(identity))
        summary = _READING.sub("", " ".join(str(entry.get("summary") or "").split()))
        found.append(Clause(number, str(entry.get("title") or ""), summary, (identity,)))
    return found


def source(deployed: Deployed) -> str:
    """The rule's document number and how long it holds, as far as the rule data tells."""
    scheme = deployed.scheme or {}
    rule = scheme.get("rule") or {}
    facts: Mapping[str, Any] = rule if isinstance(rule, Mapping) else {"number": rule}
    number = facts.get("number") or scheme.get("rule_number") or scheme.get("number") or ""
    until = facts.get("valid_to") or scheme.get("valid_to")
    return " · ".join(str(part) for part in (number, f"有效至 {until}" if until else "") if part)
