"""A form that stands on a page of its own: what was typed, shown as a task's form is, without a draft."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Connection

from engine.forms import BrowserSubmission, Form, Node, from_browser, present
from web.house import engine
from web.tasks import rows
from web.tasks.form import controls_of

ONCE = "_once"  # the field that makes a second click the first one's


@dataclass(frozen=True, slots=True)
class Entry:
    """The form as the page shows it. `once` names this page's form, `form_address` takes it while it is filled."""

    nodes: Sequence[Node]
    controls: frozenset[str]
    errors: Mapping[str, str]
    once: str
    form_address: str
    words: Mapping[str, str]
    editable: bool = True


def read(
    connection: Connection,
    form: Form | None,
    known: Mapping[str, Any],
    address: str,
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Entry:
    """A form over what is known and what was typed; without a form there is nothing to fill in."""
    once = request.form.get(ONCE) or secrets.token_urlsafe(16)
    if form is None:
        return Entry([], frozenset(), {}, once, address, {})
    typed = BrowserSubmission(content) if content else None
    nodes = present(form, known, engine().environment(connection), typed, errors=errors)
    return Entry(nodes, controls_of(form), errors or {}, once, address, {})


def typed() -> dict[str, Any]:
    """What was posted, with rows of lists added or taken away as the buttons said."""
    posted = from_browser(request.form.items(multi=True))
    content = rows.merged({}, posted, ())
    return rows.changed(content, request.form.get("_add"), request.form.get("_remove"))


def submitted() -> tuple[BrowserSubmission, str | None]:
    """What was posted to be acted on, and the token of its page."""
    posted = rows.without_marks(rows.merged({}, from_browser(request.form.items(multi=True)), ()))
    return BrowserSubmission(posted), request.form.get(ONCE) or None
