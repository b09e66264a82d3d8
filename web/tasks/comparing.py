"""Two drafts of one task that do not know of each other: shown field by field, and one made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.feel import Environment
from engine.forms import BrowserSubmission, Form, Node, from_browser, present
from engine.queries import inbox
from web.access import SIGNED_IN, may
from web.forms import rows
from web.forms import view as formview
from web.forms.places import places
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.tasks import drafts
from web.tasks.drafts import Draft

pages = Blueprint("comparing", __name__)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was filled in twice, with both entries in words."""

    name: str
    label: str
    newest: str
    rival: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The newest draft beside one that had not seen it."""

    page: str
    newest_at: datetime | None
    rival_at: datetime
    differences: Sequence[Difference]


def compare(form: Form, context: Mapping[str, Any], env: Environment, draft: Draft) -> Comparison | None:
    """The newest draft beside its oldest rival; None if there is none."""
    if not draft.rivals or draft.beside:
        return None
    rival = draft.rivals[0]
    newest, other = (
        dict(_leaves(present(form, context, env, BrowserSubmission(content))))
        for content in (draft.content, rival.content)
    )
    found = []
    for name in {**newest, **other}:
        texts = [side.get(name, ("", ""))[1] for side in (newest, other)]
        if texts[0] != texts[1]:
            label = (newest.get(name) or other[name])[0]
            found.append(Difference(name, label, *texts))
    return Comparison(rival.page, draft.saved_at, rival.saved_at, found)


@pages.post("/tasks/<int:task_id>/draft")
@may(SIGNED_IN)
def choose(task_id: int) -> Response:
    """One draft out of two: the newest, the rival, or for each field the one that was picked."""
    with reading() as connection:
        row = inbox.task(connection, actor(), task_id)
        if row is None:
            raise NotFound(what=N_("这项任务"))
        draft = drafts.load(connection, me().name, task_id)
    rival = next((one for one in draft.rivals if one.page == request.form.get("_rival")), None)
    if rival is not None:
        content = _merged(draft.content, rival.content, request.form.get("_whole"))
        drafts.settle(engine().database, me().name, task_id, content, engine().now(), rival.page)
        flash(_("已按您选定的内容存为草稿。"), "done")
    return redirect(url_for("tasks.show", task_id=task_id, _anchor="form"), code=303)


@pages.post("/tasks/<int:task_id>/draft/discard")
@may(SIGNED_IN)
def discard(task_id: int) -> Response:
    """Let go of what was typed into a task and never submitted."""
    with reading() as connection:
        if inbox.task(connection, actor(), task_id) is None:
            raise NotFound(what=N_("这项任务"))
    with engine().database.transaction() as connection:
        drafts.forget(connection, me().name, task_id)
    flash(_("没有提交的内容已删去。"), "done")
    return redirect(url_for("tasks.show", task_id=task_id), code=303)


def _merged(newest: dict[str, Any], rival: dict[str, Any], whole: str | None) -> dict[str, Any]:
    if whole in ("newest", "rival"):
        return newest if whole == "newest" else rival
    picked = [
        key.removeprefix("pick:")
        for key, side in request.form.items()
        if (key[:5], side) == ("pick:", "rival")
    ]
    pairs = []
    for name in picked:
        entry = rows.look_up(rival, name)
        pairs += [
            (name, str(one)) for one in (entry if isinstance(entry, list) else [entry]) if one is not None
        ]
    return rows.merged(newest, from_browser(pairs), picked)


def _leaves(nodes: Sequence[Node]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every field with its label and its entry in words; in a list's row the label says which."""
    for name, node, place in places(nodes):
        if node.component.is_input:
            yield name, (place + node.label, formview.entry_text(node))
