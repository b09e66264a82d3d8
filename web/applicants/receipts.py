"""A receipt: what was really submitted with a task, when, by whom, and the fingerprint of every file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from engine.clock import SHANGHAI
from engine.db import Record, record
from engine.feel import from_json
from engine.forms import Node, present
from engine.forms.nodes import every
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from engine.queries import story
from web.files import uploaded
from web.files.places import Place
from web.forms import view as formview
from web.people.accounts import display_names


@dataclass(frozen=True, slots=True)
class File:
    """A file that was handed over; without a fingerprint only its name was given."""

    label: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """`fingerprint` is the SHA-256 of everything else on it, so that two prints can be told apart.

    `number` is the case's number and the place of this among what its owner submitted: 静质奖申〔2026〕001号-2.
    """

    number: str
    task: str
    at: datetime
    who: str
    files: Sequence[File]
    entries: Sequence[tuple[str, str]]
    fingerprint: str


def task(connection: Connection, task_id: int) -> Record | None:
    """A completed task of a case's owner, with what is needed to read it."""
    query = (
        select(user_task, instance.c.definition_id)
        .join(instance, instance.c.id == user_task.c.instance_id)
        .where(user_task.c.id == task_id, user_task.c.status == "completed")
    )
    return record(connection, query)


def read(
    pe: ProcessEngine, connection: Connection, case: Mapping[str, Any], done: Mapping[str, Any]
) -> Receipt:
    """The receipt of a completed task, from what its completion left in the history."""
    values = story.completion(connection, done["instance_id"], done["token"])
    deployed = pe.definitions.get(connection, done["definition_id"])
    nodes: list[Node] = []
    if done["form_id"]:
        form = deployed.form(done["form_id"])
        nodes = present(form, from_json(values), pe.environment(connection))
    files = _files(connection, done["id"], done["ended_by"], nodes)
    who = display_names(connection, [done["ended_by"]]).get(done["ended_by"], done["ended_by"])
    entries = _entries(nodes)
    told = {
        "case": case["business_key"],
        "task": done["name"],
        "at": done["ended_at"].astimezone(SHANGHAI).isoformat(),
        "by": done["ended_by"],
        "values": values,
        "files": [[file.label, file.name, file.sha256, file.size] for file in files],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fingerprint = sha256(text.encode()).hexdigest()
    number = f"{case['business_key'] or case['id']}-{_place(connection, done)}"
    return Receipt(number, done["name"], done["ended_at"], who, files, entries, fingerprint)


def _place(connection: Connection, done: Mapping[str, Any]) -> int:
    """Which of the tasks that this account completed in the case this one is, the first being 1."""
    own = user_task.c.ended_by == done["ended_by"]
    mine = (user_task.c.root_id == done["root_id"]) & own & (user_task.c.status == "completed")
    before = (user_task.c.ended_at < done["ended_at"]) | (
        (user_task.c.ended_at == done["ended_at"]) & (user_task.c.id <= done["id"])
    )
    query = select(func.count()).select_from(user_task).where(mine, before)
    return connection.execute(query).scalar_one()


def _entries(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """Label and text of everything that was submitted but files, whatever the form would show now; defaults are none."""
    found = []
    for node in every(nodes):
        given = node.component.is_input and node.component.type != "filepicker" and node.prior is not None
        if given and (text := formview.entry_text(node)):
            found.append((node.label, text))
    return found


def _files(connection: Connection, task_id: int, account: str, nodes: Sequence[Node]) -> list[File]:
    """The files whose names were submitted, each with the newest content of that field and name."""
    newest = {(row["field"], row["name"]): row for row in uploaded.of(connection, Place(account, task_id))}
    found = []
    for node in every(nodes):
        if node.component.type != "filepicker" or not node.value:
            continue
        names = node.value if isinstance(node.value, list) else [node.value]
        for name in map(str, names):
            row = newest.get((node.name, name))
            content, size = (row["sha256"], row["size"]) if row else ("", 0)
            found.append(File(node.label, name, content, size))
    return found
