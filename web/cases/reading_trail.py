"""An administrator sees every case so as to mend it; each look at what is in one leaves an entry in its story.

No view has to remember this: what an address names (a case, a task, a file, a letter) says which case was read. The
entry is written before the answer leaves; without it there is no answer. The same look again, with nothing else
in between, is not told twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy import Connection, func, select

from awards.models import letter
from engine.actor import Actor
from engine.history import Story
from engine.models import history, instance, user_task
from engine.queries.visibility import is_staff
from web.house import engine, me
from web.language import gettext as _
from web.language import noop as N_
from web.models import upload

KIND = "contents-read"
SHOWN = frozenset({200, 206, 409, 422})  # answers with something of the case in them
PLACES = {"case_id": "case", "task_id": "task", "upload_id": "file", "letter_id": "letter"}
WORDS = {
    "case": N_("案件的内容"),
    "task": N_("任务“%(name)s”的内容"),
    "file": N_("文件“%(name)s”"),
    "letter": N_("函件“%(name)s”"),
}
Look = dict[str, Any]  # what was read: `what` and, unless it is the whole case, `name`


def install(app: Flask) -> None:
    app.after_request(_note)


def words(facts: Mapping[str, Any]) -> str:
    """What an entry says was read."""
    return _(WORDS[facts["what"]]) % facts


def _note(response: Response) -> Response:
    account = g.get("account")
    place = next((name for name in PLACES if name in (request.view_args or {})), None)
    if account is None or not account.admin or place is None or response.status_code not in SHOWN:
        return response
    database = engine().database
    number = (request.view_args or {})[place]
    with database.reading() as connection:
        root, look = _look(connection, PLACES[place], number)
        told = root is None or not _outsider(connection, root) or _last(connection, root, look)
    if root is not None and not told:
        story = Story(engine().now(), me().name)
        story.note(KIND, root, root, **look)
        with database.transaction() as connection:
            story.write(connection)
    return response


def _look(connection: Connection, what: str, number: int) -> tuple[int | None, Look]:
    """The case behind an address, and what of it is shown there."""
    if what == "case":
        query = select(instance.c.id).where(instance.c.id == number)
        return connection.execute(query).scalar_one_or_none(), {"what": what}
    table, name = {
        "task": (user_task, user_task.c.name),
        "file": (upload, upload.c.name),
        "letter": (letter, letter.c.title),
    }[what]
    row = connection.execute(select(table.c.root_id, name).where(table.c.id == number)).first()
    return (row[0], {"what": what, "name": row[1]}) if row else (None, {})


def _outsider(connection: Connection, root: int) -> bool:
    """Whether it is only as an administrator that the case is seen."""
    process = connection.execute(select(instance.c.process_id).where(instance.c.id == root)).scalar_one()
    return not is_staff(Actor(me().name, me().groups), process)


def _last(connection: Connection, root: int, look: Look) -> bool:
    """Whether the newest entry of the case tells of this very look."""
    newest = select(func.max(history.c.id)).where(history.c.root_id == root).scalar_subquery()
    row = connection.execute(select(history).where(history.c.id == newest)).first()
    return row is not None and (row.kind, row.actor, row.facts) == (KIND, me().name, look)
