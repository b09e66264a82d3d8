"""What time alone ends: files that stopped coming, pages that were never sent, contents that nobody has any more; and
what was never scanned."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import and_, delete, exists, select, update

from engine.db import metadata, records
from engine.jobs.upkeep import REMEMBERED
from engine.process_engine import ProcessEngine
from web.files import clamd, pieces, scanning, states, stores
from web.models import entry_draft, incoming_file, stored_file, upload

PATIENCE: Final = timedelta(days=1)
AT_ONCE: Final = 100  # in one turn


def lend(pe: ProcessEngine) -> None:
    """What the engine needs for files: the errand that scans, and this upkeep."""
    for handler in scanning.handlers(pe):
        pe.registries.add_handler(handler)
    pe.registries.upkeep.append(keep_up)


def keep_up(pe: ProcessEngine) -> None:
    """Everything of this page; a turn of the worker's upkeep."""
    forget_halves(pe)
    forget_pages(pe)
    sweep(pe)
    follow_scanner(pe)
    give_up_scans(pe)


def forget_halves(pe: ProcessEngine) -> int:
    """Give up files that have not grown for a day; returns how many."""
    old = select(incoming_file).where(incoming_file.c.touched_at <= pe.now() - PATIENCE).limit(AT_ONCE)
    with pe.database.reading() as connection:
        rows = records(connection, old)
    for row in rows:
        pieces.forget(pe, row)
    return len(rows)


def forget_pages(pe: ProcessEngine) -> int:
    """Forget what was typed and sent to pages that were not submitted within a week; returns how many files."""
    old = pe.now() - REMEMBERED
    never = upload.c.root_id.is_(None) & upload.c.task_id.is_(None) & (upload.c.uploaded_at <= old)
    few = select(upload.c.id).where(never).limit(AT_ONCE)
    with pe.database.transaction() as connection:
        connection.execute(delete(entry_draft).where(entry_draft.c.saved_at <= old))
        return connection.execute(delete(upload).where(upload.c.id.in_(few), never)).rowcount


def sweep(pe: ProcessEngine) -> int:
    """Forget contents that were removed everywhere a day ago; returns how many.

    First they are marked, and whoever sends the same content meanwhile is asked to try again; then the content
    goes, and its row last. A turn that is interrupted is finished by the next one. What was found infected stays
    known, so that it is refused at the door.
    """
    lonely = and_(
        stored_file.c.kept_at <= pe.now() - PATIENCE,
        stored_file.c.state.in_((states.UNSCANNED, states.CLEAN, states.STUCK)),
        *(~exists().where(column == stored_file.c.sha256) for column in _named()),
    )
    marked = stored_file.c.state == states.LEAVING
    few = select(stored_file.c.sha256).where(lonely).limit(AT_ONCE)
    with pe.database.transaction() as connection:
        connection.execute(
            update(stored_file).where(stored_file.c.sha256.in_(few), lonely).values(state=states.LEAVING)
        )
        leaving = list(connection.execute(select(stored_file.c.sha256).where(marked)).scalars())
    if leaving:
        stores.chosen().remove(leaving)
        with pe.database.transaction() as connection:
            connection.execute(delete(stored_file).where(marked, stored_file.c.sha256.in_(leaving)))
    return len(leaving)


def follow_scanner(pe: ProcessEngine) -> int:
    """Ask for what came before there was a scanner, or let it go on without one; returns how many."""
    there = bool(clamd.address())
    found_as = (states.UNSCANNED,) if there else scanning.OPEN
    some = select(stored_file.c.sha256).where(stored_file.c.state.in_(found_as)).limit(AT_ONCE)
    with pe.database.transaction() as connection:
        found = list(connection.execute(some).scalars())
        if there:
            for digest in found:
                scanning.ask(connection, digest, pe.now(), None, digest[:12])
        elif found:
            waiting = stored_file.c.sha256.in_(found) & stored_file.c.state.in_(found_as)
            connection.execute(update(stored_file).where(waiting).values(state=states.UNSCANNED))
    if found:
        pe.wake.set()
    return len(found)


def give_up_scans(pe: ProcessEngine) -> int:
    """Say of contents that wait for a scan which nobody will try any more that it did not happen; returns how many.

    Why stands in an incident: an administrator lets the scan be tried again there.
    """
    oldest = select(stored_file.c.sha256).where(stored_file.c.state == states.WAITING)
    with pe.database.reading() as connection:
        waiting = set(connection.execute(oldest.order_by(stored_file.c.kept_at).limit(AT_ONCE)).scalars())
        given_up = waiting - scanning.under_way(connection) if waiting else set()
    if not given_up:
        return 0
    mine = stored_file.c.sha256.in_(sorted(given_up)) & (stored_file.c.state == states.WAITING)
    with pe.database.transaction() as connection:
        return connection.execute(update(stored_file).where(mine).values(state=states.STUCK)).rowcount


def _named() -> list[object]:
    """Every column that names a content: by its name `sha256`, in whatever table of the house."""
    return [
        table.c.sha256 for table in metadata.sorted_tables if "sha256" in table.c and table is not stored_file
    ]
