"""A form that stands on a page of its own, shown as a task's form is; what it asks, what was typed, its own token."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for
from sqlalchemy import Connection
from werkzeug.datastructures import MultiDict

from engine import once
from engine.forms import BrowserSubmission, Form, Node, from_browser, present
from web import formtoken
from web.files import attached, fields, uploaded
from web.files.doors import Door
from web.files.places import Place
from web.forms import refused, rows
from web.forms.refused import Refused
from web.forms.view import controls_of
from web.house import engine, me

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks of the person of this request: its form, what is known there, and what its template shows."""

    form: Form | None
    known: Mapping[str, Any]
    title: str
    shown: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """The form as the page shows it. `once` names this page's form, `form_address` takes it while it is filled."""

    nodes: Sequence[Node]
    controls: frozenset[str]
    refused: Refused
    once: str
    form_address: str
    door: Door
    words: Mapping[str, str]
    editable: bool = True

    @property
    def errors(self) -> Mapping[str, str]:
        """The messages by field."""
        return self.refused.errors


class PageDoor:
    """Where the fields of a page send their files; `form` is what it begins or sends, `once` the page's own token."""

    paper = ""

    def __init__(self, form: str, once: str) -> None:
        self.place = Place(me().name, page=once)
        self._of: dict[str, Any] = {"form": form, "once": once}

    @property
    def begin(self) -> str:
        return url_for("entries.begin", **self._of)

    @property
    def store(self) -> str:
        return url_for("entries.store", **self._of)

    def rows(self, field: str) -> str:
        return url_for("entries.rows", field=field, **self._of)

    def remove(self, number: int) -> str:
        return url_for("entries.remove", upload_id=number, **self._of)

    def give_up(self, number: str) -> str:
        return url_for("entries.give_up", number=number, **self._of)


def read(
    connection: Connection,
    asked: Asked,
    address: str,
    door: PageDoor,
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    wrong: Sequence[str] = (),
) -> Entry:
    """A form over what is known and what was typed; without a form there is nothing to fill in.

    `errors` are those of a submission that was refused now, `wrong` the fields of one that was refused before.
    """
    if asked.form is None:
        return Entry([], frozenset(), refused.NOTHING, door.place.page, address, door, {})
    env, found = engine().environment(connection), refused.now(errors or {})
    if wrong:
        more = attached.faults(connection, door.place)
        found = refused.again(wrong, asked.form, rows.without_marks(content or {}), asked.known, env, more)
    typed = BrowserSubmission(content) if content else None
    nodes = present(asked.form, asked.known, env, typed, errors=found.errors)
    return Entry(nodes, controls_of(asked.form), found, door.place.page, address, door, {})


def begun(connection: Connection) -> str:
    """The token of the page that the address says was begun; a new one if it says none, or it was submitted."""
    token = tidy(request.args.get("once", ""))
    submitted = token is not None and once.before(connection, me().name, token) is not None
    return token if token is not None and not submitted else formtoken.fresh()


def token_of(sent: Mapping[str, str]) -> str:
    """The token of the page that sent something; a new one if it names none of ours."""
    return tidy(sent.get(formtoken.FIELD, "")) or formtoken.fresh()


def tidy(token: str) -> str | None:
    """A token of the form that ours have."""
    return token if _TOKEN.fullmatch(token) else None


def typed(sent: MultiDict[str, str]) -> dict[str, Any]:
    """What a page sent, with rows of lists added, taken away or moved as its buttons said."""
    content = rows.merged({}, from_browser(sent.items(multi=True)), ())
    return rows.changed(content, *(sent.get(name) for name in ("_add", "_remove", "_move")))


def with_files(
    connection: Connection, asked: Asked, place: Place, content: Mapping[str, Any]
) -> dict[str, Any]:
    """These entries with the true names in every field of files."""
    return fields.laid(asked.form, content, uploaded.names(connection, place), fields.known_in(asked.known))
