"""How an objection stands, for whoever filed it: steps and days, what is asked of them, the answer. No people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from awards import objectors
from awards.models import letter
from awards.publicity import receipts
from awards.publicity.receipts import File
from engine import once
from engine.actor import SYSTEM
from engine.correlation import publish_in
from engine.db import Record
from engine.errors import NotOpen
from engine.models import instance, subscription, user_task, variable
from engine.process_engine import ProcessEngine
from engine.unit import unit

KIND: Final = ".objection"  # how the ids of processes end that handle objections
PROOF: Final = "objection-proof"  # the message, after the scheme: the objector gives what was asked for
_TOLD: Final = ("held", "proof_due_on", "proof_wanted")
State = Literal["received", "handled", "asked", "answered", "closed"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """An objection as its receipt opens it."""

    key: str
    state: State
    filed_at: datetime
    named: bool
    case_key: str = ""
    held: bool = False  # the case that it is about stands still
    done: Sequence[Step] = ()
    now: Sequence[str] = ()  # steps at hand
    wanted: str = ""  # which proof is asked for
    due_on: date | None = None  # by the end of which day
    ends: Sequence[str] = ()  # how it ended, where no letter answers
    ended_at: datetime | None = None
    answer: Record | None = None  # the letter
    files: Sequence[str] = ()


def standing(pe: ProcessEngine, connection: Connection, key: str) -> Standing | None:
    """How the objection of this number stands; None if none was filed."""
    receipt = receipts.one(connection, key)
    if receipt is None:
        return None
    common: dict[str, Any] = {"key": key, "filed_at": receipt["filed_at"], "named": receipt["named"]}
    common["files"] = [str(file["name"]) for file in receipts.files_of(connection, key)]
    root = _root(connection, key)
    if root is None:
        return Standing(state="received", **common)
    told = _variables(connection, root.id)
    steps = connection.execute(
        select(user_task).where(user_task.c.root_id == root.id).order_by(user_task.c.id)
    ).all()
    asked = root.status == "active" and _asked(connection, root.id, receipt["scheme"], key)
    answer = _answer(connection, root.id, key)
    over = root.status != "active"
    return Standing(
        state="asked" if asked else "handled" if not over else "answered" if answer else "closed",
        case_key=told.get("case_key", ""),
        held=not over and bool(told.get("held")),
        done=[Step(s.name, s.ended_at) for s in steps if s.status == "completed"],
        now=list(dict.fromkeys(s.name for s in steps if s.status == "open")),
        wanted=str(told.get("proof_wanted") or "") if asked else "",
        due_on=told.get("proof_due_on") if asked else None,
        ends=_ends(pe, connection, root) if over else (),
        ended_at=root.ended_at,
        answer=answer,
        **common,
    )


def supply(
    pe: ProcessEngine,
    key: str,
    files: Sequence[File],
    token: str,
    *,
    alongside: Callable[[Connection], None],
) -> None:
    """Give the proof that was asked for, in one commit with the message that the case waits for; twice is once.

    `alongside` writes what the caller keeps of these files. Raises NotOpen if nothing is asked for (any more).
    """
    with unit(pe, SYSTEM) as work:
        connection, now = work.connection, pe.now()
        receipt = receipts.one(connection, key)
        if receipt is None or once.answered(connection, SYSTEM.name, receipts.mark(token), now) is not None:
            return
        root = _root(connection, key)
        if root is None or not _asked(connection, root.id, receipt["scheme"], key):
            raise NotOpen(what="补充证明", state="结束了")
        names = receipts.add_files(connection, key, files, now)
        alongside(connection)
        publish_in(
            connection,
            name=f"{receipt['scheme']}.{PROOF}",
            key=key,
            payload={"proof_files": names},
            by=SYSTEM.name,
            now=now,
        )
        once.answer(connection, SYSTEM.name, receipts.mark(token), key)
        work.after.append(pe.wake.set)


def _root(connection: Connection, key: str) -> Any:
    query = select(instance).where(
        instance.c.business_key == key, instance.c.parent_id.is_(None), instance.c.process_id.endswith(KIND)
    )
    return connection.execute(query.order_by(instance.c.id.desc()).limit(1)).first()


def _asked(connection: Connection, root_id: int, scheme: str, key: str) -> bool:
    """Whether the case waits for proof: exactly then it subscribes to the message."""
    mine = (subscription.c.root_id == root_id) & (subscription.c.correlation_key == key)
    query = select(subscription.c.id).where(mine, subscription.c.message_name == f"{scheme}.{PROOF}")
    return connection.execute(query).first() is not None


def _variables(connection: Connection, root_id: int) -> dict[str, Any]:
    names = (*_TOLD, "case_key")
    query = select(variable).where(variable.c.instance_id == root_id, variable.c.name.in_(names))
    return {
        row.name: {"boolean": row.flag, "date": row.day}.get(row.kind, row.text)
        for row in connection.execute(query)
        if row.kind != "null"
    }


def _answer(connection: Connection, root_id: int, key: str) -> Record | None:
    """The letter that was written to the objector."""
    mine = (letter.c.root_id == root_id) & (letter.c.recipient == objectors.reference(key))
    row = connection.execute(select(letter).where(mine).order_by(letter.c.id.desc()).limit(1)).first()
    return None if row is None else row._asdict()


def _ends(pe: ProcessEngine, connection: Connection, root: Any) -> list[str]:
    elements = pe.definitions.get(connection, root.definition_id).definition.elements
    return [elements[end].name or end for end in root.ends or () if end in elements]
