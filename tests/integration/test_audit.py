"""The history is chained as it was committed; whoever changes it is found out, and told which entry it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from engine import audit
from engine.clock import LentClock
from engine.commands import tasks
from engine.db import Database, metadata
from engine.history import record
from engine.models import history, sealer
from engine.models import seal as seals
from engine.process_engine import ProcessEngine
from tests.integration.house import STAFF, deploy, open_task, start
from tests.support import diagrams as d
from tests.support.interleaving import interleave
from tests.support.tampering import tamper
from web import installation

TWO = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a b end"))
PATIENCE = 30  # seconds


def told(pe: ProcessEngine, count: int) -> None:
    """So many entries, in one commit each."""
    for n in range(count):
        with pe.database.transaction() as connection:
            record(connection, pe.now(), "somebody", "noted", n=n)


def sealed_ids(pe: ProcessEngine) -> list[int]:
    """The chain: ids of the entries in its order."""
    with pe.database.reading() as connection:
        return list(connection.execute(select(seals.c.entry_id).order_by(seals.c.number)).scalars())


def entry_ids(pe: ProcessEngine) -> list[int]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(history.c.id).order_by(history.c.id)).scalars())


def rules(pe: ProcessEngine, *heads: audit.Head) -> list[tuple[str, int | None, int | None]]:
    return [(f.rule, f.entry, f.number) for f in audit.verify(pe, heads).findings]


def settled(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        return int(connection.execute(select(sealer.c.settled)).scalar_one())


def test_a_link_is_what_the_format_says(pe: ProcessEngine) -> None:
    """Worked out by hand from docs/operations.md, so that others can check a chain without this program."""
    at = datetime(2026, 3, 2, 1, 0, 0, 5, tzinfo=UTC)
    with pe.database.transaction() as connection:
        record(connection, at, "甲", "noted", b=1.5, a="值")
    assert audit.seal(pe) == 1
    facts = '{"b":1.5,"a":"值"}'
    columns = [1, 1, None, None, "2026-03-02 01:00:00.000005", "noted", None, None, "甲", facts]
    digest = sha256(orjson.dumps(columns)).digest()
    with pe.database.reading() as connection:
        assert connection.execute(select(seals)).one() == (1, 1, digest, sha256(bytes(32) + digest).digest())


def test_every_entry_is_chained_once_and_the_rest_is_counted(pe: ProcessEngine) -> None:
    told(pe, 7)
    assert (audit.verify(pe).unsealed, audit.seal(pe, batch=5), audit.verify(pe).unsealed) == (7, 5, 2)
    assert audit.seal_all(pe) == 2
    verdict = audit.verify(pe)
    assert (verdict.whole, verdict.sealed, verdict.unsealed) == (True, 7, 0)
    assert sealed_ids(pe) == entry_ids(pe) == list(range(1, 8))
    assert audit.seal_all(pe) == 0


def test_cases_write_what_is_sealed(pe: ProcessEngine) -> None:
    deploy(pe, p=TWO)
    root = start(pe)
    for element in "ab":
        tasks.complete(pe, open_task(pe, root, element), {}, STAFF)
    assert audit.seal_all(pe) == len(entry_ids(pe)) > 2
    assert audit.verify(pe).whole


def test_an_entry_that_is_committed_late_is_not_skipped(pe: ProcessEngine) -> None:
    """It has the smaller id, but others were committed and sealed while its transaction was open."""
    if pe.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nothing can be committed late")
    told(pe, 1)
    for _ in range(2):
        audit.seal_all(pe)
    begun, go = Event(), Event()

    def slow() -> None:
        with pe.database.transaction() as connection:
            record(connection, pe.now(), "slow", "noted")
            begun.set()
            assert go.wait(PATIENCE)

    thread = Thread(target=slow)
    thread.start()
    assert begun.wait(PATIENCE)
    told(pe, 2)
    for _ in range(3):
        audit.seal_all(pe)
    assert (sealed_ids(pe), settled(pe)) == ([1, 3, 4], 1)
    go.set()
    thread.join(PATIENCE)
    assert audit.seal_all(pe) == 1
    assert (sealed_ids(pe), audit.verify(pe).whole) == ([1, 3, 4, 2], True)
    audit.seal_all(pe)
    assert settled(pe) == 4


def test_a_number_is_taken_only_by_a_transaction_that_has_an_id(pe: ProcessEngine) -> None:
    """Else the watermark could pass a number whose entry is still to come."""
    if pe.database.is_sqlite:
        pytest.skip("SQLite has no sequences")
    with pe.database.transaction() as connection:
        asked = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'history'::regclass"
        (default,) = connection.execute(text(asked)).scalars()
    assert " ".join(default.split()) == (
        "CASE WHEN (pg_current_xact_id() IS NOT NULL) THEN nextval('history_id_seq'::regclass)"
        " ELSE NULL::bigint END"
    )


def test_two_sealers_at_once_chain_everything_once(pe: ProcessEngine) -> None:
    told(pe, 20)
    answers = interleave(pe, lambda: audit.seal(pe), lambda: audit.seal(pe), before="INSERT INTO seal")
    assert sorted(answers) == [0, 20]
    assert (sealed_ids(pe), audit.verify(pe).whole) == (list(range(1, 21)), True)


def test_without_the_lock_the_second_sealer_is_refused(
    pe: ProcessEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(pe, 3)
    monkeypatch.setattr("engine.audit.sealing._ONLY_ONE", text("SELECT true"))
    answers = interleave(pe, lambda: audit.seal(pe), lambda: audit.seal(pe), before="INSERT INTO seal")
    assert sorted(answers) == [0, 3]
    assert (sealed_ids(pe), audit.verify(pe).whole) == ([1, 2, 3], True)


def test_a_sealer_on_a_restored_server_begins_its_wait_anew(pe: ProcessEngine) -> None:
    """Transaction ids of the old server say nothing on the new one."""
    told(pe, 2)
    audit.seal_all(pe)
    with pe.database.transaction() as connection:
        connection.execute(text("UPDATE sealer SET settled = 0, top = 2, next_xid = 4000000000000"))
    told(pe, 1)
    for _ in range(3):
        audit.seal_all(pe)
    assert (sealed_ids(pe), settled(pe)) == ([1, 2, 3], 3)


TAMPERED = {
    "facts": ("UPDATE history SET facts = '[9]' WHERE id = 3", [("changed", 3, 3)]),
    "spoilt": ("UPDATE history SET actor = 'nobody', facts = '[1]' WHERE id = 3", [("changed", 3, 3)]),
    "time": ("UPDATE history SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", [("changed", 3, 3)]),
    "moved": ("UPDATE history SET kind = 'x' WHERE id IN (2, 5)", [("changed", 2, 2), ("changed", 5, 5)]),
    "deleted": ("DELETE FROM history WHERE id = 4", [("missing", 4, 4)]),
    "tail": ("DELETE FROM history WHERE id = 6", [("missing", 6, 6)]),
    "link gone": (
        "DELETE FROM seal WHERE number = 4",
        [("link-missing", None, 4), ("inserted", 4, None)],
    ),
    "digest fitted": (
        "UPDATE seal SET digest = link WHERE number = 2",
        [("link-broken", None, 2), ("changed", 2, 2)],
    ),
    "swapped": (
        "UPDATE seal SET entry_id = CASE entry_id WHEN 2 THEN -3 ELSE -2 END WHERE entry_id IN (2, 3);"
        "UPDATE seal SET entry_id = -entry_id WHERE entry_id < 0",
        [("changed", 3, 2), ("changed", 2, 3)],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whoever_changes_the_past_is_found_out(pe: ProcessEngine, what: str) -> None:
    told(pe, 6)
    for _ in range(2):
        audit.seal_all(pe)
    assert rules(pe) == []
    statements, found = TAMPERED[what]
    tamper(pe, *statements.split(";"))
    assert rules(pe) == found


def test_an_entry_put_into_the_sealed_past_is_found_out(pe: ProcessEngine) -> None:
    told(pe, 6)
    for _ in range(2):
        audit.seal_all(pe)
    tamper(pe, "DELETE FROM seal WHERE number = 6", "DELETE FROM history WHERE id IN (5, 6)")
    row = {"id": 5, "at": pe.now(), "kind": "noted", "actor": "forger", "facts": {}}
    with pe.database.transaction() as connection:
        connection.execute(insert(history), row)
    assert rules(pe) == [("changed", 5, 5)]
    tamper(pe, "DELETE FROM seal WHERE number = 5")
    assert rules(pe) == [("inserted", 5, None)]
    assert audit.seal_all(pe) == 0


def test_a_chain_made_anew_differs_from_the_head_that_was_told(pe: ProcessEngine, tmp_path: Path) -> None:
    told(pe, 3)
    audit.seal_all(pe)
    assert audit.publish(pe, tmp_path) == date(2026, 3, 2)
    kept = list(audit.in_folder(tmp_path))
    tamper(
        pe,
        "UPDATE history SET actor = 'nobody' WHERE id = 2",
        "DELETE FROM seal",
        "DELETE FROM sealer",
        "DELETE FROM chain_head",
    )
    audit.seal_all(pe)
    assert rules(pe) == []
    assert rules(pe, *kept) == [("head", None, 3)]
    tamper(pe, "DELETE FROM seal WHERE number = 3", "DELETE FROM history WHERE id = 3")
    assert rules(pe, *kept) == [("head", None, 3)]


def test_the_head_is_told_once_a_day(pe: ProcessEngine, clock: LentClock, tmp_path: Path) -> None:
    assert audit.publish(pe, tmp_path) is None
    told(pe, 1)
    audit.seal_all(pe)
    assert audit.publish(pe) == date(2026, 3, 2)  # a node without a folder of its own
    told(pe, 1)
    audit.seal_all(pe)
    assert audit.publish(pe, tmp_path) == date(2026, 3, 2)
    clock.set(clock.now() + timedelta(days=1))
    assert audit.publish(pe, tmp_path) == date(2026, 3, 3)
    found = [(head.where, head.number) for head in audit.in_folder(tmp_path)]
    assert found == [("head-2026-03-02.txt", 1), ("head-2026-03-03.txt", 2)]
    assert (rules(pe, *audit.in_folder(tmp_path)), sorted(f.suffix for f in tmp_path.iterdir())) == (
        [],
        [".txt", ".txt"],
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET actor = 'x'",
        "DELETE FROM history",
        "UPDATE seal SET number = number + 10",
        "DELETE FROM seal",
        "UPDATE chain_head SET number = 7",
        "DELETE FROM chain_head",
    ],
)
def test_the_database_refuses_to_change_what_happened(pe: ProcessEngine, statement: str) -> None:
    told(pe, 1)
    audit.seal_all(pe)
    audit.publish(pe)
    with pytest.raises(IntegrityError, match="append-only"), pe.database.transaction() as connection:
        connection.execute(text(statement))
    assert (entry_ids(pe), sealed_ids(pe), audit.verify(pe).whole) == ([1], [1], True)


@pytest.mark.parametrize("table", ["history", "seal", "chain_head"])
def test_postgresql_refuses_to_empty_the_tables(pe: ProcessEngine, table: str) -> None:
    if pe.database.is_sqlite:
        pytest.skip("SQLite knows no TRUNCATE")
    with pytest.raises(IntegrityError, match="append-only"), pe.database.transaction() as connection:
        connection.execute(text(f"TRUNCATE {table}"))


def guards(database: Database) -> list[str]:
    """Everything by which the database itself keeps the history, in its own words."""
    asked = ["SELECT sql FROM sqlite_master WHERE type = 'trigger'"]
    if not database.is_sqlite:
        asked = [
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'laurel_%'",
            "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'history'::regclass",
        ]
    with database.reading() as connection:
        found = [row for query in asked for row in connection.execute(text(query)).scalars()]
    return sorted(" ".join(row.split()) for row in found)


def test_an_installation_is_guarded_as_the_models_say(database_url: str) -> None:
    database = Database(database_url)
    meant = guards(database)
    metadata.drop_all(database.engine)
    with database.transaction() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        if not database.is_sqlite:
            connection.execute(text("DROP FUNCTION laurel_refused(), laurel_kept()"))
    installation.migrate(database_url)
    assert guards(database) == meant
    assert len(meant) == (6 if database.is_sqlite else 7)
    database.dispose()
