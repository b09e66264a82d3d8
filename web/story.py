"""The story of a case: who did what when, by day, newest first, told to staff in full and to others without names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from engine.bpmn import Element
from engine.clock import business_date
from engine.definitions import Deployed
from web.decided import Decided, decided
from web.facts import text_of
from web.labels import opening_word
from web.waiting import Reader

SYSTEM = "laurel"
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


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of entry is told; `staff` only to staff and to whoever did it."""

    icon: str
    text: str
    staff: bool = False
    small: bool = False
    tone: str = ""


KINDS = {
    "instance-started": Kind("case", "{who}{opening}"),
    "task-claimed": Kind("edit", "{who}认领“{task}”", staff=True),
    "task-released": Kind("retry", "{who}把“{task}”放回组内", staff=True),
    "task-assigned": Kind("swap", "{who}把“{task}”转给{to}", staff=True),
    "task-completed": Kind("check", "{who}办结“{task}”"),
    "recused": Kind("x", "{who}声明利害关系，已回避本案", staff=True),
    "timer-fired": Kind("clock", "{element}"),
    "timer-held": Kind("cal", "“{element}”到了推定日期 {day}，没有放行：{reason}", tone="due"),
    "message-received": Kind("inbox", "{element}"),
    "message-published": Kind("horn", "{element}", staff=True, small=True),
    "decision-evaluated": Kind("scale", "{element}", staff=True, small=True),
    "letter": Kind("doc", "{element}"),
    "award-recorded": Kind("flag", "登记获奖"),
    "error-thrown": Kind("warn", "{element}转入例外处理", staff=True),
    "incident": Kind("stop", "{element}出了故障", staff=True, tone="bad"),
    "incident-retried": Kind("retry", "{who}重试{element}", staff=True),
    "incident-resolved": Kind("check", "{who}确认故障已解决", staff=True),
    "cancel-requested": Kind("x", "{who}取消：{reason}"),
    "instance-completed": Kind("flag", "办结：{ends}"),
    "instance-cancelled": Kind("x", "已取消"),
}


class Elements:
    """The elements of all diagrams of a call tree, by instance and id."""

    def __init__(self, deployed: Mapping[int, Deployed]) -> None:
        self._deployed = deployed

    def find(self, instance_id: int | None, element: str | None) -> Element | None:
        found = self._deployed.get(instance_id or 0)
        return found.definition.elements.get(element or "") if found else None

    def process(self, instance_id: int) -> str:
        """The process of an instance."""
        return self._deployed[instance_id].process_id

    def name(self, instance_id: int | None, element: str | None) -> str:
        """An element's name; without one its id."""
        found = self.find(instance_id, element)
        return found.name if found and found.name else element or ""


def days(
    entries: Sequence[Mapping[str, Any]], root_id: int, reader: Reader, elements: Elements
) -> list[StoryDay]:
    """Entries (newest first) as lines grouped by Shanghai day."""
    lines = list(_lines(entries, root_id, reader, elements))
    return [StoryDay(day, list(run)) for day, run in groupby(lines, key=lambda line: business_date(line.at))]


def first_lines(told: Sequence[StoryDay], limit: int | None) -> list[StoryDay]:
    """The story up to a number of lines."""
    if limit is None:
        return list(told)
    shown, left = [], limit
    for day in told:
        if left > 0:
            shown.append(StoryDay(day.day, day.lines[:left]))
            left -= len(day.lines)
    return shown


def people_in(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Accounts that a story mentions."""
    mentioned = {str(e["actor"]) for e in entries} | {
        str(e["facts"]["to"]) for e in entries if e["facts"].get("to")
    }
    return mentioned - {SYSTEM}


def who(name: str, reader: Reader) -> str:
    """A person as the reader may know them."""
    if name == SYSTEM or not name:
        return "系统"
    if name == reader.name:
        return "您"
    return reader.people.get(name, name) if reader.names_people else "工作人员"


def _lines(
    entries: Sequence[Mapping[str, Any]], root_id: int, reader: Reader, elements: Elements
) -> Iterator[Line]:
    """Entries of one instant belong together: the small ones and where it led become notes of the main one."""
    for _, run in groupby(entries, key=lambda e: e["at"]):
        together = list(run)
        told = [line for e in together if (line := _line(e, root_id, reader, elements)) is not None]
        main = [line for line in told if not line.small] or told[:1]
        beside = [line for line in reversed(told) if line.small and line not in main]
        small = list(dict.fromkeys(line.text for line in beside if not line.decisions))
        notes = (f"随之：{'、'.join(small)}",) if small else ()
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
    element = elements.name(entry["instance_id"], entry["element"])
    text = kind.text.format(
        who=who(entry["actor"], reader),
        task=facts.get("name") or element,
        to=who(facts.get("to") or "", reader),
        element=element,
        opening=opening_word(elements.process(root_id)),
        day=_day(facts.get("day")),
        reason=facts.get("reason", ""),
        ends="、".join(elements.name(entry["instance_id"], end) for end in facts.get("ends", []))
        or "流程结束",
    )
    notes = (str(facts.get("message") or ""),) if entry["kind"] == "incident" else ()
    told = entry["kind"] == "decision-evaluated" and reader.names_people
    decisions = (decided(facts, reader.names, elements.process(root_id)),) if told else ()
    return Line(entry["at"], kind.icon, text, notes, kind.tone, kind.small, decisions)


def _day(text: str | None) -> str:
    return text_of(date.fromisoformat(text)) if text else ""


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
    return (f"到达：{'、'.join(names)}",) if names else ()
