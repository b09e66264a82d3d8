"""The story of a case: who did what when, by day, newest first, told to staff in full and to others without names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from engine.clock import business_date
from web.cases.decided import Decided, decided
from web.cases.telling import KINDS, SYSTEM, Elements, noted, said
from web.cases.waiting import Reader
from web.dates import clock_text, day_text
from web.language import gettext as _

CONTAINERS = frozenset({"subProcess", "callActivity", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened; `small` ones only accompany others of the same instant.

    `decisions` are those that it led to, told to staff only.
    """

    at: datetime
    icon: str
    text: str
    notes: tuple[str, ...] = ()
    tone: str = ""
    small: bool = False
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryDay:
    """What happened on one day."""

    day: date
    lines: list[Line]


def days(
    entries: Sequence[Mapping[str, Any]], root_id: int, reader: Reader, elements: Elements
) -> list[StoryDay]:
    """Entries (newest first) as lines grouped by Shanghai day."""
    lines = list(_lines(entries, root_id, reader, elements))
    return [StoryDay(day, list(run)) for day, run in groupby(lines, key=lambda line: business_date(line.at))]


def first_lines(told: Sequence[StoryDay], limit: int | None) -> list[StoryDay]:
    """The story up to a number of lines, what happened again and again as one; without a limit all of it."""
    if limit is None:
        return list(told)
    shown, left = [], limit
    for day in _folded(told):
        if left > 0:
            shown.append(StoryDay(day.day, day.lines[:left]))
            left -= len(day.lines)
    return shown


def _folded(told: Iterable[StoryDay]) -> list[StoryDay]:
    """Equal neighbours as one line, at the time of the newest, with their number and since when they came."""
    lines = (line for day in told for line in day.lines)
    folded = [_fold(list(run)) for _same, run in groupby(lines, key=_sameness)]
    return [StoryDay(day, list(run)) for day, run in groupby(folded, key=lambda line: business_date(line.at))]


def _sameness(line: Line) -> object:
    """Equal for lines that say the same; what was decided is never folded away."""
    return id(line) if line.decisions else (line.icon, line.text, line.notes, line.tone)


def _fold(run: Sequence[Line]) -> Line:
    newest, oldest = run[0], run[-1]
    if len(run) == 1:
        return newest
    last, first = business_date(newest.at), business_date(oldest.at)
    span = (clock_text(oldest.at), clock_text(newest.at))
    if first != last:
        span = (day_text(first, last), day_text(last, last))
    times = _("共 %(n)s 次，%(first)s 至 %(last)s", n=len(run), first=span[0], last=span[1])
    return replace(newest, notes=(*newest.notes, times))


def people_in(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Accounts that a story mentions."""
    beside = (e["facts"].get(fact) for e in entries for fact in ("to", "stands_for"))
    return ({str(e["actor"]) for e in entries} | {str(name) for name in beside if name}) - {SYSTEM}


def _lines(
    entries: Sequence[Mapping[str, Any]], root_id: int, reader: Reader, elements: Elements
) -> Iterator[Line]:
    """Entries of one instant belong together: the small ones and where it led become notes of the main one."""
    for _at, run in groupby(entries, key=lambda e: e["at"]):
        together = list(run)
        told = [line for e in together if (line := _line(e, root_id, reader, elements)) is not None]
        main = [line for line in told if not line.small] or told[:1]
        beside = [line for line in reversed(told) if line.small and line not in main]
        small = list(dict.fromkeys(line.text for line in beside if not line.decisions))
        notes = (_("随之：%(small)s", small=_("、").join(small)),) if small else ()
        decisions = tuple(found for line in beside for found in line.decisions)
        if main:
            first = main[0]
            notes = (*first.notes, *notes, *_arrived(together, elements))
            yield replace(first, notes=notes, decisions=(*first.decisions, *decisions))
            yield from main[1:]


def _line(entry: Mapping[str, Any], root_id: int, reader: Reader, elements: Elements) -> Line | None:
    kind, facts = KINDS.get(entry["kind"]), entry["facts"]
    if kind is None or (entry["kind"].startswith("instance-") and entry["instance_id"] != root_id):
        return None
    if kind.staff and not reader.names_people and entry["actor"] != reader.name:
        return None
    text = said(entry, root_id, reader, elements)
    notes = noted(entry, elements)
    told = entry["kind"] == "decision-evaluated" and reader.names_people
    decisions = (decided(facts, reader.names, elements.process(root_id)),) if told else ()
    return Line(entry["at"], kind.icon, text, notes, kind.tone, kind.small, decisions)


def _arrived(entries: Sequence[Mapping[str, Any]], elements: Elements) -> tuple[str, ...]:
    """Where tokens came to rest in these entries: entered, but not left again; containers are not places."""
    here: dict[tuple[int, str], str] = {}
    for entry in reversed(entries):
        for letter, element in entry["facts"].get("trail", []):
            key = (entry["instance_id"], element)
            found = elements.find(*key)
            if letter == "e" and found and found.name and found.type not in CONTAINERS:
                here[key] = found.name
            elif letter in "cx":
                here.pop(key, None)
    names = list(dict.fromkeys(here.values()))
    return (_("到达：%(names)s", names=_("、").join(names)),) if names else ()
