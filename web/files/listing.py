"""The rows that stand in a field of files: what is there, what is still coming, what the case knew before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, g

from engine.db import Record
from web import marks
from web.access import OFFICE_ROLES
from web.files import states, uploaded
from web.files.places import Place
from web.house import me, reading
from web.language import gettext as _

KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `number` is the upload's, `coming` the id of what has not come whole."""

    name: str
    size: str = ""
    number: int | None = None
    state: str = ""
    word: str = ""
    bad: bool = False
    fetched: bool = False  # whether it may be fetched now
    coming: str = ""
    received: int = 0  # bytes
    whole: int = 0  # bytes


def install(app: Flask) -> None:
    app.jinja_env.globals.update(file_rows=rows)
    app.jinja_env.filters.update(bytes=size_text, file_word=word)


def rows(place: Place, field: str, names: Sequence[str] = ()) -> list[Row]:
    """The lines of a field at one's own place; `names` are what its value holds, of which some were known before."""
    there_now, under_way = _gathered(place)
    stored = [_stored(file) for file in there_now if file["field"] == field]
    there = {row.name for row in stored}
    before = [Row(name) for name in names if name and name not in there]
    coming = [
        Row(
            one["name"], size_text(one["size"]), coming=one["id"], received=one["received"], whole=one["size"]
        )
        for one in under_way
        if one["field"] == field
    ]
    return [*before, *stored, *coming]


def on_paper(root_id: int) -> bool:
    """Whether the case is an application on paper that this person's office entered."""
    if not me().schemes(*OFFICE_ROLES):
        return False
    with reading() as connection:
        return marks.mark_of(connection, root_id) is not None


def word(file: Mapping[str, Any]) -> str:
    """What is known of a stored file, in a word; of paper nothing has to be."""
    return _(states.WORDS[file["state"]]) if file["state"] in states.WORDS else ""


def size_text(size: int) -> str:
    """Bytes as people read them: 812 KB, 12.4 MB."""
    if size >= MB:
        return f"{size / MB:.1f} MB"
    return f"{-(-size // KB)} KB"


def _stored(file: Record) -> Row:
    paper = not file["sha256"]
    return Row(
        file["name"],
        size_text(file["size"]) if not paper else "",
        file["id"],
        file["state"],
        word(file),
        file["state"] in states.BAD or file["state"] == states.STUCK,
        not paper and file["state"] not in states.HELD,
    )


def _gathered(place: Place) -> tuple[list[Record], list[Record]]:
    """The files of the page's place, whole and under way, asked once a request."""
    if g.get("files_of") != place:
        with reading() as connection:
            g.files = (uploaded.of(connection, place), uploaded.coming(connection, place))
        g.files_of = place
    found: tuple[list[Record], list[Record]] = g.files
    return found
