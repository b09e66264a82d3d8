"""Why a case waits, one sentence a token: the engine's facts with dates counted and people named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from engine.calendar import Calendar
from engine.clock import business_date
from engine.explain import Waiting
from engine.vocabulary import Vocabulary
from web import ruler
from web.clauses import label
from web.language import gettext as _
from web.language import noop as N_
from web.taskstate import Due, due_of

TONES = {
    "user-task": "run",
    "timer": "run",
    "message": "wait",
    "signal": "wait",
    "condition": "wait",
    "call": "run",
    "ad-hoc": "run",
    "join": "wait",
    "job": "wait",
    "incident": "bad",
}
OBJECTION = "异议"  # stands in the names of the messages that settle one
COUNTED = ("working-days", "calendar-days")


@dataclass(frozen=True, slots=True)
class Counted:
    """The period behind a date: how long, which day of it today is, what was passed over, what comes after."""

    n: int
    unit: str
    start: date
    today: int | None
    skipped: str
    following: date
    makeup: bool
    provisional: bool
    earliest: date
    latest: date
    edition: str
    first_counts: bool = False


@dataclass(frozen=True, slots=True)
class WaitSentence:
    """What one token (or several alike) waits for, ready to be put into words."""

    number: int
    tone: str
    source: Waiting
    people: list[str] = field(default_factory=list)
    groups: str = ""
    several: int = 1
    task_id: int | None = None
    due: Due | None = None
    limit: datetime | None = None
    counted: Counted | None = None
    clause: str = ""
    other: tuple[str, int] | None = None  # key and id of the case whose result is awaited

    @property
    def text(self) -> str:
        """A short label for the diagram's badge and the paper; a gateway without a name is not called by its id."""
        unnamed = self.source.kind == "join" and self.source.name == self.source.element
        return _("汇合") if unnamed else self.source.name


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the sentences are: people are named to staff only; what is one's own is always said."""

    name: str
    names_people: bool
    people: Mapping[str, str]
    names: Vocabulary
    cases: Mapping[str, int] = field(default_factory=dict)  # other cases the reader may open, by key
    scheme: str = ""  # of the case that is read about
    owner: str = ""  # of that case
    party: str = N_("当事人")  # what its owner is called where names are not told
    groups: frozenset[str] = frozenset()  # of the reader

    def cited(self, articles: Iterable[str]) -> list[str]:
        """The articles of the case's own scheme, where an element cites those of several."""
        return self.names.own_articles(self.scheme, articles)


def keys_in(found: Sequence[Waiting]) -> set[str]:
    """The correlation keys of awaited messages: they may be the keys of other cases."""
    return {str(w.facts.get("correlation_key")) for w in found if w.kind == "message"}


def sentences(
    found: Sequence[Waiting], calendar: Calendar, today: date, reader: Reader
) -> list[WaitSentence]:
    """One sentence for each place that waits; people at the same step share one."""
    groups = [list(run) for _, run in groupby(found, key=_alike)]
    return [_sentence(number, run, calendar, today, reader) for number, run in enumerate(groups, 1)]


def derivation(derivations: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The derivation that a date rests on: the last one that counted days."""
    return next((d for d in reversed(derivations) if d.get("rule") in COUNTED and d.get("last_day")), None)


def rulers(
    found: Sequence[WaitSentence], calendar: Calendar, today: date
) -> list[tuple[WaitSentence, ruler.Ruler]]:
    """The ruler of every waiting clock that rests on counted days."""
    drawn = []
    for sentence in found:
        counted = derivation(sentence.source.facts.get("derivations") or [])
        if sentence.source.kind == "timer" and not sentence.source.aside and counted:
            picture = ruler.period(calendar, counted, today)
            if picture:
                drawn.append((sentence, picture))
    return drawn


def counted_of(found: Mapping[str, Any] | None, calendar: Calendar, today: date) -> Counted | None:
    """The words for a derivation."""
    if found is None:
        return None
    days = [date.fromisoformat(day) for day in found["days"]]
    following = date.fromisoformat(found["next_working_day"])
    return Counted(
        n=int(found["n"]),
        unit=ruler.unit_word(found),
        start=date.fromisoformat(found["start"]),
        today=days.index(today) + 1 if today in days else None,
        skipped=_skipped(found.get("skipped") or []),
        following=following,
        makeup=calendar.day(following).kind == "makeup",
        provisional=found.get("status") == "provisional",
        earliest=date.fromisoformat(found.get("earliest") or found["last_day"]),
        latest=date.fromisoformat(found.get("latest") or found["last_day"]),
        edition=str(found.get("edition") or ""),
        first_counts=bool(days) and days[0] == date.fromisoformat(found["start"]),
    )


def holds(kind: str, name: str) -> bool:
    """Whether a wait holds the case back until an objection is settled."""
    return kind == "message" and OBJECTION in name


def _alike(waiting: Waiting) -> tuple[Any, ...]:
    if waiting.kind == "user-task":
        return (waiting.instance_id, waiting.element, waiting.due_at)
    return (id(waiting),)


def _sentence(
    number: int, run: list[Waiting], calendar: Calendar, today: date, reader: Reader
) -> WaitSentence:
    first = run[0]
    facts = first.facts
    assignees = [who for w in run if (who := w.facts.get("assignee"))]
    own = next((w.facts.get("task_id") for w in run if w.facts.get("assignee") == reader.name), None)
    claimable = not facts.get("assignee") and not reader.groups.isdisjoint(facts.get("groups") or ())
    return WaitSentence(
        number=number,
        tone=_tone(first, today),
        source=first,
        people=_people(assignees, reader),
        groups=reader.names.groups_text(facts.get("groups") or []),
        several=len(run),
        task_id=own or (facts.get("task_id") if reader.names_people or claimable else None),
        due=due_of(facts.get("due_at"), calendar, today) if first.kind in ("user-task", "timer") else None,
        limit=facts.get("due_at"),
        counted=counted_of(derivation(facts.get("derivations") or []), calendar, today),
        clause=label(reader.cited(first.articles)),
        other=_other(facts, reader),
    )


def _other(facts: Mapping[str, Any], reader: Reader) -> tuple[str, int] | None:
    key = str(facts.get("correlation_key") or "")
    return (key, reader.cases[key]) if key in reader.cases else None


def _tone(waiting: Waiting, today: date) -> str:
    if holds(waiting.kind, waiting.name):
        return "hold"
    overdue = waiting.due_at is not None and business_date(waiting.due_at - timedelta(microseconds=1)) < today
    return "due" if waiting.kind == "user-task" and overdue else TONES.get(waiting.kind, "wait")


def _people(assignees: Sequence[str], reader: Reader) -> list[str]:
    """Names for staff; to others only whether it is oneself."""
    if reader.names_people:
        return list(
            dict.fromkeys(_("您") if a == reader.name else reader.people.get(a, a) for a in assignees)
        )
    return [_("您")] if reader.name in assignees else []


def _skipped(days: Sequence[Mapping[str, Any]]) -> str:
    """`国庆节 7 天、周末 2 天`"""
    counts: dict[str, int] = {}
    for day in days:
        name = day.get("name") or N_("周末")
        counts[name] = counts.get(name, 0) + 1
    said = (_("%(name)s %(n)s 天", name=_(name), n=number) for name, number in counts.items())
    return _("、").join(said)
