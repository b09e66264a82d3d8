"""Files of a form's fields: joined to a task, taken from it, and the names that a submission may hold because of them.

A browser cannot claim a file by typing its name. What a field of files holds is what lies in the store for it, and
what the case knew there already when the task began. Programs and stories, which come through the engine, name files
as they like. A paper that the staff keep in a folder is written down by `add_paper`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, insert, select, update

from engine.bpmn import Workflow
from engine.errors import Invalid
from engine.forms import Component, Form
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence
from web.files import keeping, states, uploaded
from web.files.keeping import Kept
from web.models import upload
from web.tasks.rows import look_up

PAPER: Final = "（纸质件）"
_ROW: Final = re.compile(r"\[[0-9]{1,3}\]")


def picker(form: Form, field: str) -> Component | None:
    """The file field at a path of a form (`cases[0].proof`); None if there is none, or it may not be changed."""
    found = dict(_pickers(form.components))
    return found.get(_ROW.sub("[]", field))


def form_of(pe: ProcessEngine, connection: Connection, task: Mapping[str, Any]) -> Form | None:
    """The form of a task as `engine.queries.inbox.task` tells it."""
    if not task["form_id"]:
        return None
    return pe.definitions.get(connection, task["definition_id"]).form(task["form_id"])


def add(
    connection: Connection,
    task: Mapping[str, Any],
    field: str,
    name: str,
    kept: Kept,
    account: str,
    now: datetime,
    *,
    multiple: bool,
) -> int:
    """Join a stored file to a field and return its id; one of the same name, or the only one, gives way to it.

    The same file a second time changes nothing.
    """
    there = (upload.c.task_id == task["id"]) & (upload.c.field == field) & (upload.c.account == account)
    same = and_(there, upload.c.name == name, upload.c.sha256 == kept.sha256)
    again = connection.execute(select(upload.c.id).where(same)).scalar()
    give_way = and_(there, upload.c.name == name) if multiple else there
    connection.execute(delete(upload).where(give_way, upload.c.id != (again or 0)))
    if again is not None:
        return int(again)
    row = {"root_id": task["root_id"], "task_id": task["id"], "field": field, "name": name}
    row |= {"sha256": kept.sha256, "size": kept.size, "account": account, "uploaded_at": now}
    if kept.sha256:
        keeping.settle(connection, kept, now, task["root_id"], name)
    return int(connection.execute(insert(upload).returning(upload.c.id), row).scalar_one())


def add_paper(
    connection: Connection,
    task: Mapping[str, Any],
    component: Component,
    field: str,
    account: str,
    now: datetime,
) -> str:
    """Write down that what a field asks for came on paper; returns the name that stands for it."""
    accepted = [
        part.strip() for part in str(component.settings.get("accept") or "").split(",") if part.strip()
    ]
    name = f"{component.label[:100]}{PAPER}{accepted[0] if accepted else ''}"
    add(connection, task, field, name, Kept("", 0), account, now, multiple=True)
    return name


def remove(connection: Connection, task_id: int, number: int, account: str) -> bool:
    """Take a file from one's own task that is not done; False if there is none."""
    mine = (upload.c.id == number) & (upload.c.task_id == task_id) & (upload.c.account == account)
    return connection.execute(delete(upload).where(mine)).rowcount == 1


def row_removed(connection: Connection, task_id: int, account: str, row: str) -> None:
    """A row of a list (`cases[2]`) was removed from a draft: its files go with it, later rows move up."""
    place = re.fullmatch(r"(.+)\[([0-9]{1,3})\]", row)
    if place is None:
        return
    number, begins = int(place[2]), f"{place[1]}["
    for file in uploaded.of_task(connection, task_id, account):
        at = re.fullmatch(re.escape(begins) + r"([0-9]{1,3})(\].*)", file["field"])
        if at is None or int(at[1]) < number:
            continue
        mine = upload.c.id == file["id"]
        if int(at[1]) == number:
            connection.execute(delete(upload).where(mine))
        else:
            connection.execute(update(upload).where(mine).values(field=f"{begins}{int(at[1]) - 1}{at[2]}"))


