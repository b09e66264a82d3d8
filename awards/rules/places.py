"""Where in a rule a requirement stands: `附件1 第三条`, `通知第二部分（一）1` as the scheme data writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from awards.rules.document import KINDS, Paragraph
from awards.rules.numerals import NUMERAL, number_of, numeral

MAX_LENGTH: Final = 200  # of what may be asked for
_KIND: Final = re.compile("^(?:" + "|".join(KINDS) + ")(?=附件|第|引言)")
_ANNEX: Final = re.compile(rf"^附件({NUMERAL})?")
_ARTICLE: Final = re.compile(rf"^第({NUMERAL})条(?:之({NUMERAL}))?")
_SECTION: Final = re.compile(rf"^第({NUMERAL})部分")
_STEP: Final = re.compile(
    r"^(?:（([一二三四五六七八九十百]{1,5}|[0-9]{1,2})）|([0-9]{1,2})(?:[—–-]([0-9]{1,2}))?[.、]?)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of a rule of some kind (empty: any), and inside of it the numbered paragraphs that are meant."""

    kind: str
    annex: str
    number: str
    steps: tuple[tuple[str, ...], ...] = ()  # marks without brackets and dots, from the outside inwards


def places(said: str) -> tuple[Place, ...]:
    """What a number in the scheme data points at, nothing if it is no such number."""
    found: list[Place] = []
    kind = annex = ""
    for part in re.split("[和、及]", "".join(said.split())[:MAX_LENGTH]):
        named = _KIND.match(part)
        if named:
            kind, annex, part = named[0], "", part[named.end() :]
        attached = _ANNEX.match(part)
        if attached:
            number = number_of(attached[1]) if attached[1] else None
            annex, part = f"附件{number or ''}", part[attached.end() :]
        place = _place(kind, annex, part)
        if place is None:
            return ()
        found.append(place)
    return tuple(found)


def pick(paragraphs: Sequence[Paragraph], steps: Iterable[Iterable[str]]) -> list[Paragraph]:
    """The paragraphs under the marks; all of them if there are no marks, none if a mark is not there."""
    chosen, level = list(paragraphs), 0
    for wanted in steps:
        marks = set(wanted)
        level = min((p.level for p in chosen if p.level > level), default=level + 1)
        runs = _runs(chosen, level)
        chosen = [p for at, end in runs if _bare(chosen[at].mark) in marks for p in chosen[at:end]]
    return chosen


def _place(kind: str, annex: str, text: str) -> Place | None:
    if text == "引言":
        return Place(kind, annex, text)
    article, section = _ARTICLE.match(text), _SECTION.match(text)
    found = article or section
    if found is None:
        return Place(kind, annex, "") if annex and not text else None
    number = number_of(found[1])
    sub = number_of(article[2]) if article and article[2] else None
    steps = _steps(text[found.end() :])
    if number is None or steps is None:
        return None
    said = (
        f"第{numeral(number)}部分"
        if section
        else f"第{numeral(number)}条" + (f"之{numeral(sub)}" if sub else "")
    )
    return Place(kind, annex, said, steps)


def _steps(text: str) -> tuple[tuple[str, ...], ...] | None:
    steps: list[tuple[str, ...]] = []
    while text:
        found = _STEP.match(text)
        if found is None:
            return None
        first, last = found[1] or found[2], found[3]
        steps.append(tuple(str(n) for n in range(int(first), int(last) + 1)) if last else (first,))
        text = text[found.end() :]
    return tuple(steps)


def _runs(paragraphs: Sequence[Paragraph], level: int) -> list[tuple[int, int]]:
    """Each numbered paragraph of a level with where it ends: before the next one that is not inside of it."""
    starts = [at for at, p in enumerate(paragraphs) if 0 < p.level <= level]
    ends = [*starts[1:], len(paragraphs)]
    return [(at, end) for at, end in zip(starts, ends, strict=True) if paragraphs[at].level == level]


def _bare(mark: str) -> str:
    return mark.strip("（）.、")
