"""Who objects: kept sealed beside the case, opened only to those who handle the objection, every look written down."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from awards import keyring
from awards.models import objection_file, objector, objector_look
from engine.actor import Actor
from engine.db import Record, records
from engine.errors import Invalid, NotAllowed, NotFound
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.queries.visibility import visible_roots
from engine.sentence import Sentence
from engine.unit import unit
from engine.vocabulary import scheme_of

HANDLERS = ("office-clerk", "office-lead")
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Identity:
    """What an objector said of themselves; empty where they said nothing."""

    name: str
    contact: str = ""
    identity: str = ""  # number of a document, or an organisation's code


def reference(objection_key: str) -> str:
    """What a case, its letters and its history say in place of a name or an address."""
    return f"异议人（{objection_key}）"


def keep(connection: Connection, pe: ProcessEngine, scheme: str, objection_key: str, who: Identity) -> None:
    """Keep who objects, in the caller's transaction. Raises WrongKey."""

    def sealed(text: str) -> str | None:
        return keyring.seal(connection, keyring.OBJECTORS, text) if text else None

    row = {
        "objection_key": objection_key,
        "scheme": scheme,
        "name": sealed(who.name) or "",
        "contact": sealed(who.contact),
        "identity": sealed(who.identity),
        "kept_at": pe.now(),
    }
    connection.execute(insert(objector), row)


def may_look(actor: Actor, scheme: str) -> bool:
    """Whether somebody handles objections of a scheme; administrators do not."""
    return any(f"{scheme}.{role}" in actor.groups for role in HANDLERS)


def is_kept(connection: Connection, objection_key: str) -> bool:
    """Whether an objection has an objector who is known."""
    query = select(objector.c.kept_at).where(objector.c.objection_key == objection_key)
    return connection.execute(query).first() is not None


def look(pe: ProcessEngine, root_id: int, reason: str, by: Actor) -> Identity:
    """Who objects, to whom handles it; the look is written down in the same commit.

    Raises NotFound (no such objection, nobody known, or closed to whoever asks), NotAllowed, Invalid (no
    reason), Sealed.
    """
    with unit(pe, by) as work:
        connection = work.connection
        query = (
            select(objector)
            .join(instance, instance.c.business_key == objector.c.objection_key)
            .where(instance.c.id == root_id, visible_roots(by))
        )
        row = connection.execute(query).first()
        if row is None:
            raise NotFound(what="这件异议的提出人")
        if not may_look(by, row.scheme):
            raise NotAllowed(what="查看异议人身份", who="办理异议的审定办工作人员", actor=by.name)
        why = reason.strip()
        if not why or len(why) > LONGEST_REASON:
            raise Invalid({"reason": Sentence("请写明为什么查看，不超过 {most} 字", most=LONGEST_REASON)})
        told = {"objection_key": row.objection_key, "account": by.name, "reason": why, "at": pe.now()}
        connection.execute(insert(objector_look), told)
    opened = {
        name: keyring.unseal(keyring.OBJECTORS, sealed) if sealed else ""
        for name, sealed in (("name", row.name), ("contact", row.contact), ("identity", row.identity))
    }
    return Identity(**opened)


def open_file(pe: ProcessEngine, root_id: int, number: int, by: Actor) -> Record:
    """One file of evidence, to whom handles the objection: it may tell who objects, so opening it is written down.

    Raises NotFound (no such objection or file, or closed to whoever asks), NotAllowed.
    """
    with unit(pe, by) as work:
        connection = work.connection
        joined = objection_file.join(instance, instance.c.business_key == objection_file.c.objection_key)
        query = (
            select(objection_file, instance.c.process_id)
            .select_from(joined)
            .where(instance.c.id == root_id, objection_file.c.number == number, visible_roots(by))
        )
        row = connection.execute(query).first()
        if row is None:
            raise NotFound(what="这份证明材料")
        if not may_look(by, scheme_of(row.process_id)):
            raise NotAllowed(what="查看异议的证明材料", who="办理异议的审定办工作人员", actor=by.name)
        if is_kept(connection, row.objection_key):
            told = {"objection_key": row.objection_key, "account": by.name, "at": pe.now()}
            connection.execute(insert(objector_look), {**told, "reason": f"打开{row.name}"})
        return row._asdict()


def looks(connection: Connection, objection_key: str) -> list[Record]:
    """Who looked, when and why, the oldest first."""
    query = select(objector_look).where(objector_look.c.objection_key == objection_key)
    return records(connection, query.order_by(objector_look.c.id))
