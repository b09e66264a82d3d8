"""The numbers beside saved views, asked for by the list once it stands: none of its own statements waits for them.

How long a list takes to count depends on what somebody saved, so the first page of work does not count any; all that
are counted are counted in one statement, and of very many views the first only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import render_template
from sqlalchemy import Connection

from engine.queries import inbox
from engine.queries.inbox import Filters, View
from web.access import SIGNED_IN, may
from web.house import actor, engine, reading, vocabulary
from web.inbox import saved
from web.inbox.asked import asked, searching
from web.inbox.door import pages

COUNTED: Final = 12  # views of one person


@pages.get("/tasks/views/numbers")
@may(SIGNED_IN)
def numbers() -> str:
    """The part of the rail that lists one's saved views, with how many tasks each holds now."""
    with reading() as connection:
        views = saved.offered(connection, actor())
        few = views[:COUNTED]
        found = inbox.tallied(connection, actor(), _lists(connection, few), engine().now())
    numbered = {view["id"]: number for view, number in zip(few, found, strict=True)}
    return render_template("inbox/kept_views.html", views=views, numbers=numbered)


def _lists(connection: Connection, views: Sequence[Mapping[str, Any]]) -> list[tuple[View, Filters]]:
    """What each view asks for; the steps that a search may mean are read once for each kind of list."""
    steps: dict[View, Sequence[tuple[str, str]]] = {}
    found = []
    for view in views:
        wanted, text = asked(view["arguments"], engine().now()), view["arguments"].get("q", "")
        if text and wanted.view not in steps:
            steps[wanted.view] = inbox.steps(connection, actor(), wanted.view, engine().now())
        wanted = searching(wanted, text, steps.get(wanted.view, ()), vocabulary(connection))
        found.append((wanted.view, wanted.filters))
    return found
