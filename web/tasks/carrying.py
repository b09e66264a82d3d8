"""A session that ends while somebody fills in a form: what was typed goes through the sign-in page and comes back.

Without a script the entries of the form travel in a hidden field of the sign-in page; afterwards they are saved
as a draft like any other, so that nothing newer is overwritten. With a script a post of a part is answered by a
sentence, and the page keeps its entries (`frontend/src/app/keeping.js`).
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from flask import Flask, g, make_response, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.errors import NotFound
from web import auth
from web.language import gettext as _
from web.people.accounts import Account
from web.tasks import pages as tasks

CARRIED: Final = frozenset({"tasks.complete", "tasks.form"})
LARGEST: Final = (
    1_000_000  # characters of what is carried; longer entries are in the draft up to the last pause
)
_NEVER: Final = frozenset({"csrf_token", "_add", "_remove", "_move"})


def install(app: Flask) -> None:
    """To be called after it is known who asks and before anybody is turned away."""
    app.before_request(_keep)
    app.extensions["laurel_welcome"] = [_give_back]


def _keep() -> Response | None:
    if request.method != "POST" or g.account is not None or request.endpoint not in CARRIED:
        return None
    task_id = int((request.view_args or {})["task_id"])
    back = url_for("tasks.show", task_id=task_id)
    if request.headers.get("HX-Request"):
        answer = make_response(_("登录已过期，内容还在这个页面上。请重新登录。"), 401)
        answer.headers["HX-Reswap"] = "none"
        return answer
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] not in _NEVER]
    carried = orjson.dumps({"task": task_id, "entries": pairs}).decode()
    if not pairs or not _ours() or len(carried) > LARGEST:
        return None
    return make_response(auth.page(back=back, carried=carried), 403)


def _ours() -> bool:
    """Whether a page of this site sent it; another's would only want to put words into somebody's mouth."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _give_back(account: Account) -> None:
    """Save what was carried as a draft of its task, if the same person has come back and may see it."""
    found = _read(request.form.get("_carried", ""))
    if found is None:
        return
    task_id, sent = found
    if sent.get("_account") != account.name:
        return
    g.account = account
    try:
        content, _mine = tasks.entries(task_id, sent)
        tasks.kept(task_id, content, tasks.source_of(sent))
    except NotFound:
        return  # the task has gone elsewhere meanwhile; the page after this one says so


def _read(carried: str) -> tuple[int, MultiDict[str, str]] | None:
    """What the hidden field holds; None if it is not what we wrote."""
    if not carried or len(carried) > LARGEST:
        return None
    try:
        read: Any = orjson.loads(carried)
        pairs = [(str(name), str(value)) for name, value in read["entries"]]
        return int(read["task"]), MultiDict(pairs)
    except (ValueError, TypeError, KeyError):
        return None
