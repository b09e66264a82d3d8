"""Whether the history still is what was sealed: every entry that was changed, taken away or put in is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from engine.audit.chain import GENESIS, digest_of, link_of, written
from engine.audit.heads import Head
from engine.audit.purging import PURGED, purged_ids
from engine.audit.sealing import UNSEALED
from engine.models import chain_head, history, sealer
from engine.models import seal as seals
from engine.process_engine import ProcessEngine

MOST = 1000  # findings that are named; the rest is counted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed; ids only, so that the answer may be shown to anybody."""

    rule: str  # changed | missing | inserted | link-missing | link-broken | head
    message: str
    entry: int | None = None
    number: int | None = None


@dataclass(slots=True)
class Verdict:
    """What a verification saw. The chain is whole if there is no finding."""

    sealed: int = 0
    unsealed: int = 0
    purged: int = 0
    head: tuple[int, bytes] = (0, GENESIS)
    findings: list[Finding] = field(default_factory=list)
    more: int = 0  # findings beyond `MOST`

    @property
    def whole(self) -> bool:
        return not self.findings

    def find(self, rule: str, message: str, *, entry: int | None = None, number: int | None = None) -> None:
        if len(self.findings) < MOST:
            self.findings.append(Finding(rule, message, entry, number))
        else:
            self.more += 1


def verify(pe: ProcessEngine, heads: Iterable[Head] = ()) -> Verdict:
    """Follow the chain from its first link and compare it with every entry and with every head that was told.

    `heads` are those that were kept outside of the database.
    """
    verdict = Verdict()
    with pe.database.reading() as connection:
        told = [Head(f"{day}", n, link) for day, n, link in connection.execute(_TOLD)]
        wanted: dict[int, list[Head]] = {}
        for said in (*told, *heads):
            wanted.setdefault(said.number, []).append(said)
        missing = _follow(connection, verdict, wanted)
        _explain(connection, verdict, missing)
        _strangers(connection, verdict)
    return verdict


_TOLD = select(chain_head.c.day, chain_head.c.number, chain_head.c.link).order_by(chain_head.c.day)


def _follow(connection: Connection, verdict: Verdict, heads: dict[int, list[Head]]) -> list[tuple[int, int]]:
    """Link by link; returns number and id of the entries that are not there."""
    link_columns = (seals.c.number, seals.c.entry_id, seals.c.digest, seals.c.link)
    joined = seals.outerjoin(history, history.c.id == seals.c.entry_id)
    query = select(*link_columns, *written(connection)).select_from(joined).order_by(seals.c.number)
    missing: list[tuple[int, int]] = []
    expected, before = 1, GENESIS
    for row in connection.execute(query.execution_options(yield_per=1000)):
        number, entry_id, digest, link = row[:4]
        if number != expected:
            gap = f"第 {expected} 环" if number == expected + 1 else f"第 {expected}–{number - 1} 环"
            verdict.find("link-missing", f"链上缺{gap}。", number=expected)
        elif link != link_of(before, digest):
            verdict.find("link-broken", f"第 {number} 环与前一环不相接，链被改写过。", number=number)
        if row[4] is None:
            missing.append((number, entry_id))
        elif digest_of(row[4:]) != digest:
            verdict.find("changed", f"记录 {entry_id} 在封存后被改动。", entry=entry_id, number=number)
        for head in heads.pop(number, ()):
            if head.link != link:
                verdict.find("head", f"第 {number} 环与存证（{head.where}）不符，链被改写过。", number=number)
        expected, before = number + 1, link
        verdict.sealed += 1
        verdict.head = (number, link)
    for head in (head for some in heads.values() for head in some):
        said = f"存证（{head.where}）记有第 {head.number} 环，链上没有：末尾的记录被删除。"
        verdict.find("head", said, number=head.number)
    return missing


def _explain(connection: Connection, verdict: Verdict, missing: list[tuple[int, int]]) -> None:
    """Entries that are not there: purged with their case, as its tombstone says, or taken away."""
    if not missing:
        return
    purged: set[int] = set()
    for facts in connection.execute(select(history.c.facts).where(history.c.kind == PURGED)).scalars():
        purged |= purged_ids(facts)
    for number, entry_id in missing:
        if entry_id in purged:
            verdict.purged += 1
        else:
            verdict.find("missing", f"记录 {entry_id} 被删除。", entry=entry_id, number=number)


def _strangers(connection: Connection, verdict: Verdict) -> None:
    """Entries without a link: still to be sealed, or put in where everything had been sealed."""
    settled = connection.execute(select(sealer.c.settled)).scalar() or 0
    late = select(history.c.id).where(history.c.id <= settled, UNSEALED).order_by(history.c.id)
    for entry_id in connection.execute(late.execution_options(yield_per=1000)).scalars():
        verdict.find("inserted", f"记录 {entry_id} 是事后插入的。", entry=entry_id)
    waiting = select(func.count()).select_from(history).where(history.c.id > settled, UNSEALED)
    verdict.unsealed = connection.execute(waiting).scalar_one()
