"""Rules that the database itself keeps, whoever asks: the history and its chain are only added to.

The migration `20261121_sealed_history` makes the same for an installation; a test compares the two.
"""

from sqlalchemy import DDL, Table, event

from engine.models.archive import chain_head, seal
from engine.models.history import history

# An entry may leave only with its whole case, after its term, unless somebody holds it; its tombstone stays.
_PURGED = (
    "SELECT 1 FROM retention"
    " WHERE retention.root_id = OLD.root_id AND retention.purged_at IS NOT NULL AND retention.hold IS NULL"
)
_MAY_GO = f"OLD.kind <> 'history-purged' AND EXISTS ({_PURGED})"

GUARDED = (history, seal, chain_head)


def _sqlite(table: str, verb: str) -> str:
    unless = f" WHEN NOT ({_MAY_GO})" if (table, verb) == ("history", "DELETE") else ""
    return (
        f"CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table}{unless}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


_FUNCTIONS = (
    """
CREATE OR REPLACE FUNCTION laurel_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_TABLE_NAME || ' is append-only';
END $$""",
    f"""
CREATE OR REPLACE FUNCTION laurel_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_MAY_GO} THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_TABLE_NAME || ' is append-only';
END $$""",
)


def _postgresql(table: str) -> list[str]:
    whole = "UPDATE OR DELETE OR TRUNCATE" if table != "history" else "UPDATE OR TRUNCATE"
    made = [
        f"CREATE TRIGGER {table}_change_refused BEFORE {whole} ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION laurel_refused()"
    ]
    if table == "history":
        made.append(
            "CREATE TRIGGER history_delete_refused BEFORE DELETE ON history"
            " FOR EACH ROW EXECUTE FUNCTION laurel_kept()"
        )
    return made


# The sealer's watermark rests on this: who takes a number for an entry has a transaction id already.
_NUMBERED = (
    "ALTER TABLE history ALTER COLUMN id SET DEFAULT"
    " CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('history_id_seq') END"
)


def _after(table: Table, dialect: str, *statements: str) -> None:
    for statement in statements:
        made = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
        event.listen(table, "after_create", made)


for _table in GUARDED:
    _after(_table, "sqlite", *(_sqlite(_table.name, verb) for verb in ("UPDATE", "DELETE")))
    _after(_table, "postgresql", *_FUNCTIONS, *_postgresql(_table.name))
_after(history, "postgresql", _NUMBERED)
