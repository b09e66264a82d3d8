"""What an address of the inbox asks for: view, filters, order, page; and the addresses of neighbouring lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, cast, get_args

from flask import request, url_for

from awards.numbers import bracketed
from engine.clock import SHANGHAI
from engine.queries.inbox import Filters, Search, Sort, View
from engine.queries.inbox_views import Who
from engine.vocabulary import SHARED, Vocabulary

LONGEST: Final = 100  # characters of a search
FILTERS: Final = ("q", "scheme", "process", "step", "cycle", "who", "due", "day", "from", "to")
KEPT: Final = ("view", *FILTERS, "sort", "order")  # what a saved view remembers
SORTS: Final = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Asked:
    """One list as it was asked for; `day`, `first`, `last` are days of Shanghai."""

    view: View
    sort: Sort
    descending: bool
    number: int
    overdue: bool
    day: date | None
    filters: Filters

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view is asked for."""
        return self.filters != Filters() and not (
            self.overdue and replace(self.filters, due_before=None) == Filters()
        )


def asked(arguments: Mapping[str, str], now: datetime) -> Asked:
    """Read the arguments of an address; what makes no sense asks for nothing."""
    word, overdue = arguments.get("view", "mine"), False
    if word == "overdue":
        word, overdue = "mine", True
    view = cast(View, word if word in get_args(View) else "mine")
    sort = arguments.get("sort", "")
    usual = "ended" if view == "done" else "due"
    day = _day(arguments.get("day"))
    descending = arguments.get("order") == "latest"
    return Asked(
        view=view,
        sort=cast(Sort, sort if sort in SORTS else usual),
        # done work is read from its newest end, unless somebody sorts it
        descending=descending != (view == "done" and not sort),
        number=_number(arguments.get("page")),
        overdue=overdue,
        day=day,
        filters=_filters(arguments, day, now, overdue=overdue or arguments.get("due") == "over"),
    )


def searched(text: str, names: Vocabulary, schemes: Iterable[str]) -> Search:
    """`周期：静安2026` looks for a variable by its name (as people or diagrams call it), all else for the text."""
    label, mark, value = text.replace("：", ":", 1).partition(":")
    label, value = label.strip(), value.strip()
    if not (mark and label and value):
        return Search(text)
    called = {label}
    for scheme in {SHARED, *schemes}:
        called |= {variable for variable, word in names.facts(f"{scheme}.").items() if word == label}
    return Search(names=tuple(sorted(called)), value=value)


def searching(wanted: Asked, text: str, steps: Iterable[tuple[str, str]], names: Vocabulary) -> Asked:
    """The filters with a text that is searched for; a task is found by the name of its step too.

    `steps` are the names and processes of the steps that the view holds.
    """
    text = bracketed(text.strip()[:LONGEST])
    if not text:
        return wanted
    steps = list(steps)
    search = searched(text, names, {process.partition(".")[0] for _name, process in steps})
    named = () if search.names else tuple(sorted({name for name, _process in steps if text in name}))
    return replace(wanted, filters=replace(wanted.filters, search=search, steps=named))


def link(**changes: Any) -> str:
    """This list with some of its arguments changed; None takes one away; a new filter starts at page one."""
    kept = {**request.args.to_dict(), **({} if "page" in changes else {"page": None}), **changes}
    arguments = {key: value for key, value in kept.items() if value not in (None, "")}
    return url_for("inbox.index", **arguments)


def cleared() -> str:
    """This view without its filters."""
    return link(**dict.fromkeys((*FILTERS, "saved")))


def _filters(arguments: Mapping[str, str], day: date | None, now: datetime, *, overdue: bool) -> Filters:
    who = arguments.get("who", "")
    first, last = day or _day(arguments.get("from")), day or _day(arguments.get("to"))
    ends = [_end_of(last)] if last else []
    if overdue:
        ends.append(now)
    return Filters(
        scheme=arguments.get("scheme", ""),
        process=arguments.get("process", ""),
        step=arguments.get("step", ""),
        cycle=arguments.get("cycle", ""),
        who=cast(Who, who if who in get_args(Who) else ""),
        # a period that ends with a day ends at the next midnight, which is still this day's
        due_from=_start_of(first) + timedelta(microseconds=1) if first else None,
        due_before=min(ends) if ends else None,
    )


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 and int(text) > 0 else 1


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _end_of(day: date) -> datetime:
    return _start_of(day) + timedelta(days=1, microseconds=1)