def over(
    pe: ProcessEngine,
    connection: Connection,
    task: Mapping[str, Any],
    account: str,
    content: Mapping[str, Any],
) -> dict[str, Any]:
    """Entries of a browser with the true names in every file field."""
    form = form_of(pe, connection, task)
    result = deepcopy(dict(content))
    if form is None or not any(_pickers(form.components)):
        return result
    names: dict[str, list[str]] = {}
    for file in uploaded.of_task(connection, task["id"], account):
        names.setdefault(file["field"], []).append(file["name"])

    def known(field: str) -> Collection[str]:
        """The names that the case had in a field when its task began; of a task that is done nothing is asked."""
        if task["status"] != "open":
            return _names(look_up(content, field))
        deployed = pe.definitions.get(connection, task["definition_id"])
        before = look_up(Workflow.decode(deployed.definition, task["state"]).context(task["token"]), field)
        return _names(before)

    _lay(form.components, result, "", names, known)
    return result


def check(connection: Connection, task_id: int, account: str) -> None:
    """Refuse to submit what the scanner found something in. Raises Invalid, by field."""
    bad = {
        file["field"]: Sentence(
            "“{name}”查出问题（{finding}），请移除后另传一份",
            name=file["name"],
            finding=Sentence(file["finding"] or states.WORDS[file["state"]]),
        )
        for file in uploaded.of_task(connection, task_id, account)
        if file["state"] in states.BAD
    }
    if bad:
        raise Invalid(bad)


def _pickers(components: Sequence[Component], prefix: str = "") -> Iterator[tuple[str, Component]]:
    """Every file field that may be changed, by its path with `[]` for the rows of a list."""
    for component in components:
        if component.type == "filepicker" and component.key and component.readonly is not True:
            yield prefix + component.key, component
        rows = "[]" if component.type == "dynamiclist" else ""
        inner = f"{prefix}{'.'.join(component.path)}{rows}" if component.path else prefix
        yield from _pickers(component.components, f"{inner}." if component.path else inner)


def _lay(
    components: Sequence[Component],
    content: dict[str, Any],
    prefix: str,
    names: Mapping[str, list[str]],
    known: Callable[[str], Collection[str]],
) -> None:
    for component in components:
        if component.type == "filepicker" and component.key and component.readonly is not True:
            _put(component, content, prefix + component.key, names, known)
        elif component.type == "dynamiclist":
            holder = _inside(content, component.path[:-1])
            listed = holder.get(component.path[-1]) if holder is not None else None
            for number, row in enumerate(listed if isinstance(listed, list) else []):
                if isinstance(row, dict):
                    place = f"{prefix}{'.'.join(component.path)}[{number}]."
                    _lay(component.components, row, place, names, known)
        elif component.components:
            below = _inside(content, component.path)
            if below is not None:
                place = prefix + "".join(f"{part}." for part in component.path)
                _lay(component.components, below, place, names, known)


def _put(
    component: Component,
    content: dict[str, Any],
    field: str,
    names: Mapping[str, list[str]],
    known: Callable[[str], Collection[str]],
) -> None:
    """The names of a field: what the case knew and still stands there, then what was sent for it."""
    stored, posted = names.get(field, []), _names(content.pop(str(component.key), None))
    claimed = [name for name in posted if name not in stored]
    before = [name for name in claimed if name in known(field)] if claimed else []
    found = [*dict.fromkeys([*before, *stored])]
    if not component.settings.get("multiple"):
        found = found[-1:]
    if found:
        content[str(component.key)] = found if len(found) > 1 else found[0]


def _inside(content: dict[str, Any], path: Sequence[str]) -> dict[str, Any] | None:
    """The mapping at a path, made where nothing stands; None where something else does."""
    for part in path:
        below = content.setdefault(part, {})
        if not isinstance(below, dict):
            return None
        content = below
    return content


def _names(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]
