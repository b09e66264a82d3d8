"""A form that is posted from a page of its own: shown, followed while it is filled, sent once, shown again with faults.

What is begun or sent is said by a `Page`; here stands what all of them do with what people type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from flask import make_response, redirect, render_template, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine import once as requests
from engine.errors import Conflict, Invalid, LaurelError, NotAllowed, NotFound
from engine.forms import BrowserSubmission
from web.begin import entry, kept
from web.begin.entry import Asked, PageDoor
from web.errors import sentence_of
from web.files import attached
from web.forms import refused, rows
from web.house import engine, me, reading
from web.language import noop as N_


class Submitted(Protocol):
    """What is kept of a form in the commit of what came of it: its files join the case."""

    def __call__(self, connection: Connection, root_id: int, values: Mapping[str, Any], /) -> None: ...


class Page(Protocol):
    """What stands at an address: what it asks, and where it lies."""

    @property
    def name(self) -> str:
        """What it begins or sends: `begin:jingan.revocation:start`."""

    def asked(self, connection: Connection) -> Asked:
        """Raises NotFound for whoever may not see it, and when there is nothing to be said any more."""

    def storable(self, content: dict[str, Any]) -> dict[str, Any]:
        """What of the entries may be kept before it is sent."""

    def address(self, **query: str) -> str:
        """Where it lies; with `once` the very page that was begun, with `_anchor` a place on it."""


class Posted(Page, Protocol):
    """A page that is sent to a command."""

    @property
    def template(self) -> str: ...

    def following(self) -> str:
        """Where the form goes while it is filled in."""

    def send(self, content: BrowserSubmission, token: str, submitted: Submitted) -> int:
        """Do it, once for each token; returns the case. Raises what the command raises."""

    def sent(self, case_id: int) -> Any:
        """The answer."""


def show(page: Posted) -> str:
    """The page; what was kept of it when it was begun before, and of an empty one where one was left unsent."""
    with reading() as connection:
        once = entry.begun(connection)
        found = kept.load(connection, me().name, once, page.name)
        left = kept.newest(connection, me().name, page.name) if found.saved_at is None else None
    unsent = {"address": page.address(once=left[0]), "saved_at": left[1]} if left else None
    return _shown(page, once, found.content, saved_at=found.saved_at, unsent=unsent)


def follow(page: Posted) -> Response:
    """Keep what is typed and show the form as it follows from it, so that who reloads the page loses nothing."""
    once = entry.token_of(request.form)
    removed, moved = request.form.get("_remove"), request.form.get("_move")
    content = entry.typed(request.form)
    with reading() as connection:
        sent = requests.before(connection, me().name, once)
    if sent is None:
        keep(page, once, content)
    if removed or moved:
        with engine().database.transaction() as connection:
            attached.rows_changed(connection, PageDoor(page.name, once).place, removed, moved)
    if not request.headers.get("HX-Request"):
        return redirect(page.address(once=once, _anchor="form-parts"), code=303)
    wrong = refused.before(request.form)
    response = make_response(_shown(page, once, content, wrong=wrong, saved_at=engine().now()))
    response.headers["HX-Trigger"] = "laurel:saved"
    return response


def post(page: Posted) -> Any:
    """Send it. A second click of the same page finds what came of the first."""
    once = entry.token_of(request.form)
    place = PageDoor(page.name, once).place
    with reading() as connection:
        before = requests.before(connection, me().name, once)
        asked = None if before else _asked(page, connection)
        content = entry.typed(request.form)
        given = entry.with_files(connection, asked, place, content) if asked else content
    if before:
        return page.sent(int(before))

    def submitted(connection: Connection, root_id: int, values: Mapping[str, Any]) -> None:
        if asked is None:
            raise Conflict  # nothing was asked a moment ago: what is asked now must be seen first
        if asked.form is not None:
            attached.submit(connection, place, asked.form, values, root_id, asked.title)
        kept.forget(connection, me().name, once)

    try:
        case_id = page.send(BrowserSubmission(rows.without_marks(given)), once, submitted)
    except NotAllowed:
        raise NotFound(what=N_("这件事")) from None
    except LaurelError as error:
        if asked is None or error.status not in (409, 422):
            raise
        errors = error.errors if isinstance(error, Invalid) else {}
        return _shown(page, once, content, errors, "" if errors else sentence_of(error)), error.status
    return page.sent(case_id)


def keep(page: Page, once: str, content: dict[str, Any]) -> None:
    """Keep what was typed for the person of this request. Raises NotFound if the page is not theirs to fill in."""
    with reading() as connection:
        page.asked(connection)
    with engine().database.transaction() as connection:
        storable = page.storable(rows.bounded(content))
        kept.save(connection, me().name, once, page.name, storable, engine().now())


def _asked(page: Page, connection: Connection) -> Asked | None:
    """What the page asks; None if nothing (any more): the command then says why."""
    try:
        return page.asked(connection)
    except NotFound:
        return None


def _shown(
    page: Posted,
    once: str,
    content: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    problem: str = "",
    wrong: Sequence[str] = (),
    **more: Any,
) -> str:
    door = PageDoor(page.name, once)
    with reading() as connection:
        asked = page.asked(connection)
        content = entry.with_files(connection, asked, door.place, content) if content else {}
        view = entry.read(connection, asked, page.following(), door, content, errors, wrong)
    begun = page.address(once=once)
    return render_template(page.template, view=view, problem=problem, begun=begun, **more, **asked.shown)
