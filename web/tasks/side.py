"""What stands beside a task's form of its case: documents, comments, the latest of its story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row

from awards.letters import register as letters
from engine.actor import Actor
from engine.db import Record
from engine.definitions import Deployed
from engine.process_engine import ProcessEngine
from engine.queries import story as stories
from web.cases import comments, story, telling
from web.cases.comments import Talk
from web.cases.waiting import Reader
from web.files import uploaded
from web.labels import party_word
from web.people.accounts import display_names

DOCUMENTS: Final = 8  # of each kind, the newest
LINES: Final = 6  # of the story
ENTRIES: Final = 40  # read for these lines: many entries are only steps on the way


@dataclass(frozen=True, slots=True)
class Side:
    """The rest of the case, for who may see it; empty for who may see only the task."""

    files: Sequence[Record] = ()
    letters: Sequence[Record] = ()
    more: int = 0  # documents that only the case's page lists
    talk: Talk | None = None
    story: Sequence[story.StoryDay] = ()


def read(
    pe: ProcessEngine,
    connection: Connection,
    case: Mapping[str, Any] | None,
    deployed: Mapping[int, Deployed],
    actor: Actor,
) -> Side:
    """Gather what the actor may see of a case; `deployed` are the diagrams of its call tree by instance."""
    if case is None:
        return Side()
    files = uploaded.of_case(connection, case, actor.name)
    written = letters.of_case(connection, case["id"], None if case["staff"] else actor.name)
    more = sum(max(0, len(found) - DOCUMENTS) for found in (files, written))
    entries = stories.entries(connection, case["id"], ENTRIES)
    people = display_names(connection, story.people_in(entries))
    words, party = pe.vocabulary(connection), party_word(case["process_id"])
    reader = Reader(actor.name, case["staff"], people, words, owner=case["owner"] or "", party=party)
    days = story.days(entries, case["id"], reader, telling.Elements(deployed))
    return Side(
        files[-DOCUMENTS:],
        written[-DOCUMENTS:],
        more,
        comments.talk(connection, case),
        story.first_lines(days, LINES),
    )


def deployed_of(pe: ProcessEngine, connection: Connection, parts: Sequence[Row[Any]]) -> dict[int, Deployed]:
    """The diagrams of a call tree by instance."""
    return {part.id: pe.definitions.get(connection, part.definition_id) for part in parts}
