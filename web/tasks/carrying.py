"""A session that ends while somebody fills in a form: what was typed goes through the sign-in page and comes back.

Without a script the entries of the form travel in a hidden field of the sign-in page; afterwards they are kept with
the task as a draft like any other, so that nothing newer is overwritten, or with the page on which a case is begun or
a message sent, under its own token, so that it is still sent once. With a script a post of a part is answered by a
sentence, and the page keeps its entries (`frontend/src/app/keeping.js`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from flask import Flask, g, make_response, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.errors import NotFound
from web import auth, formtoken
from web.begin import entry, named, posting
from web.begin.paper import Paper
from web.begin.sending import Saying
from web.begin.starting import Start
from web.language import gettext as _
from web.people.accounts import Account
from web.tasks import pages as tasks

LARGEST: Final = (
    1_000_000  # characters of what is carried; longer entries are in the draft up to the last pause
)
_NEVER: Final = frozenset({"csrf_token", "_add", "_remove", "_move"})
_TASK: Final = "task:"
Sent = MultiDict[str, str]


def _task(args: Mapping[str, Any]) -> str:
    return f"{_TASK}{args['task_id']}"


def _entry(args: Mapping[str, Any]) -> str:
    return str(args["form"])


# The routes whose entries are carried, with what they are about.
CARRIED: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    **dict.fromkeys(("tasks.complete", "tasks.form"), _task),
    **dict.fromkeys(("uploads.store", "uploads.paper", "uploads.remove", "sending.remove"), _task),
    **dict.fromkeys(("entries.store", "entries.remove", "entries.give_up"), _entry),
    "begin.begin": lambda args: Start(**args).name,
    "begin.form": lambda args: Start(**args).name,
    "messages.send": lambda args: Saying(**args).name,
    "messages.form": lambda args: Saying(**args).name,
    "paper.enter": lambda _args: Paper.name,
}


def install(app: Flask) -> None:
    """To be called after it is known who asks and before anybody is turned away."""
    app.before_request(_keep)
    app.extensions["laurel_welcome"] = [_give_back]


def _keep() -> Response | None:
    about = CARRIED.get(request.endpoint or "")
    if request.method != "POST" or g.account is not None or about is None:
        return None
    if request.headers.get("HX-Request"):
        answer = make_response(_("登录已过期，内容还在这个页面上。请重新登录。"), 401)
        answer.headers["HX-Reswap"] = "none"
        return answer
    if (request.content_length or 0) > (request.max_content_length or 0):
        return None  # a large file: what stood around it cannot be read without it
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] not in _NEVER]
    what = about(request.view_args or {})
    carried = orjson.dumps({"about": what, "entries": pairs}).decode()
    if not pairs or not _ours() or len(carried) > LARGEST:
        return None
    return make_response(auth.page(back=_address(what, request.form), carried=carried), 403)


def _ours() -> bool:
    """Whether a page of this site sent it; another's would only want to put words into somebody's mouth."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _address(about: str, sent: Sent) -> str:
    """Where what was typed is shown again."""
    if about.startswith(_TASK):
        return url_for("tasks.show", task_id=int(about.removeprefix(_TASK)))
    once = entry.tidy(sent.get(formtoken.FIELD, ""))
    return named.page(about).address(**({"once": once} if once else {}))


def _give_back(account: Account) -> None:
    """Keep what was carried where it was typed, if the same person has come back and may see it."""
    found = _read(request.form.get("_carried", ""))
    if found is None:
        return
    about, sent = found
    if sent.get("_account") != account.name:
        return
    g.account = account
    try:
        _kept(about, sent)
    except NotFound:
        return  # the task has gone elsewhere meanwhile; the page after this one says so


def _kept(about: str, sent: Sent) -> None:
    if about.startswith(_TASK):
        task_id = int(about.removeprefix(_TASK))
        content, _mine = tasks.entries(task_id, sent)
        tasks.kept(task_id, content, tasks.source_of(sent))
    elif once := entry.tidy(sent.get(formtoken.FIELD, "")):
        posting.keep(named.page(about), once, entry.typed(sent))


def _read(carried: str) -> tuple[str, Sent] | None:
    """What the hidden field holds; None if it is not what we wrote."""
    if not carried or len(carried) > LARGEST:
        return None
    try:
        read: Any = orjson.loads(carried)
        pairs = [(str(name), str(value)) for name, value in read["entries"]]
        about = str(read["about"])
        if about.startswith(_TASK):
            int(about.removeprefix(_TASK))
        return about, MultiDict(pairs)
    except (ValueError, TypeError, KeyError):
        return None
